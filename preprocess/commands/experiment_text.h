#pragma once
// experiment_text.h — what virtual experiments found, as text for people
// (worker/experiment_job.h).

#include <string>

namespace cnx {

/// Precondition: the JSON of such a job. O(size of the text).
std::string experiment_text(const std::string& json);

}  // namespace cnx
