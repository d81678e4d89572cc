#pragma once
// charts_inference.h — lines with bands, and numbers against random controls (report/chart.h).

#include "report/chart.h"
#include "ui/theme.h"

namespace cnx {

/// Title, caption, line with its band, the second line dashed, the fitted curve thin, axes with
/// units; a tooltip tells the bin under the pointer.
void draw_line_chart(const LineChart& chart, const Palette& colors, float scale);

/// Title, caption, and the panels in two columns, or one where it is narrow: name, word, sentence,
/// plot. Its table is called "sweep": one to an id scope.
void draw_sweep(const SweepChart& chart, const Palette& colors, float scale);

/// A row of dots for each number, its mark among them, and what it says in words.
void draw_controls(const ControlsChart& chart, const Palette& colors, float scale);

}  // namespace cnx
