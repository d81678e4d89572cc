#pragma once
// color_map.h — the sequential colours of heat maps: cividis, which people with and without
// red-green color blindness see alike (Nuñez, Anderton & Renslow 2018).

#include <cstdint>

namespace cnx {

/// 0xRRGGBB for t from 0 (dark blue) to 1 (yellow); outside and NaN are clamped to the ends.
std::uint32_t sequential_color(double t);

/// True where black text is easier to read on `rgb` than white text (WCAG relative luminance).
bool wants_dark_text(std::uint32_t rgb);

}  // namespace cnx
