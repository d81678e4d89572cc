#include "render/soft/soft_points.h"

#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "base/check.h"
#include "render/soft/simd.h"
#include "render/soma_positions.h"

namespace cnx {
namespace {

constexpr int kFogSteps = 128;  // fine enough that no channel is off by more than one

glm::vec3 rgb255(std::uint32_t color) {
  return {static_cast<float>(color >> 16 & 255), static_cast<float>(color >> 8 & 255),
          static_cast<float>(color & 255)};
}

Rgba packed(const glm::vec3& rgb) {
  const auto byte = [](float value) {
    return static_cast<std::uint32_t>(std::clamp(value + 0.5f, 0.0f, 255.0f));
  };
  return byte(rgb.x) | byte(rgb.y) << 8 | byte(rgb.z) << 16;
}

/// The pixels whose centres lie in the square around (x, y).
PixelRect square_around(float x, float y, float half) {
  const auto first_at = [](float at) { return static_cast<int>(std::ceil(at - 0.5f)); };
  return {first_at(x - half), first_at(y - half), first_at(x + half), first_at(y + half)};
}

/// Squares larger than this would only cost: nothing is drawn at such a size.
constexpr float kMaxDiameterPx = 8192;

/// Rounded to the grid of corners by a sum that has no room for finer steps.
F32x4 on_grid(F32x4 px) {
  const F32x4 big = splat(1.5f * 8388608 / kStepsPerPx);
  return (px + big) - big;
}

/// The first pixel whose centre is not below `px`. Precondition: |px| well below 2^20.
I32x4 first_pixels(F32x4 px) {
  const I32x4 steps = truncate4(on_grid(px) * splat(kStepsPerPx));
  return (steps + splat(static_cast<std::int32_t>(kStepsPerPx) / 2 - 1)) >> 4;
}
static_assert(kStepsPerPx == 16);

/// The lanes of a vector, one by one.
template <typename V, typename T>
struct Lanes {
  alignas(16) T values[4];
  explicit Lanes(V from) { store4(values, from); }
  T operator[](int lane) const { return values[lane]; }
};
using Floats = Lanes<F32x4, float>;
using Ints = Lanes<I32x4, std::int32_t>;

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
  const SomaPositions positions = soma_positions(positions_um);
  count_ = positions.count();
  min_um_ = positions.min_um;
  um_per_step_ = positions.extent_um / 65535.0f;
  const std::size_t padded = (count_ + 3) / 4 * 4;
  for (auto* axis : {&x_, &y_, &z_}) axis->assign(padded, 0);
  for (std::size_t i = 0; i < count_; ++i) {
    x_[i] = positions.quantized[3 * i];
    y_[i] = positions.quantized[3 * i + 1];
    z_[i] = positions.quantized[3 * i + 2];
  }
  styles_.resize(padded, kHiddenStyle);
}

void SoftSomas::upload_styles(std::span<const std::uint8_t> styles) {
  styles_.assign(styles.begin(), styles.end());
  styles_.resize((std::max(count_, styles.size()) + 3) / 4 * 4, kHiddenStyle);
}

void SoftSomas::upload_palette(std::span<const std::uint32_t> colors) {
  CNX_CHECK(colors.size() == kFadedStyleOffset);
  palette_.assign(colors.begin(), colors.end());
}

void SoftSomas::draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
                     std::uint8_t last_style, float fade) const {
  if (count_ == 0 || frame.clip.empty()) return;
  // Quantized steps straight to pixels: the bounds go into the rows.
  const auto folded = [&](const glm::vec4& row) {
    const glm::vec3 slope(row.x, row.y, row.z);
    return glm::vec4(slope * um_per_step_, row.w + glm::dot(slope, min_um_));
  };
  const glm::vec4 rows[] = {folded(frame.x_row), folded(frame.y_row), folded(frame.depth_row),
                            folded(frame.w_row)};
  const auto dot4 = [](const glm::vec4& row, F32x4 x, F32x4 y, F32x4 z) {
    return x * splat(row.x) + y * splat(row.y) + z * splat(row.z) + splat(row.w);
  };
  const float min_px = kSomaMinPx * frame.scale;
  const F32x4 min_sizes = splat(min_px), max_sizes = splat(kMaxDiameterPx);
  const F32x4 soma_px = splat(kSomaDiameterUm * frame.px_at_w1);
  const F32x4 zero = splat(0.0f), one = splat(1.0f), half = splat(0.5f);
  const F32x4 fog_near = splat(frame.fog_w.x),
              fog_scale = splat(1 / (frame.fog_w.y - frame.fog_w.x));
  const F32x4 left = splat(static_cast<float>(frame.clip.x0)),
              right = splat(static_cast<float>(frame.clip.x1)),
              top = splat(static_cast<float>(frame.clip.y0)),
              bottom = splat(static_cast<float>(frame.clip.y1));
  const F32x4 fog_steps = splat(static_cast<float>(kFogSteps - 1));

  // What a dot can look like, made once a frame: style by fog.
  std::vector<Rgba> dots(std::size_t{kFadedStyleOffset} * kFogSteps);
  for (std::size_t style = 0; style < kFadedStyleOffset; ++style) {
    const glm::vec3 color = rgb255(palette_[style]);
    for (int step = 0; step < kFogSteps; ++step) {
      const float fog = std::max(fade, 0.5f * static_cast<float>(step) / (kFogSteps - 1));
      dots[style * kFogSteps + static_cast<std::size_t>(step)] =
          packed(glm::mix(color, frame.background, fog));
    }
  }

  for (std::size_t i = 0; i < count_; i += 4) {
    std::uint32_t four_styles = 0;
    std::memcpy(&four_styles, &styles_[i], 4);
    if (four_styles == 0) continue;  // all hidden
    const F32x4 x = load_u16x4(&x_[i]), y = load_u16x4(&y_[i]), z = load_u16x4(&z_[i]);
    const F32x4 w = dot4(rows[3], x, y, z);
    const F32x4 inverse_w = one / w;
    const F32x4 sx = on_grid(dot4(rows[0], x, y, z) * inverse_w);
    const F32x4 sy = on_grid(dot4(rows[1], x, y, z) * inverse_w);
    const F32x4 depth = dot4(rows[2], x, y, z) * inverse_w;
    const F32x4 size = min4(max4(soma_px * inverse_w, min_sizes), max_sizes);
    const F32x4 radius = size * half;
    const I32x4 inside = (w > zero) & (depth >= zero) & (depth <= one) & (sx + radius > left) &
                         (sx - radius < right) & (sy + radius > top) & (sy - radius < bottom);
    const unsigned bits = lane_bits(inside);
    if (bits == 0) continue;
    // Outside lanes may hold anything; none must overflow an integer.
    const F32x4 px_low = splat(-kMaxDiameterPx), px_high = splat(65536.0f);
    const auto bounded = [&](F32x4 px) { return max4(min4(px, px_high), px_low); };
    const Ints x0(first_pixels(bounded(sx - radius))), x1(first_pixels(bounded(sx + radius)));
    const Ints y0(first_pixels(bounded(sy - radius))), y1(first_pixels(bounded(sy + radius)));
    const F32x4 haze = min4(max4((w - fog_near) * fog_scale, zero), one);
    const Floats xs(sx), ys(sy), depths(depth), sizes(size), fogs(haze);
    const Ints steps(truncate4(haze * fog_steps + half));
    for (int lane = 0; lane < 4; ++lane) {
      if ((bits >> lane & 1) == 0) continue;
      const std::uint8_t style = styles_[i + static_cast<std::size_t>(lane)];
      if (style < first_style || style > last_style) continue;
      const std::size_t entry = style % kFadedStyleOffset;
      const PixelRect square{x0[lane], y0[lane], x1[lane], y1[lane]};
      if (sizes[lane] <= SoftSurface::kDotPx) {
        surface.dot(frame.clip, square, depths[lane],
                    dots[entry * kFogSteps + static_cast<std::size_t>(steps[lane])]);
        continue;
      }
      const float fog = std::max(fade, 0.5f * fogs[lane]);
      surface.sphere(
          frame.clip, square, depths[lane],
          {xs[lane], ys[lane], 2 / sizes[lane],
           packed(rgb255(palette_[entry])) | static_cast<std::uint32_t>(fog * 255 + 0.5f) << 24},
          sizes[lane] < kMinShapePx ? SomaShape::Disc : shape_of(palette_[entry]));
    }
  }
}

