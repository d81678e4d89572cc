#include "render/line_pass.h"

#include <algorithm>

namespace cnx {

LinePass::LinePass(bool hidden_by_somas)
    : hidden_by_somas_(hidden_by_somas),
      program_(kLinesVert, kLinesFrag, {"a_position_um", "a_color"}) {}

void LinePass::upload(std::span<const LineVertex> vertices) {
  glBindVertexArray(vertex_array_.get());
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size_bytes()), vertices.data(),
               GL_DYNAMIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(LineVertex), nullptr);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(LineVertex),
                        reinterpret_cast<const void*>(12));
  glBindVertexArray(0);
  count_ = static_cast<GLsizei>(vertices.size());
}

void LinePass::draw(const FrameUniforms& frame, std::uint32_t max_lines) {
  const auto drawn = static_cast<GLsizei>(
      std::min(std::uint64_t{2} * max_lines, static_cast<std::uint64_t>(count_)));
  if (drawn == 0) return;
  program_.use();
  glUniformMatrix4fv(program_.uniform("u_clip_from_um"), 1, GL_FALSE, &frame.clip_from_um[0][0]);
  if (hidden_by_somas_) {
    glEnable(GL_DEPTH_TEST);
  } else {
    glDisable(GL_DEPTH_TEST);
  }
  glDepthMask(GL_FALSE);  // lines are see-through: they must not hide what is behind them
  glEnable(GL_BLEND);
  // The canvas stays opaque, or the page behind it would shine through the lines.
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ZERO, GL_ONE);
  glBindVertexArray(vertex_array_.get());
  glDrawArrays(GL_LINES, 0, drawn);
  glBindVertexArray(0);
  glDepthMask(GL_TRUE);
}

}  // namespace cnx
