#include "dataset/pick.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <random>

using namespace cnx;

namespace {

PickRay forward_ray() {
  PickRay ray;
  ray.origin_um = {0, 0, -100};
  ray.direction = {0, 0, 1};
  return ray;
}

/// Slow and obvious: walks along the ray in small steps and says who is entered first.
std::optional<NeuronIndex> first_met(const PickRay& ray, const std::vector<float>& positions,
                                     const NeuronMask& mask, double radius_um, double step_um,
                                     double length_um) {
  for (double t = 0; t < length_um; t += step_um) {
    const glm::dvec3 at = ray.origin_um + ray.direction * t;
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const glm::dvec3 center{positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]};
      if (mask[i] != 0 && glm::length(center - at) <= radius_um) return static_cast<NeuronIndex>(i);
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("the soma nearest to the eye is picked, unless it is hidden") {
  const std::vector<float> positions = {0, 0, 50, 0, 3, 10, 100, 0, 0};
  CHECK(pick_soma(forward_ray(), positions, {1, 1, 1}, 5, 0) == 1u);
  CHECK(pick_soma(forward_ray(), positions, {1, 0, 1}, 5, 0) == 0u);
  CHECK(pick_soma(forward_ray(), positions, {1, 1, 1}, 2, 0) == 0u);
  CHECK(pick_soma(forward_ray(), positions, {0, 0, 1}, 5, 0) == std::nullopt);
  CHECK(pick_soma(forward_ray(), {}, {}, 5, 0) == std::nullopt);
  CHECK(pick_soma(forward_ray(), {}, {1, 1}, 5, 0) == std::nullopt);
}

TEST_CASE("nothing behind the eye is picked, and of equals the lower index") {
  const std::vector<float> behind = {0, 0, -110};
  CHECK(pick_soma(forward_ray(), behind, {1}, 5, 0) == std::nullopt);
  const std::vector<float> twice = {1, 0, 0, 1, 0, 0};
  CHECK(pick_soma(forward_ray(), twice, {1, 1}, 5, 0) == 0u);
  CHECK(pick_soma(forward_ray(), twice, {0, 1}, 5, 0) == 1u);
}

TEST_CASE("a soma smaller than the pointer is met within min_radius_px") {
  PickRay ray = forward_ray();
  ray.um_per_px_at_unit_distance = 0.01;  // a pixel is 1 um wide at the distance of 100
  const std::vector<float> positions = {2.5f, 0, 0};
  CHECK(pick_soma(ray, positions, {1}, 1, 0) == std::nullopt);
  CHECK(pick_soma(ray, positions, {1}, 1, 2) == std::nullopt);
  CHECK(pick_soma(ray, positions, {1}, 1, 3) == 0u);
}

TEST_CASE("picking agrees with walking along the ray") {
  int hits = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto coordinate = [&] { return static_cast<double>(random() % 2001) / 100 - 10; };
    std::vector<float> positions;
    NeuronMask mask;
    for (int i = 0; i < 30; ++i) {
      for (int axis = 0; axis < 3; ++axis) positions.push_back(static_cast<float>(coordinate()));
      mask.push_back(random() % 4 != 0);
    }
    PickRay ray;
    ray.origin_um = {coordinate(), coordinate(), -30};
    ray.direction =
        glm::normalize(glm::dvec3(coordinate(), coordinate(), coordinate()) - ray.origin_um);
    const double radius_um = 0.5 + static_cast<double>(random() % 100) / 50;

    const auto picked = pick_soma(ray, positions, mask, radius_um, 0);
    const auto walked = first_met(ray, positions, mask, radius_um, 0.01, 80);
    if (picked == walked) {
      hits += picked.has_value();
      continue;
    }
    // A walk in steps may miss a sphere that the ray only grazes, or enter two in one step.
    REQUIRE(picked.has_value());
    const glm::dvec3 center{positions[3 * *picked], positions[3 * *picked + 1],
                            positions[3 * *picked + 2]};
    const double along = glm::dot(center - ray.origin_um, ray.direction);
    const double off = glm::length(ray.origin_um + along * ray.direction - center);
    const double entry = along - std::sqrt(radius_um * radius_um - off * off);
    const auto before = first_met(ray, positions, mask, radius_um, 0.01, entry - 0.01);
    CHECK_FALSE(before.has_value());
    CHECK(off <= radius_um);
    CHECK((radius_um - off < 0.01 || walked.has_value()));
  }
  CHECK(hits > 50);
}
