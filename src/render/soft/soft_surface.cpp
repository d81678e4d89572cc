#include "render/soft/soft_surface.h"

#include <cmath>

#include "base/check.h"
#include "render/soft/simd.h"

namespace cnx {
namespace {

constexpr PixelRect kNowhere{1 << 30, 1 << 30, -(1 << 30), -(1 << 30)};
constexpr float kFarDepth = 1;
/// Cover is brought up to date after so many pixels: it takes as long as a few ten thousand.
constexpr std::size_t kCoverPixels = 400'000;
constexpr I32x4 kLanes{0, 1, 2, 3};

PixelRect united(const PixelRect& a, const PixelRect& b) {
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

F32x4 abs4(F32x4 x) { return max4(x, splat(0.0f) - x); }

/// Which places of a row lie outside the shape; dy counts downwards (view/soma_shape.h).
template <SomaShape kShape>
I32x4 outside_shape(F32x4 dx, float dy) {
  const F32x4 one = splat(1.0f);
  if constexpr (kShape == SomaShape::Square) {
    return max4(abs4(dx), splat(std::abs(dy))) > splat(0.85f);
  } else if constexpr (kShape == SomaShape::Diamond) {
    return abs4(dx) > splat(1 - std::abs(dy));
  } else if constexpr (kShape == SomaShape::Triangle) {
    return (splat(-dy) < splat(-0.75f)) | (splat(-dy) > one - splat(1.9f) * abs4(dx));
  } else if constexpr (kShape == SomaShape::Ring) {
    const F32x4 r2 = dx * dx + splat(dy * dy);
    return (r2 < splat(0.3f)) | (r2 > one);
  } else {
    return dx * dx > splat(1 - dy * dy);
  }
}

}  // namespace

void SoftSurface::resize(int width_px, int height_px) {
  CNX_CHECK(width_px > 0 && height_px > 0);
  if (width_px == width_ && height_px == height_) return;
  width_ = width_px;
  height_ = height_px;
  stride_ = (width_px + 3) / 4 * 4;
  // Four more, because the last pixel may be the first of a vector.
  const std::size_t count = offset(0, height_) + 4;
  color_.assign(count, kOpaque);
  depth_.assign(count, kFarDepth);
  keys_.assign(count + 4 * static_cast<std::size_t>(stride_) * kTile, kNoKey);
  cover_.assign(static_cast<std::size_t>(tiles_across()) *
                    static_cast<std::size_t>((height_ + kTile - 1) / kTile),
                kNoKey);
  marked_ = deep_ = held_ = kNowhere;
}

void SoftSurface::fill(Rgba color) { std::fill(color_.begin(), color_.end(), color); }

void SoftSurface::clear_depth() {
  const auto clear = [&](auto& values, const PixelRect& rect, auto to) {
    for (int y = rect.y0; y < rect.y1; ++y) {
      std::fill(values.begin() + static_cast<std::ptrdiff_t>(offset(rect.x0, y)),
                values.begin() + static_cast<std::ptrdiff_t>(offset(rect.x1, y)), to);
    }
  };
  clear(depth_, deep_, kFarDepth);
  clear(keys_, held_, kNoKey);
  deep_ = held_ = kNowhere;
}

/// Turns the keys of an earlier pass into depths: points are to come that need the keys.
void SoftSurface::settle() {
  for (int y = held_.y0; y < held_.y1; ++y) {
    for (int x = held_.x0; x < held_.x1; ++x) {
      depth_[offset(x, y)] = depth(x, y);
      keys_[offset(x, y)] = kNoKey;
    }
  }
  deep_ = united(deep_, held_);
  held_ = kNowhere;
}

void SoftSurface::begin_points(const PointDepths& depths, const PixelRect& clip,
                               std::span<const Rgba> dot_colors, const glm::vec3& background) {
  CNX_CHECK(dot_colors.size() <= kMostDots);
  settle();
  depths_ = depths;
  steps_per_w_ =
      depths.farthest_w > depths.nearest_w ? kLastStep / (depths.farthest_w - depths.nearest_w) : 0;
  clip_ = clip;
  dot_colors_ = dot_colors;
  record_count_ = dot_colors.size();
  records_.resize(std::size_t{1} << kIndexBits);
  light_ = SphereLight(background);
  pixels_since_cover_ = 0;
}

void SoftSurface::sphere(const PixelRect& square, std::uint32_t distance_steps,
                         const SphereRecord& record, SomaShape shape) {
  if (record_count_ == records_.size()) shade<false>();
  records_[record_count_] = record;
  const std::uint32_t key =
      distance_steps << kIndexBits | static_cast<std::uint32_t>(record_count_);
  record_count_ += 1;
  draw(square, key, record, shape);
}

void SoftSurface::draw(const PixelRect& square, std::uint32_t key, const SphereRecord& record,
                       SomaShape shape) {
  switch (shape) {
    case SomaShape::Disc: return draw_shape<SomaShape::Disc>(square, key, record);
    case SomaShape::Square: return draw_shape<SomaShape::Square>(square, key, record);
    case SomaShape::Diamond: return draw_shape<SomaShape::Diamond>(square, key, record);
    case SomaShape::Triangle: return draw_shape<SomaShape::Triangle>(square, key, record);
    case SomaShape::Ring: return draw_shape<SomaShape::Ring>(square, key, record);
  }
}

template <SomaShape kShape>
void SoftSurface::draw_shape(const PixelRect& whole, std::uint32_t key,
                             const SphereRecord& record) {
  const PixelRect square = intersection(whole, clip_);
  if (square.empty()) return;
  const U32x4 keys = splat(key);
  const F32x4 step = splat(4 * record.inverse_radius_px);
  const F32x4 first_dx =
      (to_float4(kLanes) + splat(static_cast<float>(square.x0) + 0.5f - record.x_px)) *
      splat(record.inverse_radius_px);
  // Lanes beyond the square lie outside the shape, but for rounding, which must not leave the
  // viewport, and where that cuts the square.
  const bool cut = square.x1 == clip_.x1;
  float dy = (static_cast<float>(square.y0) + 0.5f - record.y_px) * record.inverse_radius_px;
  for (int y = square.y0; y < square.y1; ++y, dy += record.inverse_radius_px) {
    std::uint32_t* const row = &keys_[offset(0, y)];
    F32x4 dx = first_dx;
    for (int x = square.x0; x < square.x1; x += 4, dx += step) {
      I32x4 outside = outside_shape<kShape>(dx, dy);
      if (cut) outside |= kLanes + splat(x) >= splat(square.x1);
      store4(row + x, min4(load4<U32x4>(row + x), keys | as<U32x4>(outside)));
    }
  }
  pixels_since_cover_ +=
      static_cast<std::size_t>((square.x1 - square.x0) * (square.y1 - square.y0));
}

void SoftSurface::update_cover() {
  if (pixels_since_cover_ < kCoverPixels) return;
  pixels_since_cover_ = 0;
  for (int y = marked_.y0 / kTile; y < (marked_.y1 + kTile - 1) / kTile; ++y) {
    for (int x = marked_.x0 / (4 * kTile) * 4; x * kTile < marked_.x1; x += 4) {
      U32x4 most[4];
      const std::uint32_t* from = &keys_[offset(x * kTile, y * kTile)];
      for (int tile = 0; tile < 4; ++tile) most[tile] = load4<U32x4>(from + tile * kTile);
      for (int down = 1; down < kTile; ++down) {
        from += stride_;
        for (int tile = 0; tile < 4; ++tile) {
          most[tile] = max4(most[tile], load4<U32x4>(from + tile * kTile));
        }
      }
      transpose4(most[0], most[1], most[2], most[3]);
      const U32x4 farthest = max4(max4(most[0], most[1]), max4(most[2], most[3]));
      std::uint32_t* const to = &cover_[static_cast<std::size_t>(y * tiles_across() + x)];
      store4(to, min4(load4<U32x4>(to), farthest >> kIndexBits));
    }
  }
}

void SoftSurface::end_points() {
  deep_.empty() ? shade<true>() : shade<false>();
  clear_cover();
}

void SoftSurface::drop_points() {
  for (int y = marked_.y0; y < marked_.y1; ++y) {
    std::fill_n(&keys_[offset(marked_.x0, y)], marked_.x1 - marked_.x0, kNoKey);
  }
  clear_cover();
}

/// What comes next begins with nothing hidden.
void SoftSurface::clear_cover() {
  for (int y = marked_.y0 / kTile; y < (marked_.y1 + kTile - 1) / kTile; ++y) {
    std::uint32_t* const row = &cover_[static_cast<std::size_t>(y * tiles_across())];
    std::fill(row + marked_.x0 / kTile, row + (marked_.x1 + kTile - 1) / kTile, kNoKey);
  }
  marked_ = kNowhere;
}

/// kFirst: no depth was drawn before, and none is written: it stays in the keys, since few passes
/// are followed by one that asks for it.
template <bool kFirst>
void SoftSurface::shade() {
  if constexpr (kFirst) {
    held_ = marked_;
  } else {
    deep_ = united(deep_, marked_);
  }
  const U32x4 none = splat(kNoKey), index_mask = splat((1u << kIndexBits) - 1);
  const U32x4 spheres_from = splat(static_cast<std::uint32_t>(dot_colors_.size()));
  const int first = marked_.x0 & ~3;
  for (int y = marked_.y0; y < marked_.y1; ++y) {
    const float y_px = static_cast<float>(y) + 0.5f;
    for (int x = first; x < marked_.x1; x += 4) {
      const std::size_t at = offset(x, y);
      const U32x4 keys = load4<U32x4>(&keys_[at]);
      const I32x4 covered = as<I32x4>(keys != none);
      if (lane_bits(covered) == 0) continue;
      I32x4 wins = covered;
      if constexpr (!kFirst) {
        store4(&keys_[at], none);
        const F32x4 depth = depth_of(to_float4(as<I32x4>(keys >> kIndexBits)));
        const F32x4 there = load4<F32x4>(&depth_[at]);
        wins &= depth < there;
        store4(&depth_[at], select(wins, depth, there));
      }
      const U32x4 index = keys & index_mask & as<U32x4>(covered);
      const std::uint32_t a = index[0], b = index[1], c = index[2], d = index[3];
      const I32x4 spheres = covered & as<I32x4>(index >= spheres_from);
      U32x4 colors = splat(0u);
      if (lane_bits(spheres) != lane_bits(covered)) {
        const auto dot_color = [&](std::uint32_t i) {
          return i < dot_colors_.size() ? dot_colors_[i] : 0;
        };
        colors = U32x4{dot_color(a), dot_color(b), dot_color(c), dot_color(d)};
      }
      if (lane_bits(spheres) != 0) {
        F32x4 cx = load4<F32x4>(&records_[a]), cy = load4<F32x4>(&records_[b]);
        F32x4 inverse = load4<F32x4>(&records_[c]), color_fog = load4<F32x4>(&records_[d]);
        transpose4(cx, cy, inverse, color_fog);
        const F32x4 dx = (to_float4(kLanes) + splat(static_cast<float>(x) + 0.5f) - cx) * inverse;
        const F32x4 dy = (cy - splat(y_px)) * inverse;
        colors = select(spheres, light_.colors(as<U32x4>(color_fog), dx, dy), colors);
      }
      store4(&color_[at], select(wins, colors | splat(kOpaque), load4<U32x4>(&color_[at])));
    }
  }
  record_count_ = dot_colors_.size();
}

}  // namespace cnx
