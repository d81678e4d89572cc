#include "view/camera.h"
#include "view/camera_directions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/vec4.hpp>
#include <random>

using namespace cnx;

namespace {

/// A frame like that of the mouse cortex: off-center, flat, on a wide screen.
CameraFrame cortex_frame() {
  CameraFrame frame;
  frame.center_nm = {700'000, 600'000, 500'000};
  frame.extent_nm = {1'200'000, 800'000, 600'000};
  frame.width_px = 1600;
  frame.height_px = 900;
  return frame;
}

CameraState random_camera(std::mt19937& random, const CameraFrame& frame) {
  const auto in = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 100001) / 100000;
  };
  CameraState camera = fit_camera(frame);
  camera.target_x_nm += static_cast<std::int32_t>(in(-300'000, 300'000));
  camera.target_y_nm += static_cast<std::int32_t>(in(-300'000, 300'000));
  camera.target_z_nm += static_cast<std::int32_t>(in(-300'000, 300'000));
  camera.distance_nm = static_cast<std::int32_t>(std::exp(in(std::log(2e4), std::log(1e7))));
  camera.yaw_mdeg = static_cast<std::int32_t>(in(-180'000, 180'000));
  camera.pitch_mdeg = static_cast<std::int32_t>(in(-89'900, 89'900));
  return camera;
}

/// Where a point lands in the viewport, in doubles from the float matrix; w in z.
glm::dvec3 project(const CameraMatrices& matrices, const CameraFrame& frame, glm::dvec3 um) {
  const glm::dvec4 clip = glm::dmat4(matrices.clip_from_um) * glm::dvec4(um, 1);
  return {(clip.x / clip.w + 1) / 2 * frame.width_px, (1 - clip.y / clip.w) / 2 * frame.height_px,
          clip.w};
}

/// The point of a ray at a given depth (clip w) of the camera.
glm::dvec3 at_depth(const CameraState& camera, const CameraFrame& frame, glm::dvec2 px,
                    double depth_um) {
  const CameraRay ray = ray_through(camera, frame, px);
  const CameraRay middle = ray_through(camera, frame, {frame.width_px / 2, frame.height_px / 2});
  return ray.origin_um + ray.direction * (depth_um / glm::dot(ray.direction, middle.direction));
}

}  // namespace

