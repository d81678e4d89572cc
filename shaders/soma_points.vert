#version 300 es
// soma_points.vert — one round point for every neuron that is not hidden.
//
// Pass       SomaPass, src/render/soma_pass.cpp. Names and types below are the whole
//            contract between the two; SomaPass checks them when it links.
// Draw       POINTS, one vertex per neuron in the order of NeuronIndex, depth test on, no
//            blending. gl_VertexID is the NeuronIndex: every draw starts at vertex 0.
// Attributes a_position      vec3    soma centre as a share of the bounds, 0 .. 1 (from u16)
// Uniforms   u_min_um        vec3    corner of the bounds, world micrometres
//            u_extent_um     vec3    size of the bounds
//            u_clip_from_um  mat4    column vectors: clip = u_clip_from_um * um
//            u_px_at_w1      float   pixels that one micrometre covers where w == 1
//            u_soma_um       float   drawn soma diameter, micrometres
//            u_min_px        float   smallest drawn diameter, pixels
//            u_styles        uvec2   first and last style that this draw shows
//            u_fog_w         vec2    clip w where fog begins, and where it is full
// Textures   u_style         R8UI, kStyleTextureWidth wide; texel i is the style of
//                            neuron i: 0 hidden, else, modulo kFadedStyleOffset,
//                            a column of u_palette
//            u_palette       RGBA8, kFadedStyleOffset texels; alpha holds the shape's number
//            u_fade          float   0 as it is .. 1 gone
// Out, the same for all pixels of a point:
//            v_color         sRGB times what fog and fading leave of it, and in alpha how much of the
//                            background they add
//            v_shape         the number of the shape; -1: a dot, all in one color
//
// A filter never touches vertex buffers: it rewrites u_style, one byte per neuron.

precision highp float;
precision highp int;
precision highp usampler2D;

const int kStyleTextureWidth = 1024;  // same numbers in src/render/style.h
const uint kFadedStyleOffset = 128u;

in vec3 a_position;

uniform vec3 u_min_um;
uniform vec3 u_extent_um;
uniform mat4 u_clip_from_um;
uniform float u_px_at_w1;
uniform float u_soma_um;
uniform float u_min_px;
uniform vec2 u_fog_w;
uniform float u_fade;
uniform uvec2 u_styles;
uniform usampler2D u_style;
uniform sampler2D u_palette;

flat out vec4 v_color;
flat out float v_shape;

void main() {
  ivec2 texel = ivec2(gl_VertexID % kStyleTextureWidth, gl_VertexID / kStyleTextureWidth);
  uint style = texelFetch(u_style, texel, 0).r;
  if (style < u_styles.x || style > u_styles.y) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside the clip volume: nothing is drawn
    gl_PointSize = 1.0;
    v_color = vec4(0.0);
    v_shape = -1.0;
    return;
  }
  gl_Position = u_clip_from_um * vec4(u_min_um + a_position * u_extent_um, 1.0);
  float size_px = max(u_min_px, u_soma_um * u_px_at_w1 / max(gl_Position.w, 1e-3));
  gl_PointSize = size_px;
  float haze = clamp((gl_Position.w - u_fog_w.x) / (u_fog_w.y - u_fog_w.x), 0.0, 1.0);
  float gone = max(u_fade, 0.5 * haze);
  vec4 entry = texelFetch(u_palette, ivec2(int(style % kFadedStyleOffset), 0), 0);
  v_color = vec4(entry.rgb * (1.0 - gone), gone);
  // A circle of four pixels is a square; and smaller than five, shapes could not be told apart.
  v_shape = size_px <= 2.5 ? -1.0 : size_px < 5.0 ? 0.0 : floor(entry.a * 255.0 + 0.5);
}
