#pragma once
// soma_positions.h — positions as both renderers keep them: 16 bits an axis over their bounds.

#include <cstdint>
#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace cnx {

/// position_um = min_um + share * extent_um, share = quantized / 65535.
struct QuantizedPositions {
  glm::vec3 min_um{0}, extent_um{1};
  std::vector<std::uint16_t> quantized;  // [x0 y0 z0 …]

  std::size_t count() const { return quantized.size() / 3; }
};

/// `positions_um`: [x0 y0 z0 …], finite.
QuantizedPositions soma_positions(std::span<const float> positions_um);

}  // namespace cnx
