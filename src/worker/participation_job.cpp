// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/participation_job.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "stats/edge_participation.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

/// The connections whose largest simplex is of one dimension.
struct OfDimension {
  std::uint64_t connections = 0, multiple = 0;
  std::uint64_t synapses = 0;
  double squares = 0;  // of synapses: whole numbers, exact up to 2^53
};

class ParticipationJob final : public Job {
 public:
  explicit ParticipationJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    if (!counter_) {
      const ConnectionGraph& connections = *input_.connections;
      chosen_ = induced_half(connections.edges.view(), connections.synapse_counts,
                             input_.request.subset.choice(), false);
      counter_.emplace(chosen_.out);
      return false;
    }
    return counter_->advance(kSliceWork);
  }

  double share_done() const override { return counter_ ? counter_->share_done() : 0; }

  std::string json() const override {
    std::vector<OfDimension> dimensions;
    for (std::size_t edge = 0; edge < chosen_.weights.size(); ++edge) {
      const std::uint32_t synapses = chosen_.weights[edge];
      const std::size_t row = counter_->largest()[edge] - std::size_t{1};
      if (dimensions.size() <= row) dimensions.resize(row + 1);
      OfDimension& of = dimensions[row];
      ++of.connections;
      of.multiple += synapses >= 2 ? 1 : 0;
      of.synapses += synapses;
      of.squares += static_cast<double>(std::uint64_t{synapses} * synapses);
    }

    Json json;
    json["about"] = about_json(input_);
    Json& participation = json["edge_participation"];
    Json& largest = participation["largest"] = Json::array();
    for (std::size_t row = 0; row < dimensions.size(); ++row) {
      const OfDimension& of = dimensions[row];
      const auto n = static_cast<double>(of.connections), sum = static_cast<double>(of.synapses);
      Json& line = largest.emplace_back();
      line["dimension"] = row + 1;
      line["connections"] = of.connections;
      line["share"] = ratio_json(n, static_cast<double>(chosen_.weights.size()));
      line["synapses_mean"] = ratio_json(sum, n);
      line["synapses_sd"] =
          of.connections < 2 ? Json(nullptr)
                             : Json(std::sqrt(std::max(of.squares - sum * sum / n, 0.0) / (n - 1)));
      line["multiple"] = of.multiple;
      put_share_json(line, "multiple", of.multiple, of.connections);
    }
    participation["connections"] = chosen_.weights.size();
    participation["truncated"] = counter_->truncated();
    return text_of(json);
  }

 private:
  JobInput input_;
  InducedHalf chosen_;
  std::optional<EdgeParticipation> counter_;
};

}  // namespace

std::unique_ptr<Job> participation_job(JobInput input) {
  return std::make_unique<ParticipationJob>(std::move(input));
}

}  // namespace cnx
