#pragma once
// camera_directions.h — the views along an axis that one key each leads to.

#include "view/camera.h"

namespace cnx {

/// Angles as in CameraState.
struct ViewDirection {
  std::int32_t yaw_mdeg = 0, pitch_mdeg = 0;
};
/// y, where it is cortical depth, runs down the screen in all but the second.
inline constexpr ViewDirection kFromFront{0, 0}, kFromTop{0, 89'900}, kFromLeft{90'000, 0},
    kFromRight{-90'000, 0};

/// The whole dataset in view from this direction, as near as a margin allows.
CameraState fit_camera_from(const CameraFrame& frame, const ViewDirection& direction);

}  // namespace cnx
