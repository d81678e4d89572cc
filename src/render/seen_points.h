#pragma once
// seen_points.h — which points are seen, for a WebGL that is a program.
//
// There a point costs as much before its first pixel as the processor's own passes need for thirty,
// and most points of a dense cloud lie behind others. A GPU draws all of them sooner than anybody
// could ask.

#include <cstdint>
#include <span>
#include <vector>

#include "render/renderer.h"
#include "render/soft/soft_points.h"
#include "render/soft/soft_surface.h"

namespace cnx {

/// Knows the points as a Renderer does. What its functions leave out is covered by what they give,
/// pixel by pixel: the edges of the software passes are those of software WebGL.
class SeenPoints {
 public:
  void upload_somas(std::span<const float> positions_um) { somas_.upload(positions_um); }
  void upload_styles(std::span<const std::uint8_t> styles) { somas_.upload_styles(styles); }
  void upload_palette(std::span<const std::uint32_t> colors) { somas_.upload_palette(colors); }
  void upload_synapses(std::span<const SynapsePoint> points, const SynapseColors& colors) {
    synapses_.upload(points, colors);
  }

  void begin(const FrameUniforms& frame, const SceneViewport& viewport, int width_px,
             int height_px) {
    surface_.resize(width_px, height_px);
    frame_ = soft_frame(frame, viewport, width_px, height_px);
  }
  /// Those of the styles [first_style, last_style]; good until the next call of either.
  const std::vector<std::uint32_t>& somas(std::uint8_t first_style, std::uint8_t last_style) {
    somas_.find_seen(surface_, frame_, first_style, last_style, found_);
    return found_;
  }
  const std::vector<std::uint32_t>& synapses() {
    synapses_.find_seen(surface_, frame_, found_);
    return found_;
  }

 private:
  SoftSurface surface_;
  SoftFrame frame_;
  SoftSomas somas_;
  SoftSynapses synapses_;
  std::vector<std::uint32_t> found_;
};

}  // namespace cnx
