#pragma once
// pick.h — ray and soma positions → the nearest soma hit; arithmetic only, no GPU.

#include <glm/vec3.hpp>
#include <optional>
#include <span>

#include "base/ids.h"
#include "dataset/neuron_mask.h"

namespace cnx {

/// A ray in micrometres. `direction` has length 1.
struct PickRay {
  glm::dvec3 origin_um{0};
  glm::dvec3 direction{0, 0, -1};
  double um_per_px_at_unit_distance = 0;  // how wide a pixel is, for somas smaller than the pointer
};

/// The shown soma nearest to the eye among those whose sphere (radius `soma_radius_um`, but at
/// least `min_radius_px` on the screen) the ray meets: nearest is where the ray enters the sphere,
/// as the picture shows it. A soma with its center behind the eye is never met. Ties: the lower
/// index. Precondition: the mask has one entry a position, or positions are empty. O(neurons).
std::optional<NeuronIndex> pick_soma(const PickRay& ray, std::span<const float> positions_um,
                                     const NeuronMask& mask, double soma_radius_um,
                                     double min_radius_px);

}  // namespace cnx
