#pragma once
// stats_network.h — triads, simplices and the distance profile as text for people, in the words of
// the page (worker/triads_job.h, simplices_job.h, distance_job.h).

#include <string>

namespace cnx {

/// Precondition: the JSON of a triads or simplices job. O(size of the text).
std::string motifs_text(const std::string& json);
/// Precondition: the JSON of a distance job. O(bins).
std::string distance_text(const std::string& json);

}  // namespace cnx
