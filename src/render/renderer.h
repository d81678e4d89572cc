#pragma once
// renderer.h — what draws the 3-D view: one interface, two makers.
//
// GlRenderer (gl_renderer.h) draws with WebGL2, SoftRenderer (soft/soft_renderer.h) with the
// processor alone. Both take the same values and make the same picture, to within rounding at the
// edges of shapes. What a renderer was given it keeps; a renderer made later is given all again.

#include <cstdint>
#include <span>

#include "render/frame_uniforms.h"

namespace cnx {

struct LineVertex {
  float x_um = 0, y_um = 0, z_um = 0;  // world
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
};
static_assert(sizeof(LineVertex) == 16);

/// One synapse. The side says which of the two colours of `SynapseColors` it has.
struct SynapsePoint {
  float x_um = 0, y_um = 0, z_um = 0;  // world
  float diameter_um = 1;               // drawn; grows with the size of the cleft
  std::uint32_t side = 0;              // 0 input, 1 output
};
static_assert(sizeof(SynapsePoint) == 20);

/// 0xRRGGBB by side.
struct SynapseColors {
  std::uint32_t input = 0, output = 0;
};

/// A part of the canvas, in pixels from its upper left corner.
struct SceneViewport {
  int x = 0, y = 0, width = 1, height = 1;

  bool operator==(const SceneViewport&) const = default;
};

inline constexpr float kSomaDiameterUm = 12;  // drawn; cortical somas measure 8 to 20
inline constexpr float kSomaMinPx = 2;        // CSS pixels
inline constexpr float kSynapseMinPx = 3;     // CSS pixels

class Renderer {
 public:
  virtual ~Renderer() = default;

  /// Soma centers in world micrometres, [x0 y0 z0 …]. Kept as 16 bits an axis over their bounds,
  /// so a millimetre is drawn to within 8 nm.
  virtual void upload_somas(std::span<const float> positions_um) = 0;
  /// One byte a neuron: 0 hidden, else an entry of the palette (render/style.h).
  virtual void upload_styles(std::span<const std::uint8_t> styles) = 0;
  /// kFadedStyleOffset colours with their shapes (view/soma_shape.h); entry 0 is never seen.
  virtual void upload_palette(std::span<const std::uint32_t> colors) = 0;
  /// Lines around the volume, hidden by somas in front of them. Two vertices a line.
  virtual void upload_box(std::span<const LineVertex> vertices) = 0;
  /// Connections of the selected neuron: what was asked for is never hidden. Two vertices a line,
  /// the strongest first: FrameUniforms::max_connections draws fewer.
  virtual void upload_connections(std::span<const LineVertex> vertices) = 0;
  /// Synapses, drawn in front of the somas that are not meant and behind those that are.
  virtual void upload_synapses(std::span<const SynapsePoint> points,
                               const SynapseColors& colors) = 0;

  /// Clears the canvas and draws every pass inside `viewport`. `selection`: a neuron is selected;
  /// what is faded comes first, then lines, synapses, the somas that are meant and the selected
  /// one, each in front of all before it wherever it lies. Dear ImGui comes after.
  virtual void draw(const FrameUniforms& frame, const SceneViewport& viewport, int canvas_width_px,
                    int canvas_height_px, bool selection) = 0;

  /// Keeps a copy of what the last draw() made: right after it.
  virtual void keep() = 0;
  /// The copy of the last keep(), in place of a draw() that would make the same picture.
  virtual void restore() = 0;
};

}  // namespace cnx
