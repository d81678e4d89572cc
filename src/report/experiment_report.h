#pragma once
// experiment_report.h — what virtual experiments found, against the truth: a histogram, the
// numbers, and what to make of them, from the JSON of the job (worker/experiment_job.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/table.h"

namespace cnx {

struct ExperimentReport {
  std::string why_not;   // a sentence where there are no experiments; the rest is empty then
  HistogramChart found;  // experiments by how many connections they found, the truth as a mark
  Table numbers;         // truth, spread and pooled value of probability and reciprocity
  std::string headline;  // "The middle experiment found 3.4 times the true connection probability."
  std::vector<std::string> sentences;  // how often the interval is right, and why

  bool operator==(const ExperimentReport&) const = default;
};

/// What no virtual experiment can tell.
extern const char* const kExperimentCaveat;

/// Of a result, also of one that is still counting. Precondition: the JSON of such a job.
ExperimentReport experiment_report(std::string_view json);

}  // namespace cnx
