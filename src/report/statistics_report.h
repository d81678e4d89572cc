#pragma once
// statistics_report.h — the statistics panel as values: numbers with n, charts, validity.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/pair_validity.h"
#include "report/chart.h"
#include "report/table.h"
#include "stats/local_statistics.h"

namespace cnx {

/// The numbers of a line in full, for its file; NaN: there is none.
struct LineNumbers {
  double value = kNoNumber;
  double low = kNoNumber, high = kNoNumber;                       // its 95 % interval
  double n = kNoNumber;                                           // what it rests on
  double analyzable_value = kNoNumber, analyzable_n = kNoNumber;  // the same on analyzable axons
};

/// One line: a number, what it rests on, and what to make of it.
struct StatisticLine {
  std::string name;     // "Connection probability"
  std::string value;    // "1.55 %"
  std::string n;        // "86,564 of 5,595,590 ordered pairs, 95 % interval 1.54 to 1.56 %"
  std::string tooltip;  // the definition, and what it leaves out
  LineNumbers numbers = {};
};

struct StatisticsReport {
  std::string scope;  // "4,732 of 60,048 neurons: filtered by class and region"
  std::uint32_t tiles_missing = 0, tiles_total = 0;  // > 0 missing: every number is partial
  std::vector<StatisticLine>
      lines;  // neurons, connections, synapses, density, probability, reciprocity, …
  std::optional<Verdict> verdict;  // none: no neuron is chosen
  // How far the proofreading carries the numbers, in a sentence or two, and in full: pairs with an
  // analyzable axon, the value on those alone, the edge effect.
  std::string validity_brief, validity;
  // On analyzable axons alone: of which network the numbers are that lines and captions have behind
  // their own, or why there are none. Empty: not known yet, or `validity` says why.
  std::string analyzable;
  HistogramChart in_degree, out_degree;
  LineChart cumulative_degree;  // share of the neurons with at most so many partners: in, out
  HistogramChart in_strength, out_strength, synapses_per_connection;
  HeatMap connections, probability;             // by what MatrixWords names
  HeatMap synapses, output_share, input_share;  // the same, by synapses and shares of them
  HeatMap reciprocity;        // share of the connections that are answered over the share by chance
  std::string why_no_matrix;  // a sentence where the heat maps would be too large to draw
  // Rows and columns of the heat maps; the same groups unless the columns of the dataset differ.
  std::vector<std::string> group_names, post_group_names;
  std::string row_column, post_column;  // columns of the dataset; empty: all neurons are one group
  std::string matrix_title;             // "Class by class"
};

/// What the rows and the columns of the matrix are by.
struct MatrixWords {
  std::string row_column = {};     // its name in the dataset; empty: all neurons are one group
  std::string row_word = "class";  // behind "by"; "class" is the cell class
  // Of columns that are by another one; else empty.
  std::string post_column = {}, post_word = {};
  std::span<const std::string> post_group_names = {};
};

/// More cells than this are neither drawn nor kept: each is a value and a sentence, six times.
inline constexpr std::size_t kMostDrawnCells = 128 * 128;

/// The lines as a table, for a file: their numbers in full, and as the screen has them.
Table statistic_table(std::string title, std::span<const StatisticLine> lines);

/// "Sound", "With care", "Not reliable", "Not known": the verdict never speaks by color alone.
const char* verdict_word(Verdict verdict);

/// "Not reliable: 3.1 % of the pairs …", for every section and file; empty without a verdict.
std::string verdict_sentence(const StatisticsReport& report);

/// That connections are missing in the numbers, and what that does to them; empty: none are.
std::string partial_sentence(std::uint32_t tiles_missing, std::uint32_t tiles_total);

/// What share of the pairs start at axons that were proofread, or why nobody knows.
std::string proofreading_brief(const PairValidity& validity);

/// The verdict is that of dataset/pair_validity.h. The heat maps and `group_names` of the report
/// hold the groups that have a neuron among the chosen, in their order: of the side that they are
/// of, where rows and columns are by different columns, else of either. O(groups^2 + largest
/// degree). Precondition: group_names has statistics.groups.group_count names, and those of
/// `matrix`, where there are any, post_group_count. `scope` says in words which neurons were
/// chosen; `group_names` labels of the matrix.
StatisticsReport statistics_report(const LocalStatistics& statistics, std::uint32_t tiles_missing,
                                   std::uint32_t tiles_total, std::string scope,
                                   std::span<const std::string> group_names,
                                   const PairValidity& validity, const MatrixWords& matrix = {});

/// Puts the same numbers on analyzable axons behind those of `report`: in its counts, and in the
/// captions of its histograms. `analyzable`: of the network that worker/analyzable_beside.h makes
/// of what `all` is of. Preconditions: `report` is of `all`, and has none yet. O(largest degree).
void add_analyzable(const LocalStatistics& all, const LocalStatistics& analyzable,
                    StatisticsReport& report);

}  // namespace cnx
