#pragma once
// compare_job.h — set A (the pre side of a request) against set B (its post side) as a job: what
// differs between the networks inside of them, and a permutation test (stats/set_comparison.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, comparison {a, b {neurons, connections, answered, synapses, size_sum where sizes are
/// counted}, shared_neurons, permutations, permutations_done, seed, costly_permutations,
/// costly_permutations_done, modularity_why_not, lengths_why_not, distance_why_not, sizes_why_not,
/// simplices_truncated, statistics {by name (stats/network_measures.h): a, b
/// and of each n, low, high (a_n …; of an interval, or null), difference, ratio, permutations,
/// mean, sd, z, p_high, p_low, p, q, values}}, or comparison null and comparison_why_not where
/// there is no second set, or a set is empty. Permutations are numbered and seeded: equal seeds
/// give equal ones everywhere.
std::unique_ptr<Job> compare_job(JobInput input);

}  // namespace cnx
