#pragma once
// simplices_job.h — directed simplices of a sub-network as a job (stats/simplex_counts.h).

#include <cstdint>
#include <memory>
#include <string>

#include "worker/job.h"

namespace cnx {

/// about {…}, directed_simplices [by dimension], simplices {cliques [by dimension], reciprocal [by
/// dimension], neurons_in [by dimension: neurons in at least one], truncated}; with
/// JobRequest::per_neuron also participation: for each dimension from 2 on, by neuron how many
/// simplices hold it, null for those that were not counted.
std::unique_ptr<Job> simplices_job(JobInput input);

/// Steps, about 40 s: a dense network of a few thousand neurons can have more simplices than
/// anybody can wait for. 65,000 neurons with 5 million connections need a small part of it.
inline constexpr std::uint64_t kUsualSimplicesWork = 4'000'000'000;

/// The job in one go. After `max_work` steps it is given up: directed_simplices is null then, and
/// simplices {why_not}, a sentence that ends with `hint`.
std::string run_simplices(JobInput input, std::uint64_t max_work, const std::string& hint);

}  // namespace cnx
