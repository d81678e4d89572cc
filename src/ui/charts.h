#pragma once
// charts.h — the charts of report/chart.h, drawn with Dear ImGui's lines and rectangles.

#include <cstdint>
#include <optional>

#include "report/chart.h"
#include "ui/theme.h"

namespace cnx {

/// Title, caption, bars and axes, as wide as the space that is there; a tooltip names the bar
/// under the pointer.
void draw_histogram(const HistogramChart& chart, const Palette& colors, float scale);

/// Title, caption and one line a bar: its name, its length, its number; a tooltip tells more.
void draw_named_bars(const NamedBars& chart, const Palette& colors, float scale);

/// A cell of a heat map that was clicked, by number of its label.
struct HeatClick {
  std::uint32_t row = 0, column = 0;
};

/// Caption, cells, labels and a color bar, as wide as the space that is there; a tooltip tells
/// the cell under the pointer. Precondition: chart.cells has labels² entries.
std::optional<HeatClick> draw_heat_map(const HeatMap& chart, const char* max_text,
                                       const Palette& colors, float scale);

/// Shares of a width, 0 <= from <= to <= 1.
struct ShareRange {
  double from = 0, to = 0;
};

/// Bars without axes for a range filter; those outside [from, to] (shares of the width) are faint.
/// What was dragged over, while a drag across it lasts. It is the last item, for a hint.
std::optional<ShareRange> draw_mini_histogram(const std::vector<std::uint32_t>& bars, double from,
                                              double to, const Palette& colors, float scale);

}  // namespace cnx
