#pragma once
// neuron_colors.h — a column → the style byte of each neuron and its palette.

#include <array>
#include <cstdint>
#include <vector>

#include "dataset/derived_column.h"
#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "ui/frame_model.h"

namespace cnx {

/// The palette of a style texture: colors with their shapes (view/soma_shape.h). Entry 0 is hidden;
/// 1 .. 125 are values, 126 is "no value", 127 is the selected neuron's. Styles from
/// kFadedStyleOffset on mean the same, faded.
using StylePalette = std::array<Color, 128>;

/// What the somas stand before; the theme's.
inline constexpr Color kDarkBackground = 0x0f1216, kLightBackground = 0xf6f7f9;
constexpr Color background_color(bool dark) { return dark ? kDarkBackground : kLightBackground; }

struct NeuronColors {
  ColorLegend legend;
  StylePalette palette{};
  std::vector<std::uint8_t> styles;  // [neuron_count], as if every neuron were shown
};

/// So many colors can be told apart by everyone: with any one cone missing, any two of them differ
/// by a CIEDE2000 of 18 or more. Categories beyond repeat them with another shape.
inline constexpr std::uint32_t kPaletteColors = 11;

/// Color and shape number `code` of a categorical column: 0xSSRRGGBB (view/soma_shape.h).
Color category_color(std::uint32_t code, bool dark);

/// How neurons are colored by `column`. Categories get category_color, except that the status
/// "non" and its likes are grey; numbers get the sequential map over their 0.5 to 99.5 percentile,
/// so that one outlier does not paint all others alike. A column that has not arrived: all grey.
/// O(neurons).
NeuronColors neuron_colors(const NeuronTable& neurons, std::uint32_t column, bool dark);
/// The same by values that no file has.
NeuronColors neuron_colors(const DerivedColumn& column, bool dark);

/// The column that colors when the view names none: cell class, else region, else the first
/// category, else the first column.
std::uint32_t default_color_column(const NeuronTable& neurons);

}  // namespace cnx
