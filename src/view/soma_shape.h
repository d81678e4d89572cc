#pragma once
// soma_shape.h — an entry of the palette: 0xSSRRGGBB, a color and, above it, a shape. Shapes are a
// second code: where there are more categories than colors that everyone can tell apart, those of
// one color differ in shape. The passes and the legends draw the same ones.

#include <cstdint>

namespace cnx {

/// In the order in which categories get them. In the square of a point, from -1 to 1, a pixel
/// belongs to it where (y up)
///   Disc      x² + y² <= 1                   Square    max(|x|, |y|) <= 0.85
///   Diamond   |x| + |y| <= 1                 Triangle  -0.75 <= y <= 1 - 1.9 |x|
///   Ring      0.3 <= x² + y² <= 1
/// Points smaller than 5 pixels are dots, whatever their shape.
enum class SomaShape : std::uint8_t { Disc, Square, Diamond, Triangle, Ring };
inline constexpr std::uint32_t kSomaShapes = 5;
inline constexpr float kMinShapePx = 5;

constexpr std::uint32_t with_shape(std::uint32_t rgb, SomaShape shape) {
  return (rgb & 0xffffffu) | static_cast<std::uint32_t>(shape) << 24;
}
constexpr SomaShape shape_of(std::uint32_t entry) {
  return entry >> 24 < kSomaShapes ? static_cast<SomaShape>(entry >> 24) : SomaShape::Disc;
}

}  // namespace cnx
