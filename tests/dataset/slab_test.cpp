#include "dataset/slab.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace cnx;

TEST_CASE("slabs hold the somas that lie between their planes, as plain distances say") {
  std::mt19937 random(4);
  std::uniform_real_distribution<float> um(-600, 600);
  std::vector<float> positions(3 * 2000);
  for (float& value : positions) value = um(random);
  for (int round = 0; round < 20; ++round) {
    CAPTURE(round);
    const double top = -600, min = 10.0 * round, max = min + 5 + 20.0 * round;
    const double yaw_deg = -180 + 18.0 * round, position = 15.0 * round - 150,
                 thickness = 1 + 30.0 * round;
    const std::array slabs = {depth_slab(min, max, top),
                              upright_slab(yaw_deg, position, thickness)};
    const NeuronMask mask = slab_mask(positions, slabs);
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const double depth = positions[3 * i + 1] - top;
      const double yaw = yaw_deg * 3.14159265358979 / 180;
      const double along = positions[3 * i] * std::sin(yaw) + positions[3 * i + 2] * std::cos(yaw);
      const double outside =
          std::max({min - depth, depth - max, std::abs(along - position) - thickness / 2});
      if (std::abs(outside) < 1e-2) continue;  // on a plane, rounding decides
      CHECK((mask[i] == 1) == (outside < 0));
    }
  }
}

TEST_CASE("no slab, or an empty one, holds every soma; a slab without depth holds those on it") {
  const std::vector<float> positions{0, 5, 0, 0, 6, 0};
  CHECK(slab_mask(positions, {}) == NeuronMask{1, 1});
  CHECK(slab_mask(positions, std::array{Slab(0), Slab(0)}) == NeuronMask{1, 1});
  CHECK(slab_mask(positions, std::array{depth_slab(5, 5, 0)}) == NeuronMask{1, 0});
  CHECK(slab_mask({}, std::array{depth_slab(5, 5, 0)}).empty());
}
