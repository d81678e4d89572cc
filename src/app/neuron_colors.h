#pragma once
// neuron_colors.h — a column and a mask → the style byte of each neuron and its palette.

#include <array>
#include <cstdint>
#include <vector>

#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "ui/frame_model.h"

namespace cnx {

/// The palette of a style texture. Entry 0 is hidden; 1 .. 125 are values, 126 is "no value", 127
/// is the selected neuron's. Styles from kFadedStyleOffset on mean the same colours, faded.
using StylePalette = std::array<Color, 128>;

/// What the somas stand before; the theme's.
inline constexpr Color kDarkBackground = 0x0f1216, kLightBackground = 0xf6f7f9;

struct NeuronColors {
  ColorLegend legend;
  StylePalette palette{};
  std::vector<std::uint8_t> styles;  // [neuron_count], as if every neuron were shown
};

/// Colour number `code` of a categorical column; safe for colour-blind eyes up to 12, after that
/// hues repeat in other brightnesses.
Color category_color(std::uint32_t code, bool dark);

/// How neurons are coloured by `column`. Categories get category_color, except that the status
/// "non" and its likes are grey; numbers get the sequential map over their 0.5 to 99.5 percentile,
/// so that one outlier does not paint all others alike. A column that has not arrived: all grey.
/// O(neurons).
NeuronColors neuron_colors(const NeuronTable& neurons, std::uint32_t column, bool dark);

/// The column that colours when the view names none: cell class, else region, else the first
/// category, else the first column.
std::uint32_t default_color_column(const NeuronTable& neurons);

}  // namespace cnx
