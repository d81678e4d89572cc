#pragma once
// neuron_questions.h — what can be asked of single neurons: where their synapses are, whom they
// have in common, how one reaches another. Answers are of the tiles that are there, and say so.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "graph/common_neighbors.h"
#include "graph/shortest_paths.h"
#include "worker/engine.h"
#include "worker/synapse_store.h"

namespace cnx {

/// Where the synapses of a neuron are, on both sides.
struct AskSynapses {
  NeuronIndex neuron = 0;
};

struct Synapse {
  NeuronIndex pre = 0, post = 0;
  std::array<std::int64_t, 3> residual = {0, 0, 0};  // voxels from that of the post soma; zeros
                                                     // where the dataset has no positions
  std::uint32_t size = 0;                            // voxels of the cleft; 0 without sizes

  bool operator==(const Synapse&) const = default;
};

/// The two sides hold what could be located; an autapse's synapses are in both.
struct NeuronSynapses {
  NeuronIndex neuron = 0;
  std::vector<Synapse> inputs, outputs;  // by partner, then as in the tile
  // Synapses of the connections that are known; with fewer located, tiles are missing.
  std::uint64_t inputs_total = 0, outputs_total = 0;
  bool inputs_known = false, outputs_known = false;  // whether the totals are
  bool damaged = false;  // a tile of synapses does not fit the connections: they were left out

  bool operator==(const NeuronSynapses&) const = default;
};

/// The partners that all of some neurons share; with three or more also what most of them share.
struct AskCommonPartners {
  std::vector<NeuronIndex> neurons;  // distinct
};
struct CommonPartners {
  std::vector<NeuronIndex> neurons;             // as asked
  bool complete = false;                        // false: connections are still loading, no lists
  std::vector<CommonNeighbor> inputs, outputs;  // shared by two or more, by NeuronIndex

  bool operator==(const CommonPartners&) const = default;
};

/// All shortest paths along connections of at least `min_synapses` synapses.
struct AskPaths {
  NeuronIndex from = 0, to = 0;
  std::uint32_t min_synapses = 1, max_listed = 50;

  bool operator==(const AskPaths&) const = default;
};
struct PathsAnswer {
  AskPaths asked;
  bool complete = false;  // false: connections are still loading, nothing was searched
  ShortestPaths paths;

  bool operator==(const PathsAnswer&) const = default;
};

/// The connections that count (Engine::counted_graph) among some neurons, autapses included; the
/// list is empty where they are more than `max_connections`.
struct AskSubnetwork {
  std::vector<NeuronIndex> neurons;  // distinct
  std::uint32_t max_connections = 0;

  bool operator==(const AskSubnetwork&) const = default;
};
struct Subnetwork {
  AskSubnetwork asked;
  bool complete = false;  // false: connections are still loading, nothing was counted
  std::uint64_t connection_count = 0;
  struct Connection {
    NeuronIndex pre = 0, post = 0;
    std::uint32_t synapse_count = 0;

    bool operator==(const Connection&) const = default;
  };
  std::vector<Connection> connections;  // by pre as asked, then by post

  bool operator==(const Subnetwork&) const = default;
};

/// Partners of every neuron on each side, itself left out.
struct AskDegrees {};
struct Degrees {
  bool complete = false;               // false: connections are still loading, no counts
  std::vector<std::uint32_t> in, out;  // [neuron_count]

  bool operator==(const Degrees&) const = default;
};

/// Partners of the chosen neurons among themselves, or among those of the post side, along
/// connections that count, as the degree histograms of the statistics count them: itself left out.
struct AskInnerDegrees {
  std::vector<std::uint8_t> chosen;  // [neuron_count] 0 or 1
  std::vector<std::uint8_t> post;    // [neuron_count], or empty: as `chosen`
  std::uint32_t min_synapses = 1;    // connections of fewer do not count
};
struct InnerDegrees {
  bool complete = false;               // false: connections are still loading, no counts
  std::vector<std::uint32_t> in, out;  // [neuron_count]; 0 for those that are not chosen

  bool operator==(const InnerDegrees&) const = default;
};

using NeuronQuestion = std::variant<AskSynapses, AskCommonPartners, AskPaths, AskSubnetwork,
                                    AskDegrees, AskInnerDegrees>;
using NeuronAnswer =
    std::variant<NeuronSynapses, CommonPartners, PathsAnswer, Subnetwork, Degrees, InnerDegrees>;

/// Preconditions: neurons below the engine's count; those of AskCommonPartners distinct; `chosen`
/// and `post` of AskInnerDegrees as long as the engine's count. Synapses: O(synapses of the tiles
/// that hold a row of it), for each of its partners O(degree * log); a sub-network O(neurons +
/// out-degrees); the others as graph/common_neighbors.h and graph/shortest_paths.h say.
NeuronAnswer answer(const NeuronQuestion& question, const Engine& engine,
                    const SynapseStore* synapses);

/// As bytes, after the two that begin every message (worker/protocol.h).
std::vector<std::byte> encode_question(const NeuronQuestion& question);
Result<NeuronQuestion> decode_question(std::span<const std::byte> bytes);
std::vector<std::byte> encode_answer(const NeuronAnswer& answer);
Result<NeuronAnswer> decode_answer(std::span<const std::byte> bytes);

}  // namespace cnx
