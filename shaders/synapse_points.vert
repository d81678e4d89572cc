#version 300 es
// synapse_points.vert — one round point for every synapse of what is selected.
//
// Pass       SynapsePass, src/render/synapse_pass.cpp; fragments by soma_points.frag. The software
//            twin is SoftSynapses, src/render/soft/soft_points.cpp.
// Draw       POINTS, one vertex per synapse, depth test on, no blending.
// Attributes a_position_um   vec3    world micrometres
//            a_diameter_um   float   drawn diameter
//            a_side          uint    0 input, 1 output
// Uniforms   u_clip_from_um  mat4    column vectors: clip = u_clip_from_um * um
//            u_px_at_w1      float   pixels that one micrometre covers where w == 1
//            u_min_px        float   smallest drawn diameter, pixels
//            u_slabs         vec4[2] shown where |dot(slab, (um, 1))| <= 1 for both
//            u_input         vec3    sRGB
//            u_output        vec3    sRGB
// Out        as soma_points.vert; no fog: what was asked for is seen at any distance

precision highp float;
precision highp int;

in vec3 a_position_um;
in float a_diameter_um;
in uint a_side;

uniform mat4 u_clip_from_um;
uniform float u_px_at_w1;
uniform float u_min_px;
uniform vec4 u_slabs[2];
uniform vec3 u_input;
uniform vec3 u_output;

flat out vec4 v_color;
flat out float v_shape;

void main() {
  vec4 um = vec4(a_position_um, 1.0);
  v_color = vec4(a_side == 0u ? u_input : u_output, 0.0);  // a disc
  if (abs(dot(u_slabs[0], um)) > 1.0 || abs(dot(u_slabs[1], um)) > 1.0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside the clip volume: nothing is drawn
    gl_PointSize = 1.0;
    v_shape = -1.0;
    return;
  }
  gl_Position = u_clip_from_um * um;
  float size_px = max(u_min_px, a_diameter_um * u_px_at_w1 / max(gl_Position.w, 1e-3));
  gl_PointSize = size_px;
  v_shape = size_px <= 2.5 ? -1.0 : 0.0;
}
