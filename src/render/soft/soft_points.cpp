#include "render/soft/soft_points.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "base/check.h"
#include "render/soft/simd.h"

namespace cnx {
namespace {

/// 0xRRGGBB as the bytes of a pixel, without alpha.
Rgba rgb_bytes(std::uint32_t color) {
  return (color >> 16 & 0xffu) | (color & 0xff00u) | (color & 0xffu) << 16;
}

/// Its bytes, 0 .. 255, and back.
glm::vec3 rgb(Rgba color) { return glm::vec3(color & 255, color >> 8 & 255, color >> 16 & 255); }
Rgba packed(const glm::vec3& rgb) {
  const auto byte = [](float value) {
    return static_cast<Rgba>(std::clamp(value + 0.5f, 0.0f, 255.0f));
  };
  return byte(rgb.x) | byte(rgb.y) << 8 | byte(rgb.z) << 16;
}

constexpr float kMostHaze = 0.5f;  // of the background in what is farthest
/// Of dots: fine enough that no channel is off by more than one.
constexpr std::uint32_t kFogSteps = SoftSurface::kMostDots / kFadedStyleOffset;

/// Squares larger than this would only cost: nothing is drawn at such a size.
constexpr float kMaxDiameterPx = 8192;

// Corners are rounded to their grid by a sum that has no room for finer steps: its last bits are
// the number of the step.
constexpr float kGridSum = 1.5f * 8388608 / kStepsPerPx;
static_assert(kStepsPerPx == 16);
F32x4 on_grid(F32x4 px) { return (px + splat(kGridSum)) - splat(kGridSum); }

/// The first pixel whose centre is not below `px`. Precondition: |px| below 2^18, or it is any
/// number.
I32x4 first_pixels(F32x4 px) {
  const U32x4 steps = as<U32x4>(px + splat(kGridSum)) - as<U32x4>(splat(kGridSum));
  return as<I32x4>(steps + splat(static_cast<std::uint32_t>(kStepsPerPx) / 2 - 1)) >> 4;
}

/// What a frame makes of the points of one block.
struct ProjectedBlock {
  static constexpr std::size_t kPoints = PointBlocks::kPoints;
  alignas(16) float x_px[kPoints], y_px[kPoints], size_px[kPoints], inverse_radius_px[kPoints];
  alignas(16) float fog[kPoints];
  alignas(16) std::uint32_t fog_byte[kPoints];  // in the highest byte
  alignas(16) std::uint32_t distance_steps[kPoints];
  // The pixels of its square that are in the viewport.
  alignas(16) std::int32_t x0[kPoints], y0[kPoints], x1[kPoints], y1[kPoints];
  std::uint64_t shown = 0;  // a bit a point
  static_assert(kPoints == 64);

