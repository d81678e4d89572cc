#pragma once
// edge_effect.h — where a volume begins to run out of synapses, and what share of its inputs each
// neuron has there: the algorithm of the record's notebook on the edge effect (docs/statistics.md).

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnx {

inline constexpr std::size_t kEdgeBins = 50;          // of x, and of z
inline constexpr std::uint64_t kEdgeFewest = 1000;    // synapses; a bin with fewer is outer
inline constexpr std::size_t kEdgeOuterZBins = 3;     // the first and last of z are outer
inline constexpr double kEdgeTrustedFraction = 0.05;  // of a neuron's inputs in outer bins

/// From the smallest to the largest value; min <= max.
struct EdgeExtent {
  std::int64_t min = 0, max = 0;
};

/// [kEdgeBins + 1] edges of equal bins from min to max + 1, digit for digit those of numpy's
/// linspace(min, max + 1, 51).
std::vector<double> edge_bin_edges(EdgeExtent extent);

/// Synapses counted in a grid of bins, seen along y.
class EdgeGrid {
 public:
  EdgeGrid(EdgeExtent x_nm, EdgeExtent z_nm);

  /// Number of the bin of a place, x * kEdgeBins + z; places beyond the extents are taken into the
  /// outermost bins. O(1).
  std::size_t bin(std::int64_t x_nm, std::int64_t z_nm) const;
  void add(std::int64_t x_nm, std::int64_t z_nm) { add(bin(x_nm, z_nm)); }
  void add(std::size_t bin) { ++counts_[bin]; }

  /// Whether a bin is outer: fewer than kEdgeFewest synapses, or too near an end of z.
  bool outer(std::size_t bin) const;

  const std::vector<std::uint64_t>& counts() const { return counts_; }  // [x * kEdgeBins + z]
  const std::vector<double>& x_edges() const { return x_edges_; }
  const std::vector<double>& z_edges() const { return z_edges_; }

 private:
  std::vector<double> x_edges_, z_edges_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace cnx
