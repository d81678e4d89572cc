#pragma once
// charts.h — the charts of report/chart.h, drawn with Dear ImGui's lines and rectangles.

#include <imgui.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "report/chart.h"
#include "ui/frame_model.h"
#include "ui/theme.h"

namespace cnx {

/// Bars of a histogram, by number: first <= last.
struct BarRange {
  std::size_t first = 0, last = 0;

  bool operator==(const BarRange&) const = default;
};

/// What else a histogram shows, and whether it can be pressed.
struct HistogramUse {
  std::span<const std::uint64_t> selected =
      {};                            // [bars] the share that is drawn over each; or empty
  const char* press_hint = nullptr;  // for the tooltip; none: bars cannot be pressed
  Actions* actions = nullptr;        // to read out the bar that the keyboard is at
};

/// Title, caption, bars and axes, as wide as the space that is there; a tooltip names the bar
/// under the pointer. The bars that were clicked or dragged over, when the button is released, or
/// the one that a key was pressed at (ui/chart_keys.h).
std::optional<BarRange> draw_histogram(const HistogramChart& chart, const Palette& colors,
                                       float scale, const HistogramUse& use = {});

/// The name of an axis at `x`, moved and cut so that it stays in [left, left + width].
void axis_title(ImDrawList& list, const std::string& title, float x, float left, float width,
                float y, const Palette& colors);

/// Title, caption and one line a bar: its name, its length, its number; a tooltip tells more.
void draw_named_bars(const NamedBars& chart, const Palette& colors, float scale);

/// A cell of a heat map that was clicked, or used by a key, by number of its labels.
struct HeatClick {
  std::uint32_t row = 0, column = 0;
};

/// What else a heat map shows, and whether it can be pressed.
struct HeatMapUse {
  const char* press_hint = nullptr;  // for the tooltip; none: nothing happens to a press
  // [rows], [columns] the share of each group that is selected, 0 .. 1: a mark beside its row, and
  // beside its column; or empty.
  std::span<const double> selected_rows = {}, selected_columns = {};
  Actions* actions = nullptr;                      // to read out the cell that the keyboard is at
  std::optional<HeatClick> chosen = std::nullopt;  // a cell with a rim around it
  std::optional<HeatClick>* moved_to = nullptr;    // set to the cell that a key leads to
};

/// Caption, cells, labels and a color bar, as wide as the space that is there; a tooltip tells
/// the cell under the pointer. Precondition: chart.cells has an entry for each row and column.
std::optional<HeatClick> draw_heat_map(const HeatMap& chart, const char* max_text,
                                       const Palette& colors, float scale,
                                       const HeatMapUse& use = {});

/// Shares of a width, 0 <= from <= to <= 1.
struct ShareRange {
  double from = 0, to = 0;
};

/// A press on a small histogram, for as long as it lasts and in the frame in which it ends.
struct BarPress {
  ShareRange range;      // from where it began to where the pointer is
  BarRange bars;         // the same, as bars
  bool dragged = false;  // farther than a click
  bool ended = false;
};

/// Bars without axes for a range filter; those outside [from, to] (shares of the width) are faint.
/// It is the last item, for a hint. `focused`: the bar that the keyboard is at, if any; a key that
/// uses it is a press that has ended.
std::optional<BarPress> draw_mini_histogram(const std::vector<std::uint32_t>& bars, double from,
                                            double to, const Palette& colors, float scale,
                                            std::optional<std::size_t>& focused);

}  // namespace cnx
