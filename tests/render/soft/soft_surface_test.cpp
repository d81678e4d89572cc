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
      if (seen.empty()) continue;
      if (ask && surface.hidden(seen, steps_of(surface, w))) {
        left_out += 1;
        continue;
      }
      if (i % 5 == 0) {
        surface.dot(seen, steps_of(surface, w), 0);
      } else {
        // A radius at which the disc has all nine pixels.
        surface.sphere(
            seen, steps_of(surface, w),
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

TEST_CASE("hidden() asks each tile that a rectangle touches, however many those are") {
  SoftSurface surface = black_surface();
  const Rgba white[] = {0xffffff};
  surface.begin_points(kDepths, kAll, white, {0, 0, 0});
  surface.touch(kAll);
  std::mt19937 random(7);
  // Whole tiles of four pixels: most are covered at one of two distances, some are not.
  constexpr int kAcross = (kWidth + 3) / 4, kDown = (kHeight + 3) / 4;
  std::vector<float> cover_w(kAcross * kDown);
  for (int y = 0; y < kDown; ++y) {
    for (int x = 0; x < kAcross; ++x) {
      const bool open = random() % 40 == 0 || 4 * x + 4 > kWidth || 4 * y + 4 > kHeight;
      const float w = open ? 1e9f : random() % 2 == 0 ? 200 : 400;
      cover_w[static_cast<std::size_t>(y * kAcross + x)] = w;
      if (open) continue;
      for (int i = 0; i < 20; ++i) {
        const PixelRect tile{4 * x, 4 * y, 4 * x + 4, 4 * y + 4};
        surface.sphere(
            tile, steps_of(surface, w),
            {static_cast<float>(tile.x0) + 2, static_cast<float>(tile.y0) + 2, 0.2f, 0x00ffffff});
      }
      surface.update_cover();
    }
  }
  // What is left of 400,000 pixels.
  for (int i = 0; i < 400'000 / 16; ++i) {
    surface.sphere({0, 0, 4, 4}, steps_of(surface, 890), {2, 2, 0.2f, 0x00ffffff});
  }
  surface.update_cover();
  std::size_t hidden_ones = 0;
  for (int i = 0; i < 20'000; ++i) {
    const unsigned size = i % 2 == 0 ? 12 : 60;
    const int x = static_cast<int>(random() % kWidth), y = static_cast<int>(random() % kHeight);
    const PixelRect rect = intersection({x, y, x + 1 + static_cast<int>(random() % size),
                                         y + 1 + static_cast<int>(random() % size)},
                                        kAll);
    REQUIRE_FALSE(rect.empty());
    const float w = i % 3 == 0 ? 300 : 500;
    bool expected = true;
    for (int ty = rect.y0 / 4; ty <= (rect.y1 - 1) / 4; ++ty) {
      for (int tx = rect.x0 / 4; tx <= (rect.x1 - 1) / 4; ++tx) {
        if (cover_w[static_cast<std::size_t>(ty * kAcross + tx)] > w) expected = false;
      }
    }
    CAPTURE(rect.x0);
    CAPTURE(rect.y0);
    CAPTURE(rect.x1);
    CAPTURE(rect.y1);
    CHECK(surface.hidden(rect, steps_of(surface, w)) == expected);
    hidden_ones += expected ? 1 : 0;
  }
  CHECK(hidden_ones > 1000);
}

TEST_CASE("what is filled has that color, whoever asks first and wherever points come") {
  const Rgba green = kOpaque | 0x00ff00, color[] = {0x0000ff};
  const auto count = [&](const SoftSurface& surface, Rgba of) {
    std::size_t found = 0;
    for (int y = 0; y < kHeight; ++y) {
      const auto row = surface.pixels().begin() + std::ptrdiff_t{y} * surface.stride();
      for (int x = 0; x < kWidth; ++x) found += row[x] == of ? 1 : 0;
    }
    return found;
  };
  constexpr std::size_t kPixels = std::size_t{kWidth} * kHeight;
  SoftSurface surface = black_surface();
  CHECK(count(surface, kOpaque) == kPixels);
  // Points at the corners, in the middle, everywhere and nowhere.
  const PixelRect rects[] = {{0, 0, 5, 3},     {kWidth - 1, kHeight - 1, kWidth, kHeight},
                             {50, 20, 61, 90}, kAll,
                             {7, 0, 8, 1},     {0, 0, 0, 0}};
  for (const PixelRect& rect : rects) {
    CAPTURE(rect.x0);
    CAPTURE(rect.x1);
    for (const bool asked : {false, true}) {
      CAPTURE(asked);
      surface.fill(green);
      if (asked) CHECK(surface.row(0)[0] == green);
      surface.clear_depth();
      surface.begin_points(kDepths, kAll, color, {0, 0, 0});
      if (!rect.empty()) surface.touch(rect);
      surface.dot(rect, steps_of(surface, 200), 0);
      surface.end_points();
      const auto area = static_cast<std::size_t>((rect.x1 - rect.x0) * (rect.y1 - rect.y0));
      CHECK(count(surface, kOpaque | color[0]) == area);
      CHECK(count(surface, green) == kPixels - area);
    }
  }
  // A second pass draws over the first and fills nothing.
  surface.fill(green);
  for (const PixelRect& rect : {rects[0], rects[2]}) {
    surface.begin_points(kDepths, kAll, color, {0, 0, 0});
    surface.touch(rect);
    surface.dot(rect, steps_of(surface, 200), 0);
    surface.end_points();
  }
  CHECK(count(surface, kOpaque | color[0]) == 15 + 11 * 70);
}
