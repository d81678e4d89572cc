#pragma once
// size_by_distance.h — sizes of synapses against the distance between the somata of the two
// neurons. Definition: docs/statistics.md, synapses.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/distance_pairs.h"

namespace cnx {

/// The synapses of pairs whose somata are [(first_bin + k) w, (first_bin + k + 1) w) apart, w =
/// bin_nm.
struct SizeBin {
  std::uint64_t synapses = 0;
  std::uint64_t size_sum = 0;  // voxels
  double size_squares = 0;     // summed in the order of add()

  /// NaN without synapses.
  double mean() const;
  /// Standard deviation (n - 1); NaN for fewer than two synapses. Its relative error is at most
  /// some 1e-15 (mean / sd)^2 n.
  double sd() const;
};

class SizeByDistance {
 public:
  /// Precondition: can_bin_distances of all pairs that will be added. `positions` outlive it.
  SizeByDistance(const SomaPositions& positions, DistanceMeasure measure, std::uint32_t bin_nm);

  /// The sizes of the synapses of one connection. It leaves out the pairs that the measure leaves
  /// out (bin_of_pair). O(sizes), and O(bins) for the first of the lowest bin so far.
  void add(Vertex pre, Vertex post, std::span<const std::uint32_t> sizes);

  /// No empty bin at the end, by depth none at the beginning.
  std::span<const SizeBin> bins() const { return bins_; }
  /// Of bins()[0]: 0, but by depth whatever is the lowest.
  std::int64_t first_bin() const { return first_bin_; }

 private:
  SomaPositions positions_;
  DistanceMeasure measure_;
  std::uint32_t bin_nm_;
  std::int64_t first_bin_ = 0;
  std::vector<SizeBin> bins_;
};

}  // namespace cnx
