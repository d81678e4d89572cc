#pragma once
// soft_surface.h — the pixels that the software passes draw on.
//
// Spheres are drawn in two steps. A pass writes, for each pixel, the depth of what is nearest and a
// mark that says what it is; shade() then computes the colour of every marked pixel once, however
// many spheres lie behind it, and takes the marks away.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "render/frame_uniforms.h"
#include "render/renderer.h"
#include "view/soma_shape.h"

namespace cnx {

/// A pixel's colour as the browser's ImageData has it: bytes red, green, blue, alpha.
using Rgba = std::uint32_t;
inline constexpr Rgba kOpaque = 0xff000000u;

/// A lit sphere on the screen; what shade() needs to colour one of its pixels.
struct SphereRecord {
  float x_px = 0, y_px = 0, inverse_radius_px = 1;
  std::uint32_t color_fog = 0;  // bytes red, green, blue, and fog: 0 as it is .. 255 background
};
static_assert(sizeof(SphereRecord) == 16);

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
  std::vector<Rgba>& pixels() { return color_; }
  const std::vector<Rgba>& pixels() const { return color_; }
  Rgba* row(int y) { return color_.data() + offset(0, y); }
  float depth(int x, int y) const { return depth_[offset(x, y)]; }

  void fill(Rgba color);
  /// Sets the depth of everything drawn since the last call back to the far plane.
  void clear_depth();

  /// One point that covers the pixels of `square`: all in one colour (alpha is left out), or,
  /// larger than kDotPx, a sphere, or what its shape leaves of one. Depth in 0 .. 1 is that of its
  /// centre. Clipped to `clip`, which lies on the surface.
  void dot(const PixelRect& clip, PixelRect square, float depth, Rgba color) {
    square = intersection(square, clip);
    if (square.empty()) return;
    touch(square);
    for (int y = square.y0; y < square.y1; ++y) {
      for (std::size_t at = offset(square.x0, y); at < offset(square.x1, y); ++at) {
        if (!(depth < depth_[at])) continue;
        depth_[at] = depth;
        marks_[at] = kDotMark | color;
      }
    }
  }
  void sphere(const PixelRect& clip, PixelRect square, float depth, const SphereRecord& record,
              SomaShape shape = SomaShape::Disc);
  /// Colours what dot() and sphere() marked since the last call. `background` in 0 .. 255.
  void shade(const glm::vec3& background);

  static constexpr float kDotPx = 2.5f;  // same number in shaders/soma_points.frag

 private:
  template <SomaShape kShape>
  void draw_shape(const PixelRect& clip, PixelRect square, float depth, const SphereRecord& record);
  std::size_t offset(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(stride_) +
           static_cast<std::size_t>(x);
  }
  static constexpr std::uint32_t kDotMark = 0x80000000u;

  void touch(const PixelRect& rect) {
    marked_ = {std::min(marked_.x0, rect.x0), std::min(marked_.y0, rect.y0),
               std::max(marked_.x1, rect.x1), std::max(marked_.y1, rect.y1)};
  }

  int width_ = 0, height_ = 0, stride_ = 0;
  std::vector<Rgba> color_;
  std::vector<float> depth_;
  std::vector<std::uint32_t> marks_;  // 0 nothing; kDotMark | 0xBBGGRR; else record number + 1
  std::vector<SphereRecord> records_;
  PixelRect marked_, deep_;  // bounds of what shade() and clear_depth() have to do
};

}  // namespace cnx
