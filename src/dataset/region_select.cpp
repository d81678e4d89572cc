#include "dataset/region_select.h"

#include <algorithm>
#include <glm/vec4.hpp>

#include "base/check.h"

namespace cnx {

namespace {

/// Clears `among` where `inside(position)` is false.
template <typename Inside>
NeuronMask keep_inside(std::span<const float> positions_um, const NeuronMask& among,
                       Inside inside) {
  CNX_CHECK(positions_um.size() == among.size() * 3);
  NeuronMask mask = among;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == 0) continue;
    const glm::vec3 at(positions_um[3 * i], positions_um[3 * i + 1], positions_um[3 * i + 2]);
    mask[i] = inside(at) ? 1 : 0;
  }
  return mask;
}

/// A line to the right crosses the border an odd number of times.
bool is_inside(glm::vec2 point, std::span<const glm::vec2> corners) {
  bool inside = false;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const glm::vec2 a = corners[i], b = corners[j];
    if ((a.y > point.y) == (b.y > point.y)) continue;
    if (point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

}  // namespace

NeuronMask in_polygon(std::span<const float> positions_um, const ScreenView& view,
                      std::span<const glm::vec2> corners_px, const NeuronMask& among) {
  if (corners_px.size() < 3) return NeuronMask(among.size(), 0);
  glm::vec2 low = corners_px[0], high = corners_px[0];
  for (const glm::vec2& corner : corners_px) {
    low = glm::min(low, corner);
    high = glm::max(high, corner);
  }
  return keep_inside(positions_um, among, [&](glm::vec3 um) {
    const glm::vec4 clip = view.clip_from_um * glm::vec4(um, 1);
    if (!(clip.w > 0)) return false;
    const glm::vec2 px((clip.x / clip.w * 0.5f + 0.5f) * view.width_px,
                       (0.5f - clip.y / clip.w * 0.5f) * view.height_px);
    if (px.x < low.x || px.x > high.x || px.y < low.y || px.y > high.y) return false;
    return is_inside(px, corners_px);
  });
}

NeuronMask in_sphere(std::span<const float> positions_um, glm::vec3 center_um, float radius_um,
                     const NeuronMask& among) {
  return keep_inside(positions_um, among, [&](glm::vec3 um) {
    const glm::vec3 away = um - center_um;
    return away.x * away.x + away.y * away.y + away.z * away.z <= radius_um * radius_um;
  });
}

NeuronMask in_column(std::span<const float> positions_um, glm::vec3 center_um, int axis,
                     float radius_um, const NeuronMask& among) {
  CNX_CHECK(axis >= 0 && axis < 3);
  return keep_inside(positions_um, among, [&](glm::vec3 um) {
    glm::vec3 away = um - center_um;
    away[axis] = 0;
    return away.x * away.x + away.y * away.y + away.z * away.z <= radius_um * radius_um;
  });
}

}  // namespace cnx
