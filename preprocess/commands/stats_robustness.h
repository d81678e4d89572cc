#pragma once
// stats_robustness.h — whether numbers survive, as text for people (worker/thresholds_job.h,
// labels_job.h, erosion_job.h).

#include <string>

namespace cnx {

/// Precondition: the JSON of such a job. O(size of the text).
std::string robustness_text(const std::string& json);

}  // namespace cnx
