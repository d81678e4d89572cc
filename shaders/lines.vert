#version 300 es
// lines.vert — straight lines with a colour at each end.
//
// Pass       LinePass, src/render/line_pass.cpp (connections of the selected neuron, the box
//            around the volume).
// Draw       LINES, depth test as the pass was made, blending on (straight alpha).
// Attributes a_position_um   vec3   world micrometres
//            a_color         vec4   sRGB and opacity, from four bytes
// Uniforms   u_clip_from_um  mat4
// Out        v_color

precision highp float;

in vec3 a_position_um;
in vec4 a_color;

uniform mat4 u_clip_from_um;

out vec4 v_color;

void main() {
  gl_Position = u_clip_from_um * vec4(a_position_um, 1.0);
  v_color = a_color;
}
