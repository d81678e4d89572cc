#pragma once
// soft_surface.h — the pixels that the software passes draw on.
//
// Points are drawn in two steps. Each writes a key into every pixel that it covers, unless a
// smaller one is there: how far the point is, and which it is. At the end each covered pixel is
// coloured once, however many points lie behind it. On the way, coarse cover says which places are
// filled by what is nearer, so that what lies behind is not even begun.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "render/frame_uniforms.h"
#include "render/renderer.h"
#include "render/soft/simd.h"
#include "render/soft/sphere_light.h"
#include "view/soma_shape.h"

namespace cnx {

/// A pixel's colour as the browser's ImageData has it: bytes red, green, blue, alpha.
using Rgba = std::uint32_t;
inline constexpr Rgba kOpaque = 0xff000000u;

/// Of arrays with a place for each pixel. What a vector of them does is compiled with the passes,
/// for speed, and not taken from a part of the page that is made small.
template <typename T>
struct PixelAllocator {
  using value_type = T;
  PixelAllocator() = default;
  template <typename U>
  PixelAllocator(const PixelAllocator<U>&) {}
  T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* first, std::size_t count) { std::allocator<T>().deallocate(first, count); }
  bool operator==(const PixelAllocator&) const = default;
};
template <typename T>
using Pixels = std::vector<T, PixelAllocator<T>>;

/// A lit sphere on the screen; what is needed to colour one of its pixels.
struct SphereRecord {
  float x_px = 0, y_px = 0, inverse_radius_px = 1;
  std::uint32_t color_fog = 0;  // bytes red, green, blue, and fog: 0 as it is .. 255 background
};
static_assert(sizeof(SphereRecord) == 16);

/// What the keys of points need to know of a frame.
struct PointDepths {
  float nearest_w = 0, farthest_w = 1;  // of the points to come
  /// Depth, 0 at the near plane .. 1 at the far one, is base + slope / w.
  float base = 0, slope = 0;
};

/// Corners lie on a grid of so many steps a pixel, as every rasterizer has one. This one is that of
/// software WebGL; a GPU's is finer by what nobody sees.
inline constexpr float kStepsPerPx = 16;

/// Pixels of a rectangle: x0 <= x < x1.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  bool empty() const { return x0 >= x1 || y0 >= y1; }
};

