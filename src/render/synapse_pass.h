#pragma once
// synapse_pass.h — draws synapses: points coloured by side and as large as their cleft says.

#include <cstdint>
#include <span>
#include <vector>

#include "render/frame_uniforms.h"
#include "render/gl_objects.h"
#include "render/renderer.h"
#include "render/shader_program.h"

namespace cnx {

class SynapsePass {
 public:
  SynapsePass();

  /// 20 bytes a synapse on the GPU.
  void upload(std::span<const SynapsePoint> points, const SynapseColors& colors);
  /// With `only`, synapses that are not in it are left out.
  void draw(const FrameUniforms& frame, const std::vector<std::uint32_t>* only);

 private:
  ShaderProgram program_;
  GlBuffer points_, only_;
  GlVertexArray vertex_array_;
  GLsizei count_ = 0;
  SynapseColors colors_;
};

}  // namespace cnx
