#pragma once
// soft_lines.h — straight lines with a colour at each end, drawn by the processor.

#include <span>

#include "render/renderer.h"
#include "render/soft/soft_points.h"
#include "render/soft/soft_surface.h"

namespace cnx {

/// Draws two vertices a line over what is on the surface, one pixel wide, alpha blended; same
/// contract as shaders/lines.*. `hidden_by_depth`: only where nothing drawn before is nearer.
/// Cost is that of the pixels.
void draw_soft_lines(SoftSurface& surface, const SoftFrame& frame,
                     std::span<const LineVertex> vertices, bool hidden_by_depth);

/// `source` over `below`; alpha 0 .. 255. What is below is opaque and stays so.
inline Rgba blended(Rgba below, Rgba source, std::uint32_t alpha) {
  // Two channels at a time, rounded as dividing by 255 would.
  const auto mix = [alpha](std::uint32_t to, std::uint32_t from) {
    const std::uint32_t sum = to * alpha + from * (255 - alpha) + 0x00800080u;
    return (sum + (sum >> 8 & 0x00ff00ffu)) >> 8 & 0x00ff00ffu;
  };
  const std::uint32_t red_blue = mix(source & 0x00ff00ffu, below & 0x00ff00ffu);
  const std::uint32_t green = mix(source >> 8 & 0x000000ffu, below >> 8 & 0x000000ffu);
  return red_blue | green << 8 | kOpaque;
}

}  // namespace cnx
