#include "view/camera.h"

#include "view/camera_directions.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <glm/ext/matrix_clip_space.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <limits>

namespace cnx {

namespace {

constexpr double kUmPerNm = 1e-3;
constexpr double kMaxPitchDeg = 89.9;       // straight up or down, yaw would have no meaning
constexpr double kFitPitchDeg = 12;         // enough to tell the top from the bottom
constexpr double kFitMargin = 0.9;          // share of the viewport that the fitted data may take
constexpr double kMinDistanceNm = 30'000;   // nearer, one soma fills the view
constexpr double kMaxDistanceExtents = 10;  // farther, the data is a dot
constexpr double kNearShare = 0.01;         // of the distance: nearer than that hides the target
constexpr double kBoundsMarginUm = 50;      // what is drawn around somas: their radius, the axes

/// Directions of the eye space in world space, each of length 1.
struct EyeAxes {
  glm::dvec3 right, up, forward;
};

EyeAxes eye_axes(const CameraState& camera) {
  const double yaw = glm::radians(camera.yaw_mdeg * 1e-3);
  const double pitch = glm::radians(camera.pitch_mdeg * 1e-3);
  EyeAxes axes;
  axes.right = {std::cos(yaw), 0, -std::sin(yaw)};
  axes.forward = {std::sin(yaw) * std::cos(pitch), std::sin(pitch),
                  std::cos(yaw) * std::cos(pitch)};
  axes.up = glm::cross(axes.right, axes.forward);  // (0, -1, 0) at rest: depth grows downwards
  return axes;
}

glm::dvec3 target_um(const CameraState& camera, const CameraFrame& frame) {
  return {(camera.target_x_nm - frame.center_nm[0]) * kUmPerNm,
          (camera.target_y_nm - frame.center_nm[1]) * kUmPerNm,
          (camera.target_z_nm - frame.center_nm[2]) * kUmPerNm};
}

glm::dvec3 extent_um(const CameraFrame& frame) {
  return glm::dvec3{frame.extent_nm[0], frame.extent_nm[1], frame.extent_nm[2]} * kUmPerNm;
}

/// Half the viewport's height, and width, at unit distance from the eye.
double half_height() { return std::tan(glm::radians(kVerticalFieldOfViewDeg / 2)); }
double aspect(const CameraFrame& frame) {
  return std::max(frame.width_px, 1.0) / std::max(frame.height_px, 1.0);
}

double px_at_unit_distance(const CameraFrame& frame) {
  return std::max(frame.height_px, 1.0) / (2 * half_height());
}

/// Viewport pixel to the eye's x and y at unit distance.
glm::dvec2 at_unit_distance(const CameraFrame& frame, glm::dvec2 at_px) {
  return {(2 * at_px.x / std::max(frame.width_px, 1.0) - 1) * half_height() * aspect(frame),
          (1 - 2 * at_px.y / std::max(frame.height_px, 1.0)) * half_height()};
}

std::int32_t to_int32(double value) {
  constexpr double kMin = std::numeric_limits<std::int32_t>::min();
  constexpr double kMax = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::clamp(std::round(value), kMin, kMax));
}

std::int32_t clamped_distance_nm(const CameraFrame& frame, double distance_nm) {
  const double largest_nm =
      std::max({frame.extent_nm[0], frame.extent_nm[1], frame.extent_nm[2], kMinDistanceNm});
  return to_int32(std::clamp(distance_nm, kMinDistanceNm, kMaxDistanceExtents * largest_nm));
}

void move_target(CameraState& camera, glm::dvec3 by_um) {
  camera.target_x_nm = to_int32(camera.target_x_nm + by_um.x / kUmPerNm);
  camera.target_y_nm = to_int32(camera.target_y_nm + by_um.y / kUmPerNm);
  camera.target_z_nm = to_int32(camera.target_z_nm + by_um.z / kUmPerNm);
}

}  // namespace

CameraMatrices camera_matrices(const CameraState& camera, const CameraFrame& frame) {
  const EyeAxes axes = eye_axes(camera);
  const double distance_um = camera.distance_nm * kUmPerNm;
  const glm::dvec3 eye_um = target_um(camera, frame) - distance_um * axes.forward;

  glm::dmat4 eye_from_um{1};
  const std::array<glm::dvec3, 3> rows = {axes.right, axes.up, -axes.forward};
  for (int row = 0; row < 3; ++row) {
    const glm::dvec3& axis = rows[static_cast<std::size_t>(row)];
    for (int column = 0; column < 3; ++column) eye_from_um[column][row] = axis[column];
    eye_from_um[3][row] = -glm::dot(axis, eye_um);
  }

  // The planes hug the data, for depth precision; from inside it, near follows the distance.
  const double radius_um = glm::length(extent_um(frame)) / 2 + kBoundsMarginUm;
  const double center_depth_um = -glm::dot(axes.forward, eye_um);
  const double near_um = std::max(kNearShare * distance_um, center_depth_um - radius_um);
  const double far_um = std::max(2 * near_um, center_depth_um + radius_um);

  CameraMatrices matrices;
  matrices.clip_from_um = glm::mat4(
      glm::perspective(glm::radians(kVerticalFieldOfViewDeg), aspect(frame), near_um, far_um) *
      eye_from_um);
  matrices.eye_from_um = glm::mat4(eye_from_um);
  matrices.eye_um = eye_um;
  matrices.px_at_w1 = px_at_unit_distance(frame);
  return matrices;
}

