// Built with -ffp-contract=off (CMakeLists.txt): the edges of the bins are numpy's.

#include "stats/edge_effect.h"

#include <algorithm>

#include "base/check.h"

namespace cnx {
namespace {

/// The bin that holds `value`: the last whose lower edge is not beyond it.
std::size_t bin_of(const std::vector<double>& edges, std::int64_t value) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), static_cast<double>(value));
  const std::ptrdiff_t bin = above - edges.begin() - 1;
  return static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(bin, 0, static_cast<std::ptrdiff_t>(kEdgeBins) - 1));
}

}  // namespace

std::vector<double> edge_bin_edges(EdgeExtent extent) {
  CNX_CHECK(extent.min <= extent.max);
  const auto first = static_cast<double>(extent.min), last = static_cast<double>(extent.max) + 1;
  const double step = (last - first) / static_cast<double>(kEdgeBins);
  std::vector<double> edges;
  for (std::size_t i = 0; i < kEdgeBins; ++i)
    edges.push_back(static_cast<double>(i) * step + first);
  edges.push_back(last);
  return edges;
}

EdgeGrid::EdgeGrid(EdgeExtent x_nm, EdgeExtent z_nm)
    : x_edges_(edge_bin_edges(x_nm)),
      z_edges_(edge_bin_edges(z_nm)),
      counts_(kEdgeBins * kEdgeBins, 0) {}

std::size_t EdgeGrid::bin(std::int64_t x_nm, std::int64_t z_nm) const {
  return bin_of(x_edges_, x_nm) * kEdgeBins + bin_of(z_edges_, z_nm);
}

bool EdgeGrid::outer(std::size_t bin) const {
  const std::size_t z = bin % kEdgeBins;
  return counts_[bin] < kEdgeFewest || z < kEdgeOuterZBins || z >= kEdgeBins - kEdgeOuterZBins;
}

}  // namespace cnx
