#include "render/gl_renderer.h"

namespace cnx {

void GlRenderer::draw(const FrameUniforms& frame, const SceneViewport& viewport,
                      int canvas_width_px, int canvas_height_px, bool selection) {
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, canvas_width_px, canvas_height_px);
  glClearColor(frame.background.x, frame.background.y, frame.background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  const int bottom = canvas_height_px - viewport.y - viewport.height;  // GL counts from there
  glViewport(viewport.x, bottom, viewport.width, viewport.height);
  glEnable(GL_SCISSOR_TEST);
  glScissor(viewport.x, bottom, viewport.width, viewport.height);
  if (selection) {
    somas_.draw(frame, style_, kFadedStyleOffset, 255, kFade);
    box_.draw(frame);
    connections_.draw(frame);
    glClear(GL_DEPTH_BUFFER_BIT);
    synapses_.draw(frame);
    glClear(GL_DEPTH_BUFFER_BIT);
    somas_.draw(frame, style_, kHiddenStyle + 1, kSelectedStyle - 1);
    glClear(GL_DEPTH_BUFFER_BIT);
    somas_.draw(frame, style_, kSelectedStyle, kSelectedStyle);
  } else {
    somas_.draw(frame, style_, kHiddenStyle + 1, kSelectedStyle);
    box_.draw(frame);
    synapses_.draw(frame);
  }
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
}

}  // namespace cnx
