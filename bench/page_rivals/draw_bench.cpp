// draw_bench.cpp — the page's own renderers (src/render) behind a few functions, so that rivals.js
// can have them draw the frames that it has other libraries draw.

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "render/backend_choice.h"
#include "render/gl_renderer.h"
#include "render/soft/soft_renderer.h"
#include "render/style.h"

namespace {

struct Bench {
  std::unique_ptr<cnx::Renderer> renderer;
  cnx::SoftRenderer* soft = nullptr;  // the same, if it is one
  int width_px = 0, height_px = 0;
  bool selection = false;
  bool gl_is_program = false;
  std::uint32_t max_lines = UINT32_MAX;
};

Bench bench;

bool open_webgl() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.antialias = false;
  const auto context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

}  // namespace

extern "C" {

/// The processor draws, or WebGL2 on #canvas as the page makes it; `gl_is_program`: WebGL is a
/// program. Returns whether there is one.
EMSCRIPTEN_KEEPALIVE int draw_open(int soft, int gl_is_program, int width_px, int height_px) {
  bench.gl_is_program = gl_is_program != 0;
  bench.width_px = width_px;
  bench.height_px = height_px;
  if (soft != 0) {
    auto renderer = std::make_unique<cnx::SoftRenderer>();
    bench.soft = renderer.get();
    bench.renderer = std::move(renderer);
    return 1;
  }
  if (!open_webgl()) return 0;
  bench.renderer = std::make_unique<cnx::GlRenderer>(bench.gl_is_program);
  return 1;
}

/// Neurons: three coordinates in micrometres and one style byte each.
EMSCRIPTEN_KEEPALIVE void draw_neurons(const float* positions_um, const std::uint8_t* styles,
                                       const std::uint32_t* palette, std::size_t count) {
  bench.renderer->upload_somas({positions_um, 3 * count});
  bench.renderer->upload_styles({styles, count});
  bench.renderer->upload_palette({palette, cnx::kFadedStyleOffset});
}

/// Lines over everything: two ends each, in micrometres, all of one colour.
EMSCRIPTEN_KEEPALIVE void draw_lines(const float* ends_um, std::size_t count, int red, int green,
                                     int blue, int alpha) {
  std::vector<cnx::LineVertex> vertices(2 * count);
  for (std::size_t v = 0; v < vertices.size(); ++v) {
    vertices[v] = {ends_um[3 * v],
                   ends_um[3 * v + 1],
                   ends_um[3 * v + 2],
                   static_cast<std::uint8_t>(red),
                   static_cast<std::uint8_t>(green),
                   static_cast<std::uint8_t>(blue),
                   static_cast<std::uint8_t>(alpha)};
  }
  bench.renderer->upload_connections(vertices);
  bench.selection = true;  // lines belong to a selected neuron
}

/// From now on as many lines as the page draws while its camera moves.
EMSCRIPTEN_KEEPALIVE void draw_in_motion() {
  const cnx::Backend backend = bench.soft != nullptr ? cnx::Backend::Soft : cnx::Backend::WebGl;
  bench.max_lines = cnx::lines_in_motion(backend, bench.gl_is_program);
}

/// One frame. With WebGL2 a pixel is read back, so that it is drawn when this returns.
///   clip_from_um  16 numbers, column by column
EMSCRIPTEN_KEEPALIVE void draw_frame(const float* clip_from_um, float px_at_w1, float fog_from_w,
                                     float fog_to_w) {
  cnx::FrameUniforms uniforms;
  std::memcpy(&uniforms.clip_from_um[0][0], clip_from_um, 16 * sizeof(float));
  uniforms.px_at_w1 = px_at_w1;
  uniforms.fog_w = {fog_from_w, fog_to_w};
  uniforms.max_connections = bench.max_lines;
  bench.renderer->draw(uniforms, {0, 0, bench.width_px, bench.height_px}, bench.width_px,
                       bench.height_px, bench.selection);
  if (bench.soft != nullptr) return;
  std::array<std::uint8_t, 4> pixel{};
  glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel.data());
}

/// Of what the processor has drawn: rows from the top, draw_stride() pixels each.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* draw_pixels() {
  return bench.soft->surface().pixels().data();
}
EMSCRIPTEN_KEEPALIVE int draw_stride() { return bench.soft->surface().stride(); }
}
