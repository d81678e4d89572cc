#pragma once
// participation_job.h — the connections of a sub-network by the simplices that hold them, and their
// synapses, as a job (stats/edge_participation.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, edge_participation {largest (by dimension from 1 of the largest simplex that holds a
/// connection): [{dimension, connections, share, synapses_mean, synapses_sd, multiple,
/// multiple_share, multiple_low, multiple_high (connections of two synapses or more, with Wilson
/// intervals)}], connections, truncated (groups are cut at kMaxCliqueVertices neurons)}. Autapses
/// are left out.
std::unique_ptr<Job> participation_job(JobInput input);

}  // namespace cnx
