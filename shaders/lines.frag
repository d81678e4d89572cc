#version 300 es
// lines.frag — the colour that lines.vert gives.

precision mediump float;

in vec4 v_color;
out vec4 o_color;

void main() { o_color = v_color; }
