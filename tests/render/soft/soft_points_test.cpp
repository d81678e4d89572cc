// The software passes against a slow twin of the shaders: every pixel asks every point.
#include "render/soft/soft_points.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <limits>
#include <random>
#include <vector>

#include "render/soma_positions.h"

using namespace cnx;

namespace {

constexpr int kWidth = 61, kHeight = 47;  // no multiples of a vector

FrameUniforms frame_at(float distance_um) {
  FrameUniforms frame;
  const float aspect = static_cast<float>(kWidth) / kHeight;
  frame.clip_from_um = glm::perspective(glm::radians(30.0f), aspect, 1.0f, 5000.0f) *
                       glm::translate(glm::mat4(1), glm::vec3(0, 0, -distance_um));
  frame.px_at_w1 = kHeight / 2.0f / std::tan(glm::radians(15.0f));
  frame.fog_w = {distance_um - 100, distance_um + 150};
  frame.background = {0.1f, 0.2f, 0.3f};
  return frame;
}

struct Point {
  glm::vec3 um{0};
  glm::vec3 color{0};  // 0 .. 255
  float diameter_um = 0, min_px = 0;
  float fade = 0;
  bool fogged = false;
  SomaShape shape = SomaShape::Disc;
};

/// view/soma_shape.h, word for word; y up.
bool in_shape(SomaShape shape, const glm::vec2& at) {
  const float r2 = glm::dot(at, at);
  switch (shape) {
    case SomaShape::Disc: return r2 <= 1;
    case SomaShape::Square: return std::max(std::abs(at.x), std::abs(at.y)) <= 0.85f;
    case SomaShape::Diamond: return std::abs(at.x) + std::abs(at.y) <= 1;
    case SomaShape::Triangle: return at.y >= -0.75f && at.y <= 1 - 1.9f * std::abs(at.x);
    case SomaShape::Ring: return r2 >= 0.3f && r2 <= 1;
  }
  return false;
}

/// What soma_points.vert and .frag say, one pixel at a time.
std::vector<glm::vec3> slow_picture(const std::vector<Point>& points, const FrameUniforms& frame) {
  std::vector<glm::vec3> picture(kWidth * kHeight, frame.background * 255.0f);
  std::vector<float> nearest(picture.size(), 1);
  const glm::vec3 to_light = glm::normalize(glm::vec3(-0.4f, 0.6f, 0.7f));
  for (const Point& point : points) {
    const glm::vec4 clip = frame.clip_from_um * glm::vec4(point.um, 1);
    if (clip.w <= 0 || std::abs(clip.z) > clip.w) continue;
    const float size = std::max(point.min_px, point.diameter_um * frame.px_at_w1 / clip.w);
    const glm::vec2 exact_center((clip.x / clip.w * 0.5f + 0.5f) * kWidth,
                                 (0.5f - clip.y / clip.w * 0.5f) * kHeight);
    const glm::vec2 center = glm::round(exact_center * kStepsPerPx) / kStepsPerPx;
    const float depth = clip.z / clip.w * 0.5f + 0.5f;
    const float haze =
        glm::clamp((clip.w - frame.fog_w.x) / (frame.fog_w.y - frame.fog_w.x), 0.0f, 1.0f);
    const float fog = point.fogged ? std::max(point.fade, 0.5f * haze) : 0;
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const glm::vec2 at(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
        const glm::vec2 half(size / 2);
        if (at.x < center.x - half.x || at.x >= center.x + half.x) continue;
        if (at.y < center.y - half.y || at.y >= center.y + half.y) continue;
        glm::vec3 color = point.color;
        if (size > 2.5f) {
          const glm::vec2 place((at.x - center.x) / half.x, (center.y - at.y) / half.y);
          const float r2 = glm::dot(place, place);
          if (!in_shape(size < 5 ? SomaShape::Disc : point.shape, place)) continue;
          const glm::vec3 normal(place, std::sqrt(std::max(1 - r2, 0.0f)));
          const float light = 0.55f + 0.5f * std::max(glm::dot(normal, to_light), 0.0f);
          color *= light * glm::mix(0.55f, 1.0f, glm::smoothstep(0.0f, 0.55f, normal.z));
        }
        const std::size_t pixel = static_cast<std::size_t>(y * kWidth + x);
        if (!(depth < nearest[pixel])) continue;
        nearest[pixel] = depth;
        picture[pixel] = glm::clamp(glm::mix(color, frame.background * 255.0f, fog), 0.0f, 255.0f);
      }
    }
  }
  return picture;
}

