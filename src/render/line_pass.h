#pragma once
// line_pass.h — draws straight lines with a colour at each end.

#include <cstdint>
#include <span>

#include "render/frame_uniforms.h"
#include "render/gl_objects.h"
#include "render/shader_program.h"

namespace cnx {

struct LineVertex {
  float x_um = 0, y_um = 0, z_um = 0;
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
};
static_assert(sizeof(LineVertex) == 16);

class LinePass {
 public:
  /// Whether somas in front hide the lines, or the lines lie over everything.
  explicit LinePass(bool hidden_by_somas);

  /// Two vertices a line.
  void upload(std::span<const LineVertex> vertices);
  void draw(const FrameUniforms& frame);

 private:
  bool hidden_by_somas_;
  ShaderProgram program_;
  GlBuffer vertices_;
  GlVertexArray vertex_array_;
  GLsizei count_ = 0;
};

}  // namespace cnx