  PixelRect seen(std::size_t i) const { return {x0[i], y0[i], x1[i], y1[i]}; }
};

/// Draws those of `points` that `look` shows. `look` says, by slot:
///   bool any(first)               whether a block has something to show
///   I32x4 shown(slot, x, y, z)    which of four are shown; x, y, z are in steps
///   F32x4 diameters_um(slot)      of four
///   F32x4 fog(w)                  0 as it is .. 1 background, by clip w
///   Rgba color(slot), SomaShape shape(slot)   of one
///   std::uint32_t dot_color(slot, fog)        of one: an entry of `dot_colors`
/// With `seen` nothing is drawn: it gets those that may be seen.
template <typename Look>
void draw_points(SoftSurface& surface, const SoftFrame& frame, const PointBlocks& points,
                 std::vector<PointBlocks::Visible>& visible, float widest_um, float min_px,
                 std::span<const Rgba> dot_colors, std::vector<std::uint32_t>* seen,
                 const Look& look) {
  if (points.count() == 0 || frame.clip.empty()) return;
  const float farthest_w = points.visible(frame, widest_um, min_px, visible);
  if (visible.empty()) return;
  surface.begin_points({visible.front().nearest_w, farthest_w, frame.depth_base, frame.depth_slope},
                       frame.clip, dot_colors, frame.background);
  const glm::vec4 x_row = points.folded(frame.x_row), y_row = points.folded(frame.y_row),
                  depth_row = points.folded(frame.depth_row), w_row = points.folded(frame.w_row);
  const auto dot4 = [](const glm::vec4& row, F32x4 x, F32x4 y, F32x4 z) {
    return x * splat(row.x) + y * splat(row.y) + z * splat(row.z) + splat(row.w);
  };
  const F32x4 zero = splat(0.0f), one = splat(1.0f), half = splat(0.5f);
  const F32x4 left = splat(static_cast<float>(frame.clip.x0)),
              right = splat(static_cast<float>(frame.clip.x1)),
              top = splat(static_cast<float>(frame.clip.y0)),
              bottom = splat(static_cast<float>(frame.clip.y1));
  ProjectedBlock projected;
  for (const PointBlocks::Visible& block : visible) {
    if (!look.any(block.first_slot)) continue;
    const PixelRect rect = intersection(block.rect, frame.clip);
    if (surface.hidden(rect, surface.distance_steps(splat(block.nearest_w))[0])) continue;
    surface.touch(rect);
    const std::size_t count =
        std::min<std::size_t>(PointBlocks::kPoints, points.count() - block.first_slot);
    projected.shown = 0;
    const std::uint16_t* const grid = points.steps(block.first_slot);
    for (std::size_t i = 0; i < count; i += 4) {
      const std::size_t slot = block.first_slot + i;
      const F32x4 x = load_u16x4(grid + i), y = load_u16x4(grid + PointBlocks::kPoints + i),
                  z = load_u16x4(grid + 2 * PointBlocks::kPoints + i);
      const I32x4 shown = look.shown(slot, x, y, z);
      const F32x4 w = dot4(w_row, x, y, z);
      const F32x4 inverse_w = one / w;
      const F32x4 sx = on_grid(dot4(x_row, x, y, z) * inverse_w);
      const F32x4 sy = on_grid(dot4(y_row, x, y, z) * inverse_w);
      const F32x4 depth = dot4(depth_row, x, y, z) * inverse_w;
      const F32x4 size =
          min4(max4(look.diameters_um(slot) * splat(frame.px_at_w1) * inverse_w, splat(min_px)),
               splat(kMaxDiameterPx));
      const F32x4 radius = size * half;
      const I32x4 inside = shown & (w > zero) & (depth >= zero) & (depth <= one) &
                           (sx + radius > left) & (sx - radius < right) & (sy + radius > top) &
                           (sy - radius < bottom);
      const std::uint64_t bits = lane_bits(inside);
      if (bits == 0) continue;
      projected.shown |= bits << i;
      const F32x4 fog = look.fog(w);
      store4(projected.x_px + i, sx);
      store4(projected.y_px + i, sy);
      store4(projected.size_px + i, size);
      store4(projected.inverse_radius_px + i, one / radius);
      store4(projected.fog + i, fog);
      store4(projected.fog_byte + i, rounded4(fog * splat(255.0f)) << 24);
      store4(projected.distance_steps + i, surface.distance_steps(w));
      store4(projected.x0 + i, max4(first_pixels(sx - radius), splat(frame.clip.x0)));
      store4(projected.x1 + i, min4(first_pixels(sx + radius), splat(frame.clip.x1)));
      store4(projected.y0 + i, max4(first_pixels(sy - radius), splat(frame.clip.y0)));
      store4(projected.y1 + i, min4(first_pixels(sy + radius), splat(frame.clip.y1)));
    }
    for (std::uint64_t left_over = projected.shown; left_over != 0; left_over &= left_over - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(left_over));
      const std::size_t slot = block.first_slot + i;
      const PixelRect square = projected.seen(i);
      const std::uint32_t steps = projected.distance_steps[i];
      const float size = projected.size_px[i];
      if (size <= SoftSurface::kDotPx) {
        if (seen != nullptr) {
          seen->push_back(points.order()[slot]);
        } else {
          surface.dot(square, steps, look.dot_color(slot, projected.fog[i]));
        }
        continue;
      }
      if (square.empty() || surface.hidden(square, steps)) continue;
      const SphereRecord record{projected.x_px[i], projected.y_px[i],
                                projected.inverse_radius_px[i],
                                look.color(slot) | projected.fog_byte[i]};
      const SomaShape shape = size < kMinShapePx ? SomaShape::Disc : look.shape(slot);
      if (seen != nullptr) {
        seen->push_back(points.order()[slot]);
        surface.hide_behind(square, steps, record, shape);
      } else {
        surface.sphere(square, steps, record, shape);
      }
    }
    surface.update_cover();
  }
  seen != nullptr ? surface.drop_points() : surface.end_points();
}

struct SomaLook {
  const std::uint8_t* styles;
  const Rgba* colors;
  const SomaShape* shapes;
  std::uint8_t first_style, last_style;
  F32x4 fade, fog_near, fog_scale;

