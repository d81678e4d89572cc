#pragma once
// chart_keys.h — the keyboard in a chart whose bars or cells can be pressed: Tab reaches it, the
// arrows go over what is in it, Enter or Space does what a click does there.

#include <cstddef>
#include <optional>

namespace cnx {

/// Where the keyboard is among a chart's cells; bars are one row of them.
struct ChartKey {
  std::size_t column = 0, row = 0;
  bool used = false;   // by Enter or Space, in this frame
  bool moved = false;  // to another cell, in this frame
};

/// Of the last item, an InvisibleButton with ImGuiButtonFlags_EnableNav; none while the keyboard is
/// elsewhere. The arrows that lead over cells, Home and End are this item's for as long as it
/// lasts: with one row, up and down still leave it. Where it was is remembered. Precondition: both
/// >= 1.
std::optional<ChartKey> chart_keys(std::size_t columns, std::size_t rows);

/// Whether a key went over what can be pressed after the mouse moved last: what is told beside the
/// pointer is then of where the keyboard is.
bool keyboard_points();

}  // namespace cnx
