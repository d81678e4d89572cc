#pragma once
// structure_report.h — components, cores, modularity, shared neighbors and the rich club as values:
// lines with their n, a table, charts, and what the proofreading makes of them.

#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/statistics_report.h"
#include "report/table.h"

namespace cnx {

struct StructureReport {
  std::vector<StatisticLine> lines;  // components, innermost core, modularity; empty: not yet
  HistogramChart cores;              // neurons by core number
  Table shared;                      // partners that two neurons share, against chance
  LineChart rich_club;               // controls with their band, the data as the curve; no points:
                                     // no control is drawn yet, or no club has enough neurons
  NamedBars shared_bars, shared_bars_analyzable;  // the means of `shared` and what is expected
  Table shared_analyzable;         // the same two on analyzable axons alone; no rows, no points:
  LineChart rich_club_analyzable;  // they are not counted
  std::string caveat;              // what unproofread axons do to all of this
};

/// Smaller clubs are left out of the chart: a handful of neurons has any density.
inline constexpr std::uint64_t kLeastClub = 10;

/// The result of a job (worker/structure_job.h), also of one that still draws controls.
/// Precondition: the JSON of that job. O(size of the text).
StructureReport structure_report(std::string_view json);

}  // namespace cnx