/// Pixels that differ by more than two steps in a channel. An edge may fall on either side of a
/// pixel's centre where rounding decides; nothing else may.
int differing(const SoftSurface& surface, const std::vector<glm::vec3>& expected) {
  int count = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const Rgba got = surface.pixels()[static_cast<std::size_t>(y * surface.stride() + x)];
      const glm::vec3& want = expected[static_cast<std::size_t>(y * kWidth + x)];
      for (int c = 0; c < 3; ++c) {
        if (std::abs(static_cast<float>(got >> (8 * c) & 255) - want[c]) > 2) {
          ++count;
          break;
        }
      }
      CHECK((got >> 24) == 255);
    }
  }
  return count;
}

SoftSurface empty_surface(const FrameUniforms& frame) {
  SoftSurface surface;
  surface.resize(kWidth, kHeight);
  const glm::vec3 behind = frame.background * 255.0f + 0.5f;
  surface.fill(kOpaque | static_cast<Rgba>(behind.x) | static_cast<Rgba>(behind.y) << 8 |
               static_cast<Rgba>(behind.z) << 16);
  return surface;
}

std::vector<std::uint32_t> some_palette() {
  std::vector<std::uint32_t> palette;
  for (std::uint32_t i = 0; i < kFadedStyleOffset; ++i) {
    palette.push_back((i / 3 % kSomaShapes) << 24 | (i * 53 % 256) << 16 | (i * 97 % 256) << 8 |
                      (i * 29 % 256));
  }
  return palette;
}

}  // namespace

TEST_CASE("somas look as the shaders say, near and far, faded and not") {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t count = 1 + random() % 40;
    std::uniform_real_distribution<float> um(-60, 60);
    std::vector<float> positions;
    std::vector<std::uint8_t> styles;
    for (std::size_t i = 0; i < count; ++i) {
      for (int axis = 0; axis < 3; ++axis) positions.push_back(um(random));
      styles.push_back(static_cast<std::uint8_t>(random() % 256));
    }
    const std::vector<std::uint32_t> palette = some_palette();
    // From inside the cloud to where each is a dot.
    const FrameUniforms frame = frame_at(seed % 3 == 0 ? 50.0f : seed % 3 == 1 ? 300.0f : 2000.0f);
    const std::uint8_t first = 1, last = seed % 2 == 0 ? 255 : 127;
    const float fade = seed % 4 == 0 ? kFade : 0;

    const QuantizedPositions kept = soma_positions(positions);
    std::vector<Point> points;
    for (std::size_t i = 0; i < count; ++i) {
      if (styles[i] < first || styles[i] > last) continue;
      Point point;
      for (int axis = 0; axis < 3; ++axis) {
        point.um[axis] =
            kept.min_um[axis] +
            static_cast<float>(kept.quantized[3 * i + static_cast<std::size_t>(axis)]) / 65535 *
                kept.extent_um[axis];
      }
      const std::uint32_t color = palette[styles[i] % kFadedStyleOffset];
      point.color = glm::vec3(color >> 16 & 255, color >> 8 & 255, color & 255);
      point.shape = shape_of(color);
      point.diameter_um = kSomaDiameterUm;
      point.min_px = kSomaMinPx;
      point.fade = fade;
      point.fogged = true;
      points.push_back(point);
    }
    SoftSomas somas;
    somas.upload(positions);
    somas.upload_styles(styles);
    somas.upload_palette(palette);
    SoftSurface surface = empty_surface(frame);
    somas.draw(surface, soft_frame(frame, {0, 0, kWidth, kHeight}, kWidth, kHeight), first, last,
               fade);
    // The edges of squares and triangles are straight: where one falls on the centers of pixels, a
    // whole row of them goes one way or the other.
    CHECK(differing(surface, slow_picture(points, frame)) <= kWidth * kHeight / 100);
  }
}

