#include "render/gl_renderer.h"

namespace cnx {

void GlRenderer::draw(const FrameUniforms& frame, const SceneViewport& viewport,
                      int canvas_width_px, int canvas_height_px, bool selection) {
  width_ = canvas_width_px;
  height_ = canvas_height_px;
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, canvas_width_px, canvas_height_px);
  glClearColor(frame.background.x, frame.background.y, frame.background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  const int bottom = canvas_height_px - viewport.y - viewport.height;  // GL counts from there
  glViewport(viewport.x, bottom, viewport.width, viewport.height);
  glEnable(GL_SCISSOR_TEST);
  glScissor(viewport.x, bottom, viewport.width, viewport.height);
  if (seen_) seen_->begin(frame, viewport, canvas_width_px, canvas_height_px);
  if (selection) {
    draw_somas(frame, kFadedStyleOffset, 255, kFade);
    box_.draw(frame);
    connections_.draw(frame, frame.max_connections);
    glClear(GL_DEPTH_BUFFER_BIT);
    synapses_.draw(frame, seen_ ? &seen_->synapses() : nullptr);
    glClear(GL_DEPTH_BUFFER_BIT);
    draw_somas(frame, kHiddenStyle + 1, kSelectedStyle - 1);
    glClear(GL_DEPTH_BUFFER_BIT);
    draw_somas(frame, kSelectedStyle, kSelectedStyle);
  } else {
    draw_somas(frame, kHiddenStyle + 1, kSelectedStyle);
    box_.draw(frame);
    synapses_.draw(frame, seen_ ? &seen_->synapses() : nullptr);
  }
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
}

void GlRenderer::draw_somas(const FrameUniforms& frame, std::uint8_t first_style,
                            std::uint8_t last_style, float fade) {
  somas_.draw(frame, style_, first_style, last_style, fade,
              seen_ ? &seen_->somas(first_style, last_style) : nullptr);
}

void GlRenderer::keep() {
  if (kept_width_ != width_ || kept_height_ != height_) {
    glBindRenderbuffer(GL_RENDERBUFFER, kept_pixels_.get());
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width_, height_);
    glBindRenderbuffer(GL_RENDERBUFFER, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, kept_.get());
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
                              kept_pixels_.get());
    kept_width_ = width_;
    kept_height_ = height_;
  }
  copy(0, kept_.get());
}

void GlRenderer::restore() {
  // Chromium clears a canvas's buffer before the first drawing of a frame, and does not count a
  // blit as drawing: without this the clearing would come after it.
  glDisable(GL_SCISSOR_TEST);
  glClear(GL_COLOR_BUFFER_BIT);
  copy(kept_.get(), 0);
}

void GlRenderer::copy(GLuint from, GLuint to) {
  glDisable(GL_SCISSOR_TEST);  // it would cut what is written
  glBindFramebuffer(GL_READ_FRAMEBUFFER, from);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
  glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDisable(GL_DEPTH_TEST);
}

}  // namespace cnx
