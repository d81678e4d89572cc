#include "render/soft/soft_lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "render/soft/soft_renderer.h"

using namespace cnx;

namespace {

constexpr int kSize = 40;

/// World micrometres are pixels from the upper left corner, z is depth.
SoftFrame flat_frame() {
  SoftFrame frame;
  frame.x_row = {1, 0, 0, 0};
  frame.y_row = {0, 1, 0, 0};
  frame.depth_row = {0, 0, 1, 0};
  frame.w_row = {0, 0, 0, 1};
  frame.clip = {0, 0, kSize, kSize};
  return frame;
}

SoftSurface black_surface() {
  SoftSurface surface;
  surface.resize(kSize, kSize);
  surface.fill(kOpaque);
  return surface;
}

LineVertex white(float x, float y, float z = 0.5f, std::uint8_t alpha = 255) {
  return {x, y, z, 255, 255, 255, alpha};
}

std::size_t lit(const SoftSurface& surface) {
  std::size_t count = 0;
  for (const Rgba pixel : surface.pixels()) count += pixel != kOpaque ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("blending rounds as exact division does, for every alpha and every value") {
  for (std::uint32_t alpha = 0; alpha < 256; ++alpha) {
    for (std::uint32_t value = 0; value < 256; value += 5) {
      for (std::uint32_t below = 0; below < 256; below += 15) {
        const double exact = (value * alpha + below * (255.0 - alpha)) / 255;
        const Rgba got = blended(kOpaque | below << 16 | below << 8 | below,
                                 value << 16 | value << 8 | value, alpha);
        for (int shift = 0; shift < 24; shift += 8) {
          CHECK(std::abs((got >> shift & 255) - exact) <= 0.5);
        }
        CHECK((got >> 24) == 255);
      }
    }
  }
}

TEST_CASE("a line has one pixel in every column or row that it crosses, within half of its path") {
  std::mt19937 random(11);
  std::uniform_real_distribution<float> place(1, kSize - 1);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    SoftSurface surface = black_surface();
    const LineVertex line[] = {white(place(random), place(random)),
                               white(place(random), place(random))};
    draw_soft_lines(surface, flat_frame(), line, false);
    const float dx = line[1].x_um - line[0].x_um, dy = line[1].y_um - line[0].y_um;
    const bool flat = std::abs(dx) >= std::abs(dy);
    const float length = flat ? std::abs(dx) : std::abs(dy);
    CHECK(std::abs(static_cast<float>(lit(surface)) - length) <= 1);
    for (int y = 0; y < kSize; ++y) {
      for (int x = 0; x < kSize; ++x) {
        if (surface.row(y)[x] == kOpaque) continue;
        const float at_x = static_cast<float>(x) + 0.5f, at_y = static_cast<float>(y) + 0.5f;
        const float off = flat ? line[0].y_um + (at_x - line[0].x_um) * dy / dx - at_y
                               : line[0].x_um + (at_y - line[0].y_um) * dx / dy - at_x;
        CHECK(std::abs(off) <= 0.51f);
      }
    }
  }
}

TEST_CASE("opacity grows along a line as its ends say") {
  SoftSurface surface = black_surface();
  const LineVertex line[] = {white(0, 5.5f, 0.5f, 0), white(40, 5.5f, 0.5f, 255)};
  draw_soft_lines(surface, flat_frame(), line, false);
  for (int x = 0; x < kSize; ++x) {
    const double expected = 255 * (x + 0.5) / kSize;
    CHECK(std::abs((surface.row(5)[x] & 255) - expected) <= 2);
  }
}

TEST_CASE("lines of every length are blended over each pixel that was there, and over no other") {
  std::mt19937 random(4);
  for (const bool flat : {true, false}) {
    for (int length = 1; length <= 21; ++length) {
      CAPTURE(flat);
      CAPTURE(length);
      SoftSurface surface = black_surface();
      for (Rgba& pixel : surface.pixels()) pixel = kOpaque | static_cast<Rgba>(random());
      const Pixels<Rgba> before = surface.pixels();
      // Sideways by one pixel in four, and opacity from 40 to 240.
      const float from = 7, to = from + static_cast<float>(length), across = 9.1f;
      const auto vertex = [&](float along, float sideways, std::uint8_t alpha) {
        return flat ? LineVertex{along, sideways, 0.5f, 250, 120, 10, alpha}
                    : LineVertex{sideways, along, 0.5f, 250, 120, 10, alpha};
      };
      const LineVertex line[] = {vertex(from, across, 40),
                                 vertex(to, across + static_cast<float>(length) / 4, 240)};
      draw_soft_lines(surface, flat_frame(), line, false);
      std::size_t blended_pixels = 0;
      for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
          const std::size_t at = static_cast<std::size_t>(y * surface.stride() + x);
          const float along = static_cast<float>(flat ? x : y) + 0.5f - from;
          const int sideways = static_cast<int>(std::floor(across + along / 4));
          const bool on_line = along > 0 && along < length && (flat ? y : x) == sideways;
          const float alpha = on_line ? (40 + 200 * along / static_cast<float>(length)) / 255 : 0;
          const float color[] = {250, 120, 10};
          for (int c = 0; c < 3; ++c) {
            const float below = static_cast<float>(before[at] >> (8 * c) & 255);
            const float got = static_cast<float>(surface.pixels()[at] >> (8 * c) & 255);
            CHECK(std::abs(got - (below + (color[c] - below) * alpha)) < 2.5f);
          }
          CHECK((surface.pixels()[at] >> 24) == 255);
          blended_pixels += on_line ? 1 : 0;
        }
      }
      CHECK(blended_pixels == static_cast<std::size_t>(length));
    }
  }
}

