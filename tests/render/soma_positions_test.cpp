#include "render/soma_positions.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace cnx;

TEST_CASE("kept positions are within half a step of the given ones") {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> um(-700, 700);
  std::vector<float> positions(3 * 1000);
  for (float& value : positions) value = um(random);
  const QuantizedPositions kept = soma_positions(positions);
  REQUIRE(kept.count() == 1000);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const int axis = static_cast<int>(i % 3);
    const float back =
        kept.min_um[axis] + static_cast<float>(kept.quantized[i]) / 65535 * kept.extent_um[axis];
    CHECK(std::abs(back - positions[i]) <= kept.extent_um[axis] / 65535 * 0.51f);
  }
}

TEST_CASE("no neuron, one neuron and neurons in one place can be kept") {
  CHECK(soma_positions({}).count() == 0);
  const std::vector<float> one{1, 2, 3};
  CHECK(soma_positions(one).min_um == glm::vec3(1, 2, 3));
  const std::vector<float> same{1, 2, 3, 1, 2, 3};
  CHECK(soma_positions(same).quantized == std::vector<std::uint16_t>(6, 0));
}