TEST_CASE("at rest the camera sees x to the right, the pia at the top and z going away") {
  CameraFrame frame;
  frame.extent_nm = {100'000, 100'000, 100'000};
  frame.width_px = frame.height_px = 1000;
  CameraState camera;
  camera.distance_nm = 200'000;
  const CameraMatrices matrices = camera_matrices(camera, frame);
  const auto near = [](glm::dvec3 a, glm::dvec3 b) { return glm::length(a - b) < 1e-4; };
  CHECK(near(matrices.eye_um, {0, 0, -200}));
  CHECK(near(project(matrices, frame, {0, 0, 0}), {500, 500, 200}));
  CHECK(project(matrices, frame, {10, 0, 0}).x > 500);
  CHECK(project(matrices, frame, {0, 10, 0}).y > 500);  // deeper is lower
  CHECK(project(matrices, frame, {0, 0, 10}).z > 200);
  const glm::vec4 eye = matrices.eye_from_um * glm::vec4(1, 2, 3, 1);
  CHECK(near(glm::dvec3(eye.x, eye.y, eye.z), {1, -2, -203}));
}

TEST_CASE("positive pitch looks from above, from the pia, and positive yaw towards +x") {
  const CameraFrame frame;
  CHECK(camera_matrices({0, 0, 0, 1000, 0, 30'000}, frame).eye_um.y < 0);
  CHECK(camera_matrices({0, 0, 0, 1000, 90'000, 0}, frame).eye_um.x == doctest::Approx(-1));
}

TEST_CASE("the eye space is neither mirrored nor stretched") {
  std::mt19937 random(1);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    const glm::mat4 m = camera_matrices(random_camera(random, frame), frame).eye_from_um;
    const glm::dvec3 x(m[0]), y(m[1]), z(m[2]);
    CHECK(glm::dot(glm::cross(x, y), z) == doctest::Approx(1).epsilon(1e-5));
    CHECK(glm::length(x) == doctest::Approx(1).epsilon(1e-5));
    CHECK(std::abs(glm::dot(x, y)) < 1e-5);
  }
}

TEST_CASE("a ray through a pixel meets what is drawn there") {
  std::mt19937 random(2);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 500; ++i) {
    CAPTURE(i);
    const CameraState camera = random_camera(random, frame);
    const glm::dvec2 px{static_cast<double>(random() % 1600), static_cast<double>(random() % 900)};
    const double depth_um = camera.distance_nm * 1e-3 * (0.1 + static_cast<double>(random() % 20));
    const CameraMatrices matrices = camera_matrices(camera, frame);
    const glm::dvec3 drawn = project(matrices, frame, at_depth(camera, frame, px, depth_um));
    CHECK(std::abs(drawn.x - px.x) < 0.2);
    CHECK(std::abs(drawn.y - px.y) < 0.2);
    CHECK(drawn.z == doctest::Approx(depth_um).epsilon(1e-3));
    CHECK(glm::length(ray_through(camera, frame, px).direction) == doctest::Approx(1));
    CHECK(glm::length(ray_through(camera, frame, px).origin_um - matrices.eye_um) < 1e-9);
  }
}

TEST_CASE("one micrometer covers px_at_w1 / w pixels, and a ray knows the inverse") {
  std::mt19937 random(3);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    const CameraState camera = random_camera(random, frame);
    const CameraMatrices matrices = camera_matrices(camera, frame);
    const double depth_um = camera.distance_nm * 1e-3;
    const glm::dvec3 a = at_depth(camera, frame, {800, 450}, depth_um);
    const glm::dvec3 b = at_depth(camera, frame, {900, 450}, depth_um);
    CHECK(glm::length(b - a) * matrices.px_at_w1 / depth_um == doctest::Approx(100));
    CHECK(ray_through(camera, frame, {0, 0}).um_per_px_at_unit_distance * matrices.px_at_w1 ==
          doctest::Approx(1));
  }
}

TEST_CASE("the fitted camera has every corner of the bounds in view, and wastes little") {
  for (const double width : {300.0, 900.0, 3000.0}) {
    CameraFrame frame = cortex_frame();
    frame.width_px = width;
    CAPTURE(width);
    const CameraState camera = fit_camera(frame);
    CHECK(camera.pitch_mdeg > 0);
    const CameraMatrices matrices = camera_matrices(camera, frame);
    double widest = 0;
    for (int corner = 0; corner < 8; ++corner) {
      const glm::dvec3 um{((corner & 1) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[0],
                          ((corner & 2) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[1],
                          ((corner & 4) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[2]};
      const glm::dvec3 px = project(matrices, frame, um);
      widest = std::max({widest, std::abs(px.x / frame.width_px - 0.5) * 2,
                         std::abs(px.y / frame.height_px - 0.5) * 2});
    }
    CHECK(widest < 0.91);
    CHECK(widest > 0.89);
  }
}

TEST_CASE("seen from any direction the fitted camera has every corner of the bounds in view") {
  const CameraFrame frame = cortex_frame();
  for (const ViewDirection direction :
       {kFromFront, kFromTop, kFromLeft, kFromRight, ViewDirection{30'000, -45'000}}) {
    CAPTURE(direction.yaw_mdeg);
    CAPTURE(direction.pitch_mdeg);
    const CameraState camera = fit_camera_from(frame, direction);
    CHECK(camera.yaw_mdeg == direction.yaw_mdeg);
    CHECK(camera.pitch_mdeg == direction.pitch_mdeg);
    const CameraMatrices matrices = camera_matrices(camera, frame);
    double widest = 0;
    for (int corner = 0; corner < 8; ++corner) {
      const glm::dvec3 um{((corner & 1) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[0],
                          ((corner & 2) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[1],
                          ((corner & 4) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[2]};
      const glm::dvec3 px = project(matrices, frame, um);
      widest = std::max({widest, std::abs(px.x / frame.width_px - 0.5) * 2,
                         std::abs(px.y / frame.height_px - 0.5) * 2});
    }
    CHECK(widest < 0.91);
    CHECK(widest > 0.89);
  }
}

TEST_CASE("the bounds lie between the near and the far plane, seen from outside") {
  std::mt19937 random(4);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const CameraState camera = random_camera(random, frame);
    const CameraMatrices matrices = camera_matrices(camera, frame);
    for (int corner = 0; corner < 8; ++corner) {
      const glm::dvec4 um{((corner & 1) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[0],
                          ((corner & 2) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[1],
                          ((corner & 4) != 0 ? 0.5e-3 : -0.5e-3) * frame.extent_nm[2], 1};
      const glm::dvec4 clip = glm::dmat4(matrices.clip_from_um) * um;
      if (clip.w < 0.011 * camera.distance_nm * 1e-3) continue;  // behind or at the eye
      CHECK(clip.z <= clip.w * 1.0001);
      CHECK(clip.z >= -clip.w * 1.0001);
    }
  }
}

TEST_CASE("the point under the pointer follows a pan") {
  std::mt19937 random(5);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const CameraState camera = random_camera(random, frame);
    const glm::dvec2 from{static_cast<double>(random() % 1600),
                          static_cast<double>(random() % 900)};
    const glm::dvec2 by{static_cast<double>(random() % 400) - 200,
                        static_cast<double>(random() % 400) - 200};
    const glm::dvec3 grabbed = at_depth(camera, frame, from, camera.distance_nm * 1e-3);
    const CameraState moved = pan(camera, frame, by.x, by.y);
    const glm::dvec3 now = project(camera_matrices(moved, frame), frame, grabbed);
    CHECK(std::abs(now.x - from.x - by.x) < 0.5);
    CHECK(std::abs(now.y - from.y - by.y) < 0.5);
    CHECK(moved.distance_nm == camera.distance_nm);
  }
}

TEST_CASE("the point under the pointer stays under a zoom") {
  std::mt19937 random(6);
  const CameraFrame frame = cortex_frame();
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const CameraState camera = random_camera(random, frame);
    const glm::dvec2 at{static_cast<double>(random() % 1600), static_cast<double>(random() % 900)};
    // Within the limits of a zoom; the limits have a test of their own.
    const double factor = std::clamp(std::exp(static_cast<double>(random() % 200) / 100 - 1),
                                     30'000.0 / camera.distance_nm, 12e6 / camera.distance_nm);
    const glm::dvec3 pointed = at_depth(camera, frame, at, camera.distance_nm * 1e-3);
    const CameraState zoomed = zoom(camera, frame, factor, at);
    const glm::dvec3 now = project(camera_matrices(zoomed, frame), frame, pointed);
    CHECK(std::abs(now.x - at.x) < 0.5);
    CHECK(std::abs(now.y - at.y) < 0.5);
    CHECK(zoomed.distance_nm == doctest::Approx(camera.distance_nm * factor).epsilon(1e-3));
  }
}

TEST_CASE("a zoom stops at thirty micrometers and at ten times the data") {
  const CameraFrame frame = cortex_frame();
  const CameraState camera = fit_camera(frame);
  CHECK(zoom(camera, frame, 1e-9, {800, 450}).distance_nm == 30'000);
  CHECK(zoom(camera, frame, 1e9, {800, 450}).distance_nm == 12'000'000);
  CHECK(zoom(camera, frame, 0, {1, 1}) == camera);
  CHECK(zoom(camera, frame, -1, {1, 1}) == camera);
  CHECK(zoom(camera, frame, std::nan(""), {1, 1}) == camera);
  CHECK(zoom(camera, frame, 2, {std::nan(""), 1}) == camera);
}

TEST_CASE("an orbit wraps its yaw and stops short of straight up and down") {
  const CameraState camera{1, 2, 3, 4, 170'000, 0};
  CHECK(orbit(camera, 20, 0) == CameraState{1, 2, 3, 4, -170'000, 0});
  CHECK(orbit(camera, -700, 0).yaw_mdeg == -170'000);
  CHECK(orbit(camera, 0, 500).pitch_mdeg == 89'900);
  CHECK(orbit(camera, 0, -500).pitch_mdeg == -89'900);
  CHECK(orbit(camera, std::nan(""), 0) == camera);
}

TEST_CASE("cameras of nothing at all and of everything there is stay finite") {
  for (const double extent : {0.0, 1.0, 1e18}) {
    CAPTURE(extent);
    CameraFrame frame;
    frame.center_nm = {1e18, -1e18, 0};
    frame.extent_nm = {extent, extent, extent};
    frame.width_px = frame.height_px = 0;
    CameraState camera = fit_camera(frame);
    CHECK(camera.distance_nm >= 30'000);
    camera = zoom(pan(camera, frame, 1e30, -1e30), frame, 1e30, {1, 1});
    const CameraMatrices matrices = camera_matrices(camera, frame);
    for (int column = 0; column < 4; ++column) {
      for (int row = 0; row < 4; ++row) CHECK(std::isfinite(matrices.clip_from_um[column][row]));
    }
  }
}

TEST_CASE(
    "the seen bounds hold every point of the dataset and no more, and none where some is behind") {
  std::mt19937 random(7);
  const CameraFrame frame = cortex_frame();
  int seen_at_all = 0;
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const CameraState camera = i == 0 ? fit_camera(frame) : random_camera(random, frame);
    const CameraMatrices matrices = camera_matrices(camera, frame);
    const std::optional<SeenBox> box = seen_bounds(camera, frame);
    // All points of a grid over the bounds, corners and edges too.
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9, nearest = 1e9;
    for (int point = 0; point < 125; ++point) {
      const glm::dvec3 share(point % 5 / 4.0 - 0.5, point / 5 % 5 / 4.0 - 0.5,
                             point / 25 / 4.0 - 0.5);
      const glm::dvec3 at = project(matrices, frame, share * glm::dvec3(1200, 800, 600));
      nearest = std::min(nearest, at.z);
      left = std::min(left, at.x);
      right = std::max(right, at.x);
      top = std::min(top, at.y);
      bottom = std::max(bottom, at.y);
    }
    REQUIRE(box.has_value() == (nearest > 0));
    if (!box) continue;
    ++seen_at_all;
    const auto close = [&](double a, double b) {
      return std::abs(a - b) < 0.01 + 1e-4 * std::abs(b);
    };
    CHECK(close(box->left, left));
    CHECK(close(box->right, right));
    CHECK(close(box->top, top));
    CHECK(close(box->bottom, bottom));
  }
  CHECK(seen_at_all > 50);
  CHECK(seen_at_all < 300);
}