TEST_CASE("synapses have the color of their side and only those inside both slabs are drawn") {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> um(-60, 60);
  FrameUniforms frame = frame_at(300);
  frame.slabs[0] = {0, 1 / 30.0f, 0, 0};  // |y| <= 30
  frame.slabs[1] = glm::vec4(glm::normalize(glm::vec3(1, 0, 1)), -5) / 20.0f;
  std::vector<SynapsePoint> synapses;
  std::vector<Point> points;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const SynapsePoint synapse{um(random), um(random), um(random),
                               1 + static_cast<float>(random() % 8), i % 2};
    synapses.push_back(synapse);
    const glm::vec3 at(synapse.x_um, synapse.y_um, synapse.z_um);
    if (std::abs(at.y) > 30) continue;
    if (std::abs(glm::dot(at, glm::normalize(glm::vec3(1, 0, 1))) - 5) > 20) continue;
    Point point;
    point.um = at;
    point.color = synapse.side == 0 ? glm::vec3(0x56, 0xa0, 0xff) : glm::vec3(0xff, 0x9a, 0x3c);
    point.diameter_um = synapse.diameter_um;
    point.min_px = kSynapseMinPx;
    points.push_back(point);
  }
  REQUIRE(points.size() > 10);
  REQUIRE(points.size() < 150);
  SoftSynapses pass;
  pass.upload(synapses, {0x56a0ff, 0xff9a3c});
  SoftSurface surface = empty_surface(frame);
  pass.draw(surface, soft_frame(frame, {0, 0, kWidth, kHeight}, kWidth, kHeight));
  CHECK(differing(surface, slow_picture(points, frame)) <= kWidth * kHeight / 200);
}

TEST_CASE("the neurons that are found to be seen make the picture of all, and are few in a crowd") {
  constexpr std::size_t kCount = 80'000;
  std::mt19937 random(11);
  std::uniform_real_distribution<float> um(-60, 60);
  std::vector<float> positions;
  std::vector<std::uint8_t> styles;
  for (std::size_t i = 0; i < kCount; ++i) {
    for (int axis = 0; axis < 3; ++axis) positions.push_back(um(random));
    styles.push_back(static_cast<std::uint8_t>(random() % 256));
  }
  SoftSomas somas;
  somas.upload(positions);
  somas.upload_styles(styles);
  somas.upload_palette(some_palette());
  const std::uint8_t first = 1, last = 200;
  // Spheres; some spheres and some dots; dots, of which all may be seen.
  for (const float distance_um : {200.0f, 420.0f, 900.0f}) {
    CAPTURE(distance_um);
    const FrameUniforms frame = frame_at(distance_um);
    const SoftFrame soft = soft_frame(frame, {3, 2, kWidth - 9, kHeight - 4}, kWidth, kHeight);
    SoftSurface all = empty_surface(frame);
    std::vector<std::uint32_t> found{7};
    somas.find_seen(all, soft, first, last, found);
    const Pixels<Rgba> untouched = empty_surface(frame).pixels();
    CHECK(all.pixels() == untouched);
    somas.draw(all, soft, first, last, 0);  // nothing of the search is left
    for (int y = 0; y < kHeight; ++y) {
      for (const int x : {2, kWidth - 6, kWidth - 5}) {  // beside the viewport
        CHECK(all.row(y)[x] == untouched[0]);
      }
    }

    std::vector<std::uint8_t> only(kCount, kHiddenStyle);
    for (const std::uint32_t neuron : found) {
      REQUIRE(neuron < kCount);
      REQUIRE(only[neuron] == kHiddenStyle);  // once
      only[neuron] = styles[neuron];
      CHECK((styles[neuron] >= first && styles[neuron] <= last));
    }
    SoftSomas few;
    few.upload(positions);
    few.upload_styles(only);
    few.upload_palette(some_palette());
    SoftSurface surface = empty_surface(frame);
    few.draw(surface, soft, first, last, 0);
    CHECK(surface.pixels() == all.pixels());
    CHECK(surface.pixels() != untouched);
    if (distance_um == 200.0f) CHECK(found.size() < kCount / 3);
  }
}

