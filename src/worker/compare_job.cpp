// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/compare_job.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stats/empirical_test.h"
#include "stats/modularity.h"
#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "stats/proportion.h"
#include "stats/set_comparison.h"
#include "worker/job_json.h"
#include "worker/nulls_job.h"

namespace cnx {
namespace {

// What takes long is counted of so many permutations, or of one in kCostlyShare.
constexpr std::uint32_t kLeastCostlyPermutations = 199, kCostlyShare = 5;

constexpr std::uint64_t kSliceDeals = 2'000'000;  // neurons and edges looked at: some milliseconds

/// What is known of a set's network without looking at more than its connections. `sized`: the
/// sizes of synapses are, too.
NetworkTotals totals_of(const SetCounts& set, bool sized) {
  NetworkTotals totals;
  totals.vertices = set.neurons;
  totals.edges = set.connections;
  totals.reciprocal_pairs = set.answered / 2;
  totals.synapses = set.synapses;
  if (sized) totals.sizes = SizeTotals{set.size_sum, set.synapses};
  return totals;
}

Json counts_json(const SetCounts& set, bool sized) {
  Json json = {{"neurons", set.neurons},
               {"connections", set.connections},
               {"answered", set.answered},
               {"synapses", set.synapses}};
  if (sized) json["size_sum"] = set.size_sum;
  return json;
}

/// Σ out-degree² over the vertices.
std::uint64_t degree_squares(const CsrHalf& network) {
  std::uint64_t squares = 0;
  for (Vertex v = 0; v < network.vertex_count(); ++v) {
    const std::uint64_t degree = network.offsets[v + 1] - network.offsets[v];
    squares += degree * degree;
  }
  return squares;
}

/// Where 95 % of a number of a set lie, where it has an interval anywhere.
std::optional<Interval> interval_of(const std::string& name, const NetworkTotals& set,
                                    std::uint64_t squares) {
  const auto ends = [](const std::optional<Proportion>& share) {
    return share ? std::optional(Interval{share->low, share->high}) : std::nullopt;
  };
  NetworkCounts counts;
  counts.pre_neurons = counts.post_neurons = set.vertices;
  counts.pairs = set.vertices * (set.vertices - 1);
  counts.connections = set.edges;
  counts.out_degree_squares = squares;
  if (name == "connection_probability") {
    return statistic_interval(counts, MainStatistic::ConnectionProbability);
  }
  if (name == "mean_degree") return statistic_interval(counts, MainStatistic::MeanOutDegree);
  if (name == "reciprocity") return ends(answered_proportion(set.reciprocal_pairs, set.edges));
  if (name == "first_bin_probability" && !set.distance->pairs.empty()) {
    return ends(wilson_proportion(set.distance->edges[0], set.distance->pairs[0]));
  }
  return std::nullopt;
}

class CompareJob final : public Job {
 public:
  explicit CompareJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    switch (stage_) {
      case Stage::Prepare: return prepare();
      case Stage::Observe:
        if (measure_sets()) take_observed();
        return false;
      case Stage::Deal: return deal();
      case Stage::Measure:
        if (!labels_) {
          Random random(input_.request.nulls.seed, costly_done_);
          begin(comparison_->dealt(random));
        }
        if (!measure_sets()) return false;
        take_down(plain_count_, names_.size());
        ++costly_done_;
        return costly_done_ == costly_wanted();
    }
    return true;
  }

