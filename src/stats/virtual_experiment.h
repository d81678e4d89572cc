#pragma once
// virtual_experiment.h — what a paired recording in a slice would have seen of a network: cut a
// slice, patch some neurons in it, count who is connected to whom. Definitions: docs/statistics.md,
// virtual experiment. After `slice` and `patch_sample` of Connectome-utilities.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/block_sides.h"
#include "stats/random.h"

namespace cnx {

/// What an experimenter decides.
struct ExperimentPlan {
  double thickness_um = 300;   // of the slice, > 0
  double spread_um = 100;      // > 0; how far apart the neurons are looked for
  std::uint32_t patched = 12;  // neurons, 2 or more
};

/// Pairs of neurons closer than this are avoided, in proportion: two pipettes need room.
inline constexpr double kPipetteRoom_um = 10;
/// The first neuron lies at most so many standard deviations from the middle of the slice, along
/// it and in depth.
inline constexpr double kFirstNeuronSds = 1;
/// The others lie less than so many times the spread from the first, along the slice and in depth.
inline constexpr double kOtherNeuronsSpreads = 3;

/// Neurons of a slice, seen from its side.
struct TissueSlice {
  std::vector<Vertex> neurons;
  std::vector<double> along_um;  // [neurons] along the cut
  std::vector<double> depth_um;  // [neurons] along y
};

/// The somata of the chosen neurons. They are ordered by x, then y, then z, so that the same random
/// numbers find the same neurons however a dataset is cut into tiles; where somata coincide, their
/// vertices decide.
class VirtualTissue {
 public:
  /// `positions_nm` [x0 y0 z0 x1 …], a triple for each entry of `chosen`.
  /// O(neurons log neurons).
  VirtualTissue(std::span<const std::int32_t> positions_nm, std::span<const std::uint8_t> chosen);

  const std::vector<Vertex>& neurons() const { return neurons_; }
  /// Root of the mean squared distance of all pairs, in µm; 0 for fewer than two neurons.
  double pair_distance_um() const;
  /// The same of some neurons of the tissue, by vertex. O(n log neurons).
  double pair_distance_um(std::span<const Vertex> some) const;

  /// Squared distances in µm² of the ordered pairs of a block among some neurons of the tissue,
  /// summed. `block` by vertex. O(n).
  double block_squares_um2(std::span<const Vertex> some, const BlockSides& block) const;

  /// Parallel to y, in a random direction, somewhere in the tissue but not beyond its ends; all of
  /// the tissue where that is thinner. Draws from `random`; O(neurons).
  TissueSlice cut(double thickness_um, Random& random) const;

 private:
  double pair_distance_of(std::span<const std::uint32_t> places) const;

  std::vector<Vertex> neurons_;             // [n]
  std::vector<double> x_um_, y_um_, z_um_;  // [n] from their mean
  std::vector<std::uint32_t> places_;       // [vertices] where a vertex stands in neurons_
};

/// plan.patched different neurons of the slice in the order in which they were chosen: one near the
/// middle, then each with a probability in proportion to the product, over those already chosen, of
/// exp(-d² / (2 spread²)) and of min(d / kPipetteRoom_um, 1), d the distance seen from the side.
/// Empty when there are not so many. O(patched * neurons of the slice).
std::vector<Vertex> patch(const TissueSlice& slice, const ExperimentPlan& plan, Random& random);

/// Self-loops left out.
struct InsideCounts {
  std::uint64_t connections = 0;
  std::uint64_t reciprocal_pairs = 0;
  std::uint64_t answerable = 0;  // connections whose way back is a pair of the block, too

  bool operator==(const InsideCounts&) const = default;
};

/// What starts at those of `from` that are in `pre`: connections of at least `min_weight` to
/// neurons in `post`, and reciprocal pairs in the block of which the smaller vertex is in `from`,
/// so that the counts of parts of a set add up. `pre` and `post` [vertices] 0 or 1, the same for
/// one set of neurons; `weights` [edges]. `reciprocal` false: connections alone. O(edges of from *
/// log(largest degree)), without reciprocal pairs O(edges).
InsideCounts count_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                          std::uint32_t min_weight, std::span<const std::uint8_t> pre,
                          std::span<const std::uint8_t> post, std::span<const Vertex> from,
                          bool reciprocal);

}  // namespace cnx
