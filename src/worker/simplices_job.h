#pragma once
// simplices_job.h — directed simplices of a sub-network as a job (stats/simplex_counts.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, directed_simplices [by dimension], simplices {cliques [by dimension], reciprocal [by
/// dimension], neurons_in [by dimension: neurons in at least one], truncated}
std::unique_ptr<Job> simplices_job(JobInput input);

}  // namespace cnx
