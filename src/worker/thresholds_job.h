#pragma once
// thresholds_job.h — the main statistics with other least numbers of synapses, as a job.

#include <memory>

#include "worker/job.h"

namespace cnx {

/// JobRequest::thresholds least numbers of synapses: from 1 on, or from half as many below the one
/// in use where that is above them.
///
/// about {…}, thresholds {min_synapses [by version], and what SweepCounter puts (sweep_counter.h)}.
/// The same with fewer versions while they are counted. thresholds null and thresholds_why_not
/// where every connection of the dataset has one synapse.
std::unique_ptr<Job> thresholds_job(JobInput input);

}  // namespace cnx
