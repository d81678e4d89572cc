#pragma once
// frame.h — the passes in order; the one place that says what is drawn when.

#include "render/line_pass.h"
#include "render/soma_pass.h"
#include "render/style_texture.h"

namespace cnx {

/// A part of the canvas, in pixels from its lower left corner.
struct GlViewport {
  int x = 0, y = 0, width = 1, height = 1;
};

class Frame {
 public:
  SomaPass somas;
  StyleTexture style;
  bool selection = false;  // a neuron is selected: it has kSelectedStyle, who is not meant is faded
  LinePass box{true};      // around the volume
  LinePass connections{false};  // of the selected neuron: what was asked for is never hidden

  /// Clears the canvas and draws every pass inside `viewport`: what is faded first, then the
  /// lines, the somas that are meant and the selected one, each in front of all before it wherever
  /// it lies. Dear ImGui comes after.
  void draw(const FrameUniforms& frame, const GlViewport& viewport, int canvas_width_px,
            int canvas_height_px);
};

}  // namespace cnx