  double share_done() const override {
    const double dealt = static_cast<double>(done_) / wanted();
    if (!choice().any()) return dealt;
    constexpr double kDealing = 0.2;  // measuring takes longer
    return kDealing * dealt + (1 - kDealing) * static_cast<double>(costly_done_) /
                                  static_cast<double>(costly_wanted());
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["comparison"] = nullptr;
      json["comparison_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["comparison"];
    out["a"] = counts_json(observed_[0], sized());
    out["b"] = counts_json(observed_[1], sized());
    out["shared_neurons"] = comparison_->shared();
    out["permutations"] = wanted();
    out["permutations_done"] = done_;
    out["seed"] = input_.request.nulls.seed;
    if (choice().any()) {
      out["costly_permutations"] = costly_wanted();
      out["costly_permutations_done"] = costly_done_;
    }
    if (choice().structure && !has_modularity_) {
      out["modularity_why_not"] = "A set has fewer than two classes.";
    }
    put_places(out, input_.request, too_far_);
    put_sizes_why_not(out, input_);
    if (choice().simplices) out["simplices_truncated"] = truncated_;
    const std::vector<double>&a = observed_values_[0], &b = observed_values_[1];
    std::vector<double> p_values;
    for (const EmpiricalTest& test : tests_) {
      if (has_p(test)) p_values.push_back(test.p());
    }
    const std::vector<double> adjusted = benjamini_hochberg(p_values);
    std::size_t next = 0;
    for (std::size_t s = 0; s < names_.size(); ++s) {
      const EmpiricalTest& test = tests_[s];
      const bool tested = has_p(test);
      Json values = Json::array();
      for (const double value : values_[s]) values.push_back(real_json(value));
      Json& told = out["statistics"][names_[s]];
      for (std::size_t side = 0; side < 2; ++side) {
        const std::string set = side == 0 ? "a" : "b";
        const std::optional<Interval>& ends = intervals_[side][s];
        told[set] = real_json(observed_values_[side][s]);
        told[set + "_n"] = observed_n_[side][s];
        told[set + "_low"] = ends ? Json(ends->low) : Json(nullptr);
        told[set + "_high"] = ends ? Json(ends->high) : Json(nullptr);
      }
      told.update(Json{{"difference", real_json(a[s] - b[s])},
                       {"ratio", real_json(a[s] / b[s])},
                       {"permutations", test.controls()},
                       {"mean", test.controls() > 0 ? Json(test.mean()) : Json(nullptr)},
                       {"sd", test.controls() > 1 ? Json(test.sd()) : Json(nullptr)},
                       {"z", real_json(test.z())},
                       {"p_high", tested ? Json(test.p_high()) : Json(nullptr)},
                       {"p_low", tested ? Json(test.p_low()) : Json(nullptr)},
                       {"p", tested ? Json(test.p()) : Json(nullptr)},
                       {"q", tested ? Json(adjusted[next++]) : Json(nullptr)},
                       {"values", std::move(values)}});
    }
    return text_of(json);
  }

  std::string partial_json() const override { return done_ > 0 ? json() : std::string(); }

 private:
  enum class Stage : std::uint8_t { Prepare, Observe, Deal, Measure };

  std::uint32_t wanted() const { return input_.request.nulls.controls; }
  std::uint32_t costly_wanted() const {
    return std::min(wanted(), std::max(kLeastCostlyPermutations, wanted() / kCostlyShare));
  }
  MeasureChoice choice() const { return measure_choice(input_.request); }
  bool sized() const { return input_.size_sums != nullptr; }

  static bool has_p(const EmpiricalTest& test) {
    return test.controls() > 0 && std::isfinite(test.observed());
  }

  bool prepare() {
    const StatisticsRequest& subset = input_.request.subset;
    if (subset.one_set()) {
      why_not_ = "There is no second set of neurons to compare with.";
      return true;
    }
    const ConnectionGraph& connections = *input_.connections;
    comparison_.emplace(connections.edges.view(), connections.synapse_counts, subset.chosen,
                        subset.post, subset.min_synapses, input_.size_sums.get());
    observed_ = comparison_->observed();
    for (const SetCounts& set : observed_) {
      if (set.neurons >= 2) continue;
      why_not_ =
          "Each set needs two neurons or more that are counted here and not in the other: A "
          "has " +
          std::to_string(observed_[0].neurons) + ", B has " + std::to_string(observed_[1].neurons) +
          ".";
      return true;
    }
    totals_ = {totals_of(observed_[0], sized()), totals_of(observed_[1], sized())};
    plain_count_ = measures_of(totals_[0], MeasureScale::Shares, {}).size();
    if (!choice().any()) {
      take_observed();
      return false;
    }
    has_modularity_ = choice().structure && classes_of(0) >= 2 && classes_of(1) >= 2;
    begin(comparison_->labels());
    stage_ = Stage::Observe;
    return false;
  }

  /// How many different groups the neurons of a set are in.
  std::size_t classes_of(std::uint8_t set) const {
    const StatisticsRequest& subset = input_.request.subset;
    std::vector<std::uint8_t> there(subset.group_count, 0);
    for (std::size_t i = 0; i < comparison_->members().size() && !subset.groups.empty(); ++i) {
      if (comparison_->labels()[i] == set) there[subset.groups[comparison_->members()[i]]] = 1;
    }
    return static_cast<std::size_t>(std::count(there.begin(), there.end(), 1));
  }

  /// The sets of these labels are to be measured.
  void begin(std::vector<std::uint8_t> labels) {
    const PairOfSets sets = comparison_->count(labels);
    totals_ = {totals_of(sets[0], sized()), totals_of(sets[1], sized())};
    labels_ = std::move(labels);
    side_ = 0;
  }

  /// A slice of both sets' networks, one after the other; true when both are measured.
  bool measure_sets() {
    NetworkTotals& totals = totals_[side_];
    if (!measurer_) {
      CsrHalf network = comparison_->network(*labels_, side_);
      if (has_modularity_) totals.groups = group_totals(network, groups_of(side_), group_count());
      if (choice().places()) positions_nm_ = positions_of(side_);
      MeasureBase base;
      base.places = {positions_nm_, input_.request.distance.bin_nm};
      measurer_.emplace(std::move(network), choice(), base);
      return false;
    }
    if (!measurer_->advance(kSliceWork)) return false;
    measurer_->put(totals);
    measurer_.reset();
    truncated_ = truncated_ || (totals.simplices && totals.simplices->truncated);
    if (++side_ < 2) return false;
    labels_.reset();
    return true;
  }

  std::vector<std::int32_t> positions_of(std::uint8_t set) const {
    const auto& all = input_.request.positions_nm;
    std::vector<std::int32_t> positions;
    for (std::size_t i = 0; i < labels_->size(); ++i) {
      if ((*labels_)[i] != set) continue;
      const auto first = all.begin() + 3 * static_cast<std::ptrdiff_t>(comparison_->members()[i]);
      positions.insert(positions.end(), first, first + 3);
    }
    return positions;
  }

  std::uint32_t group_count() const { return input_.request.subset.group_count; }
  std::vector<std::uint16_t> groups_of(std::uint8_t set) const {
    std::vector<std::uint16_t> groups;
    for (std::size_t i = 0; i < labels_->size(); ++i) {
      if ((*labels_)[i] == set) {
        groups.push_back(input_.request.subset.groups[comparison_->members()[i]]);
      }
    }
    return groups;
  }

  void take_observed() {
    largest_ = widest(largest_simplices(totals_[0]), largest_simplices(totals_[1]));
    for (std::size_t side = 0; side < 2; ++side) {
      too_far_ = too_far_ || (totals_[side].distance && totals_[side].distance->too_far);
      const std::uint64_t squares = degree_squares(
          comparison_->network(comparison_->labels(), static_cast<std::uint8_t>(side)));
      for (const NetworkMeasure& one : measures_of(totals_[side], MeasureScale::Shares, largest_)) {
        observed_values_[side].push_back(one.number());
        observed_n_[side].push_back(static_cast<std::uint64_t>(one.n));
        intervals_[side].push_back(interval_of(one.name, totals_[side], squares));
        if (side == 0) names_.push_back(one.name);
      }
    }
    const std::vector<double>&a = observed_values_[0], &b = observed_values_[1];
    for (std::size_t s = 0; s < names_.size(); ++s) {
      tests_.emplace_back(a[s] - b[s], kTieOfSum * (std::abs(a[s]) + std::abs(b[s])));
    }
    values_.resize(names_.size());
    stage_ = Stage::Deal;
  }

  /// Takes down the differences of the current totals in the numbers [first, last).
  void take_down(std::size_t first, std::size_t last) {
    const auto a = measures_of(totals_[0], MeasureScale::Shares, largest_);
    const auto b = measures_of(totals_[1], MeasureScale::Shares, largest_);
    for (std::size_t s = first; s < last; ++s) {
      const double difference = a[s].number() - b[s].number();
      tests_[s].add(difference);
      values_[s].push_back(difference);
    }
  }

  bool deal() {
    std::uint64_t work = 0;
    while (done_ < wanted() && work < kSliceDeals) {
      Random random(input_.request.nulls.seed, done_);
      const PairOfSets sets = comparison_->permuted(random);
      totals_ = {totals_of(sets[0], sized()), totals_of(sets[1], sized())};
      take_down(0, plain_count_);
      done_ += 1;
      work += comparison_->work() + 1;
    }
    if (done_ < wanted()) return false;
    if (!choice().any()) return true;
    stage_ = Stage::Measure;
    return false;
  }

  JobInput input_;
  std::string why_not_;
  std::optional<SetComparison> comparison_;
  Stage stage_ = Stage::Prepare;
  PairOfSets observed_{};
  std::vector<std::string> names_;                      // those that are dealt often, then the rest
  std::size_t plain_count_ = 0;                         // of the former
  std::array<std::vector<double>, 2> observed_values_;  // [A, B][names]
  std::array<std::vector<std::uint64_t>, 2> observed_n_;
  std::array<std::vector<std::optional<Interval>>, 2> intervals_;
  std::vector<EmpiricalTest> tests_;         // [names], of differences
  std::vector<std::vector<double>> values_;  // [names] differences, by permutation

  std::optional<std::vector<std::uint8_t>> labels_;  // of the sets that are being measured
  std::uint8_t side_ = 0;                            // which of them
  std::array<NetworkTotals, 2> totals_;              // of the sets at hand
  std::vector<std::int32_t> positions_nm_;           // of the set at hand, for the lengths
  std::optional<NetworkMeasurer> measurer_;
  SimplexDimensions largest_;  // of the simplices of either set
  bool has_modularity_ = false, truncated_ = false;
  bool too_far_ = false;  // a set's neurons, for bins of distance
  std::uint32_t costly_done_ = 0;
  std::uint32_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> compare_job(JobInput input) {
  return std::make_unique<CompareJob>(std::move(input));
}

}  // namespace cnx
