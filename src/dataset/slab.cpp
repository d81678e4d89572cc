#include "dataset/slab.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "base/check.h"

namespace cnx {
namespace {

/// Thinner ones would depend on rounding alone.
constexpr double kLeastHalfUm = 0.01;

Slab slab_around(const glm::dvec3& direction, double middle_um, double half_um) {
  const double half = std::max(half_um, kLeastHalfUm);
  return Slab(glm::dvec4(direction / half, -middle_um / half));
}

}  // namespace

Slab depth_slab(double min_um, double max_um, double top_um) {
  CNX_CHECK(min_um <= max_um);
  return slab_around({0, 1, 0}, top_um + (min_um + max_um) / 2, (max_um - min_um) / 2);
}

Slab upright_slab(double yaw_deg, double position_um, double thickness_um) {
  CNX_CHECK(thickness_um > 0);
  const double yaw = glm::radians(yaw_deg);
  return slab_around({std::sin(yaw), 0, std::cos(yaw)}, position_um, thickness_um / 2);
}

bool in_slabs(const glm::vec3& um, std::span<const Slab> slabs) {
  for (const Slab& slab : slabs) {
    if (!(std::abs(glm::dot(slab, glm::vec4(um, 1))) <= 1)) return false;
  }
  return true;
}

NeuronMask slab_mask(std::span<const float> positions_um, std::span<const Slab> slabs) {
  NeuronMask mask(positions_um.size() / 3);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const float* const at = &positions_um[3 * i];
    mask[i] = in_slabs({at[0], at[1], at[2]}, slabs);
  }
  return mask;
}

}  // namespace cnx