  bool any(std::size_t first) const {
    for (std::size_t slot = first; slot < first + PointBlocks::kPoints; slot += 4) {
      if (lane_bits(styled(slot)) != 0) return true;
    }
    return false;
  }
  I32x4 shown(std::size_t slot, F32x4, F32x4, F32x4) const { return styled(slot); }
  I32x4 styled(std::size_t slot) const {
    const U32x4 style = load_u8x4(styles + slot);
    return as<I32x4>(style >= splat(std::uint32_t{first_style})) &
           as<I32x4>(style <= splat(std::uint32_t{last_style}));
  }
  F32x4 diameters_um(std::size_t) const { return splat(kSomaDiameterUm); }
  F32x4 fog(F32x4 w) const {
    const F32x4 haze = min4(max4((w - fog_near) * fog_scale, splat(0.0f)), splat(1.0f));
    return max4(fade, haze * splat(kMostHaze));
  }
  Rgba color(std::size_t slot) const { return colors[styles[slot] % kFadedStyleOffset]; }
  std::uint32_t dot_color(std::size_t slot, float fog) const {
    return styles[slot] % kFadedStyleOffset * kFogSteps +
           static_cast<std::uint32_t>(std::min(fog, kMostHaze) / kMostHaze * (kFogSteps - 1) +
                                      0.5f);
  }
  SomaShape shape(std::size_t slot) const { return shapes[styles[slot] % kFadedStyleOffset]; }
};

struct SynapseLook {
  const float* diameters;
  const std::uint8_t* sides;
  const Rgba* colors;
  glm::vec4 slabs[2];  // in steps

  bool any(std::size_t) const { return true; }
  I32x4 shown(std::size_t slot, F32x4 x, F32x4 y, F32x4 z) const {
    I32x4 result = load4<F32x4>(diameters + slot) > splat(0.0f);
    for (const glm::vec4& slab : slabs) {
      const F32x4 at = x * splat(slab.x) + y * splat(slab.y) + z * splat(slab.z) + splat(slab.w);
      result &= max4(at, splat(0.0f) - at) <= splat(1.0f);
    }
    return result;
  }
  F32x4 diameters_um(std::size_t slot) const { return load4<F32x4>(diameters + slot); }
  F32x4 fog(F32x4) const { return splat(0.0f); }
  Rgba color(std::size_t slot) const { return colors[sides[slot]]; }
  std::uint32_t dot_color(std::size_t slot, float) const { return sides[slot]; }
  SomaShape shape(std::size_t) const { return SomaShape::Disc; }
};

std::size_t whole_blocks(std::size_t count) {
  return (count + PointBlocks::kPoints - 1) / PointBlocks::kPoints * PointBlocks::kPoints;
}

}  // namespace

SoftFrame soft_frame(const FrameUniforms& frame, const SceneViewport& viewport, int width_px,
                     int height_px) {
  const auto row = [&](int i) {
    return glm::vec4(frame.clip_from_um[0][i], frame.clip_from_um[1][i], frame.clip_from_um[2][i],
                     frame.clip_from_um[3][i]);
  };
  const auto width = static_cast<float>(viewport.width),
             height = static_cast<float>(viewport.height);
  const glm::vec4 w = row(3);
  SoftFrame soft;
  soft.x_row = row(0) * (width / 2) + w * (width / 2 + static_cast<float>(viewport.x));
  soft.y_row = row(1) * (-height / 2) + w * (height / 2 + static_cast<float>(viewport.y));
  soft.depth_row = (row(2) + w) * 0.5f;
  soft.w_row = w;
  // In perspective the rows of depth and of w are parallel but for their last number.
  const glm::vec3 along(w), deep(soft.depth_row);
  soft.depth_base = glm::dot(deep, along) / glm::dot(along, along);
  soft.depth_slope = soft.depth_row.w - soft.depth_base * w.w;
  soft.clip = intersection(
      {viewport.x, viewport.y, viewport.x + viewport.width, viewport.y + viewport.height},
      {0, 0, width_px, height_px});
  soft.px_at_w1 = frame.px_at_w1;
  soft.scale = frame.scale;
  soft.fog_w = frame.fog_w;
  soft.background = frame.background * 255.0f;
  soft.slabs = frame.slabs;
  return soft;
}

