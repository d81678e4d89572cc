#include "render/soft/soft_surface.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace cnx;

namespace {

constexpr int kWidth = 301, kHeight = 203;  // no multiples of a vector or a tile
constexpr PixelRect kAll{0, 0, kWidth, kHeight};
constexpr PointDepths kDepths{100, 900, 1, -100};  // depth 0 where w is 100

/// Points that are squares of three pixels; nearest w by pixel.
struct Twin {
  std::vector<float> w = std::vector<float>(kWidth * kHeight, 0);  // 0: nothing
  void square(const PixelRect& rect, float at_w) {
    const PixelRect seen = intersection(rect, kAll);
    for (int y = seen.y0; y < seen.y1; ++y) {
      for (int x = seen.x0; x < seen.x1; ++x) {
        float& there = w[static_cast<std::size_t>(y * kWidth + x)];
        if (there == 0 || at_w < there) there = at_w;
      }
    }
  }
};

void check_equal(const SoftSurface& surface, const Twin& twin) {
  std::size_t different = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const float w = twin.w[static_cast<std::size_t>(y * kWidth + x)];
      const float depth = w == 0 ? 1 : kDepths.base + kDepths.slope / w;
      if (!(std::abs(surface.depth(x, y) - depth) < 3e-4f)) different += 1;
    }
  }
  CHECK(different == 0);
}

SoftSurface black_surface() {
  SoftSurface surface;
  surface.resize(kWidth, kHeight);
  surface.fill(kOpaque);
  return surface;
}

std::uint32_t steps_of(const SoftSurface& surface, float w) {
  return surface.distance_steps(splat(w))[0];
}

}  // namespace

TEST_CASE("the nearest point wins each pixel, whether or not what is hidden is asked for first") {
  for (const bool ask : {false, true}) {
    CAPTURE(ask);
    std::mt19937 random(5);
    std::uniform_real_distribution<float> distance(100, 900);
    SoftSurface surface = black_surface();
    const Rgba white[] = {0xffffff};
    surface.begin_points(kDepths, kAll, white, {0, 0, 0});
    surface.touch(kAll);
    Twin twin;
    std::size_t left_out = 0;
    // More spheres than keys have numbers for; among them dots.
    for (int i = 0; i < 200'000; ++i) {
      const int x = static_cast<int>(random() % (kWidth + 4)) - 3;
      const int y = static_cast<int>(random() % (kHeight + 4)) - 3;
      const float w = distance(random);
      const PixelRect square{x, y, x + 3, y + 3};
      twin.square(square, w);
      const PixelRect seen = intersection(square, kAll);
      if (ask && !seen.empty() && surface.hidden(seen, steps_of(surface, w))) {
        left_out += 1;
        continue;
      }
      if (i % 5 == 0) {
        surface.dot(square, steps_of(surface, w), 0);
      } else {
        // A radius at which the disc has all nine pixels.
        surface.sphere(
            square, steps_of(surface, w),
            {static_cast<float>(x) + 1.5f, static_cast<float>(y) + 1.5f, 1 / 1.5f, 0x00ffffff});
      }
      surface.update_cover();
    }
    surface.end_points();
    check_equal(surface, twin);
    CHECK((left_out > 50'000) == ask);
  }
}

TEST_CASE("points behind what an earlier pass drew are not seen, and cleared depth forgets it") {
  SoftSurface surface = black_surface();
  const PixelRect wall{50, 20, 150, 90};
  const Rgba colors[] = {0x0000ff, 0x00ff00};
  const auto draw = [&](float w, std::uint32_t color, const PixelRect& rect) {
    surface.begin_points(kDepths, kAll, colors, {0, 0, 0});
    surface.touch(rect);
    surface.dot(rect, steps_of(surface, w), color);
    surface.end_points();
  };
  draw(300, 0, wall);
  draw(500, 1, kAll);
  CHECK(surface.row(50)[100] == (kOpaque | 0x0000ff));
  CHECK(surface.row(50)[10] == (kOpaque | 0x00ff00));
  surface.clear_depth();
  draw(800, 1, wall);
  CHECK(surface.row(50)[100] == (kOpaque | 0x00ff00));
  CHECK(surface.depth(0, 0) == 1);
}
