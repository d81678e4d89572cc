#pragma once
// line_pass.h — draws straight lines with a colour at each end.

#include <cstdint>
#include <span>

#include "render/frame_uniforms.h"
#include "render/gl_objects.h"
#include "render/renderer.h"
#include "render/shader_program.h"

namespace cnx {

class LinePass {
 public:
  /// Whether somas in front hide the lines, or the lines lie over everything.
  explicit LinePass(bool hidden_by_somas);

  /// Two vertices a line.
  void upload(std::span<const LineVertex> vertices);
  /// At most `max_lines` of them, the first.
  void draw(const FrameUniforms& frame, std::uint32_t max_lines = UINT32_MAX);

 private:
  bool hidden_by_somas_;
  ShaderProgram program_;
  GlBuffer vertices_;
  GlVertexArray vertex_array_;
  GLsizei count_ = 0;
};

}  // namespace cnx
