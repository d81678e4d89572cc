#pragma once
// style.h — how a neuron looks, as one byte: an entry of a palette of colors with shapes
// (view/soma_shape.h).

#include <cstdint>

namespace cnx {

inline constexpr std::uint8_t kHiddenStyle = 0;      // any other value is an entry of the palette
inline constexpr std::uint8_t kSelectedStyle = 127;  // drawn over everything else
inline constexpr std::uint8_t kFadedStyleOffset = 128;  // added: the same colour, faded
inline constexpr float kFade = 0.82f;                   // how far: 0 as it is .. 1 gone
inline constexpr int kStyleTextureWidth = 1024;         // same number in shaders/soma_points.vert

}  // namespace cnx
