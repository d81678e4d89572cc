#include "app/selection_drag.h"

#include <algorithm>
#include <glm/geometric.hpp>

#include "dataset/region_select.h"

namespace cnx {
namespace {

constexpr float kMinCornerDistancePx = 2;  // nearer points of a lasso say nothing new
constexpr float kMinRadiusPx = 3;

std::vector<glm::vec2> rectangle(glm::vec2 a, glm::vec2 b) {
  return {{a.x, a.y}, {b.x, a.y}, {b.x, b.y}, {a.x, b.y}};
}

}  // namespace

SelectionDrag::SelectionDrag(SelectionTool tool, SetOperation operation, glm::vec2 at_px,
                             std::optional<NeuronIndex> anchor, const SelectionScene& scene)
    : tool_(tool), operation_(operation), path_px_{at_px, at_px} {
  const CameraRay ray = ray_through(scene.camera, scene.frame, at_px);
  double distance_um = 0;
  if (anchor) {
    const auto um = scene.positions_um.subspan(std::size_t{*anchor} * 3, 3);
    const glm::dvec3 center(um[0], um[1], um[2]);
    distance_um = glm::length(center - ray.origin_um);
    center_um_ = glm::vec3(center);
  } else {
    // The plane through the point looked at, seen head on.
    const glm::dvec2 middle(scene.frame.width_px / 2, scene.frame.height_px / 2);
    const CameraRay axis = ray_through(scene.camera, scene.frame, middle);
    distance_um = scene.camera.distance_nm / 1000.0 / glm::dot(axis.direction, ray.direction);
    center_um_ = glm::vec3(ray.origin_um + ray.direction * distance_um);
  }
  um_per_px_ = static_cast<float>(ray.um_per_px_at_unit_distance * distance_um);
}

void SelectionDrag::move(glm::vec2 to_px) {
  if (tool_ != SelectionTool::Lasso) {
    path_px_.back() = to_px;
  } else if (glm::length(to_px - path_px_.back()) >= kMinCornerDistancePx) {
    path_px_.push_back(to_px);
  }
}

float SelectionDrag::radius_px() const { return glm::length(path_px_.back() - path_px_.front()); }

SelectionOutline SelectionDrag::outline() const {
  switch (tool_) {
    case SelectionTool::Lasso: return {path_px_, 0, false};
    case SelectionTool::Box: return {rectangle(path_px_.front(), path_px_.back()), 0, false};
    case SelectionTool::Sphere: return {{path_px_.front()}, radius_px(), false};
    case SelectionTool::Column: return {{path_px_.front()}, radius_px(), true};
    case SelectionTool::None: break;
  }
  return {};
}

bool SelectionDrag::has_shape() const {
  return radius_px() >= kMinRadiusPx || path_px_.size() >= 4;
}

NeuronMask SelectionDrag::inside(const SelectionScene& scene) const {
  if (!has_shape()) return NeuronMask(scene.shown.size(), 0);
  const auto polygon = [&](const std::vector<glm::vec2>& corners) {
    const ScreenView view{camera_matrices(scene.camera, scene.frame).clip_from_um,
                          static_cast<float>(scene.frame.width_px),
                          static_cast<float>(scene.frame.height_px)};
    return in_polygon(scene.positions_um, view, corners, scene.shown);
  };
  switch (tool_) {
    case SelectionTool::Lasso: return polygon(path_px_);
    case SelectionTool::Box: return polygon(rectangle(path_px_.front(), path_px_.back()));
    case SelectionTool::Sphere:
      return in_sphere(scene.positions_um, center_um_, radius_px() * um_per_px_, scene.shown);
    case SelectionTool::Column:
      return in_column(scene.positions_um, center_um_, scene.depth_axis, radius_px() * um_per_px_,
                       scene.shown);
    case SelectionTool::None: break;
  }
  return NeuronMask(scene.shown.size(), 0);
}

}  // namespace cnx
