#pragma once
// cortex_sample.h — draws a made-up mouse-cortex connectome: (neurons, seed) → columns.
//
// Three steps, each a function of its input and the seed alone: place neurons, connect them,
// place synapses. Fewer neurons than published make a smaller piece cut from the middle at the
// published density, so that degrees and distances stay plausible; more make a longer volume.

#include <array>
#include <cstdint>
#include <vector>

namespace cnx {

inline constexpr std::uint32_t kMinSampleNeurons = 50;
inline constexpr std::uint32_t kMaxSampleNeurons = 200000;

/// One entry per neuron in every column; codes are indices into the names of cortex_model.h.
struct SampleNeurons {
  std::uint64_t seed = 0;
  std::uint32_t count = 0;
  double stretch = 1.0;  // of the volume along x; above 1 beyond the published number of neurons
  std::vector<std::uint64_t> id;                     // distinct, near 8.6e17
  std::array<std::vector<std::int32_t>, 3> soma_nm;  // multiples of 4, 4, 40
  std::vector<std::uint8_t> cell_class, region, axon_status, dendrite_status;
};

/// One entry per ordered pair, sorted by (pre, post), distinct; a few are autapses.
struct SampleConnections {
  std::vector<std::uint32_t> pre, post;
};

struct SampleSynapse {
  std::uint32_t pre, post;
  std::int32_t size;                        // voxels of 4 x 4 x 40 nm
  std::array<std::int32_t, 3> position_nm;  // multiples of 4, 4, 40
};

struct SampleSynapses {
  std::vector<SampleSynapse> synapses;             // in no order, as in the published file
  std::vector<std::uint32_t> count;                // [connection], each at least 1
  std::vector<std::int64_t> total_size;            // [connection]
  std::vector<std::uint32_t> indegree, outdegree;  // [neuron], synapses
};

struct CortexSample {
  SampleNeurons neurons;
  SampleConnections connections;
  SampleSynapses synapses;
};

/// Neurons with class, depth, place, tentative region and proofreading status. No two somata
/// are nearer than 9 um. `neurons` is kMinSampleNeurons..kMaxSampleNeurons. O(neurons).
SampleNeurons sample_neurons(std::uint32_t neurons, std::uint64_t seed);

/// Who connects to whom. On average over all pairs at a distance, the probability is the
/// published law; around that, neurons differ in how much they send (lognormal, heavy) and
/// receive (lognormal, mild), classes prefer classes, and a connection makes its reverse
/// likelier. Neurons with a proofread axon show more of what they send.
///
/// Time grows with neurons * (cells of 40 um) + connections: 0.2 s for 12,000 neurons, some
/// 5 s for 60,048. Memory: 16 bytes per connection.
SampleConnections sample_connections(const SampleNeurons& neurons);

/// One or more synapses for each connection, around the postsynaptic soma and its apical
/// dendrite, inside the volume; lognormal sizes that are alike within a connection.
/// O(synapses) time, 24 bytes each.
SampleSynapses sample_synapses(const SampleNeurons& neurons, const SampleConnections& connections);

/// The three steps.
CortexSample sample_cortex(std::uint32_t neurons, std::uint64_t seed);

}  // namespace cnx
