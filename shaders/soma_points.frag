#version 300 es
// soma_points.frag — a lit sphere in the square of a point: a round impostor.
//
// In         see soma_points.vert
// Uniforms   u_background  vec3   what fog and fading go to, sRGB
// Defines    DISCS_ONLY    all shapes are discs: where a program on the processor draws for WebGL,
//                          the others cost time even when nobody has them
// Out        fragment colour, opaque. Depth is that of the sphere's centre plane: writing
//            gl_FragDepth would cost early depth tests, and somas hardly ever intersect.

precision highp float;

flat in vec4 v_color;
flat in float v_shape;

uniform vec3 u_background;

out vec4 o_color;

const vec3 kLight = normalize(vec3(-0.4, 0.6, 0.7));  // from above, left, and the viewer

/// Whether a place in the square, y up, belongs to the shape: view/soma_shape.h.
bool in_shape(vec2 at, float r2) {
#ifndef DISCS_ONLY
  int shape = int(v_shape);
  if (shape == 1) return max(abs(at.x), abs(at.y)) <= 0.85;
  if (shape == 2) return abs(at.x) + abs(at.y) <= 1.0;
  if (shape == 3) return at.y >= -0.75 && at.y <= 1.0 - 1.9 * abs(at.x);
  if (shape == 4) return r2 >= 0.3 && r2 <= 1.0;
#endif
  return r2 <= 1.0;
}

void main() {
  vec2 at = vec2(gl_PointCoord.x, 1.0 - gl_PointCoord.y) * 2.0 - 1.0;
  float r2 = dot(at, at);
  vec3 color = v_color.rgb;
  if (v_shape >= 0.0) {
    if (!in_shape(at, r2)) discard;
    vec3 normal = vec3(at, sqrt(max(1.0 - r2, 0.0)));
    float light = 0.55 + 0.5 * max(dot(normal, kLight), 0.0);
    float rim = smoothstep(0.0, 0.55, normal.z);  // a darker edge tells neighbours apart
    color *= light * mix(0.55, 1.0, rim);
  }
  o_color = vec4(color + u_background * v_color.a, 1.0);
}
