#pragma once
// size_by_distance.h — sizes of synapses against the distance between the somata of the two
// neurons. Definition: docs/statistics.md, synapses.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/distance_pairs.h"

namespace cnx {

/// The synapses of pairs whose somata are [k w, (k + 1) w) apart, w = bin_nm.
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
  SizeByDistance(const SomaPositions& positions, std::uint32_t bin_nm);

  /// The sizes of the synapses of one connection. As connection probabilities do, it leaves out
  /// neurons at one place. O(sizes).
  void add(Vertex pre, Vertex post, std::span<const std::uint32_t> sizes);

  /// No empty bin at the end.
  std::span<const SizeBin> bins() const { return bins_; }

 private:
  SomaPositions positions_;
  std::uint32_t bin_nm_;
  std::vector<SizeBin> bins_;
};

}  // namespace cnx
