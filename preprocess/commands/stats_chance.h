#pragma once
// stats_chance.h — numbers against random controls, and of one set against another, as text for
// people (worker/nulls_job.h, compare_job.h).

#include <string>

namespace cnx {

/// Precondition: the JSON of such a job. O(size of the text).
std::string chance_text(const std::string& json);
std::string comparison_text(const std::string& json);

}  // namespace cnx
