#include "render/soft/soft_lines.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <utility>

#include "render/soft/simd.h"

namespace cnx {
namespace {

/// One end of a line on the screen.
struct End {
  float x = 0, y = 0, depth = 0;
  glm::vec4 color{0};  // 0 .. 255
};

End mix(const End& a, const End& b, float t) {
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.depth + (b.depth - a.depth) * t,
          glm::mix(a.color, b.color, t)};
}

/// Narrows [first, last] to where low <= from + t * step <= high. False: nowhere.
bool narrow(float from, float step, float low, float high, float& first, float& last) {
  if (step == 0) return from >= low && from <= high;
  const float to = from + step;
  if (from >= low && from <= high && to >= low && to <= high) return true;  // nearly all are
  float enter = (low - from) / step, leave = (high - from) / step;
  if (enter > leave) std::swap(enter, leave);
  first = std::max(first, enter);
  last = std::min(last, leave);
  return first < last;
}

/// Clips to the near and far planes and to the viewport. False: nothing is left.
bool project(const SoftFrame& frame, const LineVertex& from, const LineVertex& to, End& a, End& b) {
  const glm::vec4 um[] = {{from.x_um, from.y_um, from.z_um, 1}, {to.x_um, to.y_um, to.z_um, 1}};
  const glm::vec4 colors[] = {glm::vec4(from.red, from.green, from.blue, from.alpha),
                              glm::vec4(to.red, to.green, to.blue, to.alpha)};
  // In clip space first, because behind the eye there is no screen.
  glm::vec4 clip[2];
  for (int i = 0; i < 2; ++i) {
    clip[i] = {glm::dot(frame.x_row, um[i]), glm::dot(frame.y_row, um[i]),
               glm::dot(frame.depth_row, um[i]), glm::dot(frame.w_row, um[i])};
  }
  float first = 0, last = 1;
  const glm::vec4 step = clip[1] - clip[0];
  constexpr float kNearestW = 1e-4f, kFarthest = 1e30f;
  if (!narrow(clip[0].z, step.z, 0, kFarthest, first, last)) return false;
  if (!narrow(clip[0].w, step.w, kNearestW, kFarthest, first, last)) return false;
  if (!narrow(clip[0].w - clip[0].z, step.w - step.z, 0, kFarthest, first, last)) return false;
  const auto end = [&](float t) {
    const glm::vec4 at = clip[0] + step * t;
    return End{at.x / at.w, at.y / at.w, at.z / at.w, glm::mix(colors[0], colors[1], t)};
  };
  a = end(first);
  b = end(last);

  first = 0;
  last = 1;
  const End a0 = a, b0 = b;
  if (!narrow(a0.x, b0.x - a0.x, static_cast<float>(frame.clip.x0),
              static_cast<float>(frame.clip.x1), first, last) ||
      !narrow(a0.y, b0.y - a0.y, static_cast<float>(frame.clip.y0),
              static_cast<float>(frame.clip.y1), first, last)) {
    return false;
  }
  if (first > 0) a = mix(a0, b0, first);
  if (last < 1) b = mix(a0, b0, last);
  return true;
}

std::int32_t fixed16(float value) { return static_cast<std::int32_t>(value * 65536.0f); }

/// A quantity at a pixel and from one to the next, in 1/65536.
struct Ramp {
  std::int32_t at = 0, step = 0;
  static Ramp of(float first, float by) { return {fixed16(first), fixed16(by)}; }
  std::int32_t whole() const { return at >> 16; }
};

/// The pixels of one line: one in each column, or in each row when it is steep.
struct Path {
  bool flat = true;
  int first = 0, last = 0;  // columns or rows
  Ramp across;              // the row or column of each
  int across_low = 0, across_high = 0;
  float depth = 0, depth_step = 0;  // at the first
  Ramp red, green, blue, alpha;     // alpha in 0 .. 256
  bool one_color = true;
};

/// `source` over `below` with alpha 0 .. 256; two channels in one product, off by one at most.
Rgba quickly_blended(Rgba below, Rgba source, std::uint32_t alpha) {
  const std::uint32_t red_blue = below & 0x00ff00ffu, green = below & 0x0000ff00u;
  return kOpaque | ((red_blue + (((source & 0x00ff00ffu) - red_blue) * alpha >> 8)) & 0x00ff00ffu) |
         ((green + (((source & 0x0000ff00u) - green) * alpha >> 8)) & 0x0000ff00u);
}

#if defined(__wasm_simd128__)
/// Four pixels of a line at once, as often as there are four, in one colour and whatever the depth;
/// what is left of the path stays in it. The same arithmetic as quickly_blended(). kOneAlpha: alpha
/// is the same in all pixels, as in most lines.
template <bool kFlat, bool kOneAlpha>
void draw_fours(SoftSurface& surface, Rgba color, Path& path) {
  Rgba* const pixels = surface.pixels().data();
  const int stride = surface.stride(), count = (path.last - path.first) / 4;
  const auto ramp = [](const Ramp& of) {
    return wasm_i32x4_make(of.at, of.at + of.step, of.at + 2 * of.step, of.at + 3 * of.step);
  };
  v128_t across = ramp(path.across), alpha = ramp(path.alpha);
  const v128_t across_step = wasm_i32x4_splat(4 * path.across.step),
               alpha_step = wasm_i32x4_splat(4 * path.alpha.step);
  const v128_t low = wasm_i32x4_splat(path.across_low), high = wasm_i32x4_splat(path.across_high);
  // Where the four are in their columns or rows, in pixels from the first of the surface.
  const int one = kFlat ? 1 : stride;
  v128_t along = wasm_i32x4_make(path.first * one, (path.first + 1) * one, (path.first + 2) * one,
                                 (path.first + 3) * one);
  const v128_t along_step = wasm_i32x4_splat(4 * one), strides = wasm_i32x4_splat(stride);
  const v128_t source =
      wasm_u16x8_extend_low_u8x16(wasm_i32x4_splat(static_cast<std::int32_t>(color | kOpaque)));
  const v128_t full = wasm_i16x8_splat(256);
  const v128_t first_alphas = wasm_i16x8_splat(static_cast<std::int16_t>(path.alpha.whole()));
  const v128_t first_rest = wasm_i16x8_sub(full, first_alphas);
  const v128_t first_added = wasm_i16x8_mul(source, first_alphas);
  const auto mixed = [&](v128_t below, v128_t rest, v128_t added) {
    return wasm_u16x8_shr(wasm_i16x8_add(wasm_i16x8_mul(below, rest), added), 8);
  };
  const auto over = [&](v128_t below, v128_t alphas) {
    if constexpr (kOneAlpha) return mixed(below, first_rest, first_added);
    return mixed(below, wasm_i16x8_sub(full, alphas), wasm_i16x8_mul(source, alphas));
  };
  for (int i = 0; i < count; ++i) {
    v128_t at = wasm_i32x4_max(wasm_i32x4_min(wasm_i32x4_shr(across, 16), high), low);
    if (kFlat) at = wasm_i32x4_mul(at, strides);
    at = wasm_i32x4_add(at, along);
    Rgba* const a = pixels + wasm_i32x4_extract_lane(at, 0);
    Rgba* const b = pixels + wasm_i32x4_extract_lane(at, 1);
    Rgba* const c = pixels + wasm_i32x4_extract_lane(at, 2);
    Rgba* const d = pixels + wasm_i32x4_extract_lane(at, 3);
    const v128_t below = wasm_v128_load32_lane(
        d, wasm_v128_load32_lane(c, wasm_v128_load32_lane(b, wasm_v128_load32_zero(a), 1), 2), 3);
    const v128_t whole = wasm_i32x4_shr(alpha, 16);
    const v128_t ab = wasm_i16x8_shuffle(whole, whole, 0, 0, 0, 0, 2, 2, 2, 2);
    const v128_t cd = wasm_i16x8_shuffle(whole, whole, 4, 4, 4, 4, 6, 6, 6, 6);
    const v128_t above = wasm_u8x16_narrow_i16x8(over(wasm_u16x8_extend_low_u8x16(below), ab),
                                                 over(wasm_u16x8_extend_high_u8x16(below), cd));
    wasm_v128_store32_lane(a, above, 0);
    wasm_v128_store32_lane(b, above, 1);
    wasm_v128_store32_lane(c, above, 2);
    wasm_v128_store32_lane(d, above, 3);
    across = wasm_i32x4_add(across, across_step);
    alpha = wasm_i32x4_add(alpha, alpha_step);
    along = wasm_i32x4_add(along, along_step);
  }
  path.first += 4 * count;
  path.across.at = wasm_i32x4_extract_lane(across, 0);
  path.alpha.at = wasm_i32x4_extract_lane(alpha, 0);
}
#endif

template <bool kFlat, bool kDepth, bool kOneColor>
void draw_path(SoftSurface& surface, Path path) {
  Rgba* const pixels = surface.pixels().data();
  const int stride = surface.stride();
  const auto rgba = [&] {
    return static_cast<Rgba>(path.red.whole() & 255) |
           static_cast<Rgba>(path.green.whole() & 255) << 8 |
           static_cast<Rgba>(path.blue.whole() & 255) << 16;
  };
  Rgba color = rgba();
#if defined(__wasm_simd128__)
  if constexpr (kOneColor && !kDepth) {
    path.alpha.step == 0 ? draw_fours<kFlat, true>(surface, color, path)
                         : draw_fours<kFlat, false>(surface, color, path);
  }
#endif
  for (int along = path.first; along < path.last; ++along) {
    const int across = std::clamp(path.across.whole(), path.across_low, path.across_high);
    const int x = kFlat ? along : across, y = kFlat ? across : along;
    if (!kDepth || path.depth < surface.depth(x, y)) {
      if constexpr (!kOneColor) color = rgba();
      Rgba& pixel = pixels[y * stride + x];
      pixel = quickly_blended(pixel, color, static_cast<std::uint32_t>(path.alpha.whole()));
    }
    path.across.at += path.across.step;
    path.alpha.at += path.alpha.step;
    if constexpr (kDepth) path.depth += path.depth_step;
    if constexpr (!kOneColor) {
      path.red.at += path.red.step;
      path.green.at += path.green.step;
      path.blue.at += path.blue.step;
    }
  }
}

template <bool kFlat, bool kDepth>
void draw_path(SoftSurface& surface, const Path& path) {
  if (path.one_color) {
    draw_path<kFlat, kDepth, true>(surface, path);
  } else {
    draw_path<kFlat, kDepth, false>(surface, path);
  }
}

/// False: it passes between the centres of pixels, or an end has no place at all.
bool path_of(const SoftFrame& frame, End a, End b, Path& path) {
  if (!std::isfinite(a.x + a.y + b.x + b.y)) return false;
  path.flat = std::abs(b.x - a.x) >= std::abs(b.y - a.y);
  if (path.flat ? a.x > b.x : a.y > b.y) std::swap(a, b);
  const float along_a = path.flat ? a.x : a.y, along_b = path.flat ? b.x : b.y;
  const int low = path.flat ? frame.clip.x0 : frame.clip.y0;
  const int high = path.flat ? frame.clip.x1 : frame.clip.y1;
  path.first = std::max(low, static_cast<int>(std::ceil(along_a - 0.5f)));
  path.last = std::min(high, static_cast<int>(std::ceil(along_b - 0.5f)));
  if (path.first >= path.last) return false;

  const float share = 1 / (along_b - along_a);
  const float skip = (static_cast<float>(path.first) + 0.5f - along_a) * share;
  const auto ramp = [&](float at_a, float at_b, float more) {
    return Ramp::of(at_a + (at_b - at_a) * skip + more, (at_b - at_a) * share);
  };
  path.across = path.flat ? ramp(a.y, b.y, 0) : ramp(a.x, b.x, 0);
  path.across_low = path.flat ? frame.clip.y0 : frame.clip.x0;
  path.across_high = (path.flat ? frame.clip.y1 : frame.clip.x1) - 1;
  path.depth_step = (b.depth - a.depth) * share;
  path.depth = a.depth + (b.depth - a.depth) * skip;
  constexpr float kAlphaScale = 256.0f / 255;
  path.red = ramp(a.color.x, b.color.x, 0.5f);
  path.green = ramp(a.color.y, b.color.y, 0.5f);
  path.blue = ramp(a.color.z, b.color.z, 0.5f);
  path.alpha = ramp(a.color.w * kAlphaScale, b.color.w * kAlphaScale, 0.5f);
  path.one_color = path.red.step == 0 && path.green.step == 0 && path.blue.step == 0;
  return true;
}

}  // namespace

void draw_soft_lines(SoftSurface& surface, const SoftFrame& frame,
                     std::span<const LineVertex> vertices, bool hidden_by_depth) {
  if (frame.clip.empty()) return;
  for (std::size_t i = 0; i + 1 < vertices.size(); i += 2) {
    End a, b;
    Path path;
    if (!project(frame, vertices[i], vertices[i + 1], a, b) || !path_of(frame, a, b, path)) {
      continue;
    }
    if (hidden_by_depth) {
      path.flat ? draw_path<true, true>(surface, path) : draw_path<false, true>(surface, path);
    } else {
      path.flat ? draw_path<true, false>(surface, path) : draw_path<false, false>(surface, path);
    }
  }
}

}  // namespace cnx
