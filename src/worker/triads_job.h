#pragma once
// triads_job.h — the triad census of a sub-network as a job (stats/triad_census.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, triad_census {"003": count, … in MAN order}, motifs {triangles, connected_triples,
/// transitivity, transitive_triples, two_paths, transitive_share, mean_clustering,
/// clustering_neurons, mean_transitive_clustering, transitive_clustering_neurons}; with
/// JobRequest::per_neuron also local_clustering: by neuron the coefficient that mean_clustering is
/// the mean of, null where it has none
std::unique_ptr<Job> triads_job(JobInput input);

}  // namespace cnx
