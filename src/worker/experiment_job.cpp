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
    if (!subset.one_set()) {
      why_not_ = "Neurons are patched from one set: there is no experiment on a block of two.";
      return true;
    }
    if (input_.request.positions_nm.empty()) {
      why_not_ = "The dataset has no soma positions, so there is nothing to cut a slice from.";
      return true;
    }
    tissue_.emplace(input_.request.positions_nm, subset.chosen);
    if (tissue_->neurons().size() < 2) {
      why_not_ = "Fewer than two neurons are chosen, so there is no pair to record from.";
      return true;
    }
    members_.assign(subset.chosen.size(), 0);
    return false;
  }

  InsideCounts count(std::span<const std::uint8_t> in_set, std::span<const Vertex> from,
                     bool reciprocal) const {
    return count_inside(graph(), input_.connections->synapse_counts,
                        input_.request.subset.min_synapses, in_set, from, reciprocal);
  }

  /// The same for a few neurons, whose mask is made and taken back.
  InsideCounts count_among(std::span<const Vertex> neurons, bool reciprocal) {
    for (const Vertex v : neurons) members_[v] = 1;
    const InsideCounts counts = count(members_, neurons, reciprocal);
    for (const Vertex v : neurons) members_[v] = 0;
    return counts;
  }

  void count_truth() {
    const std::span<const Vertex> all = tissue_->neurons();
    const std::span<const Vertex> part =
        all.subspan(counted_, std::min(kTruthNeurons, all.size() - counted_));
    const InsideCounts counts = count(input_.request.subset.chosen, part, true);
    truth_.connections += counts.connections;
    truth_.reciprocal_pairs += counts.reciprocal_pairs;
    counted_ += part.size();
  }

  void experiment() {
    // A stream of its own: experiment 7 is the same whether or not 0 to 6 were made.
    Random random(input_.request.nulls.seed, done_ + 1);
    const TissueSlice slice = tissue_->cut(plan_.thickness_um, random);
    slice_neurons_ += slice.neurons.size();
    slice_connections_ += count_among(slice.neurons, false).connections;
    const std::uint64_t slice_pairs = ordered_pairs(slice.neurons.size());
    slice_pairs_ += slice_pairs;
    slice_squares_ += squares(slice.neurons);
    const std::vector<Vertex> patched = patch(slice, plan_, random);
    if (patched.empty()) return;
    found_.push_back(count_among(patched, true));
    patched_squares_ += squares(patched);
  }

  /// Squared distances of all ordered pairs, summed.
  double squares(std::span<const Vertex> neurons) const {
    const double distance = tissue_->pair_distance_um(neurons);
    return static_cast<double>(ordered_pairs(neurons.size())) * distance * distance;
  }

  Json counts_json(const InsideCounts& counts, std::uint64_t pairs) const {
    const auto connections = static_cast<double>(counts.connections);
    return {
        {"connections", counts.connections},
        {"pairs", pairs},
        {"connection_probability", ratio_json(connections, static_cast<double>(pairs))},
        {"reciprocal_pairs", counts.reciprocal_pairs},
        {"reciprocity", ratio_json(2 * static_cast<double>(counts.reciprocal_pairs), connections)}};
  }

  Json result_json() const {
    const std::uint64_t pairs = ordered_pairs(plan_.patched);
    const std::uint64_t all_pairs = ordered_pairs(tissue_->neurons().size());
    const double truth = static_cast<double>(truth_.connections) / static_cast<double>(all_pairs);
    InsideCounts pooled;
    std::vector<double> probabilities, reciprocities;
    std::uint64_t covered = 0;
    Json connections = Json::array(), reciprocal_pairs = Json::array();
    for (const InsideCounts& one : found_) {
      pooled.connections += one.connections;
      pooled.reciprocal_pairs += one.reciprocal_pairs;
      const Proportion share = wilson_proportion(one.connections, pairs).value();
      probabilities.push_back(share.value);
      if (share.low <= truth && truth <= share.high) ++covered;
      if (one.connections > 0) {
        reciprocities.push_back(2 * static_cast<double>(one.reciprocal_pairs) /
                                static_cast<double>(one.connections));
      }
      connections.push_back(one.connections);
      reciprocal_pairs.push_back(one.reciprocal_pairs);
    }
    const std::uint64_t pooled_pairs = pairs * found_.size();
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
    out["too_few"] = done_ - found_.size();
    out["pairs"] = pairs;
    out["truth"] = counts_json(truth_, all_pairs);
    out["pooled"] = counts_json(pooled, pooled_pairs);
    out["slices"] = {{"mean_neurons",
                      ratio_json(static_cast<double>(slice_neurons_), static_cast<double>(done_))},
                     {"connections", slice_connections_},
                     {"pairs", slice_pairs_},
                     {"connection_probability", ratio_json(static_cast<double>(slice_connections_),
                                                           static_cast<double>(slice_pairs_))}};
    out["distance_um"] = {{"all", tissue_->pair_distance_um()},
                          {"slices", root_mean(slice_squares_, slice_pairs_)},
                          {"patched", root_mean(patched_squares_, pooled_pairs)}};
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
  std::vector<std::uint8_t> members_;  // [neurons] all 0 between two counts
  std::uint32_t done_ = 0;
  std::vector<InsideCounts> found_;  // by experiment that was made
  std::uint64_t slice_neurons_ = 0, slice_connections_ = 0, slice_pairs_ = 0;
  double slice_squares_ = 0, patched_squares_ = 0;
};

}  // namespace

std::unique_ptr<Job> experiment_job(JobInput input) {
  return std::make_unique<ExperimentJob>(std::move(input));
}

}  // namespace cnx
