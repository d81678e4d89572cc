#pragma once
// comparison_report.h — set A against set B as values: what each one's own network counts, and how
// far apart they are beside random deals of the same neurons.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/table.h"

namespace cnx {

/// Columns of the numbers. On the screen a name has what its n counts in a second line, and a
/// value its interval and its n; files have these apart.
enum class ComparisonColumn : std::uint8_t { Name, NameShown, A, B, Ratio, NTitle, NOfA, NOfB };

struct ComparisonReport {
  Table numbers;                 // a row for each number, by ComparisonColumn, then the intervals
  ControlsChart permutations;    // differences A − B, by number; no rows: none is drawn yet
  NamedBars effects;             // the same in standard deviations of the deals
  std::optional<HeatMap> cells;  // A / B of each cell of the class matrix, with its test
  std::optional<Table> bins;     // A and B by distance, with the test of each bin
  std::string cells_why_not;     // a sentence, when they are asked for and cannot be
  std::string why_not;           // a sentence, when there is nothing to compare
  std::string caveat;            // what a difference need not mean
};

/// A row's value of one set in a sentence: "20.0 % (95 % interval 18.1 to 22.0 %, n = 1,560 ordered
/// pairs)". Precondition: `set` is A or B.
std::string set_words(const std::vector<TableCell>& row, ComparisonColumn set);

/// The lines of a cell. O(text).
std::vector<std::string> lines_of(const TableCell& cell);

/// The result of a job (worker/compare_job.h), also of one that still draws permutations.
/// Precondition: the JSON of that job. O(size of the text).
ComparisonReport comparison_report(std::string_view json);

}  // namespace cnx