CameraState fit_camera(const CameraFrame& frame) {
  return fit_camera_from(frame, {0, static_cast<std::int32_t>(kFitPitchDeg * 1000)});
}

CameraState fit_camera_from(const CameraFrame& frame, const ViewDirection& direction) {
  CameraState camera;
  camera.target_x_nm = to_int32(frame.center_nm[0]);
  camera.target_y_nm = to_int32(frame.center_nm[1]);
  camera.target_z_nm = to_int32(frame.center_nm[2]);
  camera.yaw_mdeg = direction.yaw_mdeg;
  camera.pitch_mdeg = direction.pitch_mdeg;

  // The nearest eye from which every corner of the bounds is inside the margin.
  const EyeAxes axes = eye_axes(camera);
  const glm::dvec3 half_um = extent_um(frame) / 2.0;
  const double most_y = kFitMargin * half_height();
  const double most_x = most_y * aspect(frame);
  double distance_um = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec3 at{(corner & 1) != 0 ? half_um.x : -half_um.x,
                        (corner & 2) != 0 ? half_um.y : -half_um.y,
                        (corner & 4) != 0 ? half_um.z : -half_um.z};
    const double toward_eye = -glm::dot(axes.forward, at);
    distance_um = std::max({distance_um, toward_eye + std::abs(glm::dot(axes.right, at)) / most_x,
                            toward_eye + std::abs(glm::dot(axes.up, at)) / most_y});
  }
  camera.distance_nm = clamped_distance_nm(frame, distance_um / kUmPerNm);
  return camera;
}

std::optional<SeenBox> seen_bounds(const CameraState& camera, const CameraFrame& frame) {
  const glm::mat4 clip_from_um = camera_matrices(camera, frame).clip_from_um;
  const glm::vec3 half_um = extent_um(frame) / 2.0;
  std::optional<SeenBox> box;
  for (unsigned corner = 0; corner < 8; ++corner) {
    glm::vec4 at(half_um, 1);
    for (int axis = 0; axis < 3; ++axis) {
      if ((corner >> axis & 1u) == 0) at[axis] = -at[axis];
    }
    const glm::vec4 clip = clip_from_um * at;
    if (clip.w <= 0) return std::nullopt;
    const double x = (clip.x / clip.w * 0.5 + 0.5) * frame.width_px;
    const double y = (0.5 - clip.y / clip.w * 0.5) * frame.height_px;
    if (!box) box = SeenBox{x, y, x, y};
    box->left = std::min(box->left, x);
    box->top = std::min(box->top, y);
    box->right = std::max(box->right, x);
    box->bottom = std::max(box->bottom, y);
  }
  return box;
}

CameraState orbit(CameraState camera, double yaw_deg, double pitch_deg) {
  if (!std::isfinite(yaw_deg) || !std::isfinite(pitch_deg)) return camera;
  const double yaw = std::remainder(camera.yaw_mdeg * 1e-3 + yaw_deg, 360);
  const double pitch = camera.pitch_mdeg * 1e-3 + pitch_deg;
  camera.yaw_mdeg = to_int32(yaw * 1000);
  camera.pitch_mdeg = to_int32(std::clamp(pitch, -kMaxPitchDeg, kMaxPitchDeg) * 1000);
  return camera;
}

CameraState pan(CameraState camera, const CameraFrame& frame, double dx_px, double dy_px) {
  if (!std::isfinite(dx_px) || !std::isfinite(dy_px)) return camera;
  const EyeAxes axes = eye_axes(camera);
  const double um_per_px = camera.distance_nm * kUmPerNm / px_at_unit_distance(frame);
  move_target(camera, (axes.up * dy_px - axes.right * dx_px) * um_per_px);
  return camera;
}

CameraState zoom(CameraState camera, const CameraFrame& frame, double factor, glm::dvec2 at_px) {
  if (!std::isfinite(factor) || factor <= 0) return camera;
  if (!std::isfinite(at_px.x) || !std::isfinite(at_px.y)) return camera;
  const EyeAxes axes = eye_axes(camera);
  const glm::dvec2 at = at_unit_distance(frame, at_px);
  const std::int32_t distance_nm = clamped_distance_nm(frame, camera.distance_nm * factor);
  // The point under the pointer is `at` times the distance away from the target, in the plane
  // through it; it stays when the target makes up for the change.
  const double change_um = (camera.distance_nm - static_cast<double>(distance_nm)) * kUmPerNm;
  move_target(camera, (axes.right * at.x + axes.up * at.y) * change_um);
  camera.distance_nm = distance_nm;
  return camera;
}

CameraRay ray_through(const CameraState& camera, const CameraFrame& frame, glm::dvec2 at_px) {
  const EyeAxes axes = eye_axes(camera);
  const glm::dvec2 at = at_unit_distance(frame, at_px);
  CameraRay ray;
  ray.origin_um = target_um(camera, frame) - axes.forward * (camera.distance_nm * kUmPerNm);
  ray.direction = glm::normalize(axes.right * at.x + axes.up * at.y + axes.forward);
  ray.um_per_px_at_unit_distance = 1 / px_at_unit_distance(frame);
  return ray;
}

}  // namespace cnx
