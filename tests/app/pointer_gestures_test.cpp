#include "app/pointer_gestures.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "app/pointer_events.h"

using namespace cnx;
using namespace cnx::test;

namespace {}  // namespace

TEST_CASE("a press that stays within five CSS pixels is a click where it ends") {
  for (const float scale : {1.0f, 2.0f}) {
    CAPTURE(scale);
    PointerGestures gestures;
    CHECK(gestures.on_event(event(Kind::Down, 100, 100), scale).empty());
    CHECK(gestures.dragging());
    CHECK(gestures.on_event(event(Kind::Move, 100 + 4 * scale, 100), scale).empty());
    const auto made = gestures.on_event(event(Kind::Up, 100 + 4 * scale, 101), scale);
    REQUIRE(made.size() == 1);
    const auto* click = std::get_if<ClickGesture>(&made[0]);
    REQUIRE(click != nullptr);
    CHECK(click->x_px == 100 + 4 * scale);
    CHECK(click->y_px == 101);
    CHECK_FALSE(gestures.dragging());
  }
}

TEST_CASE("a press that wanders further is a drag: it orbits, and is no click when it ends") {
  PointerGestures gestures;
  gestures.on_event(event(Kind::Down, 100, 100), 1);
  CHECK(gestures.on_event(event(Kind::Move, 106, 100), 1).empty());  // the drag begins here
  const auto made = gestures.on_event(event(Kind::Move, 116, 97), 1);
  REQUIRE(made.size() == 1);
  const auto* orbit = std::get_if<OrbitGesture>(&made[0]);
  REQUIRE(orbit != nullptr);
  CHECK(orbit->dx_px == 10);
  CHECK(orbit->dy_px == -3);
  // Back where it began it is still a drag.
  CHECK(gestures.on_event(event(Kind::Move, 100, 100), 1).size() == 1);
  CHECK(gestures.on_event(event(Kind::Up, 100, 100), 1).empty());
}

TEST_CASE("the secondary button pans from the first pixel, and never clicks") {
  PointerGestures gestures;
  gestures.on_event(event(Kind::Down, 10, 10, 1, 2), 1);
  const auto made = gestures.on_event(event(Kind::Move, 12, 11), 1);
  REQUIRE(made.size() == 1);
  const auto* pan = std::get_if<PanGesture>(&made[0]);
  REQUIRE(pan != nullptr);
  CHECK(pan->dx_px == 2);
  CHECK(pan->dy_px == 1);
  CHECK(gestures.on_event(event(Kind::Up, 12, 11), 1).empty());
}

TEST_CASE("with Shift a press that stays is a click that toggles, and one that wanders pans") {
  PointerEvent down = event(Kind::Down, 10, 10);
  down.shift = true;
  PointerGestures gestures;
  gestures.on_event(down, 1);
  CHECK(gestures.on_event(event(Kind::Move, 12, 11), 1).empty());
  auto made = gestures.on_event(event(Kind::Up, 12, 11), 1);
  REQUIRE(made.size() == 1);
  const auto* click = std::get_if<ClickGesture>(&made[0]);
  REQUIRE(click != nullptr);
  CHECK(click->toggles);

  gestures.on_event(down, 1);
  gestures.on_event(event(Kind::Move, 20, 10), 1);
  made = gestures.on_event(event(Kind::Move, 23, 14), 1);
  REQUIRE(made.size() == 1);
  const auto* pan = std::get_if<PanGesture>(&made[0]);
  REQUIRE(pan != nullptr);
  CHECK(pan->dx_px == 3);
  CHECK(gestures.on_event(event(Kind::Up, 23, 14), 1).empty());
}

