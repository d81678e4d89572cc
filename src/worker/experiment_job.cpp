// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/experiment_job.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "stats/proportion.h"
#include "stats/virtual_experiment.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

constexpr std::size_t kTruthNeurons = 2048;  // of a slice of work

std::uint64_t ordered_pairs(std::uint64_t neurons) {
  return neurons < 2 ? 0 : neurons * (neurons - 1);
}

/// Percentile of rising values, between the two nearest in proportion. Precondition: not empty.
double percentile(std::span<const double> rising, double share) {
  const double at = share * static_cast<double>(rising.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, rising.size() - 1);
  return rising[below] + (at - static_cast<double>(below)) * (rising[above] - rising[below]);
}

Json spread_json(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Json json;
  double sum = 0;
  for (const double value : values) sum += value;
  const auto put = [&](const char* key, double share) {
    json[key] = values.empty() ? Json(nullptr) : Json(percentile(values, share));
  };
  json["mean"] = ratio_json(sum, static_cast<double>(values.size()));
  put("median", 0.5);
  put("p05", 0.05);
  put("p95", 0.95);
  json["experiments"] = values.size();
  return json;
}

class ExperimentJob final : public Job {
 public:
  explicit ExperimentJob(JobInput input) : input_(std::move(input)) {
    plan_.thickness_um = options().thickness_um;
    plan_.spread_um = options().spread_um;
    plan_.patched = options().patched;
  }

  bool advance() override {
    if (!tissue_) return prepare();
    if (counted_ < tissue_->neurons().size()) {
      count_truth();
      return false;
    }
    experiment();
    return ++done_ == input_.request.nulls.controls;
  }

