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
  tiles_across_ = (stride_ + 4 * kTile - 1) / (4 * kTile) * 4;
  // Four more, because the last pixel may be the first of a vector; so may the last tile.
  const std::size_t count = offset(0, height_) + 4;
  color_.assign(count, kOpaque);
  depth_.assign(count, kFarDepth);
  keys_.assign(count + 4 * static_cast<std::size_t>(stride_) * kTile, kNoKey);
  cover_.assign(static_cast<std::size_t>(tiles_across_) *
                        static_cast<std::size_t>((height_ + kTile - 1) / kTile) +
                    4,
                kNoKey);
  lit_.resize(static_cast<std::size_t>(stride_) / 4);
  marked_ = deep_ = held_ = kNowhere;
}

/// All but the pixels of `rect`.
void SoftSurface::fill_around(const PixelRect& rect) const {
  const auto begin = color_.begin();
  const auto at = [&](int x, int y) { return begin + static_cast<std::ptrdiff_t>(offset(x, y)); };
  if (rect.empty()) return std::fill(begin, color_.end(), fill_color_);
  std::fill(begin, at(rect.x0, rect.y0), fill_color_);
  for (int y = rect.y0; y + 1 < rect.y1; ++y) {
    std::fill(at(rect.x1, y), at(rect.x0, y + 1), fill_color_);
  }
  std::fill(at(rect.x1, rect.y1 - 1), color_.end(), fill_color_);
}

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
  has_dots_ = false;
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
  pixels_since_cover_ +=
      static_cast<std::size_t>((square.x1 - square.x0) * (square.y1 - square.y0));
  switch (shape) {
    case SomaShape::Disc: return draw_disc(square, key, record);
    case SomaShape::Square: return draw_shape<SomaShape::Square>(square, key, record);
    case SomaShape::Diamond: return draw_shape<SomaShape::Diamond>(square, key, record);
    case SomaShape::Triangle: return draw_shape<SomaShape::Triangle>(square, key, record);
    case SomaShape::Ring: return draw_shape<SomaShape::Ring>(square, key, record);
  }
}

void SoftSurface::draw_disc(const PixelRect& square, std::uint32_t key,
                            const SphereRecord& record) {
  switch ((square.x1 - square.x0 + 3) / 4) {
    case 1: return draw_small_disc<1>(square, key, record);
    case 2: return draw_small_disc<2>(square, key, record);
    case 3: return draw_small_disc<3>(square, key, record);
    case 4: return draw_small_disc<4>(square, key, record);
    default: return draw_shape<SomaShape::Disc>(square, key, record);
  }
}

/// A disc of kVectors vectors across: how far those are from the middle, the same in every row, is
/// computed once.
template <int kVectors>
void SoftSurface::draw_small_disc(const PixelRect& square, std::uint32_t key,
                                  const SphereRecord& record) {
  const U32x4 keys = splat(key);
  const float inverse = record.inverse_radius_px;
  F32x4 dx =
      (numbers_.lanes + splat(static_cast<float>(square.x0) + 0.5f - record.x_px)) * splat(inverse);
  F32x4 across[kVectors];  // squared, in radii
  for (F32x4& distance : across) {
    distance = dx * dx;
    dx += splat(4 * inverse);
  }
  if (square.x1 == clip_.x1) {  // no lane may leave the viewport
    const I32x4 x = kLanes + splat(square.x0 + 4 * (kVectors - 1));
    across[kVectors - 1] = select(x >= splat(square.x1), splat(1e30f), across[kVectors - 1]);
  }
  std::uint32_t* at = &keys_[offset(square.x0, square.y0)];
  const int stride = stride_;
  float dy = (static_cast<float>(square.y0) + 0.5f - record.y_px) * inverse;
  for (int rows = square.y1 - square.y0; rows > 0; --rows, at += stride, dy += inverse) {
    const F32x4 most = splat(1 - dy * dy);
    for (int v = 0; v < kVectors; ++v) {
      // The sign as a mask: of a comparison Clang would make a choice, which takes three steps.
      const U32x4 outside = as<U32x4>(as<I32x4>(most - across[v]) >> 31);
      store4(at + 4 * v, min4(load4<U32x4>(at + 4 * v), keys | outside));
    }
  }
}

