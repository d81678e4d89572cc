#pragma once
// camera.h — CameraState → matrices and rays; orbit, pan, zoom, fit. Pure functions.
//
// World space is micrometres from the centre of the dataset's bounds, dataset axes: x right,
// y DOWN (depth: the pia is at small y), z away from the viewer at yaw 0. The view matrix
// turns that into GL's eye space (y up, looking along -z), so that pia is at the top.

#include <array>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <optional>

#include "view/view_state.h"

namespace cnx {

/// What a camera needs to know of the dataset and the screen.
struct CameraFrame {
  std::array<double, 3> center_nm = {0, 0, 0};  // world origin
  std::array<double, 3> extent_nm = {1, 1, 1};  // size of the bounds
  double width_px = 1, height_px = 1;           // of the 3-D viewport
};

inline constexpr double kVerticalFieldOfViewDeg = 30;

struct CameraMatrices {
  glm::mat4 clip_from_um{1};
  glm::mat4 eye_from_um{1};
  glm::dvec3 eye_um{0};
  double px_at_w1 = 1;  // pixels that one micrometre covers where clip w == 1
};

CameraMatrices camera_matrices(const CameraState& camera, const CameraFrame& frame);

/// The whole dataset in view, seen from the front and slightly from above.
CameraState fit_camera(const CameraFrame& frame);

/// The part of the viewport in which the dataset's bounds are seen, in its pixels, y down.
struct SeenBox {
  double left = 0, top = 0, right = 0, bottom = 0;
};
/// None: some of the bounds are behind the eye.
std::optional<SeenBox> seen_bounds(const CameraState& camera, const CameraFrame& frame);

CameraState orbit(CameraState camera, double yaw_deg, double pitch_deg);
/// Moves the target so that the point under the pointer follows it.
CameraState pan(CameraState camera, const CameraFrame& frame, double dx_px, double dy_px);
/// factor < 1 comes closer; the point under `at_px` (viewport pixels, y down) stays under it.
CameraState zoom(CameraState camera, const CameraFrame& frame, double factor, glm::dvec2 at_px);

/// Eye and unit direction of the ray through a viewport pixel.
struct CameraRay {
  glm::dvec3 origin_um{0}, direction{0, 0, 1};
  double um_per_px_at_unit_distance = 0;
};
CameraRay ray_through(const CameraState& camera, const CameraFrame& frame, glm::dvec2 at_px);

}  // namespace cnx