TEST_CASE("synapses that are found to be seen are named by their place in the list") {
  std::mt19937 random(12);
  std::uniform_real_distribution<float> um(-60, 60);
  FrameUniforms frame = frame_at(200);
  frame.slabs[0] = {0, 1 / 30.0f, 0, 0};  // |y| <= 30
  std::vector<SynapsePoint> synapses;
  for (std::uint32_t i = 0; i < 60'000; ++i) {
    synapses.push_back(
        {um(random), um(random), um(random), 12 + static_cast<float>(random() % 8), i % 2});
  }
  SoftSynapses pass;
  pass.upload(synapses, {0x56a0ff, 0xff9a3c});
  const SoftFrame soft = soft_frame(frame, {0, 0, kWidth, kHeight}, kWidth, kHeight);
  SoftSurface all = empty_surface(frame);
  std::vector<std::uint32_t> found;
  pass.find_seen(all, soft, found);
  pass.draw(all, soft);
  REQUIRE(!found.empty());
  CHECK(found.size() < synapses.size() / 3);
  std::vector<bool> is_seen(synapses.size());
  for (const std::uint32_t synapse : found) {
    is_seen[synapse] = true;
    CHECK(std::abs(synapses[synapse].y_um) <= 30.01f);
  }
  for (std::size_t i = 0; i < synapses.size(); ++i) {
    if (!is_seen[i]) synapses[i].diameter_um = 0;  // not drawn
  }
  pass.upload(synapses, {0x56a0ff, 0xff9a3c});
  SoftSurface surface = empty_surface(frame);
  pass.draw(surface, soft);
  CHECK(surface.pixels() == all.pixels());
}

TEST_CASE("nothing is drawn outside the viewport, and hostile cameras draw nothing at all") {
  std::vector<float> positions;
  std::vector<std::uint8_t> styles;
  std::mt19937 random(1);
  std::uniform_real_distribution<float> um(-400, 400);
  for (int i = 0; i < 3000; ++i) positions.push_back(um(random));
  styles.assign(1000, 5);
  SoftSomas somas;
  somas.upload(positions);
  somas.upload_styles(styles);
  somas.upload_palette(some_palette());
  FrameUniforms frame = frame_at(300);

  SoftSurface surface = empty_surface(frame);
  const Rgba behind = surface.pixels()[0];
  somas.draw(surface, soft_frame(frame, {10, 5, 20, 30}, kWidth, kHeight), 1, 255, 0);
  std::size_t inside = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool drawn =
          surface.pixels()[static_cast<std::size_t>(y * surface.stride() + x)] != behind;
      const bool in_viewport = x >= 10 && x < 30 && y >= 5 && y < 35;
      if (drawn) CHECK(in_viewport);
      inside += drawn ? 1 : 0;
    }
  }
  CHECK(inside > 100);

  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 0.0f}) {
    CAPTURE(bad);
    FrameUniforms broken = frame;
    broken.clip_from_um *= bad;
    SoftSurface blank = empty_surface(frame);
    somas.draw(blank, soft_frame(broken, {0, 0, kWidth, kHeight}, kWidth, kHeight), 1, 255, 0);
    for (const Rgba pixel : blank.pixels()) CHECK(pixel == behind);
  }
}

TEST_CASE("no neurons, and fewer styles than neurons, draw no more than there is") {
  SoftSomas somas;
  const FrameUniforms frame = frame_at(300);
  const SoftFrame soft = soft_frame(frame, {0, 0, kWidth, kHeight}, kWidth, kHeight);
  SoftSurface surface = empty_surface(frame);
  const Rgba behind = surface.pixels()[0];
  somas.draw(surface, soft, 1, 255, 0);
  const std::vector<float> five(15, 0);
  somas.upload(five);
  somas.upload_palette(some_palette());
  somas.draw(surface, soft, 1, 255, 0);  // no styles yet: all hidden
  for (const Rgba pixel : surface.pixels()) CHECK(pixel == behind);
}
