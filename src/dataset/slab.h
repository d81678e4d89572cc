#pragma once
// slab.h — a slice of the volume: which somas lie in it, and as the renderers want it.

#include <array>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <span>

#include "dataset/neuron_mask.h"

namespace cnx {

/// What lies between two parallel planes: |dot(slab.xyz, um) + slab.w| <= 1. All zero: everything.
/// World micrometres, like NeuronTable::positions_um().
using Slab = glm::vec4;

/// min_um .. max_um below `top_um`, along y, both ends included. Precondition: min_um <= max_um.
Slab depth_slab(double min_um, double max_um, double top_um);

/// Upright, `thickness_um` > 0 thick. Its middle plane is `position_um` from the origin, along the
/// direction that a camera of this yaw looks in (view/camera.h).
Slab upright_slab(double yaw_deg, double position_um, double thickness_um);

/// Whether a point lies in all of them.
bool in_slabs(const glm::vec3& um, std::span<const Slab> slabs);

/// 1 for every soma whose center lies in all slabs. `positions_um`: [x0 y0 z0 …]. O(neurons).
NeuronMask slab_mask(std::span<const float> positions_um, std::span<const Slab> slabs);

}  // namespace cnx
