#include "report/color_map.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace cnx;

TEST_CASE("the sequential map gets brighter all the way, so that gray alone tells more from less") {
  const auto brightness = [](std::uint32_t rgb) {
    return 0.2126 * (rgb >> 16 & 255u) + 0.7152 * (rgb >> 8 & 255u) + 0.0722 * (rgb & 255u);
  };
  double last = -1;
  for (int i = 0; i <= 100; ++i) {
    CAPTURE(i);
    const double now = brightness(sequential_color(i / 100.0));
    CHECK(now >= last);
    last = now;
  }
}

TEST_CASE("the map's ends hold for everything outside, and for what is not a number") {
  CHECK(sequential_color(-1) == sequential_color(0));
  CHECK(sequential_color(std::nan("")) == sequential_color(0));
  CHECK(sequential_color(2) == sequential_color(1));
}

TEST_CASE("black is written on bright colors and white on dark ones") {
  CHECK(wants_dark_text(0xffffff));
  CHECK(wants_dark_text(sequential_color(1)));
  CHECK_FALSE(wants_dark_text(0x000000));
  CHECK_FALSE(wants_dark_text(sequential_color(0)));
}
