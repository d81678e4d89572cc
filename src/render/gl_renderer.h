#pragma once
// gl_renderer.h — the passes in order, drawn with WebGL2.

#include <optional>

#include "render/gl_objects.h"
#include "render/line_pass.h"
#include "render/renderer.h"
#include "render/seen_points.h"
#include "render/soma_pass.h"
#include "render/style_texture.h"
#include "render/synapse_pass.h"

namespace cnx {

/// Draws with the GL context that is current, which must be when it is made, used and destroyed.
class GlRenderer final : public Renderer {
 public:
  /// `gl_is_program`: is_software_gl() of what draws. Points that others hide are then left out.
  explicit GlRenderer(bool gl_is_program) {
    if (gl_is_program) seen_.emplace();
  }

  void upload_somas(std::span<const float> positions_um) override {
    somas_.upload(positions_um);
    if (seen_) seen_->upload_somas(positions_um);
  }
  void upload_styles(std::span<const std::uint8_t> styles) override {
    style_.upload_styles(styles);
    if (seen_) seen_->upload_styles(styles);
  }
  void upload_palette(std::span<const std::uint32_t> colors) override {
    style_.upload_palette(colors);
    if (seen_) seen_->upload_palette(colors);
  }
  void upload_box(std::span<const LineVertex> vertices) override { box_.upload(vertices); }
  void upload_connections(std::span<const LineVertex> vertices) override {
    connections_.upload(vertices);
  }
  void upload_synapses(std::span<const SynapsePoint> points, const SynapseColors& colors) override {
    synapses_.upload(points, colors);
    if (seen_) seen_->upload_synapses(points, colors);
  }
  void draw(const FrameUniforms& frame, const SceneViewport& viewport, int canvas_width_px,
            int canvas_height_px, bool selection) override;
  void keep() override;
  void restore() override;

 private:
  void draw_somas(const FrameUniforms& frame, std::uint8_t first_style, std::uint8_t last_style,
                  float fade = 0);
  void copy(GLuint from, GLuint to);

  SomaPass somas_;
  StyleTexture style_;
  LinePass box_{true}, connections_{false};
  SynapsePass synapses_;
  std::optional<SeenPoints> seen_;
  int width_ = 0, height_ = 0;  // of the canvas, at the last draw()
  GlFramebuffer kept_;
  GlRenderbuffer kept_pixels_;
  int kept_width_ = 0, kept_height_ = 0;
};

}  // namespace cnx
