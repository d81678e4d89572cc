#include "render/soft/soft_triangles.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace cnx;

namespace {

constexpr int kSize = 32;
constexpr PixelRect kAll{0, 0, kSize, kSize};

const std::array<std::uint8_t, 4> kWhiteTexel{255, 255, 255, 255};
const UiTexture kWhite{kWhiteTexel.data(), 1, 1, true};

SoftSurface black_surface() {
  SoftSurface surface;
  surface.resize(kSize, kSize);
  surface.fill(kOpaque);
  return surface;
}

int red(SoftSurface& surface, int x, int y) { return static_cast<int>(surface.row(y)[x] & 255); }

}  // namespace

TEST_CASE("pixels of triangles that share edges are drawn once each, wherever the edges lie") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> place(4, kSize - 4);
    // A fan around a point inside the square: together they cover it, without gap or overlap.
    const Rgba half = 0x80ffffffu;
    const std::vector<UiVertex> vertices = {{place(random), place(random), 0, 0, half},
                                            {2.3f, 2.7f, 0, 0, half},
                                            {29.6f, 2.7f, 0, 0, half},
                                            {29.6f, 29.1f, 0, 0, half},
                                            {2.3f, 29.1f, 0, 0, half}};
    const std::vector<std::uint16_t> indices = {0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 1};
    SoftSurface surface = black_surface();
    draw_soft_triangles(surface, kAll, vertices, indices, kWhite);
    for (int y = 0; y < kSize; ++y) {
      for (int x = 0; x < kSize; ++x) {
        const bool covered =
            x + 0.5f >= 2.3f && x + 0.5f < 29.6f && y + 0.5f >= 2.7f && y + 0.5f < 29.1f;
        CHECK(red(surface, x, y) == (covered ? 128 : 0));
      }
    }
  }
}

TEST_CASE("colors of the corners are mixed across a triangle") {
  const std::vector<UiVertex> vertices = {
      {0, 0, 0, 0, 0xff000000u}, {32, 0, 0, 0, 0xff0000ffu}, {0, 32, 0, 0, 0xff000000u}};
  const std::vector<std::uint16_t> indices = {0, 1, 2};
  SoftSurface surface = black_surface();
  draw_soft_triangles(surface, kAll, vertices, indices, kWhite);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x + y < kSize - 1; ++x) {
      CHECK(std::abs(red(surface, x, y) - 255 * (x + 0.5) / 32) <= 1);
    }
  }
}

TEST_CASE("a texture is read between its texels, in rectangles and in triangles alike") {
  std::mt19937 random(2);
  constexpr int kTexels = 8;
  std::vector<std::uint8_t> texels(kTexels * kTexels * 4);
  for (auto& value : texels) value = static_cast<std::uint8_t>(random());
  for (const bool white : {true, false}) {
    CAPTURE(white);
    if (white) {
      for (std::size_t i = 0; i < texels.size(); ++i) texels[i] = i % 4 == 3 ? texels[i] : 255;
    }
    const UiTexture texture{texels.data(), kTexels, kTexels, white};
    const UiVertex a{3, 4, 0.1f, 0.2f, 0xffffffffu}, c{29, 27, 0.9f, 0.7f, 0xffffffffu};
    const UiVertex b{c.x_px, a.y_px, c.u, a.v, a.color}, d{a.x_px, c.y_px, a.u, c.v, a.color};
    const std::vector<UiVertex> vertices = {a, b, c, d};
    SoftSurface as_rectangle = black_surface(), as_triangles = black_surface();
    draw_soft_triangles(as_rectangle, kAll, vertices, std::vector<std::uint16_t>{0, 1, 2, 0, 2, 3},
                        texture);
    draw_soft_triangles(as_triangles, kAll, vertices, std::vector<std::uint16_t>{1, 2, 0, 0, 2, 3},
                        texture);
    const auto texel = [&](int x, int y, int channel) {
      x = std::clamp(x, 0, kTexels - 1);
      y = std::clamp(y, 0, kTexels - 1);
      return static_cast<double>(texels[static_cast<std::size_t>((y * kTexels + x) * 4 + channel)]);
    };
    for (int y = 4; y < 27; ++y) {
      for (int x = 3; x < 29; ++x) {
        const double u = (0.1 + (x + 0.5 - 3) / 26 * 0.8) * kTexels - 0.5;
        const double v = (0.2 + (y + 0.5 - 4) / 23 * 0.5) * kTexels - 0.5;
        const int u0 = static_cast<int>(std::floor(u)), v0 = static_cast<int>(std::floor(v));
        const auto read = [&](int channel) {
          const double top =
              texel(u0, v0, channel) * (1 - (u - u0)) + texel(u0 + 1, v0, channel) * (u - u0);
          const double bottom = texel(u0, v0 + 1, channel) * (1 - (u - u0)) +
                                texel(u0 + 1, v0 + 1, channel) * (u - u0);
          return top * (1 - (v - v0)) + bottom * (v - v0);
        };
        const double expected = read(0) * read(3) / 255;
        CHECK(std::abs(red(as_rectangle, x, y) - expected) <= 3);
        CHECK(std::abs(red(as_triangles, x, y) - expected) <= 3);
      }
    }
  }
}

TEST_CASE("triangles are clipped, and hostile ones do no harm") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  SoftSurface surface = black_surface();
  const PixelRect clip{8, 9, 20, 21};
  for (const float bad : {nan, inf, -inf, 1e30f, -1e30f}) {
    const std::vector<UiVertex> vertices = {{bad, 0, bad, 0, 0xffffffffu},
                                            {0, bad, 0, bad, 0xff00ff00u},
                                            {10, 10, inf, nan, 0x8000ffffu},
                                            {bad, bad, 0, 0, 0xffffffffu}};
    draw_soft_triangles(surface, clip, vertices,
                        std::vector<std::uint16_t>{0, 1, 2, 1, 2, 3, 0, 3, 1, 0, 1, 2, 0, 2, 3},
                        kWhite);
  }
  const std::vector<UiVertex> large = {{-1e5f, -1e5f, 0, 0, 0xffffffffu},
                                       {1e5f, -1e5f, 0, 0, 0xffffffffu},
                                       {1e5f, 1e5f, 0, 0, 0xffffffffu},
                                       {-1e5f, 1e5f, 0, 0, 0xffffffffu}};
  draw_soft_triangles(surface, clip, large, std::vector<std::uint16_t>{0, 1, 2, 0, 2, 3}, kWhite);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      const bool inside = x >= 8 && x < 20 && y >= 9 && y < 21;
      CHECK(surface.row(y)[x] == (inside ? 0xffffffffu : kOpaque));
    }
  }
  draw_soft_triangles(surface, {-50, -50, 500, 500}, large,
                      std::vector<std::uint16_t>{0, 1, 2, 0, 2, 3}, kWhite);
  CHECK(surface.row(kSize - 1)[kSize - 1] == 0xffffffffu);
}

TEST_CASE("an empty list draws nothing") {
  SoftSurface surface = black_surface();
  draw_soft_triangles(surface, kAll, {}, {}, kWhite);
  for (const Rgba pixel : surface.pixels()) CHECK(pixel == kOpaque);
}
