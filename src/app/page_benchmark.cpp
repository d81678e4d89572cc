#include "app/page_benchmark.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "app/scene_upload.h"
#include "base/json.h"
#include "format/space_curve.h"
#include "render/style.h"

namespace cnx {
namespace {

/// `count` points in the bounds of the dataset, along the curve that neurons are kept along.
std::vector<float> made_up_points(const App& app, std::uint32_t count) {
  const CameraFrame frame = app.camera_frame();
  std::mt19937 random(1);
  std::vector<std::array<std::uint16_t, 3>> places(count);
  for (auto& place : places) {
    for (auto& axis : place) axis = static_cast<std::uint16_t>(random() >> 16);
  }
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    order[i] = {hilbert_place({places[i][0], places[i][1], places[i][2]}, 16), i};
  }
  std::sort(order.begin(), order.end());
  std::vector<float> positions;
  positions.reserve(3 * std::size_t{count});
  for (const auto& [key, i] : order) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      positions.push_back(
          static_cast<float>((places[i][axis] / 65535.0 - 0.5) * frame.extent_nm[axis] / 1000));
    }
  }
  return positions;
}

std::vector<LineVertex> made_up_lines(std::span<const float> positions, std::uint32_t count) {
  std::vector<LineVertex> vertices;
  const auto points = static_cast<std::uint32_t>(positions.size() / 3);
  if (points == 0) return vertices;
  std::mt19937 random(2);
  for (std::uint32_t i = 0; i < 2 * count; ++i) {
    const std::size_t at = std::size_t{random() % points} * 3;
    vertices.push_back({positions[at], positions[at + 1], positions[at + 2], 0x56, 0xa0, 0xff, 40});
  }
  return vertices;
}

}  // namespace

std::string run_benchmark(const App& app, PageRenderer& renderer, const BenchmarkOptions& options) {
  const BackendWish wish = renderer.choice().wish();
  renderer.choice().set_wish(options.backend == Backend::Soft ? BackendWish::Soft
                                                              : BackendWish::WebGl);
  renderer.enter();
  Renderer& scene = renderer.scene();
  SceneUpload upload;
  upload.update(app, scene, 1);
  std::vector<float> positions(app.neurons().positions_um().begin(),
                               app.neurons().positions_um().end());
  if (options.points > 0) {
    positions = made_up_points(app, options.points);
    std::vector<std::uint8_t> styles(options.points);
    for (std::size_t i = 0; i < styles.size(); ++i) {
      styles[i] = static_cast<std::uint8_t>(1 + i % 11);
    }
    scene.upload_somas(positions);
    scene.upload_styles(styles);
  }
  if (options.lines > 0) scene.upload_connections(made_up_lines(positions, options.lines));

  CameraFrame frame = app.camera_frame();
  frame.width_px = options.width_px;
  frame.height_px = options.height_px;
  CameraState camera = app.view().camera ? *app.view().camera : fit_camera(frame);
  std::vector<double> times_ms;
  FrameUniforms uniforms;
  for (int i = 0; i < options.frames; ++i) {
    camera = orbit(camera, 360.0 / options.frames, 0);
    uniforms = frame_uniforms(app, camera, frame, 1);
    if (options.points > 0) uniforms.px_at_w1 = 0;  // each as small as a point gets
    const double began_ms = emscripten_get_now();
    // Connections are drawn while something is selected; what is faded is then part of the frame.
    scene.draw(uniforms, {0, 0, options.width_px, options.height_px}, options.width_px,
               options.height_px, app.selected().has_value() || options.lines > 0);
    renderer.present();
    renderer.wait();
    times_ms.push_back(emscripten_get_now() - began_ms);
  }

  std::uint64_t lit = 0;
  const glm::vec3 background = uniforms.background * 255.0f + 0.5f;
  const std::uint32_t dark = 0xff000000u | static_cast<std::uint32_t>(background.z) << 16 |
                             static_cast<std::uint32_t>(background.y) << 8 |
                             static_cast<std::uint32_t>(background.x);
  for (const std::uint32_t pixel : renderer.read_pixels(options.width_px, options.height_px)) {
    lit += pixel != dark ? 1 : 0;
  }
  Json result;
  result["backend"] = renderer.backend() == Backend::Soft ? "soft" : "webgl2";
  result["webgl_renderer"] = renderer.choice().gl_renderer();
  result["points"] = positions.size() / 3;
  result["lines"] = options.lines;
  result["width_px"] = options.width_px;
  result["height_px"] = options.height_px;
  result["frame_ms"] = times_ms;
  result["lit_pixels"] = lit;
  renderer.choice().set_wish(wish);
  return result.dump();
}

}  // namespace cnx
