#include "render/soma_pass.h"

#include <cstdint>
#include <vector>

#include "render/soma_positions.h"

namespace cnx {

const ShaderProgram& SomaPass::program(bool only_discs) {
  std::optional<ShaderProgram>& wanted = only_discs ? discs_ : shapes_;
  if (!wanted) {
    wanted.emplace(kSomaPointsVert, kSomaPointsFrag,
                   std::initializer_list<const char*>{"a_position"},
                   only_discs ? "DISCS_ONLY" : "");
  }
  return *wanted;
}

void SomaPass::upload(std::span<const float> positions_um) {
  const QuantizedPositions positions = soma_positions(positions_um);
  min_um_ = positions.min_um;
  extent_um_ = positions.extent_um;
  const std::size_t count = positions.count();
  std::vector<std::uint16_t> padded(4 * count);  // the fourth keeps vertices on 8 bytes
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      padded[4 * i + axis] = positions.quantized[3 * i + axis];
    }
  }
  glBindVertexArray(vertex_array_.get());
  glBindBuffer(GL_ARRAY_BUFFER, positions_.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(padded.size() * 2), padded.data(),
               GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_UNSIGNED_SHORT, GL_TRUE, 8, nullptr);
  glBindVertexArray(0);
  count_ = static_cast<GLsizei>(count);
}

void SomaPass::draw(const FrameUniforms& frame, StyleTexture& style, std::uint8_t first_style,
                    std::uint8_t last_style, float fade, const std::vector<std::uint32_t>* only) {
  if (count_ == 0) return;
  const ShaderProgram& shader = program(style.only_discs());
  shader.use();
  style.bind();
  glUniform1i(shader.uniform("u_style"), 0);
  glUniform1i(shader.uniform("u_palette"), 1);
  glUniform3fv(shader.uniform("u_min_um"), 1, &min_um_[0]);
  glUniform3fv(shader.uniform("u_extent_um"), 1, &extent_um_[0]);
  glUniformMatrix4fv(shader.uniform("u_clip_from_um"), 1, GL_FALSE, &frame.clip_from_um[0][0]);
  glUniform1f(shader.uniform("u_px_at_w1"), frame.px_at_w1);
  glUniform1f(shader.uniform("u_soma_um"), kSomaDiameterUm);
  glUniform1f(shader.uniform("u_min_px"), kSomaMinPx * frame.scale);
  glUniform2fv(shader.uniform("u_fog_w"), 1, &frame.fog_w[0]);
  glUniform1f(shader.uniform("u_fade"), fade);
  glUniform2ui(shader.uniform("u_styles"), first_style, last_style);
  glUniform3fv(shader.uniform("u_background"), 1, &frame.background[0]);
  glDisable(GL_BLEND);
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_TRUE);
  glBindVertexArray(vertex_array_.get());
  draw_points(count_, only, only_);
  glBindVertexArray(0);
}

}  // namespace cnx
