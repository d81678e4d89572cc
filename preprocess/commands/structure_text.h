#pragma once
// structure_text.h — components, cores, modularity, shared neighbors and the rich club as text for
// people (worker/structure_job.h).

#include <string>

namespace cnx {

/// Precondition: the JSON of a structure job. O(size of the text).
std::string structure_text(const std::string& json);

}  // namespace cnx
