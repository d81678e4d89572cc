#pragma once
// compare_job.h — A against B as a job: two sets of neurons, the pre side of a request and its post
// side, or two blocks of connections, that of a request and JobRequest::block_b. What differs
// between their networks, and a permutation test (worker/compared.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, comparison {a, b {neurons, connections, answered, synapses, size_sum where sizes are
/// counted}, shared_neurons, of blocks a, b {pre_neurons, post_neurons, pairs, connections,
/// answered, synapses, size_sum} and instead of shared_neurons dealt {pre, post {a, b, both}},
/// permutations_why_not where nothing can be dealt out, permutations, permutations_done, seed,
/// costly_permutations, costly_permutations_done, modularity_why_not, lengths_why_not,
/// distance_why_not, what put_size_terms says, simplices_truncated, statistics {by name
/// (stats/network_measures.h): a, b and of each n, low, high (a_n …; of an interval, or null),
/// difference, ratio, permutations, mean, sd, z, p_high, p_low, p, q, values; of blocks the
/// connection probability also difference_low, difference_high}; with the classes class_matrix
/// {groups, post_groups, and [pre][post]: a, b {connections, pairs, probability}, difference, mean,
/// sd, z, p, q} or null and class_matrix_why_not; with the distance distance_profile {bin_um, and
/// by bin: a, b {connected, pairs, probability}, difference, mean, sd, z, p, q}}, or comparison
/// null and comparison_why_not where there is no second set, a set is empty, or a block has no
/// pair. Permutations are numbered and seeded: equal seeds give equal ones everywhere.
std::unique_ptr<Job> compare_job(JobInput input);

}  // namespace cnx
