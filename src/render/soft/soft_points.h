#pragma once
// soft_points.h — the passes of somas and synapses, drawn by the processor.

#include <array>
#include <cstdint>
#include <glm/vec4.hpp>
#include <span>
#include <vector>

#include "render/renderer.h"
#include "render/soft/soft_surface.h"
#include "render/style.h"

namespace cnx {

/// The frame in the terms of the surface: world micrometres to pixels from the upper left corner.
struct SoftFrame {
  /// x = dot(x_row, um1) / w, and so on; depth 0 at the near plane .. 1 at the far one.
  glm::vec4 x_row{0}, y_row{0}, depth_row{0}, w_row{0};
  PixelRect clip;
  float px_at_w1 = 1, scale = 1;
  glm::vec2 fog_w{1, 2};
  glm::vec3 background{0};  // 0 .. 255
  std::array<glm::vec4, 2> slabs{};
};

SoftFrame soft_frame(const FrameUniforms& frame, const SceneViewport& viewport, int width_px,
                     int height_px);

/// Same contract as shaders/soma_points.*.
class SoftSomas {
 public:
  void upload(std::span<const float> positions_um);
  void upload_styles(std::span<const std::uint8_t> styles);
  void upload_palette(std::span<const std::uint32_t> colors);  // kFadedStyleOffset, with shapes
  /// Marks the neurons whose style lies in [first_style, last_style]; the caller shades.
  void draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
            std::uint8_t last_style, float fade) const;

 private:
  std::size_t count_ = 0;
  glm::vec3 min_um_{0}, um_per_step_{0};
  std::vector<std::uint16_t> x_, y_, z_;  // padded to whole vectors
  std::vector<std::uint8_t> styles_;      // as long, padded with kHiddenStyle
  std::vector<std::uint32_t> palette_ = std::vector<std::uint32_t>(kFadedStyleOffset);
};

/// Same contract as shaders/synapse_points.*.
class SoftSynapses {
 public:
  void upload(std::span<const SynapsePoint> points, const SynapseColors& colors);
  void draw(SoftSurface& surface, const SoftFrame& frame) const;

 private:
  std::vector<SynapsePoint> points_;
  SynapseColors colors_;
};

}  // namespace cnx
