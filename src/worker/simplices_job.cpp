#include "worker/simplices_job.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "stats/simplex_counts.h"
#include "worker/analyzable_beside.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

class SimplicesJob final : public Job {
 public:
  explicit SimplicesJob(JobInput input) : input_(std::move(input)) {}

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
    const SimplexCounts counts = counter_->counts();
    std::vector<std::uint64_t> neurons_in;
    for (const std::vector<std::uint64_t>& of_neuron : counter_->participation()) {
      neurons_in.push_back(of_neuron.size() - static_cast<std::uint64_t>(std::count(
                                                  of_neuron.begin(), of_neuron.end(), 0)));
    }
    Json json;
    json["about"] = about_json(input_);
    json["directed_simplices"] = counts.directed;
    json["simplices"] = {{"cliques", counts.cliques},
                         {"reciprocal", counts.reciprocal},
                         {"neurons_in", neurons_in},
                         {"truncated", counts.truncated}};
    if (input_.request.per_neuron) {
      // Of dimension 0 every neuron has one, of dimension 1 its degrees.
      Json& participation = json["participation"] = Json::array();
      for (std::size_t dimension = 2; dimension < counter_->participation().size(); ++dimension) {
        participation.push_back(per_neuron_json(counter_->participation()[dimension],
                                                oriented_.original,
                                                input_.request.subset.chosen.size()));
      }
    }
    return text_of(json);
  }

 private:
  JobInput input_;
  OrientedGraph oriented_;
  std::optional<SimplexCounter> counter_;
};

}  // namespace

std::unique_ptr<Job> simplices_job(JobInput input) {
  return std::make_unique<SimplicesJob>(std::move(input));
}

std::string run_simplices(JobInput input, std::uint64_t max_work, const std::string& hint) {
  const Json about = about_json(input);
  const auto job = analyzable_beside(simplices_job, std::move(input));
  // The first slice of each of the two only gets ready.
  for (std::uint64_t slices = max_work / kSliceWork + 3; slices > 0; --slices) {
    if (job->advance()) return job->json();
  }
  Json json = parse_json(job->partial_json());
  if (json.is_object()) {
    json["analyzable"] = nullptr;
    json["analyzable_why_not"] = "There are so many simplices that counting was stopped" + hint;
    return text_of(json);
  }
  json = Json();
  json["about"] = about;
  json["directed_simplices"] = nullptr;
  const std::string why = "There are so many simplices that counting was stopped" + hint;
  json["simplices"]["why_not"] = why;
  json["analyzable"] = nullptr;
  json["analyzable_why_not"] = why;
  return text_of(json);
}

}  // namespace cnx
