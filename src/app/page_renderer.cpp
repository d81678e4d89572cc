#include "app/page_renderer.h"

#include <emscripten/emscripten.h>

#include "app/soft_ui.h"
#include "render/soft/soft_renderer.h"

extern "C" {
void cnx_js_show_picture(int visible);
void cnx_js_present(const void* pixels, int width_px, int height_px, int stride_px);
}

namespace cnx {
PageRenderer::PageRenderer(BackendWish wish, const char* canvas) : choice_(wish), canvas_(canvas) {
  enter();
}

void PageRenderer::begin_frame() {
  enter();
  if (active_ == Backend::WebGl) begin_webgl_frame();
}

void PageRenderer::enter() {
  if (entered_ == choice_.current()) return;
  leave();
  if (choice_.current() == Backend::WebGl) use_webgl();
  if (choice_.current() == Backend::Soft) use_soft();
}

void PageRenderer::use_soft() {
  begin_soft_ui();
  soft_ = std::make_unique<SoftRenderer>();
  cnx_js_show_picture(1);
  entered_ = active_ = Backend::Soft;
  generation_ += 1;
}

void PageRenderer::leave() {
  if (!entered_) return;
  if (*entered_ == Backend::WebGl) {
    leave_webgl();
  } else {
    soft_.reset();
    end_soft_ui();
  }
  entered_.reset();
}

Renderer& PageRenderer::scene() {
  if (active_ == Backend::WebGl) return *gl_;
  return *soft_;
}

void PageRenderer::present() const {
  if (active_ != Backend::Soft) return;
  const SoftSurface& surface = soft_->surface();
  cnx_js_present(surface.pixels().data(), surface.width(), surface.height(), surface.stride());
}

void PageRenderer::finish_frame(ImDrawData* data, bool full, double began_ms) {
  if (active_ == Backend::WebGl) {
    draw_webgl_ui(data);
  } else {
    draw_soft_ui(soft_->surface(), data);
    present();
  }
  if (full && choice_.measuring()) {
    wait();
    choice_.frame_took(emscripten_get_now() - began_ms);
  }
}

void PageRenderer::set_gl_lost(bool lost) {
  choice_.set_gl_lost(lost);
  // What belonged to the lost context is gone with it.
  if (lost && entered_ == Backend::WebGl) enter();
}

}  // namespace cnx
