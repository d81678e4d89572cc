// page_webgl.cpp — PageRenderer's part that draws with WebGL. The first picture is the processor's.

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "app/page_renderer.h"
#include "base/check.h"
#include "render/gl_renderer.h"
#include "render/soft/soft_renderer.h"

extern "C" {
char* cnx_js_webgl_renderer();
void cnx_js_show_picture(int visible);
}

namespace cnx {
namespace {

std::string webgl_renderer() {
  char* const text = cnx_js_webgl_renderer();
  std::string name = text;
  std::free(text);
  return name;
}

}  // namespace

PageRenderer::~PageRenderer() { leave(); }

void PageRenderer::allow_webgl() {
  if (choice_.wish() == BackendWish::WebGl) look_for_webgl();
}

void PageRenderer::look_for_webgl() {
  if (!choice_.knows_webgl()) choice_.set_gl_renderer(webgl_renderer());
}

void PageRenderer::use_webgl() {
  if (context_ == 0) {
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.alpha = attributes.antialias = attributes.stencil = EM_FALSE;
    attributes.depth = EM_TRUE;
    attributes.majorVersion = 2;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context =
        emscripten_webgl_create_context(canvas_.c_str(), &attributes);
    if (context <= 0) {
      choice_.set_gl_failed();
      return;
    }
    context_ = static_cast<std::uintptr_t>(context);
  }
  emscripten_webgl_make_context_current(static_cast<EMSCRIPTEN_WEBGL_CONTEXT_HANDLE>(context_));
  CNX_CHECK(ImGui_ImplOpenGL3_Init("#version 300 es"));
  gl_ = std::make_unique<GlRenderer>(is_software_gl(choice_.gl_renderer()));
  cnx_js_show_picture(0);
  entered_ = active_ = Backend::WebGl;
  generation_ += 1;
}

void PageRenderer::leave_webgl() {
  gl_.reset();
  ImGui_ImplOpenGL3_Shutdown();
}

void PageRenderer::begin_webgl_frame() { ImGui_ImplOpenGL3_NewFrame(); }

void PageRenderer::draw_webgl_ui(ImDrawData* data) { ImGui_ImplOpenGL3_RenderDrawData(data); }

void PageRenderer::wait() const {
  if (active_ != Backend::WebGl) return;
  // Reading a pixel waits; glFinish need not in a browser.
  std::uint32_t pixel = 0;
  glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, &pixel);
}

std::vector<std::uint32_t> PageRenderer::read_pixels(int width_px, int height_px) const {
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width_px) *
                                    static_cast<std::size_t>(height_px));
  if (active_ == Backend::WebGl) {
    glReadPixels(0, 0, width_px, height_px, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return pixels;
  }
  for (int y = 0; y < height_px; ++y) {
    const Rgba* const row = soft_->surface().row(y);
    std::copy_n(row, width_px, pixels.begin() + static_cast<std::ptrdiff_t>(y) * width_px);
  }
  return pixels;
}

}  // namespace cnx
