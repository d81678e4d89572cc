#pragma once
// soft_renderer.h — the passes in order, drawn by the processor: no GPU, no driver, the same
// pixels on every machine of one kind.

#include <vector>

#include "render/renderer.h"
#include "render/soft/soft_points.h"
#include "render/soft/soft_surface.h"

namespace cnx {

class SoftRenderer final : public Renderer {
 public:
  void upload_somas(std::span<const float> positions_um) override { somas_.upload(positions_um); }
  void upload_styles(std::span<const std::uint8_t> styles) override {
    somas_.upload_styles(styles);
  }
  void upload_palette(std::span<const std::uint32_t> colors) override {
    somas_.upload_palette(colors);
  }
  void upload_box(std::span<const LineVertex> vertices) override {
    box_.assign(vertices.begin(), vertices.end());
  }
  void upload_connections(std::span<const LineVertex> vertices) override {
    connections_.assign(vertices.begin(), vertices.end());
  }
  void upload_synapses(std::span<const SynapsePoint> points, const SynapseColors& colors) override {
    if (!points.empty() || !synapses_.empty()) synapses_.upload(points, colors);
  }
  void draw(const FrameUniforms& frame, const SceneViewport& viewport, int canvas_width_px,
            int canvas_height_px, bool selection) override;
  void keep() override { kept_ = surface_.pixels(); }
  void restore() override { surface_.pixels() = kept_; }

  /// What draw() made, and where Dear ImGui goes on.
  SoftSurface& surface() { return surface_; }

 private:
  SoftSurface surface_;
  SoftSomas somas_;
  SoftSynapses synapses_;
  std::vector<LineVertex> box_, connections_;
  Pixels<Rgba> kept_;
};

}  // namespace cnx
