#include "render/soft/point_blocks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <limits>
#include <random>
#include <vector>

#include "render/soft/soft_points.h"

using namespace cnx;

namespace {

constexpr int kWidth = 200, kHeight = 120;
constexpr float kWidestUm = 12, kMinPx = 2;

std::vector<float> some_points(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> um(-100, 100);
  std::vector<float> positions;
  for (std::size_t i = 0; i < 3 * count; ++i) positions.push_back(um(random));
  return positions;
}

SoftFrame frame_at(float distance_um, const SceneViewport& viewport) {
  FrameUniforms uniforms;
  uniforms.clip_from_um = glm::perspective(glm::radians(40.0f), 1.5f, 1.0f, 5000.0f) *
                          glm::translate(glm::mat4(1), glm::vec3(5, -3, -distance_um));
  uniforms.px_at_w1 = kHeight / 2.0f / std::tan(glm::radians(20.0f));
  return soft_frame(uniforms, viewport, kWidth, kHeight);
}

glm::vec3 steps_of(const PointBlocks& blocks, std::size_t slot) {
  constexpr std::size_t kPoints = PointBlocks::kPoints;
  const std::uint16_t* const x = blocks.steps(slot / kPoints * kPoints) + slot % kPoints;
  return {x[0], x[kPoints], x[2 * kPoints]};
}

}  // namespace

TEST_CASE("every point is in one slot, and neighbours along the curve are near in space") {
  for (const std::size_t count : {0, 1, 3, 64, 65, 1000}) {
    CAPTURE(count);
    PointBlocks blocks;
    const std::vector<float> positions = some_points(1, count);
    blocks.assign(positions);
    REQUIRE(blocks.count() == count);
    std::vector<std::uint32_t> order(blocks.order().begin(), blocks.order().end());
    double steps_um = 0;
    for (std::size_t slot = 0; slot < count; ++slot) {
      const auto at = [&](std::size_t s) {
        const std::size_t i = 3 * std::size_t{order[s]};
        return glm::vec3(positions[i], positions[i + 1], positions[i + 2]);
      };
      // What is kept is the place, to a step of the grid.
      const glm::vec3 kept = steps_of(blocks, slot);
      for (int axis = 0; axis < 3; ++axis) {
        glm::vec4 row(0);
        row[axis] = 1;
        CHECK(std::abs(glm::dot(blocks.folded(row), glm::vec4(kept, 1)) - at(slot)[axis]) < 0.01f);
      }
      if (slot > 0) steps_um += glm::distance(at(slot), at(slot - 1));
    }
    // In random order a step would be 132 um long.
    if (count == 1000) CHECK(steps_um / 999 < 40);
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < count; ++i) CHECK(order[i] == i);
  }
}

TEST_CASE("no block is left out that has a pixel to show, and none reaches farther than it says") {
  const SceneViewport viewports[] = {{0, 0, kWidth, kHeight}, {30, 20, 50, 40}};
  for (const float distance_um : {20.0f, 90.0f, 300.0f, 2000.0f}) {
    for (const SceneViewport& viewport : viewports) {
      CAPTURE(distance_um);
      const SoftFrame frame = frame_at(distance_um, viewport);
      PointBlocks blocks;
      blocks.assign(some_points(2, 3000));
      std::vector<PointBlocks::Visible> visible;
      const float farthest_w = blocks.visible(frame, kWidestUm, kMinPx, visible);
      std::size_t seen = 0;
      for (std::size_t slot = 0; slot < blocks.count(); ++slot) {
        const glm::vec4 at(steps_of(blocks, slot), 1);
        const float w = glm::dot(blocks.folded(frame.w_row), at);
        if (w < 1) continue;  // before the near plane
        const float x = glm::dot(blocks.folded(frame.x_row), at) / w,
                    y = glm::dot(blocks.folded(frame.y_row), at) / w;
        const float radius = std::max(kMinPx, kWidestUm * frame.px_at_w1 / w) / 2;
        const PixelRect square{
            static_cast<int>(std::floor(x - radius)), static_cast<int>(std::floor(y - radius)),
            static_cast<int>(std::ceil(x + radius)), static_cast<int>(std::ceil(y + radius))};
        const PixelRect shown = intersection(square, frame.clip);
        if (shown.empty()) continue;
        seen += 1;
        const auto block = std::find_if(visible.begin(), visible.end(), [&](const auto& candidate) {
          return candidate.first_slot == slot / PointBlocks::kPoints * PointBlocks::kPoints;
        });
        REQUIRE(block != visible.end());
        CHECK(block->nearest_w <= w);
        CHECK(farthest_w >= w);
        const PixelRect rect = intersection(block->rect, frame.clip);
        CHECK(rect.x0 <= shown.x0);
        CHECK(rect.y0 <= shown.y0);
        CHECK(rect.x1 >= shown.x1);
        CHECK(rect.y1 >= shown.y1);
      }
      CHECK(seen > 0);
      for (std::size_t i = 1; i < visible.size(); ++i) {
        CHECK(visible[i].nearest_w >= visible[i - 1].nearest_w - farthest_w / 4000);
      }
    }
  }
}

TEST_CASE("what lies outside the viewport or behind the eye is left out") {
  PointBlocks blocks;
  blocks.assign(some_points(3, 3000));
  std::vector<PointBlocks::Visible> all, part;
  blocks.visible(frame_at(300, {0, 0, kWidth, kHeight}), kWidestUm, kMinPx, all);
  SoftFrame corner = frame_at(300, {0, 0, kWidth, kHeight});
  corner.clip = {0, 0, 20, 20};
  blocks.visible(corner, kWidestUm, kMinPx, part);
  CHECK(!part.empty());
  CHECK(part.size() < all.size());
  blocks.visible(frame_at(-300, {0, 0, kWidth, kHeight}), kWidestUm, kMinPx, all);
  CHECK(all.empty());
  SoftFrame broken = frame_at(300, {0, 0, kWidth, kHeight});
  broken.w_row *= std::numeric_limits<float>::quiet_NaN();
  blocks.visible(broken, kWidestUm, kMinPx, all);
  CHECK(all.empty());
}
