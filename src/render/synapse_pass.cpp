#include "render/synapse_pass.h"

#include <glm/vec3.hpp>

namespace cnx {
namespace {

glm::vec3 rgb(std::uint32_t color) {
  return glm::vec3(color >> 16 & 255, color >> 8 & 255, color & 255) / 255.0f;
}

}  // namespace

SynapsePass::SynapsePass()
    : program_(kSynapsePointsVert, kSomaPointsFrag, {"a_position_um", "a_diameter_um", "a_side"},
               "DISCS_ONLY") {}

void SynapsePass::upload(std::span<const SynapsePoint> points, const SynapseColors& colors) {
  glBindVertexArray(vertex_array_.get());
  glBindBuffer(GL_ARRAY_BUFFER, points_.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(points.size_bytes()), points.data(),
               GL_DYNAMIC_DRAW);
  constexpr GLsizei kStride = sizeof(SynapsePoint);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, kStride, nullptr);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, kStride, reinterpret_cast<const void*>(12));
  glEnableVertexAttribArray(2);
  glVertexAttribIPointer(2, 1, GL_UNSIGNED_INT, kStride, reinterpret_cast<const void*>(16));
  glBindVertexArray(0);
  count_ = static_cast<GLsizei>(points.size());
  colors_ = colors;
}

void SynapsePass::draw(const FrameUniforms& frame, const std::vector<std::uint32_t>* only) {
  if (count_ == 0) return;
  program_.use();
  const glm::vec3 input = rgb(colors_.input), output = rgb(colors_.output);
  glUniformMatrix4fv(program_.uniform("u_clip_from_um"), 1, GL_FALSE, &frame.clip_from_um[0][0]);
  glUniform1f(program_.uniform("u_px_at_w1"), frame.px_at_w1);
  glUniform1f(program_.uniform("u_min_px"), kSynapseMinPx * frame.scale);
  glUniform4fv(program_.uniform("u_slabs"), 2, &frame.slabs[0][0]);
  glUniform3fv(program_.uniform("u_input"), 1, &input[0]);
  glUniform3fv(program_.uniform("u_output"), 1, &output[0]);
  glUniform3fv(program_.uniform("u_background"), 1, &frame.background[0]);
  glDisable(GL_BLEND);
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_TRUE);
  glBindVertexArray(vertex_array_.get());
  draw_points(count_, only, only_);
  glBindVertexArray(0);
}

}  // namespace cnx
