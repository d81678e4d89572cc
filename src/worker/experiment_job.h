#pragma once
// experiment_job.h — what paired recordings in slices would have said of the network, as a job:
// many virtual experiments against the truth (stats/virtual_experiment.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// Takes ExperimentOptions, and NullOptions::controls and seed for how many experiments.
///
/// about {…}, experiment {thickness_um, patched, spread_um, repeats, repeats_done, seed, made,
/// too_few (experiments whose slice, or whose neighborhood in it, had too few neurons), pairs (of
/// each experiment), truth, pooled {connections, pairs, connection_probability, reciprocal_pairs,
/// reciprocity; of all experiments that were made}, slices {mean_neurons, connections, pairs,
/// connection_probability; of all pairs of all slices}, distance_um {all, slices, patched: root
/// mean squares over pairs}, connection_probability, reciprocity {mean, median, p05, p95,
/// experiments that have a value; of the first also covered: those whose 95 % interval holds the
/// truth}; and by experiment that was made: connections, reciprocal_pairs}. experiment null and
/// experiment_why_not, a sentence, where there are no positions, fewer than two neurons, or no pair
/// in the block. The same with fewer repeats_done while they are made.
///
/// Of a block neurons of either side are patched and its pairs among them are tested: pairs is by
/// experiment that was made, no_pair counts experiments that found their neurons on one side alone,
/// and truth and pooled have answerable_connections, which the reciprocity is over.
std::unique_ptr<Job> experiment_job(JobInput input);

}  // namespace cnx
