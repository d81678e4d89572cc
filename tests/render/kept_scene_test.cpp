#include "render/kept_scene.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <glm/gtc/matrix_transform.hpp>
#include <random>
#include <vector>

#include "render/soft/soft_renderer.h"
#include "render/style.h"

using namespace cnx;

namespace {

SceneKey some_key() {
  SceneKey key;
  key.frame.clip_from_um = glm::perspective(glm::radians(30.0f), 1.5f, 1.0f, 5000.0f) *
                           glm::translate(glm::mat4(1), glm::vec3(0, 0, -300));
  key.frame.px_at_w1 = 150;
  key.frame.fog_w = {200, 500};
  key.viewport = {0, 0, 120, 80};
  key.canvas_width_px = 160;
  key.canvas_height_px = 90;
  return key;
}

}  // namespace

TEST_CASE("a scene is drawn, kept when it is drawn again, and from then on restored") {
  KeptScene scene;
  CHECK(scene.next(some_key(), false) == SceneStep::Draw);
  CHECK(scene.next(some_key(), false) == SceneStep::DrawAndKeep);
  CHECK(scene.next(some_key(), false) == SceneStep::Restore);
  CHECK(scene.next(some_key(), false) == SceneStep::Restore);
  scene.forget();
  CHECK(scene.next(some_key(), false) == SceneStep::Draw);
}

TEST_CASE("whatever changes the picture of the scene has it drawn again") {
  const std::vector<std::function<void(SceneKey&)>> changes = {
      [](SceneKey& key) { key.frame.clip_from_um[3][1] += 1e-6f; },  // the camera
      [](SceneKey& key) { key.frame.px_at_w1 += 1; },
      [](SceneKey& key) { key.frame.fog_w.y += 1; },
      [](SceneKey& key) { key.frame.background.z += 0.01f; },  // the theme
      [](SceneKey& key) { key.frame.scale = 2; },
      [](SceneKey& key) { key.frame.slabs[1].w = 0.5f; },
      [](SceneKey& key) { key.viewport.x = 1; },
      [](SceneKey& key) { key.viewport.height = 79; },
      [](SceneKey& key) { key.canvas_width_px += 1; },
      [](SceneKey& key) { key.canvas_height_px += 1; },
      [](SceneKey& key) { key.selection = true; },
      [](SceneKey& key) { key.generation += 1; },  // another renderer: the context was lost
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CAPTURE(i);
    KeptScene scene;
    SceneKey key = some_key();
    for (int frame = 0; frame < 3; ++frame) scene.next(key, false);
    changes[i](key);
    CHECK(scene.next(key, false) == SceneStep::Draw);
    CHECK(scene.next(key, false) == SceneStep::DrawAndKeep);
    CHECK(scene.next(key, true) == SceneStep::Draw);  // styles, lines, synapses, somas
  }
}

TEST_CASE("a restored scene is the drawn one, pixel for pixel, whatever was drawn over it") {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> um(-60, 60);
  SoftRenderer renderer;
  std::vector<float> somas(3 * 500);
  for (float& at : somas) at = um(random);
  renderer.upload_somas(somas);
  renderer.upload_styles(std::vector<std::uint8_t>(500, 1));
  renderer.upload_palette(std::vector<std::uint32_t>(kFadedStyleOffset, 0x40a0ff));
  const SceneKey key = some_key();
  const auto draw = [&] {
    renderer.draw(key.frame, key.viewport, key.canvas_width_px, key.canvas_height_px, false);
  };
  draw();
  const Pixels<Rgba> drawn = renderer.surface().pixels();
  REQUIRE(std::count(drawn.begin(), drawn.end(), drawn.back()) <
          static_cast<std::ptrdiff_t>(drawn.size()) - 100);  // there is something to see
  renderer.keep();
  for (int frame = 0; frame < 3; ++frame) {
    for (Rgba& pixel : renderer.surface().pixels()) pixel = static_cast<Rgba>(random());  // panels
    renderer.restore();
    CHECK(renderer.surface().pixels() == drawn);
  }
  draw();
  CHECK(renderer.surface().pixels() == drawn);
}
