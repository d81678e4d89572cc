#pragma once
// frame_uniforms.h — what every pass must know of the frame it is drawn in.

#include <array>
#include <cstdint>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

namespace cnx {

struct FrameUniforms {
  glm::mat4 clip_from_um{1};
  float px_at_w1 = 1;       // pixels that one micrometre covers where clip w == 1
  glm::vec2 fog_w{1, 2};    // clip w where fog begins, and where it is full
  glm::vec3 background{0};  // sRGB
  float scale = 1;          // device pixels for each CSS pixel
  /// Slices that points must lie in: |dot(slab.xyz, um) + slab.w| <= 1. All zero: no slice.
  std::array<glm::vec4, 2> slabs{};

  /// Of the connections, the first so many are drawn.
  std::uint32_t max_connections = UINT32_MAX;

  bool operator==(const FrameUniforms&) const = default;
};

}  // namespace cnx
