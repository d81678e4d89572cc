#pragma once
// region_select.h — the neurons inside a shape: on the screen or in space. Arithmetic only.

#include <cstdint>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <span>

#include "dataset/neuron_mask.h"

namespace cnx {

/// How positions get to the screen.
struct ScreenView {
  glm::mat4 clip_from_um{1};
  float width_px = 1, height_px = 1;  // pixel 0, 0 is the upper left corner
};

/// Neurons of `among` whose soma's center is drawn inside the polygon (even-odd rule; its last
/// corner is joined to its first). A soma behind the eye is in none. Empty for fewer than three
/// corners. Precondition: `among` has one entry a position. O(neurons * corners).
NeuronMask in_polygon(std::span<const float> positions_um, const ScreenView& view,
                      std::span<const glm::vec2> corners_px, const NeuronMask& among);

/// Neurons of `among` at most `radius_um` from the center. O(neurons).
NeuronMask in_sphere(std::span<const float> positions_um, glm::vec3 center_um, float radius_um,
                     const NeuronMask& among);

/// Neurons of `among` at most `radius_um` from the line through the center along an axis (0 x, 1 y,
/// 2 z), however far along it. O(neurons).
NeuronMask in_column(std::span<const float> positions_um, glm::vec3 center_um, int axis,
                     float radius_um, const NeuronMask& among);

}  // namespace cnx
