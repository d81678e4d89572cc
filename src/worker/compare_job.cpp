// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/compare_job.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "stats/empirical_test.h"
#include "stats/set_comparison.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

constexpr std::uint64_t kSliceDeals = 2'000'000;  // neurons and edges looked at: some milliseconds

constexpr std::array<const char*, 4> kNames = {"connection_probability", "reciprocity",
                                               "mean_degree", "synapses_per_connection"};

// 0.3 - 0.1 is less than 0.2 in a computer: differences of ratios that are equal differ by some
// roundings, and are taken for equal within this part of the sum of the two.
constexpr double kTieOfSum = 1e-12;

double over(std::uint64_t numerator, std::uint64_t denominator) {
  return denominator == 0 ? std::numeric_limits<double>::quiet_NaN()
                          : static_cast<double>(numerator) / static_cast<double>(denominator);
}

std::array<double, 4> values_of(const SetCounts& set) {
  const std::uint64_t pairs = set.neurons == 0 ? 0 : set.neurons * (set.neurons - 1);
  return {over(set.connections, pairs), over(set.answered, set.connections),
          over(set.connections, set.neurons), over(set.synapses, set.connections)};
}

std::array<double, 4> differences_of(const PairOfSets& sets) {
  const auto a = values_of(sets[0]), b = values_of(sets[1]);
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]};
}

Json counts_json(const SetCounts& set) {
  return {{"neurons", set.neurons},
          {"connections", set.connections},
          {"answered", set.answered},
          {"synapses", set.synapses}};
}

class CompareJob final : public Job {
 public:
  explicit CompareJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    if (!comparison_) return prepare();
    std::uint64_t work = 0;
    while (done_ < wanted() && work < kSliceDeals) {
      Random random(input_.request.nulls.seed, done_);
      const auto differences = differences_of(comparison_->permuted(random));
      for (std::size_t s = 0; s < kNames.size(); ++s) {
        tests_[s].add(differences[s]);
        values_[s].push_back(differences[s]);
      }
      done_ += 1;
      work += comparison_->work() + 1;
    }
    return done_ == wanted();
  }

  double share_done() const override { return static_cast<double>(done_) / wanted(); }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["comparison"] = nullptr;
      json["comparison_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["comparison"];
    out["a"] = counts_json(observed_[0]);
    out["b"] = counts_json(observed_[1]);
    out["shared_neurons"] = comparison_->shared();
    out["permutations"] = wanted();
    out["permutations_done"] = done_;
    out["seed"] = input_.request.nulls.seed;
    const auto a = values_of(observed_[0]), b = values_of(observed_[1]);
    std::vector<double> p_values;
    for (const EmpiricalTest& test : tests_) {
      if (has_p(test)) p_values.push_back(test.p());
    }
    const std::vector<double> adjusted = benjamini_hochberg(p_values);
    std::size_t next = 0;
    for (std::size_t s = 0; s < kNames.size(); ++s) {
      const EmpiricalTest& test = tests_[s];
      const bool tested = has_p(test);
      Json values = Json::array();
      for (const double value : values_[s]) values.push_back(real_json(value));
      out["statistics"][kNames[s]] = {
          {"a", real_json(a[s])},
          {"b", real_json(b[s])},
          {"difference", real_json(a[s] - b[s])},
          {"ratio", real_json(a[s] / b[s])},
          {"permutations", test.controls()},
          {"mean", test.controls() > 0 ? Json(test.mean()) : Json(nullptr)},
          {"sd", test.controls() > 1 ? Json(test.sd()) : Json(nullptr)},
          {"z", real_json(test.z())},
          {"p_high", tested ? Json(test.p_high()) : Json(nullptr)},
          {"p_low", tested ? Json(test.p_low()) : Json(nullptr)},
          {"p", tested ? Json(test.p()) : Json(nullptr)},
          {"q", tested ? Json(adjusted[next++]) : Json(nullptr)},
          {"values", std::move(values)}};
    }
    return text_of(json);
  }

  std::string partial_json() const override { return done_ > 0 ? json() : std::string(); }

 private:
  std::uint32_t wanted() const { return input_.request.nulls.controls; }

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
                        subset.post, subset.min_synapses);
    observed_ = comparison_->observed();
    for (const SetCounts& set : observed_) {
      if (set.neurons >= 2) continue;
      why_not_ = "Each set needs two neurons or more that are not in the other.";
      return true;
    }
    const auto a = values_of(observed_[0]), b = values_of(observed_[1]);
    for (std::size_t s = 0; s < kNames.size(); ++s) {
      tests_.emplace_back(a[s] - b[s], kTieOfSum * (a[s] + b[s]));
    }
    return false;
  }

  JobInput input_;
  std::string why_not_;
  std::optional<SetComparison> comparison_;
  PairOfSets observed_{};
  std::vector<EmpiricalTest> tests_;                       // [kNames], of differences
  std::array<std::vector<double>, kNames.size()> values_;  // differences, by permutation
  std::uint32_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> compare_job(JobInput input) {
  return std::make_unique<CompareJob>(std::move(input));
}

}  // namespace cnx