TEST_CASE("a finger that rests for half a second is a long press, once, and then no click") {
  PointerGestures gestures;
  PointerEvent down = event(Kind::Down, 10, 10);
  CHECK_FALSE(gestures.long_press_due_ms().has_value());
  gestures.on_event(down, 1, 1000);
  CHECK_FALSE(gestures.long_press_due_ms().has_value());  // a mouse hovers
  gestures.on_event(event(Kind::Up, 10, 10), 1, 1001);
  down.touch = true;
  gestures.on_event(down, 1, 2000);
  CHECK(gestures.long_press_due_ms() == 2000 + kLongPressMs);
  CHECK_FALSE(gestures.long_press(2000 + kLongPressMs - 1).has_value());
  const auto press = gestures.long_press(2000 + kLongPressMs);
  REQUIRE(press.has_value());
  CHECK(press->x_px == 10);
  CHECK_FALSE(gestures.long_press(9000).has_value());
  CHECK(gestures.on_event(event(Kind::Up, 10, 10), 1, 9000).empty());
  // Neither one that moved nor one of two.
  gestures.on_event(down, 1, 10'000);
  gestures.on_event(event(Kind::Move, 40, 10), 1, 10'100);
  CHECK_FALSE(gestures.long_press(20'000).has_value());
}

TEST_CASE("two fingers pan by their middle and zoom by their distance, and neither taps") {
  PointerGestures gestures;
  gestures.on_event(event(Kind::Down, 100, 100, 1), 1);
  gestures.on_event(event(Kind::Down, 200, 100, 2), 1);
  double factor = 1, panned_x = 0;
  const auto take = [&](const std::vector<Gesture>& made) {
    for (const Gesture& gesture : made) {
      CHECK_FALSE(std::holds_alternative<OrbitGesture>(gesture));
      CHECK_FALSE(std::holds_alternative<ClickGesture>(gesture));
      if (const auto* zoom = std::get_if<ZoomGesture>(&gesture)) factor *= zoom->factor;
      if (const auto* pan = std::get_if<PanGesture>(&gesture)) panned_x += pan->dx_px;
    }
  };
  take(gestures.on_event(event(Kind::Move, 50, 100, 1), 1));
  take(gestures.on_event(event(Kind::Move, 250, 100, 2), 1));
  CHECK(factor == doctest::Approx(0.5));  // twice as far apart: half the distance
  CHECK(panned_x == doctest::Approx(0));  // the middle stayed
  take(gestures.on_event(event(Kind::Move, 90, 100, 1), 1));
  take(gestures.on_event(event(Kind::Move, 290, 100, 2), 1));
  CHECK(factor == doctest::Approx(0.5));
  CHECK(panned_x == doctest::Approx(40));
  take(gestures.on_event(event(Kind::Up, 90, 100, 1), 1));
  take(gestures.on_event(event(Kind::Up, 290, 100, 2), 1));
  CHECK_FALSE(gestures.dragging());
}

TEST_CASE("a third finger moves nothing, and an unknown one is ignored") {
  PointerGestures gestures;
  for (const int id : {1, 2, 3}) {
    gestures.on_event(event(Kind::Down, 100.0f * static_cast<float>(id), 100, id), 1);
  }
  CHECK(gestures.on_event(event(Kind::Move, 400, 400, 3), 1).empty());
  CHECK(gestures.on_event(event(Kind::Move, 400, 400, 9), 1).empty());
  CHECK(gestures.on_event(event(Kind::Up, 400, 400, 9), 1).empty());
  CHECK(gestures.knows(3));
  CHECK_FALSE(gestures.knows(9));
}

TEST_CASE("fingers that meet do not zoom without bound") {
  std::mt19937 random(5);
  PointerGestures gestures;
  gestures.on_event(event(Kind::Down, 100, 100, 1), 1);
  gestures.on_event(event(Kind::Down, 112, 100, 2), 1);
  for (int i = 0; i < 2000; ++i) {
    CAPTURE(i);
    const auto x = static_cast<float>(95 + random() % 20);
    for (const Gesture& gesture : gestures.on_event(event(Kind::Move, x, 100, 1 + i % 2), 1)) {
      if (const auto* zoom = std::get_if<ZoomGesture>(&gesture)) {
        CHECK(std::isfinite(zoom->factor));
        CHECK(zoom->factor > 0.3f);
        CHECK(zoom->factor < 3.0f);
      }
    }
  }
}

TEST_CASE("a cancelled pointer is forgotten without a click, and cancel() forgets all") {
  PointerGestures gestures;
  gestures.on_event(event(Kind::Down, 10, 10), 1);
  CHECK(gestures.on_event(event(Kind::Cancel, 10, 10), 1).empty());
  CHECK_FALSE(gestures.dragging());
  CHECK(gestures.on_event(event(Kind::Up, 10, 10), 1).empty());
  gestures.on_event(event(Kind::Down, 10, 10), 1);
  gestures.cancel();
  CHECK_FALSE(gestures.knows(1));
  CHECK(gestures.on_event(event(Kind::Up, 10, 10), 1).empty());
}

TEST_CASE("the wheel zooms at the pointer, by equal factors there and back") {
  PointerGestures gestures;
  PointerEvent wheel = event(Kind::Wheel, 30, 40);
  CHECK(gestures.on_event(wheel, 1).empty());  // only sideways
  wheel.wheel_y = 1;
  const auto closer = gestures.on_event(wheel, 1);
  wheel.wheel_y = -1;
  const auto away = gestures.on_event(wheel, 1);
  REQUIRE(closer.size() == 1);
  REQUIRE(away.size() == 1);
  const auto near = std::get<ZoomGesture>(closer[0]), far = std::get<ZoomGesture>(away[0]);
  CHECK(near.factor < 1);
  CHECK(near.factor * far.factor == doctest::Approx(1));
  CHECK(near.x_px == 30);
  CHECK(near.y_px == 40);
  wheel.wheel_y = 1e6f;  // a broken driver
  CHECK(std::get<ZoomGesture>(gestures.on_event(wheel, 1)[0]).factor > 0.1f);
}
