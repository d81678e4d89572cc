#include "app/pointer_gestures.h"

#include <algorithm>
#include <cmath>

namespace cnx {
namespace {

constexpr float kClickSlackPx = 5;          // CSS pixels that a click may wander
constexpr float kZoomPerNotch = 0.85f;      // of the distance, for each notch of the wheel
constexpr float kMinFingerDistancePx = 10;  // closer than this, a pinch's factor is noise

}  // namespace

PointerGestures::Pressed* PointerGestures::find(std::int32_t id) {
  for (Pressed& pressed : pressed_) {
    if (pressed.id == id) return &pressed;
  }
  return nullptr;
}

bool PointerGestures::knows(std::int32_t pointer_id) const {
  return std::any_of(pressed_.begin(), pressed_.end(),
                     [&](const Pressed& pressed) { return pressed.id == pointer_id; });
}

std::optional<double> PointerGestures::long_press_due_ms() const {
  if (pressed_.size() != 1 || pressed_[0].moved || !pressed_[0].touches) return std::nullopt;
  return pressed_[0].since_ms + kLongPressMs;
}

std::optional<LongPressGesture> PointerGestures::long_press(double now_ms) {
  const auto due_ms = long_press_due_ms();
  if (!due_ms || now_ms < *due_ms) return std::nullopt;
  pressed_[0].moved = true;  // it is no click any more
  return LongPressGesture{pressed_[0].x_px, pressed_[0].y_px};
}

std::vector<Gesture> PointerGestures::on_event(const PointerEvent& event, float scale,
                                               double now_ms) {
  std::vector<Gesture> gestures;
  switch (event.kind) {
    case PointerEvent::Kind::Down: {
      if (find(event.pointer_id) != nullptr) break;  // a second button of the same mouse
      const bool pans = event.button != 0 || event.shift;
      // With Shift a press that stays in its place is a click all the same.
      pressed_.push_back({event.pointer_id, event.x_px, event.y_px, event.x_px, event.y_px, pans,
                          event.button != 0, event.shift, event.touch, now_ms});
      // With two fingers down neither is a click any more.
      if (pressed_.size() > 1) {
        for (Pressed& pressed : pressed_) pressed.moved = true;
      }
      break;
    }
    case PointerEvent::Kind::Move: {
      Pressed* pressed = find(event.pointer_id);
      if (pressed == nullptr) break;
      const float dx = event.x_px - pressed->x_px, dy = event.y_px - pressed->y_px;
      if (std::hypot(event.x_px - pressed->start_x_px, event.y_px - pressed->start_y_px) >
          kClickSlackPx * scale) {
        if (!pressed->moved && pressed_.size() == 1) {
          // The drag begins here: what came before was within the slack and moves nothing.
          pressed->moved = true;
          pressed->x_px = event.x_px;
          pressed->y_px = event.y_px;
          break;
        }
        pressed->moved = true;
      }
      if (pressed_.size() == 1) {
        pressed->x_px = event.x_px;
        pressed->y_px = event.y_px;
        if (!pressed->moved) break;
        if (pressed->pans) {
          gestures.push_back(PanGesture{dx, dy});
        } else {
          gestures.push_back(OrbitGesture{dx, dy});
        }
        break;
      }
      const bool counts = pressed == &pressed_[0] || pressed == &pressed_[1];
      const auto distance = [&] {
        return std::hypot(pressed_[0].x_px - pressed_[1].x_px, pressed_[0].y_px - pressed_[1].y_px);
      };
      const float before = distance();
      pressed->x_px = event.x_px;
      pressed->y_px = event.y_px;
      if (!counts) break;
      gestures.push_back(PanGesture{dx / 2, dy / 2});  // the middle moves half as far as one finger
      const float after = distance();
      if (before > kMinFingerDistancePx * scale && after > kMinFingerDistancePx * scale) {
        gestures.push_back(ZoomGesture{before / after, (pressed_[0].x_px + pressed_[1].x_px) / 2,
                                       (pressed_[0].y_px + pressed_[1].y_px) / 2});
      }
      break;
    }
    case PointerEvent::Kind::Up: {
      const Pressed* pressed = find(event.pointer_id);
      if (pressed == nullptr) break;
      if (!pressed->moved) {
        gestures.push_back(ClickGesture{event.x_px, event.y_px, pressed->toggles});
      }
      std::erase_if(pressed_, [&](const Pressed& p) { return p.id == event.pointer_id; });
      break;
    }
    case PointerEvent::Kind::Cancel:
      std::erase_if(pressed_, [&](const Pressed& p) { return p.id == event.pointer_id; });
      break;
    case PointerEvent::Kind::Leave: break;
    case PointerEvent::Kind::Wheel:
      if (event.wheel_y != 0) {
        gestures.push_back(
            ZoomGesture{std::pow(kZoomPerNotch, std::clamp(event.wheel_y, -5.0f, 5.0f)), event.x_px,
                        event.y_px});
      }
      break;
  }
  return gestures;
}

}  // namespace cnx