void SoftSynapses::upload(std::span<const SynapsePoint> points, const SynapseColors& colors) {
  points_.assign(points.begin(), points.end());
  colors_ = colors;
}

void SoftSynapses::draw(SoftSurface& surface, const SoftFrame& frame) const {
  if (frame.clip.empty()) return;
  const float min_px = kSynapseMinPx * frame.scale;
  for (const SynapsePoint& point : points_) {
    const glm::vec4 um(point.x_um, point.y_um, point.z_um, 1);
    const auto in_slab = [&](const glm::vec4& slab) { return std::abs(glm::dot(slab, um)) <= 1; };
    if (!in_slab(frame.slabs[0]) || !in_slab(frame.slabs[1])) continue;
    const float w = glm::dot(frame.w_row, um);
    if (!(w > 0)) continue;
    const float depth = glm::dot(frame.depth_row, um) / w;
    if (!(depth >= 0 && depth <= 1)) continue;
    const float x = glm::dot(frame.x_row, um) / w, y = glm::dot(frame.y_row, um) / w;
    const float diameter =
        std::clamp(point.diameter_um * frame.px_at_w1 / w, min_px, kMaxDiameterPx);
    const float reach = diameter / 2;
    if (x + reach < static_cast<float>(frame.clip.x0) ||
        x - reach > static_cast<float>(frame.clip.x1) ||
        y + reach < static_cast<float>(frame.clip.y0) ||
        y - reach > static_cast<float>(frame.clip.y1)) {
      continue;
    }
    const glm::vec3 color = rgb255(point.side == 0 ? colors_.input : colors_.output);
    const PixelRect square = square_around(x, y, reach);
    if (diameter <= SoftSurface::kDotPx) {
      surface.dot(frame.clip, square, depth, packed(color));
    } else {
      surface.sphere(frame.clip, square, depth, {x, y, 2 / diameter, packed(color)});
    }
  }
}

}  // namespace cnx
