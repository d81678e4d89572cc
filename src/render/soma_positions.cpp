#include "render/soma_positions.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>

namespace cnx {

QuantizedPositions soma_positions(std::span<const float> positions_um) {
  QuantizedPositions result;
  const std::size_t count = positions_um.size() / 3;
  const auto at = [&](std::size_t i) {
    return glm::vec3(positions_um[3 * i], positions_um[3 * i + 1], positions_um[3 * i + 2]);
  };
  glm::vec3 low = count > 0 ? at(0) : glm::vec3(0), high = low;
  for (std::size_t i = 1; i < count; ++i) {
    low = glm::min(low, at(i));
    high = glm::max(high, at(i));
  }
  result.min_um = low;
  result.extent_um = glm::max(high - low, glm::vec3(1e-3f));
  result.quantized.resize(3 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const glm::vec3 share = (at(i) - result.min_um) / result.extent_um * 65535.0f;
    for (int axis = 0; axis < 3; ++axis) {
      result.quantized[3 * i + static_cast<std::size_t>(axis)] =
          static_cast<std::uint16_t>(std::clamp(std::lround(share[axis]), 0l, 65535l));
    }
  }
  return result;
}

}  // namespace cnx
