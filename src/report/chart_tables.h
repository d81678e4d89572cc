#pragma once
// chart_tables.h — the numbers behind a chart as a table, for files.

#include "report/chart.h"
#include "report/table.h"

namespace cnx {

/// Columns: from, to (the last value of the bin), count.
Table chart_table(const HistogramChart& chart);
/// Columns: name, value.
Table chart_table(const NamedBars& chart);
/// One row a cell: the row's group, the column's group, the value, what the cell says, whether it
/// is hatched.
Table chart_table(const HeatMap& chart);
/// Columns: x (the middle of the bin), value, and the ends of its interval; with a second line
/// or a curve, those with their name in the first column; with tests, what they say.
Table chart_table(const LineChart& chart);
/// One row a control and statistic, the observed one first: name, "observed" or the control's
/// number, value.
Table chart_table(const ControlsChart& chart);
Table chart_table(const SweepChart& chart);

}  // namespace cnx
