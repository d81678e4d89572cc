#include "worker/job.h"

#include <utility>

#include "base/check.h"
#include "worker/analyzable_beside.h"
#include "worker/compare_job.h"
#include "worker/distance_job.h"
#include "worker/edge_map_job.h"
#include "worker/erosion_job.h"
#include "worker/experiment_job.h"
#include "worker/labels_job.h"
#include "worker/nulls_job.h"
#include "worker/participation_job.h"
#include "worker/simplices_job.h"
#include "worker/structure_job.h"
#include "worker/synapses_job.h"
#include "worker/thresholds_job.h"
#include "worker/triads_job.h"

namespace cnx {

bool asks_for_sizes(const JobRequest& request) {
  if (!request.nulls.sizes) return false;
  switch (request.statistic) {
    case Statistic::Compare:
    case Statistic::Thresholds:
    case Statistic::Erosion: return true;
    // Random connections have no synapses.
    case Statistic::Nulls: return request.nulls.model == NullModel::Neurons;
    default: return false;
  }
}

bool frees_connections(const JobRequest& request) {
  // Other neurons are drawn from the whole dataset.
  return request.statistic == Statistic::Nulls && request.nulls.model != NullModel::Neurons;
}

bool needs_out_half_alone(const JobRequest& request) {
  return request.statistic == Statistic::Nulls || request.statistic == Statistic::Compare ||
         request.statistic == Statistic::Thresholds || request.statistic == Statistic::Erosion;
}

std::unique_ptr<Job> make_job(JobInput input) {
  switch (input.request.statistic) {
    case Statistic::Distance: return distance_job(std::move(input));
    case Statistic::EdgeMap: return edge_map_job(std::move(input));
    case Statistic::Erosion: return analyzable_beside(erosion_job, std::move(input));
    case Statistic::Experiment: return analyzable_beside(experiment_job, std::move(input));
    case Statistic::Labels: return analyzable_beside(labels_job, std::move(input));
    case Statistic::Nulls: return analyzable_beside(nulls_job, std::move(input));
    case Statistic::Triads: return analyzable_beside(triads_job, std::move(input));
    case Statistic::Participation: return analyzable_beside(participation_job, std::move(input));
    case Statistic::Compare: return analyzable_beside(compare_job, std::move(input));
    case Statistic::Simplices: return analyzable_beside(simplices_job, std::move(input));
    case Statistic::Structure: return analyzable_beside(structure_job, std::move(input));
    case Statistic::Synapses: return synapses_job(std::move(input));
    case Statistic::Thresholds: return analyzable_beside(thresholds_job, std::move(input));
  }
  CNX_CHECK(false);
}

std::string run_job(JobInput input) {
  const auto job = make_job(std::move(input));
  while (!job->advance()) {
  }
  return job->json();
}

}  // namespace cnx
