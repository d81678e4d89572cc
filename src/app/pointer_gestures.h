#pragma once
// pointer_gestures.h — mouse, pen and fingers → what the camera and the selection should do.
//
// One pointer drags: it orbits, or pans with the secondary button or Shift held. Two fingers pan
// by their middle and zoom by their distance. A press that hardly moved is a click.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "platform/platform_browser.h"

namespace cnx {

struct OrbitGesture {
  float dx_px = 0, dy_px = 0;
};
struct PanGesture {
  float dx_px = 0, dy_px = 0;
};
struct ZoomGesture {
  float factor = 1, x_px = 0, y_px = 0;
};  // factor < 1 comes closer
struct ClickGesture {
  float x_px = 0, y_px = 0;
  bool toggles = false;  // with Shift: of several selected neurons, not the one in focus
};
/// A finger that rests: what a mouse shows by hovering.
struct LongPressGesture {
  float x_px = 0, y_px = 0;
};
using Gesture = std::variant<OrbitGesture, PanGesture, ZoomGesture, ClickGesture, LongPressGesture>;

inline constexpr double kLongPressMs = 500;

class PointerGestures {
 public:
  /// What one event means. `scale`: device pixels for each CSS pixel.
  /// A Down that a panel owns must not be given to it, nor what follows of that pointer.
  std::vector<Gesture> on_event(const PointerEvent& event, float scale, double now_ms = 0);

  /// The finger that has rested for kLongPressMs, once; call in every frame.
  std::optional<LongPressGesture> long_press(double now_ms);
  /// When long_press should be asked again; nullopt: nothing rests.
  std::optional<double> long_press_due_ms() const;

  bool dragging() const { return !pressed_.empty(); }
  bool knows(std::int32_t pointer_id) const;
  /// Forgets every pressed pointer; for when something else takes the screen.
  void cancel() { pressed_.clear(); }

 private:
  struct Pressed {
    std::int32_t id = 0;
    float x_px = 0, y_px = 0;
    float start_x_px = 0, start_y_px = 0;
    bool pans = false;
    bool moved = false;  // too far to be a click
    bool toggles = false, touches = false;
    double since_ms = 0;
  };

  Pressed* find(std::int32_t id);

  std::vector<Pressed> pressed_;  // in the order of pressing; only the first two count
};

}  // namespace cnx
