#pragma once
// pointer_events.h — what a pointer does, in one line.

#include <cstdint>

#include "app/pointer_gestures.h"

namespace cnx::test {

using Kind = PointerEvent::Kind;

inline PointerEvent event(Kind kind, float x, float y, std::int32_t id = 1,
                          std::uint8_t button = 0) {
  PointerEvent made;
  made.kind = kind;
  made.x_px = x;
  made.y_px = y;
  made.pointer_id = id;
  made.button = button;
  return made;
}

}  // namespace cnx::test