TEST_CASE("lines that depth hides are drawn only where nothing is nearer") {
  SoftSurface surface = black_surface();
  const Rgba red[] = {0x0000ff};
  const PixelRect all{0, 0, kSize, kSize}, wall{10, 0, 20, kSize};
  surface.begin_points({1, 2, 0, 0.4f}, all, red, {0, 0, 0});  // depth 0.4 where w is 1
  surface.touch(wall);
  surface.dot(wall, 0, 0);
  surface.end_points();
  const LineVertex line[] = {white(0, 5.5f), white(40, 5.5f)};
  draw_soft_lines(surface, flat_frame(), line, true);
  for (int x = 0; x < kSize; ++x) {
    const Rgba expected = x >= 10 && x < 20 ? kOpaque | 0x0000ff : 0xffffffffu;
    CHECK(surface.row(5)[x] == expected);
  }
  draw_soft_lines(surface, flat_frame(), line, false);
  for (int x = 0; x < kSize; ++x) CHECK(surface.row(5)[x] == 0xffffffffu);
}

TEST_CASE("lines are clipped to the viewport and by the planes, and hostile ones do no harm") {
  const float huge = 1e30f, nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  SoftFrame frame = flat_frame();
  frame.clip = {5, 5, 35, 35};
  SoftSurface surface = black_surface();
  for (const float bad : {huge, -huge, nan, inf, -inf}) {
    const LineVertex lines[] = {white(bad, 20),     white(20, 20),     white(20, bad),
                                white(bad, 20),     white(bad, bad),   white(bad, bad),
                                white(20, 20, bad), white(25, 25, bad)};
    draw_soft_lines(surface, frame, lines, false);
    draw_soft_lines(surface, frame, lines, true);
  }
  const LineVertex across[] = {white(-100, 20.5f), white(100, 20.5f)};
  draw_soft_lines(surface, frame, across, false);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      if (x < 5 || x >= 35 || y < 5 || y >= 35) CHECK(surface.row(y)[x] == kOpaque);
    }
  }
  for (int x = 5; x < 35; ++x) CHECK(surface.row(20)[x] == 0xffffffffu);

  SoftSurface behind = black_surface();
  const LineVertex too_near[] = {white(0, 5.5f, -1), white(40, 5.5f, 1)};  // enters at x = 20
  draw_soft_lines(behind, flat_frame(), too_near, false);
  CHECK(behind.row(5)[10] == kOpaque);
  CHECK(behind.row(5)[30] == 0xffffffffu);
}

TEST_CASE("the first lines of many make the picture that they make alone") {
  std::mt19937 random(11);
  std::uniform_real_distribution<float> place(-0.9f, 0.9f);
  std::vector<LineVertex> lines;
  for (int i = 0; i < 60; ++i) lines.push_back(white(place(random), place(random), 0, 90));
  const SceneViewport viewport{0, 0, kSize, kSize};
  const auto picture = [&](std::span<const LineVertex> uploaded, std::uint32_t most) {
    SoftRenderer renderer;
    renderer.upload_connections(uploaded);
    FrameUniforms uniforms;
    uniforms.max_connections = most;
    renderer.draw(uniforms, viewport, kSize, kSize, true);
    const auto pixels = renderer.surface().pixels();
    return std::vector<Rgba>(pixels.begin(), pixels.end());
  };
  const std::span<const LineVertex> all(lines);
  for (const std::uint32_t most : {0u, 1u, 7u, 30u, 1000u}) {
    CAPTURE(most);
    CHECK(picture(all, most) ==
          picture(all.first(std::min<std::size_t>(2 * most, 60)), UINT32_MAX));
  }
  CHECK(picture(all, 7) != picture(all, 30));
}
