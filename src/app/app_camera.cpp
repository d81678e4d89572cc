// app_camera.cpp — App's part that moves the camera: flights, and what keys and buttons ask for.

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "app/app.h"

namespace cnx {
namespace {

constexpr double kFlightMs = 450;

std::int32_t mix(std::int32_t from, std::int32_t to, double t) {
  return static_cast<std::int32_t>(std::lround(from + (static_cast<double>(to) - from) * t));
}

/// Part t of the way; the distance changes by equal factors, so that it looks even.
CameraState between(const CameraState& from, const CameraState& to, double t) {
  CameraState camera;
  camera.target_x_nm = mix(from.target_x_nm, to.target_x_nm, t);
  camera.target_y_nm = mix(from.target_y_nm, to.target_y_nm, t);
  camera.target_z_nm = mix(from.target_z_nm, to.target_z_nm, t);
  camera.distance_nm = static_cast<std::int32_t>(std::lround(
      from.distance_nm * std::pow(static_cast<double>(to.distance_nm) / from.distance_nm, t)));
  std::int32_t turn = to.yaw_mdeg - from.yaw_mdeg;  // the short way round
  if (turn > 180'000) turn -= 360'000;
  if (turn < -180'000) turn += 360'000;
  camera.yaw_mdeg = mix(from.yaw_mdeg, from.yaw_mdeg + turn, t);
  if (camera.yaw_mdeg > 180'000) camera.yaw_mdeg -= 360'000;
  if (camera.yaw_mdeg < -180'000) camera.yaw_mdeg += 360'000;
  camera.pitch_mdeg = mix(from.pitch_mdeg, to.pitch_mdeg, t);
  return camera;
}

/// `frame` with the box of these neurons for the data's: what fit_camera_from then fits. Nothing
/// where there are none. O(neurons).
std::optional<CameraFrame> frame_around(CameraFrame frame, const NeuronTable& neurons,
                                        std::span<const std::uint8_t> mask) {
  constexpr double kLeastUm = 250;  // around a soma its dendrites would fill the view
  const std::span<const float> um = neurons.positions_um();
  std::array<double, 3> low{}, high{};
  bool any = false;
  for (std::size_t n = 0; n < mask.size(); ++n) {
    if (mask[n] == 0) continue;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double at = um[3 * n + axis];
      low[axis] = any ? std::min(low[axis], at) : at;
      high[axis] = any ? std::max(high[axis], at) : at;
    }
    any = true;
  }
  if (!any) return std::nullopt;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    frame.center_nm[axis] = neurons.center_nm()[axis] + 500 * (low[axis] + high[axis]);
    frame.extent_nm[axis] = 1000 * std::max(kLeastUm, high[axis] - low[axis]);
  }
  return frame;
}

}  // namespace

void App::set_viewport(double width_px, double height_px) {
  viewport_.width_px = std::max(1.0, width_px);
  viewport_.height_px = std::max(1.0, height_px);
}

CameraFrame App::camera_frame() const {
  CameraFrame frame = viewport_;
  if (const auto& manifest = loader_.manifest()) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      frame.center_nm[axis] = neurons().center_nm()[axis];
      frame.extent_nm[axis] =
          std::max(1.0, static_cast<double>(manifest->max_nm[axis] - manifest->min_nm[axis]));
    }
  }
  return frame;
}

CameraState App::camera() const {
  return view().camera ? *view().camera : fit_camera(camera_frame());
}

void App::advance_flight() {
  if (!flight_) return;
  const double t = std::min(1.0, (platform_.now_ms() - flight_->start_ms) / kFlightMs);
  const double eased = t * t * (3 - 2 * t);
  ViewState next = view();
  next.camera = t < 1 ? between(flight_->from, flight_->to, eased) : flight_->to;
  history_.record(std::move(next), true);
  if (t >= 1) flight_.reset();
  dirty_ = true;
  platform_.request_frame();
}

void App::fly_to(const CameraState& camera) {
  if (platform_.prefers_reduced_motion()) {
    apply(SetCamera{camera}, 0);
    return;
  }
  const CameraState from = this->camera();
  ViewState next = view();
  next.camera = from;
  history_.record(std::move(next), false);  // one step of undo for the whole flight
  flight_ = Flight{from, camera, platform_.now_ms()};
  platform_.request_frame();
}

bool App::take_camera_request(const Request& request) {
  const auto* const look = std::get_if<LookFrom>(&request);
  if (look == nullptr && !std::holds_alternative<FocusSelected>(request)) return false;
  if (!has_dataset() || !neurons_complete()) return true;  // a moment too early
  if (look != nullptr) {
    fly_to(fit_camera_from(camera_frame(), look->direction));
  } else if (selected_) {
    const auto um = neurons().positions_um().subspan(std::size_t{*selected_} * 3, 3);
    const auto center = neurons().center_nm();
    CameraState camera = this->camera();
    camera.target_x_nm = static_cast<std::int32_t>(std::lround(center[0] + um[0] * 1000.0));
    camera.target_y_nm = static_cast<std::int32_t>(std::lround(center[1] + um[1] * 1000.0));
    camera.target_z_nm = static_cast<std::int32_t>(std::lround(center[2] + um[2] * 1000.0));
    constexpr std::int32_t kFocusDistanceNm = 600'000;  // its dendrites would fill the view
    camera.distance_nm = std::min(camera.distance_nm, kFocusDistanceNm);
    fly_to(camera);
  } else {
    const NeuronSet& selection = view().selection;
    const auto frame =
        frame_around(camera_frame(), neurons(),
                     selection.empty() ? shown_.mask() : selection.mask(neurons().neuron_count()));
    const CameraState now = camera();
    if (frame) fly_to(fit_camera_from(*frame, {now.yaw_mdeg, now.pitch_mdeg}));
  }
  return true;
}

}  // namespace cnx