inline PixelRect intersection(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

class SoftSurface {
 public:
  void resize(int width_px, int height_px);
  int width() const { return width_; }
  /// Pixels from one row to the next: the width, rounded up to whole vectors.
  int stride() const { return stride_; }
  int height() const { return height_; }

  /// Row by row from the top, stride() pixels each.
  Pixels<Rgba>& pixels() {
    finish_fill();
    return color_;
  }
  const Pixels<Rgba>& pixels() const {
    finish_fill();
    return color_;
  }
  Rgba* row(int y) {
    finish_fill();
    return color_.data() + offset(0, y);
  }
  float depth(int x, int y) const {
    const std::uint32_t key = keys_[offset(x, y)];
    if (key == kNoKey) return depth_[offset(x, y)];
    return depth_of(to_float4(splat(static_cast<std::int32_t>(key >> kIndexBits))))[0];
  }

  /// Done when somebody asks for the pixels: points that come first write them once, not twice.
  void fill(Rgba color) {
    fill_color_ = color;
    fill_waits_ = true;
  }
  /// Sets the depth of everything drawn since the last call back to the far plane.
  void clear_depth();

  /// Points follow, inside `clip`, which lies on the surface. `dot_colors` is what dots can look
  /// like, at most kMostDots. `background` in 0 .. 255.
  void begin_points(const PointDepths& depths, const PixelRect& clip,
                    std::span<const Rgba> dot_colors, const glm::vec3& background);
  /// How far points are, in whole steps that keys can tell apart: the more, the farther.
  U32x4 distance_steps(F32x4 w) const {
    return as<U32x4>(
        truncate4(min4(max4((w - splat(depths_.nearest_w)) * splat(steps_per_w_), splat(0.0f)),
                       splat(kLastStep))));
  }
  /// Whether all of `rect`, which lies on the surface and is not empty, is covered by what is
  /// nearer.
  bool hidden(const PixelRect& rect, std::uint32_t distance_steps) const {
    const int x0 = rect.x0 >> kTileBits, y0 = rect.y0 >> kTileBits;
    const int more_across = ((rect.x1 - 1) >> kTileBits) - x0;
    const int more_down = ((rect.y1 - 1) >> kTileBits) - y0;
    const std::uint32_t* row = &cover_[static_cast<std::size_t>(y0 * tiles_across_ + x0)];
    if (more_across < 4 && more_down < 4) {
      // All at once: in which tile something shows is not to be foreseen.
      const auto tiles = [&](int down) {
        return load4<U32x4>(row + std::min(down, more_down) * tiles_across_);
      };
      const U32x4 farthest = max4(max4(tiles(0), tiles(1)), max4(tiles(2), tiles(3)));
      const unsigned shows = lane_bits(as<I32x4>(farthest >= splat(distance_steps)));
      return (shows & ((2u << more_across) - 1)) == 0;
    }
    for (int y = 0; y <= more_down; ++y, row += tiles_across_) {
      for (int x = 0; x <= more_across; ++x) {
        if (distance_steps <= row[x]) return false;
      }
    }
    return true;
  }
  /// A point that covers the pixels of `square`: all in one colour, or a lit sphere, or what its
  /// shape leaves of one. Precondition: `square` lies in the clip, and touch() was told of a
  /// rectangle around it.
  void dot(const PixelRect& square, std::uint32_t distance_steps, std::uint32_t dot_color) {
    has_dots_ = true;
    const std::uint32_t key = distance_steps << kIndexBits | dot_color;
    for (int y = square.y0; y < square.y1; ++y) {
      std::uint32_t* const row = &keys_[offset(0, y)];
      for (int x = square.x0; x < square.x1; ++x) row[x] = std::min(row[x], key);
    }
  }
  void sphere(const PixelRect& square, std::uint32_t distance_steps, const SphereRecord& record,
              SomaShape shape = SomaShape::Disc);
  /// A sphere that only hides what is behind it, until drop_points().
  void hide_behind(const PixelRect& square, std::uint32_t distance_steps,
                   const SphereRecord& record, SomaShape shape) {
    draw(square, distance_steps << kIndexBits, record, shape);
  }
  void touch(const PixelRect& rect) {
    marked_ = {std::min(marked_.x0, rect.x0), std::min(marked_.y0, rect.y0),
               std::max(marked_.x1, rect.x1), std::max(marked_.y1, rect.y1)};
  }
  /// Now and then, between points: hidden() knows of what was drawn before the last call.
  void update_cover();
  /// Colours what has come since begin_points(), where nothing drawn before is nearer.
  void end_points();
  /// Forgets what has come since begin_points() instead.
  void drop_points();

  // Not larger: a dot; same number in shaders/soma_points.vert.
  static constexpr float kDotPx = 2.5f;
  static constexpr std::uint32_t kMostDots = 1u << 13;

 private:
  void draw(const PixelRect& square, std::uint32_t key, const SphereRecord& record,
            SomaShape shape);
  void draw_disc(const PixelRect& square, std::uint32_t key, const SphereRecord& record);
  template <int kVectors>
  void draw_small_disc(const PixelRect& square, std::uint32_t key, const SphereRecord& record);
  template <SomaShape kShape>
  void draw_shape(const PixelRect& square, std::uint32_t key, const SphereRecord& record);
  template <bool kFirst>
  void shade();
  void clear_cover();
  void fill_around(const PixelRect& rect) const;
  void finish_fill() const {
    if (!fill_waits_) return;
    fill_around({});
    fill_waits_ = false;
  }
  void settle();
  F32x4 depth_of(F32x4 distance_steps) const {
    const float w_per_step = steps_per_w_ > 0 ? 1 / steps_per_w_ : 0;
    const F32x4 w =
        distance_steps * splat(w_per_step) + splat(depths_.nearest_w + 0.5f * w_per_step);
    return splat(depths_.base) + splat(depths_.slope) / w;
  }
  std::size_t offset(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(stride_) +
           static_cast<std::size_t>(x);
  }
  /// Pixels across and down that share a value of cover.
  static constexpr int kTileBits = 2, kTile = 1 << kTileBits;
  static constexpr std::uint32_t kNoKey = 0xffffffffu;
  /// More spheres than have numbers are drawn by turns: the fewer bits those take, the more are
  /// left for the distance.
  static constexpr unsigned kIndexBits = 17;
  static constexpr unsigned kRecordBits = 4;  // of the bytes of a SphereRecord
  /// Less by one than fits: with the last one a key could be kNoKey.
  static constexpr float kLastStep = (1u << (32 - kIndexBits)) - 2;

  int width_ = 0, height_ = 0, stride_ = 0, tiles_across_ = 0;
  mutable Pixels<Rgba> color_;
  mutable bool fill_waits_ = false;
  Rgba fill_color_ = kOpaque;
  Pixels<float> depth_;
  PixelRect deep_;  // bounds of what is nearer than the far plane in depth_
  PixelRect held_;  // bounds of the keys that stand for depths, until those are asked for

  // Of the points between begin_points() and end_points(); keys and depths_ also beyond, for held_.
  Pixels<std::uint32_t> keys_;   // by pixel: distance << kIndexBits | index; or kNoKey
  Pixels<std::uint32_t> cover_;  // by tile: no pixel of it shows what is farther than this
  // By index: what dots can look like, then spheres.
  std::span<const Rgba> dot_colors_;
  std::vector<SphereRecord> records_;
  std::size_t record_count_ = 0;
  PointDepths depths_;
  float steps_per_w_ = 0;
  PixelRect clip_, marked_;  // marked_: bounds of the keys
  bool has_dots_ = false;
  SphereLight light_;
  /// Numbers of the inner loops that are not constants of the code, as in SphereLight.
  struct LoopNumbers {
    F32x4 lanes{0, 1, 2, 3}, four = splat(4.0f);
    U32x4 index_mask = splat((1u << kIndexBits) - 1);
  };
  LoopNumbers numbers_;
  /// Four pixels of spheres, from what is found of them until they are lit: a row at a time, since
  /// finding them waits for memory and lighting them for arithmetic.
  struct LitVector {
    F32x4 x, y;  // in radii from the centre
    U32x4 color_fog;
    I32x4 wins;  // which of them
    Rgba* pixels;
  };
  std::vector<LitVector> lit_;
  std::size_t pixels_since_cover_ = 0;
};

}  // namespace cnx
