#pragma once
// soma_pass.h — draws every soma that is not hidden. Positions are uploaded once.

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <span>
#include <vector>

#include "render/frame_uniforms.h"
#include "render/gl_objects.h"
#include "render/renderer.h"
#include "render/shader_program.h"
#include "render/style_texture.h"

namespace cnx {

class SomaPass {
 public:
  /// Positions in world micrometres, [x0 y0 z0 …]. 8 bytes a neuron on the GPU.
  void upload(std::span<const float> positions_um);
  /// Draws the neurons whose style lies in [first_style, last_style]; first_style > kHiddenStyle.
  /// `fade`: 0 as they are .. 1 gone. With `only`, neurons that are not in it are left out.
  void draw(const FrameUniforms& frame, StyleTexture& style, std::uint8_t first_style,
            std::uint8_t last_style, float fade, const std::vector<std::uint32_t>* only);

 private:
  const ShaderProgram& program(bool only_discs);

  std::optional<ShaderProgram> discs_, shapes_;  // each made when it is first needed
  GlBuffer positions_, only_;
  GlVertexArray vertex_array_;
  GLsizei count_ = 0;
  glm::vec3 min_um_{0}, extent_um_{1};
};

}  // namespace cnx
