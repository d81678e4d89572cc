#include "dataset/region_select.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace cnx;

namespace {

std::vector<float> random_positions(std::mt19937& random, std::size_t count) {
  std::vector<float> positions(count * 3);
  for (float& value : positions) value = static_cast<float>(random() % 2001) / 10 - 100;
  return positions;
}

}  // namespace

TEST_CASE("a polygon on the screen holds the somas that are drawn inside it") {
  // The identity draws x and y from -1 to 1 over the screen, y upwards.
  const ScreenView view{glm::mat4(1), 200, 100};
  const std::vector<float> positions = {0, 0, 0, -0.9f, 0.9f, 0, 0.5f, -0.5f, 0};
  const std::vector<glm::vec2> upper_left = {{0, 0}, {100, 0}, {100, 49}, {0, 49}};
  CHECK(in_polygon(positions, view, upper_left, {1, 1, 1}) == NeuronMask{0, 1, 0});
  CHECK(in_polygon(positions, view, upper_left, {1, 0, 1}) == NeuronMask{0, 0, 0});
  const std::vector<glm::vec2> all = {{-1, -1}, {201, -1}, {201, 101}, {-1, 101}};
  CHECK(in_polygon(positions, view, all, {1, 1, 1}) == NeuronMask{1, 1, 1});
  CHECK(in_polygon(positions, view, std::vector<glm::vec2>{{0, 0}, {9, 9}}, {1, 1, 1}) ==
        NeuronMask{0, 0, 0});
  CHECK(in_polygon({}, view, all, {}).empty());
}

TEST_CASE("a soma behind the eye is in no polygon") {
  glm::mat4 clip(1);
  clip[3][3] = 0;
  clip[2][3] = 1;  // w = z
  const ScreenView view{clip, 100, 100};
  const std::vector<glm::vec2> all = {{-1e6, -1e6}, {1e6, -1e6}, {1e6, 1e6}, {-1e6, 1e6}};
  CHECK(in_polygon(std::vector<float>{0, 0, 5, 0, 0, -5, 0, 0, 0}, view, all, {1, 1, 1}) ==
        NeuronMask{1, 0, 0});
}

TEST_CASE("a lasso that crosses itself leaves out what it goes around twice") {
  const ScreenView view{glm::mat4(1), 100, 100};
  const std::vector<glm::vec2> twice = {{10, 10}, {90, 10}, {90, 90}, {10, 90}, {10, 30},
                                        {70, 30}, {70, 70}, {30, 70}, {30, 10}};
  const std::vector<float> middle = {0, 0, 0}, border = {-0.6f, 0, 0};
  CHECK(in_polygon(middle, view, twice, {1}) == NeuronMask{0});
  CHECK(in_polygon(border, view, twice, {1}) == NeuronMask{1});
}

TEST_CASE("spheres and columns hold what is near enough to their center and their line") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t count = random() % 200;
    const auto positions = random_positions(random, count);
    NeuronMask among(count);
    for (auto& value : among) value = random() % 4 != 0;
    const glm::vec3 center(10, -20, 30);
    const float radius = static_cast<float>(random() % 120);
    const int axis = static_cast<int>(random() % 3);
    NeuronMask sphere(count), column(count);
    for (std::size_t i = 0; i < count; ++i) {
      double squares = 0, across = 0;
      for (int a = 0; a < 3; ++a) {
        const double d = positions[3 * i + static_cast<std::size_t>(a)] - center[a];
        squares += d * d;
        if (a != axis) across += d * d;
      }
      // Tenths of a micrometer: no value is nearer to the border than a float can tell.
      sphere[i] = among[i] != 0 && std::sqrt(squares) <= radius + 1e-4 ? 1 : 0;
      column[i] = among[i] != 0 && std::sqrt(across) <= radius + 1e-4 ? 1 : 0;
    }
    CHECK(in_sphere(positions, center, radius, among) == sphere);
    CHECK(in_column(positions, center, axis, radius, among) == column);
  }
}
