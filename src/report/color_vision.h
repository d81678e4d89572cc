#pragma once
// color_vision.h — how colors look to eyes that lack a cone, and how different two colors look.
// Palettes are judged by these in tests; the page's simulator uses the same matrices.

#include <array>
#include <cstdint>

#include "view/view_state.h"

namespace cnx {

/// What a color looks like with the whole deficiency (severity 1): Machado, Oliveira & Fernandes
/// 2009, on linear RGB. 0xRRGGBB in and out; Usual changes nothing.
std::uint32_t simulated(std::uint32_t rgb, ColorVision vision);

/// The rows of the matrix by which `simulated` multiplies linear RGB.
const std::array<std::array<double, 3>, 3>& simulation_matrix(ColorVision vision);

/// A channel of an sRGB color, 0 to 1, as light.
double linear_of_srgb(double channel);

/// CIE L*a*b* of an sRGB color, white point D65.
struct Lab {
  double lightness = 0, a = 0, b = 0;
};
Lab lab_of(std::uint32_t rgb);

/// CIEDE2000 (Sharma, Wu & Dalal 2005): some 1 is the least that is seen side by side.
double color_difference(const Lab& first, const Lab& second);

}  // namespace cnx
