#include "render/frame.h"

namespace cnx {
namespace {

constexpr float kFade = 0.82f;  // of what is there, but not meant

}  // namespace

void Frame::draw(const FrameUniforms& frame, const GlViewport& viewport, int canvas_width_px,
                 int canvas_height_px) {
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, canvas_width_px, canvas_height_px);
  glClearColor(frame.background.x, frame.background.y, frame.background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  glViewport(viewport.x, viewport.y, viewport.width, viewport.height);
  glEnable(GL_SCISSOR_TEST);
  glScissor(viewport.x, viewport.y, viewport.width, viewport.height);
  if (selection) {
    somas.draw(frame, style, kFadedStyleOffset, 255, kFade);
    box.draw(frame);
    connections.draw(frame);
    glClear(GL_DEPTH_BUFFER_BIT);
    somas.draw(frame, style, kHiddenStyle + 1, kSelectedStyle - 1);
    glClear(GL_DEPTH_BUFFER_BIT);
    somas.draw(frame, style, kSelectedStyle, kSelectedStyle);
  } else {
    somas.draw(frame, style, kHiddenStyle + 1, kSelectedStyle);
    box.draw(frame);
  }
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
}

}  // namespace cnx
