#include "render/soft/soft_renderer.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "render/soft/soft_lines.h"

namespace cnx {

void SoftRenderer::draw(const FrameUniforms& uniforms, const SceneViewport& viewport,
                        int canvas_width_px, int canvas_height_px, bool selection) {
  surface_.resize(canvas_width_px, canvas_height_px);
  const SoftFrame frame = soft_frame(uniforms, viewport, canvas_width_px, canvas_height_px);
  const auto byte = [](float value) { return static_cast<Rgba>(value + 0.5f) & 255u; };
  surface_.fill(kOpaque | byte(frame.background.x) | byte(frame.background.y) << 8 |
                byte(frame.background.z) << 16);
  surface_.clear_depth();
  const auto somas = [&](std::uint8_t first_style, std::uint8_t last_style, float fade) {
    somas_.draw(surface_, frame, first_style, last_style, fade);
  };
  if (selection) {
    somas(kFadedStyleOffset, 255, kFade);
    draw_soft_lines(surface_, frame, box_, true);
    const std::size_t ends = std::min(std::uint64_t{2} * uniforms.max_connections,
                                      static_cast<std::uint64_t>(connections_.size()));
    draw_soft_lines(surface_, frame, std::span(connections_).first(ends), false);
    surface_.clear_depth();
    if (!synapses_.empty()) synapses_.draw(surface_, frame);
    surface_.clear_depth();
    somas(kHiddenStyle + 1, kSelectedStyle - 1, 0);
    surface_.clear_depth();
    somas(kSelectedStyle, kSelectedStyle, 0);
  } else {
    somas(kHiddenStyle + 1, kSelectedStyle, 0);
    draw_soft_lines(surface_, frame, box_, true);
    if (!synapses_.empty()) synapses_.draw(surface_, frame);
  }
}

}  // namespace cnx
