#pragma once
// robustness_report.h — whether the main statistics survive other ways to cut the network, as small
// multiples with a word for each: from the JSON of the jobs (worker/thresholds_job.h,
// labels_job.h, erosion_job.h).

#include <optional>
#include <string>
#include <string_view>

#include "report/chart.h"
#include "report/table.h"

namespace cnx {

/// What a sweep makes of many connection probabilities at once.
struct SweepParts {
  std::optional<HeatMap> cells;  // the largest change of each cell of the class matrix
  std::optional<Table> bins;     // and of each bin of distance
  std::string cells_why_not;     // a sentence, when they are asked for and cannot be

  bool operator==(const SweepParts&) const = default;
};

struct RobustnessReport {
  std::optional<SweepChart> thresholds;  // by the least number of synapses; none: not counted yet
  std::string thresholds_why_not;        // why there are none, and never will be; else empty
  std::optional<HeatMap> labels;         // how wide wrong labels make each cell of the matrix
  std::string labels_sentence;           // how many cells; or why there is no map
  std::optional<SweepChart> erosion;     // by how wide a rim is left out
  SweepParts thresholds_parts, erosion_parts;
  LineChart partners;            // inputs and outputs by distance to the border
  std::string erosion_sentence;  // what to make of it; or why there is no chart

  bool operator==(const RobustnessReport&) const = default;
};

/// What the words mean, in a sentence or two.
extern const char* const kStabilityRule;

/// What the part about labels is called.
extern const char* const kWrongLabels;

/// Whose accuracy it is that labels are right with, as a sentence; empty: somebody chose it.
/// `accuracy`: a share; `by_class`: the groups are the cell classes.
std::string accuracy_note(double accuracy, bool by_class);

/// Puts in what a result of one of the jobs says, also of one that is still counting; the rest
/// stays. Precondition: the JSON of such a job. O(size of the text).
void put_robustness(std::string_view json, RobustnessReport& report);

}  // namespace cnx
