// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/distance_fall.h"

#include "base/check.h"

namespace cnx {

DistanceFallCounter::DistanceFallCounter(const CsrHalf& graph, const DistancePlaces& places,
                                         const BlockSides& sides) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(places.positions_nm.size() == 3 * n && sides.fits(static_cast<Vertex>(n)));
  for (std::size_t v = 0; v < n; ++v) {
    x_nm_.push_back(places.positions_nm[3 * v]);
    y_nm_.push_back(places.positions_nm[3 * v + 1]);
    z_nm_.push_back(places.positions_nm[3 * v + 2]);
  }
  if (sides.everything()) everyone_.assign(n, 1);
  DistanceProfileInput in;
  in.graph = {graph.offsets, graph.targets, {}, {}};
  in.positions = {x_nm_, y_nm_, z_nm_};
  in.pre = sides.everything() ? std::span<const std::uint8_t>(everyone_) : sides.pre;
  in.post = sides.everything() ? std::span<const std::uint8_t>(everyone_) : sides.post;
  in.bin_nm = places.bin_nm;
  in.pairs = places.pairs;
  if (can_bin_distances(in.positions, in.pre, in.post, in.bin_nm)) profile_.emplace(in);
}

bool DistanceFallCounter::advance(std::uint64_t work) {
  return !profile_ || profile_->advance(work);
}

DistanceFall DistanceFallCounter::result() const {
  DistanceFall fall;
  fall.too_far = !profile_;
  if (fall.too_far) return fall;
  const DistanceProfile profile = profile_->result();
  for (const DistanceBin& bin : profile.bins) {
    fall.pairs.push_back(bin.pairs);
    fall.edges.push_back(bin.connections);
  }
  fall.fit = fit_distance_profile(profile);
  return fall;
}

}  // namespace cnx