  double share_done() const override {
    return static_cast<double>(done_) / static_cast<double>(input_.request.nulls.controls);
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["experiment"] = nullptr;
      json["experiment_why_not"] = why_not_;
      return text_of(json);
    }
    json["experiment"] = result_json();
    return text_of(json);
  }

  std::string partial_json() const override { return done_ == 0 ? std::string() : json(); }

 private:
  const ExperimentOptions& options() const { return input_.request.experiment; }
  CsrGraph graph() const { return input_.connections->edges.view(); }

  bool prepare() {
    const StatisticsRequest& subset = input_.request.subset;
    if (input_.request.positions_nm.empty()) {
      why_not_ = "The dataset has no soma positions, so there is nothing to cut a slice from.";
      return true;
    }
    std::vector<std::uint8_t> either;  // of a block
    for (std::size_t v = 0; !subset.one_set() && v < subset.chosen.size(); ++v) {
      either.push_back(subset.chosen[v] | subset.post[v]);
    }
    tissue_.emplace(input_.request.positions_nm, subset.one_set() ? subset.chosen : either);
    if (tissue_->neurons().size() < 2) {
      why_not_ = "Fewer than two neurons are chosen, so there is no pair to record from.";
      return true;
    }
    if (pairs_among(tissue_->neurons()) == 0) {
      why_not_ = "No neuron of the one side can send to another one of the other side.";
      return true;
    }
    members_.assign(subset.chosen.size(), 0);
    if (!subset.one_set()) receivers_ = members_;
    return false;
  }

  bool one_set() const { return input_.request.subset.one_set(); }

  InsideCounts count(std::span<const std::uint8_t> pre, std::span<const std::uint8_t> post,
                     std::span<const Vertex> from, bool reciprocal) const {
    return count_inside(graph(), input_.connections->synapse_counts,
                        input_.request.subset.min_synapses, pre, post, from, reciprocal);
  }

  /// The same for a few neurons, whose masks are made and taken back.
  InsideCounts count_among(std::span<const Vertex> neurons, bool reciprocal) {
    const EdgeChoice choice = input_.request.subset.choice();
    for (const Vertex v : neurons) {
      members_[v] = choice.pre[v];
      if (!one_set()) receivers_[v] = choice.post[v];
    }
    const InsideCounts counts =
        count(members_, one_set() ? members_ : receivers_, neurons, reciprocal);
    for (const Vertex v : neurons) {
      members_[v] = 0;
      if (!one_set()) receivers_[v] = 0;
    }
    return counts;
  }

  /// Ordered pairs of different neurons among these, in the block where there is one.
  std::uint64_t pairs_among(std::span<const Vertex> neurons) const {
    if (one_set()) return ordered_pairs(neurons.size());
    const EdgeChoice choice = input_.request.subset.choice();
    std::uint64_t pre = 0, post = 0, both = 0;
    for (const Vertex v : neurons) {
      pre += choice.pre[v];
      post += choice.post[v];
      both += choice.pre[v] & choice.post[v];
    }
    return pre * post - both;
  }

  void count_truth() {
    const std::span<const Vertex> all = tissue_->neurons();
    const std::span<const Vertex> part =
        all.subspan(counted_, std::min(kTruthNeurons, all.size() - counted_));
    const EdgeChoice choice = input_.request.subset.choice();
    const InsideCounts counts = count(choice.pre, choice.post, part, true);
    truth_.connections += counts.connections;
    truth_.reciprocal_pairs += counts.reciprocal_pairs;
    truth_.answerable += counts.answerable;
    counted_ += part.size();
  }

  void experiment() {
    // A stream of its own: experiment 7 is the same whether or not 0 to 6 were made.
    Random random(input_.request.nulls.seed, done_ + 1);
    const TissueSlice slice = tissue_->cut(plan_.thickness_um, random);
    slice_neurons_ += slice.neurons.size();
    slice_connections_ += count_among(slice.neurons, false).connections;
    slice_pairs_ += pairs_among(slice.neurons);
    slice_squares_ += squares(slice.neurons);
    const std::vector<Vertex> patched = patch(slice, plan_, random);
    if (patched.empty()) return;
    const std::uint64_t pairs = pairs_among(patched);
    if (pairs == 0) {  // all on one side of a block
      ++no_pair_;
      return;
    }
    found_.push_back(count_among(patched, true));
    tested_.push_back(pairs);
    tested_sum_ += pairs;
    patched_squares_ += squares(patched);
  }

  /// Squared distances of all ordered pairs, summed.
  double squares(std::span<const Vertex> neurons) const {
    if (!one_set()) {
      const EdgeChoice choice = input_.request.subset.choice();
      return tissue_->block_squares_um2(neurons, {choice.pre, choice.post});
    }
    const double distance = tissue_->pair_distance_um(neurons);
    return static_cast<double>(ordered_pairs(neurons.size())) * distance * distance;
  }

  Json counts_json(const InsideCounts& counts, std::uint64_t pairs) const {
    const auto connections = static_cast<double>(counts.connections);
    return {{"connections", counts.connections},
            {"pairs", pairs},
            {"connection_probability", ratio_json(connections, static_cast<double>(pairs))},
            {"reciprocal_pairs", counts.reciprocal_pairs},
            {"reciprocity", ratio_json(2 * static_cast<double>(counts.reciprocal_pairs),
                                       static_cast<double>(counts.answerable))}};
  }

  Json result_json() const {
    const std::uint64_t all_pairs = pairs_among(tissue_->neurons());
    const double truth = static_cast<double>(truth_.connections) / static_cast<double>(all_pairs);
    InsideCounts pooled;
    std::vector<double> probabilities, reciprocities;
    std::uint64_t covered = 0;
    Json connections = Json::array(), reciprocal_pairs = Json::array();
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const InsideCounts& one = found_[i];
      pooled.connections += one.connections;
      pooled.reciprocal_pairs += one.reciprocal_pairs;
      pooled.answerable += one.answerable;
      const Proportion share = wilson_proportion(one.connections, tested_[i]).value();
      probabilities.push_back(share.value);
      if (share.low <= truth && truth <= share.high) ++covered;
      if (one.answerable > 0) {
        reciprocities.push_back(2 * static_cast<double>(one.reciprocal_pairs) /
                                static_cast<double>(one.answerable));
      }
      connections.push_back(one.connections);
      reciprocal_pairs.push_back(one.reciprocal_pairs);
    }
    const auto root_mean = [](double squares, std::uint64_t n) {
      return n == 0 ? Json(nullptr) : Json(std::sqrt(squares / static_cast<double>(n)));
    };
    Json out;
    out["thickness_um"] = options().thickness_um;
    out["patched"] = options().patched;
    out["spread_um"] = options().spread_um;
    out["repeats"] = input_.request.nulls.controls;
    out["repeats_done"] = done_;
    out["seed"] = input_.request.nulls.seed;
    out["made"] = found_.size();
    out["too_few"] = done_ - found_.size() - no_pair_;
    if (one_set()) {
      out["pairs"] = ordered_pairs(plan_.patched);
    } else {
      out["no_pair"] = no_pair_;
      out["pairs"] = tested_;
    }
    out["truth"] = counts_json(truth_, all_pairs);
    out["pooled"] = counts_json(pooled, tested_sum_);
    if (!one_set()) {
      out["truth"]["answerable_connections"] = truth_.answerable;
      out["pooled"]["answerable_connections"] = pooled.answerable;
    }
    out["slices"] = {{"mean_neurons",
                      ratio_json(static_cast<double>(slice_neurons_), static_cast<double>(done_))},
                     {"connections", slice_connections_},
                     {"pairs", slice_pairs_},
                     {"connection_probability", ratio_json(static_cast<double>(slice_connections_),
                                                           static_cast<double>(slice_pairs_))}};
    out["distance_um"] = {{"all", one_set() ? Json(tissue_->pair_distance_um())
                                            : root_mean(squares(tissue_->neurons()), all_pairs)},
                          {"slices", root_mean(slice_squares_, slice_pairs_)},
                          {"patched", root_mean(patched_squares_, tested_sum_)}};
    out["connection_probability"] = spread_json(std::move(probabilities));
    out["connection_probability"]["covered"] = covered;
    out["reciprocity"] = spread_json(std::move(reciprocities));
    out["connections"] = std::move(connections);
    out["reciprocal_pairs"] = std::move(reciprocal_pairs);
    return out;
  }

  JobInput input_;
  std::string why_not_;
  ExperimentPlan plan_;
  std::optional<VirtualTissue> tissue_;
  std::size_t counted_ = 0;  // neurons of the tissue whose connections are in truth_
  InsideCounts truth_;
  // [neurons] all 0 between two counts; members_ are those that send where there is a block
  std::vector<std::uint8_t> members_, receivers_;
  std::uint32_t done_ = 0, no_pair_ = 0;
  std::vector<InsideCounts> found_;    // by experiment that was made
  std::vector<std::uint64_t> tested_;  // its pairs
  std::uint64_t tested_sum_ = 0;
  std::uint64_t slice_neurons_ = 0, slice_connections_ = 0, slice_pairs_ = 0;
  double slice_squares_ = 0, patched_squares_ = 0;
};

}  // namespace

std::unique_ptr<Job> experiment_job(JobInput input) {
  return std::make_unique<ExperimentJob>(std::move(input));
}

}  // namespace cnx
