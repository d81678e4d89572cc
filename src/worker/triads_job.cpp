#include "worker/triads_job.h"

#include <optional>
#include <utility>

#include "stats/triad_census.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

class TriadsJob final : public Job {
 public:
  explicit TriadsJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    if (!counter_) {
      const ConnectionGraph& connections = *input_.connections;
      oriented_ = orient(connections.edges.view(), connections.synapse_counts,
                         input_.request.subset.choice());
      counter_.emplace(oriented_);
      return false;
    }
    return counter_->advance(kSliceWork);
  }

  double share_done() const override { return counter_ ? counter_->share_done() : 0; }

  std::string json() const override {
    const TriadCensus census = counter_->census();
    const auto real = [](std::uint64_t value) { return static_cast<double>(value); };
    Json json;
    json["about"] = about_json(input_);
    for (std::size_t kind = 0; kind < census.triads.size(); ++kind) {
      json["triad_census"][kTriadNames[kind]] = census.triads[kind];
    }
    json["motifs"] = {
        {"triangles", census.triangles},
        {"connected_triples", census.connected_triples},
        {"transitivity", ratio_json(3 * real(census.triangles), real(census.connected_triples))},
        {"transitive_triples", census.transitive_triples},
        {"two_paths", census.two_paths},
        {"transitive_share", ratio_json(real(census.transitive_triples), real(census.two_paths))},
        {"mean_clustering", ratio_json(census.clustering_sum, real(census.clustering_vertices))},
        {"clustering_neurons", census.clustering_vertices},
        {"mean_transitive_clustering",
         ratio_json(census.transitive_clustering_sum, real(census.transitive_clustering_vertices))},
        {"transitive_clustering_neurons", census.transitive_clustering_vertices}};
    if (input_.request.per_neuron) {  // what is NaN is written as null
      json["local_clustering"] = per_neuron_json(counter_->clustering(), oriented_.original,
                                                 input_.request.subset.chosen.size());
    }
    return text_of(json);
  }

 private:
  JobInput input_;
  OrientedGraph oriented_;
  std::optional<TriadCounter> counter_;
};

}  // namespace

std::unique_ptr<Job> triads_job(JobInput input) {
  return std::make_unique<TriadsJob>(std::move(input));
}

}  // namespace cnx
