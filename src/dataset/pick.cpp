#include "dataset/pick.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

#include "base/check.h"

namespace cnx {

std::optional<NeuronIndex> pick_soma(const PickRay& ray, std::span<const float> positions_um,
                                     const NeuronMask& mask, double soma_radius_um,
                                     double min_radius_px) {
  CNX_CHECK(positions_um.empty() || positions_um.size() == 3 * mask.size());
  std::optional<NeuronIndex> nearest;
  double nearest_um = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < positions_um.size() / 3; ++i) {
    if (mask[i] == 0) continue;
    const glm::dvec3 center{positions_um[3 * i], positions_um[3 * i + 1], positions_um[3 * i + 2]};
    const glm::dvec3 from_eye = center - ray.origin_um;
    const double along_um = glm::dot(from_eye, ray.direction);
    if (!(along_um > 0)) continue;
    const double radius_um =
        std::max(soma_radius_um, min_radius_px * ray.um_per_px_at_unit_distance * along_um);
    const double entry_um2 =
        radius_um * radius_um - (glm::dot(from_eye, from_eye) - along_um * along_um);
    if (!(entry_um2 >= 0)) continue;
    const double entry_um = along_um - std::sqrt(entry_um2);
    if (entry_um < nearest_um) {
      nearest_um = entry_um;
      nearest = static_cast<NeuronIndex>(i);
    }
  }
  return nearest;
}

}  // namespace cnx
