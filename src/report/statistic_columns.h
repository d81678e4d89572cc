#pragma once
// statistic_columns.h — what a statistic has for each neuron, as columns that neurons can be
// colored by. They are about the neurons that the statistic counted; the others have no value.

#include <string>
#include <string_view>
#include <vector>

#include "dataset/derived_column.h"

namespace cnx {

inline constexpr const char* kCoreColumn = "core number";
inline constexpr const char* kClusteringColumn = "clustering coefficient";
inline constexpr const char* kOuterColumn = "inputs in outer bins (share)";

/// "directed simplices of dimension 3": how many of them hold the neuron.
std::string participation_column(std::size_t dimension);

/// The columns in the result of a job with JobRequest::per_neuron (worker/triads_job.h,
/// simplices_job.h, structure_job.h); none in others. Precondition: the JSON of a job. O(neurons *
/// columns).
std::vector<DerivedColumn> statistic_columns(std::string_view json);

/// Which section of the statistics counts this column: "Motifs", "Structure", "Robustness"; null
/// for other names.
const char* section_of_column(std::string_view name);

}  // namespace cnx
