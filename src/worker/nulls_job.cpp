// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/nulls_job.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/check.h"
#include "stats/distance_graph.h"
#include "stats/distance_profile.h"
#include "stats/empirical_test.h"
#include "stats/null_models.h"
#include "stats/rewiring.h"
#include "stats/triad_census.h"
#include "worker/distance_job.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

constexpr std::size_t kPlainStatistics = 3;  // before the triads and the cells
constexpr const char* kPlainNames[kPlainStatistics] = {"connections", "reciprocal_pairs",
                                                       "reciprocity"};

/// A network without self-loops and the groups of its vertices.
struct Network {
  CsrHalf half;
  std::vector<std::uint16_t> groups;  // [vertices] numbers of present groups
};

class NullsJob final : public Job {
 public:
  explicit NullsJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    switch (stage_) {
      case Stage::Prepare: return prepare();
      case Stage::Distances:
        if (profile_->advance(kSliceWork)) take_probabilities();
        return false;
      case Stage::Draw: return draw();
      case Stage::Measure: return measure();
    }
    return true;
  }

  double share_done() const override {
    const double rewired =
        steps_wanted_ == 0 ? 0
                           : static_cast<double>(steps_done_) / static_cast<double>(steps_wanted_);
    return (done_ + 0.9 * rewired) / std::max(1u, options().controls);
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["null"] = nullptr;
      json["null_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["null"];
    out["model"] = kNullModelNames[static_cast<std::size_t>(options().model)];
    out["controls"] = options().controls;
    out["controls_done"] = done_;
    out["seed"] = options().seed;
    if (options().model == NullModel::Distance) {
      out["bin_um"] = static_cast<double>(input_.request.distance.bin_nm) / 1000;
    }
    if (options().model == NullModel::Configuration) {
      out["dropped_self_loops"] = ratio_json(static_cast<double>(dropped_loops_), done_);
      out["dropped_repeats"] = ratio_json(static_cast<double>(dropped_repeats_), done_);
    }
    out["statistics"] = Json::array();
    for (std::size_t s = 0; s < plain_count(); ++s) {
      const EmpiricalTest& test = tests_[s];
      Json values = Json::array();
      for (const double value : values_[s]) values.push_back(real_json(value));
      out["statistics"].push_back(
          {{"name", name(s)},
           {"observed", real_json(test.observed())},
           {"controls", test.controls()},
           {"mean", test.controls() > 0 ? Json(test.mean()) : Json(nullptr)},
           {"sd", test.controls() > 1 ? Json(test.sd()) : Json(nullptr)},
           {"z", real_json(test.z())},
           {"p_high", real_json(test.p_high())},
           {"p_low", real_json(test.p_low())},
           {"p", real_json(test.p())},
           {"values", std::move(values)}});
    }
    out["class_matrix"] = matrix_json();
    return text_of(json);
  }

  std::string partial_json() const override { return done_ > 0 ? json() : std::string(); }

 private:
  enum class Stage : std::uint8_t { Prepare, Distances, Draw, Measure };

  const NullOptions& options() const { return input_.request.nulls; }
  std::uint32_t group_count() const { return static_cast<std::uint32_t>(present_.size()); }
  std::size_t plain_count() const {
    return kPlainStatistics + (options().triads ? kTriadNames.size() : 0);
  }
  std::string name(std::size_t s) const {
    return s < kPlainStatistics ? kPlainNames[s]
                                : std::string("triad_") + kTriadNames[s - kPlainStatistics];
  }

  bool refuse(std::string why_not) {
    why_not_ = std::move(why_not);
    return true;
  }

  /// Connections between the marked neurons of the whole graph, and their groups.
  Network network_of(std::span<const std::uint8_t> chosen) const {
    const StatisticsRequest& subset = input_.request.subset;
    const ConnectionGraph& connections = *input_.connections;
    Network network;
    network.half = induced_out_half(connections.edges.view(), connections.synapse_counts,
                                    {chosen, chosen, subset.min_synapses}, false);
    for (std::size_t v = 0; v < chosen.size(); ++v) {
      if (chosen[v]) network.groups.push_back(subset.groups.empty() ? 0 : code_[subset.groups[v]]);
    }
    return network;
  }

  bool prepare() {
    const StatisticsRequest& subset = input_.request.subset;
    if (!subset.one_set()) {
      return refuse("Random networks need one set of neurons, not a sending and a receiving one.");
    }
    std::vector<std::uint8_t> there(subset.group_count, subset.groups.empty() ? 1 : 0);
    for (std::size_t v = 0; v < subset.groups.size(); ++v) {
      if (subset.chosen[v]) there[subset.groups[v]] = 1;
    }
    code_.assign(subset.group_count, 0);
    for (std::uint32_t g = 0; g < subset.group_count; ++g) {
      if (!there[g]) continue;
      code_[g] = static_cast<std::uint16_t>(present_.size());
      present_.push_back(g);
    }
    if (options().model == NullModel::Blocks && group_count() > kMaxBlockGroups) {
      return refuse("This model needs at most 128 classes, or each of them has too few neurons.");
    }
    observed_ = network_of(subset.chosen);
    if (observed_.groups.empty()) return refuse("No neuron is chosen.");
    edges_ = observed_.half.targets.size();
    if (options().model == NullModel::Rewired) {
      rewiring_.emplace(observed_.half);
      if (options().triads) rewiring_->rest();
      steps_wanted_ = kFirstRewiringSteps * edges_;
    }
    stage_ = Stage::Measure;
    current_ = &observed_;
    if (options().model == NullModel::Distance) return prepare_distances();
    return false;
  }

  bool prepare_distances() {
    const auto& all = input_.request.positions_nm;
    if (all.empty()) return refuse("The dataset has no soma positions, so there are no distances.");
    std::vector<std::int32_t> chosen_nm;
    for (std::size_t v = 0; v < input_.request.subset.chosen.size(); ++v) {
      if (!input_.request.subset.chosen[v]) continue;
      chosen_nm.insert(chosen_nm.end(), all.begin() + static_cast<std::ptrdiff_t>(3 * v),
                       all.begin() + static_cast<std::ptrdiff_t>(3 * v + 3));
    }
    positions_.emplace(chosen_nm);
    everyone_.assign(observed_.groups.size(), 1);
    ones_.assign(edges_, 1);
    DistanceProfileInput in;
    in.graph = {observed_.half.offsets, observed_.half.targets, {}, {}};
    in.synapse_counts = ones_;
    in.positions = positions_->view();
    in.pre = in.post = everyone_;
    in.bin_nm = input_.request.distance.bin_nm;
    if (!can_bin_distances(in.positions, in.pre, in.post, in.bin_nm)) {
      return refuse(
          "These neurons are too far apart for bins of this width: 4,096 bins and 16.7 mm are the "
          "most.");
    }
    profile_.emplace(in);
    stage_ = Stage::Distances;
    return false;
  }

  void take_probabilities() {
    for (const DistanceBin& bin : profile_->result().bins) {
      probabilities_.push_back(bin.pairs == 0 ? 0
                                              : static_cast<double>(bin.connections) /
                                                    static_cast<double>(bin.pairs));
    }
    profile_.reset();
    ones_ = std::vector<std::uint32_t>();  // {} would keep the memory
    stage_ = Stage::Measure;
  }

  bool draw() {
    control_ = {};  // not beside the next one
    Random random(options().seed, done_ + 1);
    const StatisticsRequest& subset = input_.request.subset;
    switch (options().model) {
      case NullModel::ErdosRenyi: {
        const std::vector<std::uint16_t> one(observed_.groups.size(), 0);
        const std::uint64_t edges[] = {edges_};
        control_.half = random_block_graph(one, 1, edges, random);
        break;
      }
      case NullModel::Blocks:
        control_.half = random_block_graph(observed_.groups, group_count(), block_edges_, random);
        break;
      case NullModel::Rewired: {
        if (steps_done_ == 0) rewiring_random_.emplace(random);
        const std::uint64_t steps = std::min(kSliceRewiring, steps_wanted_ - steps_done_);
        rewiring_->advance(steps, *rewiring_random_);
        steps_done_ += steps;
        if (steps_done_ < steps_wanted_) return false;
        control_.half = rewiring_->graph();
        if (options().triads) rewiring_->rest();
        steps_done_ = 0;
        steps_wanted_ = kNextRewiringSteps * edges_;
        break;
      }
      case NullModel::Configuration: {
        ConfigurationGraph drawn = configuration_graph(observed_.half, random);
        dropped_loops_ += drawn.self_loops;
        dropped_repeats_ += drawn.repeats;
        control_.half = std::move(drawn.half);
        break;
      }
      case NullModel::Distance:
        control_.half = random_distance_graph(positions_->view(), probabilities_,
                                              input_.request.distance.bin_nm, random);
        break;
      case NullModel::Neurons: {
        const std::vector<std::uint8_t> everyone(subset.chosen.size(), 1);
        const std::vector<std::uint16_t> one(subset.chosen.size(), 0);
        const auto sample = random_matched_subset(
            subset.chosen, everyone, subset.groups.empty() ? std::span(one) : subset.groups,
            subset.group_count, random);
        control_ = network_of(sample);
        break;
      }
    }
    if (options().model != NullModel::Neurons) control_.groups = observed_.groups;
    current_ = &control_;
    stage_ = Stage::Measure;
    return false;
  }

  /// The statistics of the current network, the triads in slices; then they are taken down.
  bool measure() {
    const CsrHalf& half = current_->half;
    if (options().triads && !triads_) {
      const CsrHalf in = transpose(half);
      oriented_ = orient_all({half.offsets, half.targets, in.offsets, in.targets});
      triads_.emplace(oriented_);
      return false;
    }
    if (triads_ && !triads_->advance(kSliceWork)) return false;

    std::vector<double> numbers;
    const auto edges = static_cast<double>(half.targets.size());
    const auto pairs = static_cast<double>(count_reciprocal_pairs(half));
    numbers = {edges, pairs,
               edges > 0 ? 2 * pairs / edges : std::numeric_limits<double>::quiet_NaN()};
    if (triads_) {
      for (const std::uint64_t count : triads_->census().triads) {
        numbers.push_back(static_cast<double>(count));
      }
      triads_.reset();
      oriented_ = {};
    }
    if (group_count() <= kMaxBlockGroups) {
      const auto cells = count_block_edges(half, current_->groups, group_count());
      if (current_ == &observed_) block_edges_ = cells;
      for (const std::uint64_t count : cells) numbers.push_back(static_cast<double>(count));
    }
    if (current_ == &observed_) {
      for (const double number : numbers) tests_.emplace_back(number);
      values_.resize(plain_count());
      // The others have taken what they need of it, and networks are large.
      if (options().model != NullModel::Configuration) observed_.half = {};
    } else {
      for (std::size_t s = 0; s < numbers.size(); ++s) tests_[s].add(numbers[s]);
      for (std::size_t s = 0; s < plain_count(); ++s) values_[s].push_back(numbers[s]);
      ++done_;
    }
    stage_ = Stage::Draw;
    return done_ >= options().controls;
  }

  Json matrix_json() const {
    const std::size_t groups = group_count(), first = plain_count();
    if (tests_.size() != first + groups * groups) return nullptr;
    const auto square = [&](auto value_of) {
      Json rows = Json::array();
      for (std::size_t a = 0; a < groups; ++a) {
        Json row = Json::array();
        for (std::size_t b = 0; b < groups; ++b) row.push_back(value_of(a * groups + b));
        rows.push_back(std::move(row));
      }
      return rows;
    };
    std::vector<double> p;
    for (std::size_t cell = 0; cell < groups * groups; ++cell)
      p.push_back(tests_[first + cell].p());
    const std::vector<double> q = benjamini_hochberg(p);
    Json json;
    json["groups"] = Json::array();
    for (const std::uint32_t g : present_) json["groups"].push_back(input_.request.group_names[g]);
    json["observed"] = square([&](std::size_t c) { return Json(tests_[first + c].observed()); });
    json["mean"] = square(
        [&](std::size_t c) { return done_ > 0 ? Json(tests_[first + c].mean()) : Json(nullptr); });
    json["sd"] = square(
        [&](std::size_t c) { return done_ > 1 ? Json(tests_[first + c].sd()) : Json(nullptr); });
    json["z"] = square([&](std::size_t c) { return real_json(tests_[first + c].z()); });
    json["p"] = square([&](std::size_t c) { return Json(p[c]); });
    json["q"] = square([&](std::size_t c) { return Json(q[c]); });
    return json;
  }

  JobInput input_;
  Stage stage_ = Stage::Prepare;
  std::string why_not_;
  std::vector<std::uint16_t> code_;     // by group of the request: its number among the present
  std::vector<std::uint32_t> present_;  // groups of the request that a chosen neuron has
  Network observed_, control_;
  const Network* current_ = nullptr;
  std::uint64_t edges_ = 0;  // of the observed network
  std::vector<std::uint64_t> block_edges_;

  std::optional<Rewiring> rewiring_;
  std::optional<Random> rewiring_random_;
  std::uint64_t steps_done_ = 0, steps_wanted_ = 0;
  std::uint64_t dropped_loops_ = 0, dropped_repeats_ = 0;

  std::optional<PositionColumns> positions_;
  std::vector<std::uint8_t> everyone_;
  std::vector<std::uint32_t> ones_;
  std::optional<DistanceProfileJob> profile_;
  std::vector<double> probabilities_;

  OrientedGraph oriented_;
  std::optional<TriadCounter> triads_;

  std::vector<EmpiricalTest> tests_;         // plain statistics, then cells
  std::vector<std::vector<double>> values_;  // of the plain ones, by control
  std::uint32_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> nulls_job(JobInput input) {
  return std::make_unique<NullsJob>(std::move(input));
}

}  // namespace cnx
