#include "render/soft/point_blocks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <numeric>
#include <utility>

#include "render/soft/simd.h"
#include "render/soma_positions.h"

namespace cnx {
namespace {

/// The ten lowest bits, two places apart each.
std::uint32_t spread(std::uint32_t bits) {
  bits = (bits | bits << 16) & 0x030000ffu;
  bits = (bits | bits << 8) & 0x0300f00fu;
  bits = (bits | bits << 4) & 0x030c30c3u;
  return (bits | bits << 2) & 0x09249249u;
}

/// Slots of `quantized` ([x0 y0 z0 …]) along a Z-shaped curve; stable, by three passes of counting.
std::vector<std::uint32_t> along_curve(std::span<const std::uint16_t> quantized) {
  struct Place {
    std::uint32_t key, index;
  };
  std::vector<Place> places(quantized.size() / 3), sorted(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto axis = [&](std::size_t a) { return spread(quantized[3 * i + a] >> 6); };
    places[i] = {axis(0) | axis(1) << 1 | axis(2) << 2, static_cast<std::uint32_t>(i)};
  }
  constexpr std::uint32_t kDigits = 1024;
  for (const int shift : {0, 10, 20}) {
    std::vector<std::uint32_t> at(kDigits, 0);
    const auto digit = [&](const Place& place) { return place.key >> shift & (kDigits - 1); };
    for (const Place& place : places) at[digit(place)] += 1;
    std::exclusive_scan(at.begin(), at.end(), at.begin(), 0u);
    for (const Place& place : places) sorted[at[digit(place)]++] = place;
    std::swap(places, sorted);
  }
  std::vector<std::uint32_t> order(places.size());
  for (std::size_t slot = 0; slot < order.size(); ++slot) order[slot] = places[slot].index;
  return order;
}

float least(F32x4 v) { return std::min(std::min(v[0], v[1]), std::min(v[2], v[3])); }
float most(F32x4 v) { return std::max(std::max(v[0], v[1]), std::max(v[2], v[3])); }

}  // namespace

void PointBlocks::assign(std::span<const float> positions_um) {
  const QuantizedPositions positions = soma_positions(positions_um);
  min_um_ = positions.min_um;
  um_per_step_ = positions.extent_um / 65535.0f;
  order_ = along_curve(positions.quantized);
  bounds_.assign((count() + kPoints - 1) / kPoints, {{65535, 65535, 65535}, {0, 0, 0}});
  steps_.assign(3 * kPoints * bounds_.size(), 0);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t slot = 0; slot < count(); ++slot) {
      const std::uint16_t step = positions.quantized[3 * std::size_t{order_[slot]} + a];
      steps_[(slot / kPoints * 3 + a) * kPoints + slot % kPoints] = step;
      Bounds& bounds = bounds_[slot / kPoints];
      bounds.low[a] = std::min(bounds.low[a], step);
      bounds.high[a] = std::max(bounds.high[a], step);
    }
  }
}

glm::vec4 PointBlocks::folded(const glm::vec4& row) const {
  const glm::vec3 slope(row.x, row.y, row.z);
  return glm::vec4(slope * um_per_step_, row.w + glm::dot(slope, min_um_));
}

float PointBlocks::visible(const SoftFrame& frame, float widest_um, float min_px,
                           std::vector<Visible>& blocks) const {
  blocks.clear();
  const glm::vec4 x_row = folded(frame.x_row), y_row = folded(frame.y_row),
                  w_row = folded(frame.w_row);
  float farthest_w = 0;
  for (std::size_t b = 0; b < bounds_.size(); ++b) {
    const Bounds& bounds = bounds_[b];
    const auto step = [](std::uint16_t value) { return static_cast<float>(value); };
    const float lx = step(bounds.low[0]), hx = step(bounds.high[0]);
    const float ly = step(bounds.low[1]), hy = step(bounds.high[1]);
    // The eight corners: four at the low z and four at the high one.
    const F32x4 xs = {lx, hx, lx, hx}, ys = {ly, ly, hy, hy};
    const F32x4 zs[] = {splat(step(bounds.low[2])), splat(step(bounds.high[2]))};
    const auto at = [&](const glm::vec4& row, F32x4 z) {
      return xs * splat(row.x) + ys * splat(row.y) + z * splat(row.z) + splat(row.w);
    };
    const F32x4 w[] = {at(w_row, zs[0]), at(w_row, zs[1])};
    const float near_w = least(min4(w[0], w[1])), far_w = most(max4(w[0], w[1]));
    if (!(far_w > 0) || !(far_w < 1e30f)) continue;  // behind the eye, or no number
    farthest_w = std::max(farthest_w, far_w);
    // A block around the eye may be anywhere; 1e-3: rounding may take a point nearer by so much.
    Visible block{static_cast<std::uint32_t>(b) * kPoints, frame.clip, 0};
    if (near_w > 1e-3f * far_w) {
      block.nearest_w = near_w * (1 - 1e-5f);
      const float reach = std::max(min_px, widest_um * frame.px_at_w1 / block.nearest_w) * 0.5f + 1;
      const F32x4 x[] = {at(x_row, zs[0]) / w[0], at(x_row, zs[1]) / w[1]};
      const F32x4 y[] = {at(y_row, zs[0]) / w[0], at(y_row, zs[1]) / w[1]};
      const auto bounded = [](float px) { return static_cast<int>(std::clamp(px, -1e6f, 1e6f)); };
      const PixelRect rect{bounded(std::floor(least(min4(x[0], x[1])) - reach)),
                           bounded(std::floor(least(min4(y[0], y[1])) - reach)),
                           bounded(std::ceil(most(max4(x[0], x[1])) + reach)),
                           bounded(std::ceil(most(max4(y[0], y[1])) + reach))};
      if (intersection(rect, frame.clip).empty()) continue;
      block.rect = rect;
    }
    blocks.push_back(block);
  }
  // Nearest first, to within a 4096th of the way.
  constexpr std::size_t kBuckets = 4096;
  std::vector<std::uint32_t> start(kBuckets + 1, 0);
  const float scale = farthest_w > 0 ? (kBuckets - 1) / farthest_w : 0;
  const auto bucket = [&](const Visible& block) {
    return static_cast<std::size_t>(std::max(block.nearest_w, 0.0f) * scale);
  };
  for (const Visible& block : blocks) start[bucket(block) + 1] += 1;
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<Visible> sorted(blocks.size());
  for (const Visible& block : blocks) sorted[start[bucket(block)]++] = block;
  blocks.swap(sorted);
  return farthest_w;
}

}  // namespace cnx