template <SomaShape kShape>
void SoftSurface::draw_shape(const PixelRect& square, std::uint32_t key,
                             const SphereRecord& record) {
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
      std::uint32_t* const to = &cover_[static_cast<std::size_t>(y * tiles_across_ + x)];
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
    std::uint32_t* const row = &cover_[static_cast<std::size_t>(y * tiles_across_)];
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
  const PixelRect bounds{marked_.x0 & ~3, marked_.y0, (marked_.x1 + 3) & ~3, marked_.y1};
  const bool fills = fill_waits_;
  if (fills) {
    fill_around(bounds);
    fill_waits_ = false;
  }
  // Copies, because a pixel that is written might be one of this object's numbers for all that the
  // compiler knows.
  const SphereLight light = light_;
  const LoopNumbers numbers = numbers_;
  const std::span<const Rgba> dot_colors = dot_colors_;
  const U32x4 none = splat(kNoKey), fill_color = splat(fill_color_),
              spheres_from = splat(static_cast<std::uint32_t>(dot_colors.size()));
  const bool has_dots = has_dots_;
  static_assert(sizeof(SphereRecord) == 1 << kRecordBits);
  const char* const records = reinterpret_cast<const char*>(records_.data());
  for (int y = bounds.y0; y < bounds.y1; ++y) {
    const F32x4 y_px = splat(static_cast<float>(y) + 0.5f);
    F32x4 x_px = numbers.lanes + splat(static_cast<float>(bounds.x0) + 0.5f);
    std::uint32_t* const key_row = &keys_[offset(0, y)];
    Rgba* const color_row = &color_[offset(0, y)];
    float* const depth_row = &depth_[offset(0, y)];
    LitVector* lit_end = lit_.data();
    for (int x = bounds.x0; x < bounds.x1; x += 4, x_px += numbers.four) {
      const U32x4 keys = load4<U32x4>(key_row + x);
      const I32x4 covered = as<I32x4>(keys != none);
      if (fills) store4(color_row + x, fill_color);
      if (lane_bits(covered) == 0) continue;
      I32x4 wins = covered;
      if constexpr (!kFirst) {
        store4(key_row + x, none);
        const F32x4 depth = depth_of(to_float4(as<I32x4>(keys >> kIndexBits)));
        const F32x4 there = load4<F32x4>(depth_row + x);
        wins &= depth < there;
        store4(depth_row + x, select(wins, depth, there));
      }
      const U32x4 index = keys & numbers.index_mask & as<U32x4>(covered);
      if (has_dots) {
        const I32x4 dots = wins & as<I32x4>(index < spheres_from);
        if (lane_bits(dots) != 0) {
          const auto color = [&](int lane) {
            return index[lane] < dot_colors.size() ? dot_colors[index[lane]] | kOpaque : 0;
          };
          const U32x4 colors{color(0), color(1), color(2), color(3)};
          store4(color_row + x, select(dots, colors, load4<U32x4>(color_row + x)));
          wins &= ~dots;
          if (lane_bits(wins) == 0) continue;
        }
      }
      const U32x4 at = index << kRecordBits;
      F32x4 cx = load4<F32x4>(records + at[0]), cy = load4<F32x4>(records + at[1]);
      F32x4 inverse = load4<F32x4>(records + at[2]), color_fog = load4<F32x4>(records + at[3]);
      transpose4(cx, cy, inverse, color_fog);
      *lit_end++ = {(x_px - cx) * inverse, (cy - y_px) * inverse, as<U32x4>(color_fog), wins,
                    color_row + x};
    }
    for (const LitVector* lit = lit_.data(); lit != lit_end; ++lit) {
      const U32x4 colors = light.colors(lit->color_fog, lit->x, lit->y);
      store4(lit->pixels, select(lit->wins, colors, load4<U32x4>(lit->pixels)));
    }
  }
  record_count_ = dot_colors.size();
}

}  // namespace cnx
