#pragma once
// comparison_report.h — set A against set B as values: what each one's own network counts, and how
// far apart they are beside random deals of the same neurons.

#include <string>
#include <string_view>

#include "report/chart.h"
#include "report/table.h"

namespace cnx {

struct ComparisonReport {
  Table numbers;               // a row for each number: A, B, A / B
  ControlsChart permutations;  // differences A − B, by number; no rows: none is drawn yet
  NamedBars effects;           // the same in standard deviations of the deals
  std::string why_not;         // a sentence, when there is nothing to compare
  std::string caveat;          // what a difference need not mean
};

/// The result of a job (worker/compare_job.h), also of one that still draws permutations.
/// Precondition: the JSON of that job. O(size of the text).
ComparisonReport comparison_report(std::string_view json);

}  // namespace cnx