void SoftSomas::upload(std::span<const float> positions_um) {
  points_.assign(positions_um);
  order_styles();
}

void SoftSomas::upload_styles(std::span<const std::uint8_t> styles) {
  given_styles_.assign(styles.begin(), styles.end());
  order_styles();
}

void SoftSomas::order_styles() {
  styles_.assign(whole_blocks(points_.count()), kHiddenStyle);
  for (std::size_t slot = 0; slot < points_.count(); ++slot) {
    const std::uint32_t neuron = points_.order()[slot];
    if (neuron < given_styles_.size()) styles_[slot] = given_styles_[neuron];
  }
}

void SoftSomas::upload_palette(std::span<const std::uint32_t> colors) {
  CNX_CHECK(colors.size() == kFadedStyleOffset);
  for (std::size_t i = 0; i < colors.size(); ++i) {
    colors_[i] = rgb_bytes(colors[i]);
    shapes_[i] = shape_of(colors[i]);
  }
}

void SoftSomas::draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
                     std::uint8_t last_style, float fade) const {
  std::vector<Rgba> dots(std::size_t{kFadedStyleOffset} * kFogSteps);
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const glm::vec3 color = rgb(colors_[i / kFogSteps]);
    const float haze = kMostHaze * static_cast<float>(i % kFogSteps) / (kFogSteps - 1);
    dots[i] = packed(glm::mix(color, frame.background, std::max(fade, haze)));
  }
  draw(surface, frame, first_style, last_style, fade, dots, nullptr);
}

void SoftSomas::find_seen(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
                          std::uint8_t last_style, std::vector<std::uint32_t>& neurons) const {
  neurons.clear();
  draw(surface, frame, first_style, last_style, 0, {}, &neurons);
}

void SoftSomas::draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
                     std::uint8_t last_style, float fade, std::span<const Rgba> dots,
                     std::vector<std::uint32_t>* seen) const {
  const SomaLook look{styles_.data(),       colors_.data(),
                      shapes_.data(),       first_style,
                      last_style,           splat(fade),
                      splat(frame.fog_w.x), splat(1 / (frame.fog_w.y - frame.fog_w.x))};
  draw_points(surface, frame, points_, visible_, kSomaDiameterUm, kSomaMinPx * frame.scale, dots,
              seen, look);
}

void SoftSynapses::upload(std::span<const SynapsePoint> points, const SynapseColors& colors) {
  std::vector<float> positions_um;
  positions_um.reserve(3 * points.size());
  for (const SynapsePoint& point : points) {
    positions_um.insert(positions_um.end(), {point.x_um, point.y_um, point.z_um});
  }
  points_.assign(positions_um);
  diameters_um_.assign(whole_blocks(points.size()), 0);
  sides_.assign(whole_blocks(points.size()), 0);
  widest_um_ = 0;
  for (std::size_t slot = 0; slot < points.size(); ++slot) {
    const SynapsePoint& point = points[points_.order()[slot]];
    diameters_um_[slot] = point.diameter_um;
    sides_[slot] = point.side == 0 ? 0 : 1;
    widest_um_ = std::max(widest_um_, point.diameter_um);
  }
  colors_[0] = rgb_bytes(colors.input);
  colors_[1] = rgb_bytes(colors.output);
}

void SoftSynapses::draw(SoftSurface& surface, const SoftFrame& frame) const {
  draw(surface, frame, nullptr);
}

void SoftSynapses::find_seen(SoftSurface& surface, const SoftFrame& frame,
                             std::vector<std::uint32_t>& synapses) const {
  synapses.clear();
  draw(surface, frame, &synapses);
}

void SoftSynapses::draw(SoftSurface& surface, const SoftFrame& frame,
                        std::vector<std::uint32_t>* seen) const {
  const SynapseLook look{diameters_um_.data(),
                         sides_.data(),
                         colors_,
                         {points_.folded(frame.slabs[0]), points_.folded(frame.slabs[1])}};
  draw_points(surface, frame, points_, visible_, widest_um_, kSynapseMinPx * frame.scale, colors_,
              seen, look);
}

}  // namespace cnx
