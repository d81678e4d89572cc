#pragma once
// soft_triangles.h — textured, alpha-blended, clipped triangles: what Dear ImGui's lists are made
// of.

#include <cstdint>
#include <span>

#include "render/soft/soft_surface.h"

namespace cnx {

/// Laid out as Dear ImGui's own vertices are.
struct UiVertex {
  float x_px = 0, y_px = 0, u = 0, v = 0;
  Rgba color = 0;  // straight alpha
};
static_assert(sizeof(UiVertex) == 20);

/// Rows from v = 0, red, green, blue, alpha. Read where a triangle's u and v lead, between the
/// four nearest texels; beyond the edges as at them.
struct UiTexture {
  const std::uint8_t* texels = nullptr;
  int width = 0, height = 0;
  bool white = true;  // every texel is white, only alpha differs
};

/// Draws the triangles that each three of `indices` name, in order, over what is on the surface.
/// Pixels whose centre a triangle covers are drawn once where triangles share an edge. Clipped to
/// `clip` and the surface. Precondition: indices and texture fit.
void draw_soft_triangles(SoftSurface& surface, const PixelRect& clip,
                         std::span<const UiVertex> vertices, std::span<const std::uint16_t> indices,
                         const UiTexture& texture);

}  // namespace cnx
