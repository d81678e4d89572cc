#include "render/soft/soft_surface.h"

#include <cmath>

#include "base/check.h"
#include "render/soft/simd.h"

namespace cnx {
namespace {

constexpr PixelRect kNowhere{1 << 30, 1 << 30, -(1 << 30), -(1 << 30)};
constexpr float kFarDepth = 1;
constexpr I32x4 kLanes{0, 1, 2, 3};

/// How much light comes from the place (x, y), in radii from the centre, of a lit sphere: the
/// arithmetic of shaders/soma_points.frag.
F32x4 sphere_light(F32x4 x, F32x4 y) {
  const F32x4 zero = splat(0.0f);
  const F32x4 z = sqrt4(max4(splat(1.0f) - (x * x + y * y), zero));
  // normalize(-0.4, 0.6, 0.7)
  const F32x4 facing = x * splat(-0.398015f) + y * splat(0.597022f) + z * splat(0.696526f);
  const F32x4 light = splat(0.55f) + splat(0.5f) * max4(facing, zero);
  const F32x4 t = min4(z * splat(1 / 0.55f), splat(1.0f));
  const F32x4 rim = t * t * (splat(3.0f) - splat(2.0f) * t);
  return light * (splat(0.55f) + splat(0.45f) * rim);
}

F32x4 abs4(F32x4 x) { return max4(x, splat(0.0f) - x); }

/// Which places of a row belong to the shape; dy counts downwards (view/soma_shape.h).
template <SomaShape kShape>
I32x4 in_shape(F32x4 dx, float dy) {
  const F32x4 one = splat(1.0f);
  if constexpr (kShape == SomaShape::Square) {
    return max4(abs4(dx), splat(std::abs(dy))) <= splat(0.85f);
  } else if constexpr (kShape == SomaShape::Diamond) {
    return abs4(dx) <= splat(1 - std::abs(dy));
  } else if constexpr (kShape == SomaShape::Triangle) {
    return (splat(-dy) >= splat(-0.75f)) & (splat(-dy) <= one - splat(1.9f) * abs4(dx));
  } else if constexpr (kShape == SomaShape::Ring) {
    const F32x4 r2 = dx * dx + splat(dy * dy);
    return (r2 >= splat(0.3f)) & (r2 <= one);
  } else {
    return dx * dx <= splat(1 - dy * dy);
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
  marks_.assign(count, 0);
  records_.clear();
  marked_ = deep_ = kNowhere;
}

void SoftSurface::fill(Rgba color) { std::fill(color_.begin(), color_.end(), color); }

void SoftSurface::clear_depth() {
  if (deep_.empty()) return;
  for (int y = deep_.y0; y < deep_.y1; ++y) {
    std::fill(depth_.begin() + static_cast<std::ptrdiff_t>(offset(deep_.x0, y)),
              depth_.begin() + static_cast<std::ptrdiff_t>(offset(deep_.x1, y)), kFarDepth);
  }
  deep_ = kNowhere;
}

void SoftSurface::sphere(const PixelRect& clip, PixelRect square, float depth,
                         const SphereRecord& record, SomaShape shape) {
  switch (shape) {
    case SomaShape::Disc: return draw_shape<SomaShape::Disc>(clip, square, depth, record);
    case SomaShape::Square: return draw_shape<SomaShape::Square>(clip, square, depth, record);
    case SomaShape::Diamond: return draw_shape<SomaShape::Diamond>(clip, square, depth, record);
    case SomaShape::Triangle: return draw_shape<SomaShape::Triangle>(clip, square, depth, record);
    case SomaShape::Ring: return draw_shape<SomaShape::Ring>(clip, square, depth, record);
  }
}

template <SomaShape kShape>
void SoftSurface::draw_shape(const PixelRect& clip, PixelRect square, float depth,
                             const SphereRecord& record) {
  const PixelRect whole = square;
  square = intersection(square, clip);
  if (square.empty()) return;
  touch(square);
  records_.push_back(record);
  const U32x4 mark = splat(static_cast<std::uint32_t>(records_.size()));
  const F32x4 depths = splat(depth);
  const F32x4 step = splat(4 * record.inverse_radius_px);
  const F32x4 first_dx =
      (to_float4(kLanes) + splat(static_cast<float>(square.x0) + 0.5f - record.x_px)) *
      splat(record.inverse_radius_px);
  // Lanes beyond the square lie outside the circle; only where the viewport cuts it they may not.
  const bool cut = whole.x1 != square.x1;
  const auto draw_four = [&](std::size_t at, I32x4 inside) {
    const F32x4 there = load4<F32x4>(&depth_[at]);
    const I32x4 wins = (depths < there) & inside;
    // Whether one wins cannot be foretold: writing back what was there costs less than to ask.
    store4(&depth_[at], select(wins, depths, there));
    store4(&marks_[at], select(wins, mark, load4<U32x4>(&marks_[at])));
  };
  float dy = (static_cast<float>(square.y0) + 0.5f - record.y_px) * record.inverse_radius_px;
  for (int y = square.y0; y < square.y1; ++y, dy += record.inverse_radius_px) {
    std::size_t at = offset(square.x0, y);
    F32x4 dx = first_dx;
    for (int x = square.x0; x < square.x1; x += 4, at += 4, dx += step) {
      I32x4 inside = in_shape<kShape>(dx, dy);
      if (cut) inside &= kLanes + splat(x) < splat(square.x1);
      draw_four(at, inside);
    }
  }
}

void SoftSurface::shade(const glm::vec3& background) {
  deep_ = {std::min(deep_.x0, marked_.x0), std::min(deep_.y0, marked_.y0),
           std::max(deep_.x1, marked_.x1), std::max(deep_.y1, marked_.y1)};
  if (records_.empty()) records_.push_back({});  // for the lanes that show no sphere
  const U32x4 none = splat(0u), dot_mark = splat(kDotMark);
  const F32x4 half = splat(0.5f);
  const int first = marked_.x0 & ~3;
  for (int y = marked_.y0; y < marked_.y1; ++y) {
    const float y_px = static_cast<float>(y) + 0.5f;
    for (int x = first; x < marked_.x1; x += 4) {
      const std::size_t at = offset(x, y);
      const U32x4 marks = load4<U32x4>(&marks_[at]);
      const I32x4 marked = marks != none;
      const unsigned marked_bits = lane_bits(marked);
      if (marked_bits == 0) continue;
      store4(&marks_[at], none);
      const I32x4 dots = (marks & dot_mark) != none;
      U32x4 colors = (marks & splat(0x00ffffffu)) | splat(kOpaque);
      if (lane_bits(dots) != marked_bits) {
        const auto record = [&](int lane) {
          const std::uint32_t mark = marks[lane];
          return &records_[mark == 0 || (mark & kDotMark) != 0 ? 0 : mark - 1];
        };
        const SphereRecord *a = record(0), *b = record(1), *c = record(2), *d = record(3);
        F32x4 cx = load4<F32x4>(a), cy = load4<F32x4>(b), inverse = load4<F32x4>(c),
              packed = load4<F32x4>(d);
        transpose4(cx, cy, inverse, packed);
        const U32x4 color_fog = as<U32x4>(packed);
        const auto byte = [&](int shift) {
          return to_float4(as<I32x4>(color_fog >> shift & splat(255u)));
        };
        const F32x4 fog = byte(24) * splat(1 / 255.0f);
        const F32x4 dx = (to_float4(kLanes) + splat(static_cast<float>(x) + 0.5f) - cx) * inverse;
        const F32x4 dy = (cy - splat(y_px)) * inverse;
        const F32x4 share = splat(1.0f) - fog, light = sphere_light(dx, dy) * share;
        const F32x4 low = splat(0.0f), high = splat(255.0f);
        const auto channel = [&](F32x4 color, float behind) {
          return as<U32x4>(
              truncate4(max4(min4(color * light + splat(behind) * fog, high), low) + half));
        };
        const U32x4 lit = channel(byte(0), background.x) | channel(byte(8), background.y) << 8 |
                          channel(byte(16), background.z) << 16 | splat(kOpaque);
        colors = select(dots, colors, lit);
      }
      store4(&color_[at], select(marked, colors, load4<U32x4>(&color_[at])));
    }
  }
  records_.clear();
  marked_ = kNowhere;
}

}  // namespace cnx
