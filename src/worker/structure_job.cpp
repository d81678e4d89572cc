// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/structure_job.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "stats/block_sides.h"
#include "stats/components.h"
#include "stats/core_numbers.h"
#include "stats/empirical_test.h"
#include "stats/modularity.h"
#include "stats/random.h"
#include "stats/rewiring.h"
#include "stats/rich_club.h"
#include "stats/shared_neighbors.h"
#include "worker/job_json.h"
#include "worker/nulls_job.h"

namespace cnx {
namespace {

constexpr std::uint64_t kSliceEntries = 4'000'000;  // of rows: some milliseconds

constexpr const char* kNoEither =
    "In a block partners are on the other side: look at targets and sources, each among those that "
    "can be one.";

/// Sizes that fall, as each size and how many components have it.
Json components_json(const std::vector<std::uint32_t>& sizes) {
  Json json = {{"count", sizes.size()},
               {"largest", sizes.empty() ? 0 : sizes.front()},
               {"sizes", Json::array()},
               {"components", Json::array()}};
  for (std::size_t i = 0; i < sizes.size();) {
    const std::size_t begin = i;
    while (i < sizes.size() && sizes[i] == sizes[begin]) ++i;
    json["sizes"].push_back(sizes[begin]);
    json["components"].push_back(i - begin);
  }
  return json;
}

Json core_json(const std::vector<std::uint32_t>& cores) {
  std::vector<std::uint64_t> neurons;
  for (const std::uint32_t core : cores) {
    if (neurons.size() <= core) neurons.resize(std::size_t{core} + 1, 0);
    ++neurons[core];
  }
  return {{"largest", neurons.empty() ? 0 : neurons.size() - 1}, {"neurons", neurons}};
}

Json modularity_json(const GroupTotals& totals) {
  return {{"value", real_json(modularity(totals))},
          {"total", totals.total},
          {"within", totals.within},
          {"within_share",
           ratio_json(static_cast<double>(totals.within), static_cast<double>(totals.total))},
          {"expected_share", real_json(expected_within(totals))}};
}

Json shared_json(const SharedNeighborCounts& counts, PartnerKind kind) {
  const auto k = static_cast<std::size_t>(kind);
  const auto part = [&](const SharedSums& sums) -> Json {
    const auto n = static_cast<double>(sums.pairs);
    const double expected = expected_shared(sums, counts.candidates[k]);
    return {{"pairs", sums.pairs},
            {"mean", ratio_json(static_cast<double>(sums.shared), n)},
            {"expected", ratio_json(expected, n)},
            {"ratio", ratio_json(static_cast<double>(sums.shared), expected)}};
  };
  return {{"connected", part(counts.connected[k])}, {"unconnected", part(counts.unconnected[k])}};
}

class StructureJob final : public Job {
 public:
  explicit StructureJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    const ConnectionGraph& connections = *input_.connections;
    const StatisticsRequest& subset = input_.request.subset;
    switch (stage_) {
      case Stage::Rows:
        rows_ =
            neighbor_rows(connections.edges.view(), connections.synapse_counts, subset.choice());
        for (std::size_t i = 0; !subset.one_set() && i < rows_.original.size(); ++i) {
          pre_.push_back(subset.chosen[rows_.original[i]]);
          post_.push_back(subset.post[rows_.original[i]]);
        }
        stage_ = Stage::Weak;
        return false;
      case Stage::Weak:
        structure_["components"]["weak"] = components_json(weak_component_sizes(rows_));
        stage_ = Stage::Strong;
        return false;
      case Stage::Strong:
        structure_["components"]["strong"] = components_json(strong_component_sizes(rows_));
        stage_ = Stage::Core;
        return false;
      case Stage::Core:
        count_cores();
        stage_ = Stage::Modularity;
        return false;
      case Stage::Modularity:
        structure_["modularity"] = nullptr;
        if (!input_.request.groups_why_not.empty()) {
          structure_["modularity_why_not"] = input_.request.groups_why_not;
        } else if (!subset.groups.empty() && !depends_on_wiring()) {
          structure_["modularity_why_not"] = kNoBlockModularity;
        } else if (!subset.groups.empty()) {
          const LabelledTotals totals =
              count_labelled(connections.edges.view(), connections.synapse_counts, subset.choice(),
                             subset.groups, subset.group_count);
          structure_["modularity"] = {{"connections", modularity_json(totals.edges)},
                                      {"synapses", modularity_json(totals.weights)}};
        }
        shared_.emplace(rows_, sides());
        stage_ = Stage::Shared;
        return false;
      case Stage::Shared:
        if (!shared_->advance(kSliceEntries)) return false;
        structure_["shared_neighbors"] = {
            {"targets", shared_json(shared_->counts(), PartnerKind::Targets)},
            {"sources", shared_json(shared_->counts(), PartnerKind::Sources)},
            {"either", subset.one_set() ? shared_json(shared_->counts(), PartnerKind::Either)
                                        : Json(nullptr)}};
        if (!subset.one_set()) structure_["shared_neighbors"]["either_why_not"] = kNoEither;
        shared_.reset();
        rows_ = {};  // the rewiring needs as much
        stage_ = Stage::Club;
        return false;
      case Stage::Club: {
        CsrHalf half = induced_out_half(connections.edges.view(), connections.synapse_counts,
                                        subset.choice(), false);
        club_.emplace(half, sides());
        rewiring_.emplace(std::move(half));
        rewiring_->wake();
        random_.emplace(options().seed, 1);  // the stream of `--null rewired`
        observed_ = club_->edges_within(rewiring_->sources(), rewiring_->targets());
        for (std::size_t k = 0; k < observed_.size(); ++k) {
          tests_.emplace_back(club_->density(k, observed_[k]));
        }
        low_.assign(observed_.size(), 1);
        high_.assign(observed_.size(), 0);
        steps_wanted_ = kFirstRewiringSteps * rewiring_->sources().size();
        stage_ = observed_.empty() ? Stage::Done : Stage::Rewire;
        return stage_ == Stage::Done;
      }
      case Stage::Rewire: return rewire();
      case Stage::Done: return true;
    }
    return true;
  }

  double share_done() const override {
    if (stage_ == Stage::Done) return 1;
    constexpr double kPerStage = 0.02, kShared = 0.1;
    const double plain = kPerStage * static_cast<double>(stage_);
    if (stage_ == Stage::Shared) return plain + kShared * shared_->share_done();
    if (stage_ < Stage::Shared) return plain;
    if (stage_ == Stage::Club) return plain + kShared;
    // The first control needs more steps than the others.
    const double first = static_cast<double>(kFirstRewiringSteps) / kNextRewiringSteps;
    const double step_share = static_cast<double>(steps_done_) / static_cast<double>(steps_wanted_);
    const double done =
        controls_done_ == 0 ? first * step_share : first + controls_done_ - 1 + step_share;
    const double before = plain + kShared;
    return before + (1 - before) * std::min(1.0, done / (first + options().controls - 1));
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    json["structure"] = structure_;
    if (club_) json["structure"]["rich_club"] = club_json();
    return text_of(json);
  }

  /// Everything but the controls is there before they are drawn.
  std::string partial_json() const override {
    return stage_ == Stage::Rewire ? json() : std::string();
  }

 private:
  enum class Stage : std::uint8_t {
    Rows,
    Weak,
    Strong,
    Core,
    Modularity,
    Shared,
    Club,
    Rewire,
    Done
  };

  const NullOptions& options() const { return input_.request.nulls; }
  BlockSides sides() const { return {pre_, post_}; }

  /// Of a block, whether its classes can have a modularity.
  bool depends_on_wiring() const {
    const StatisticsRequest& subset = input_.request.subset;
    if (subset.one_set()) return true;
    std::vector<std::uint8_t> sending(subset.group_count, 0), receiving = sending;
    for (std::size_t v = 0; v < subset.groups.size(); ++v) {
      if (subset.chosen[v]) sending[subset.groups[v]] = 1;
      if (subset.post[v]) receiving[subset.groups[v]] = 1;
    }
    return can_have_modularity(sending, receiving);
  }

  void count_cores() {
    const std::vector<std::uint32_t> cores = core_numbers(rows_);
    structure_["core"] = core_json(cores);
    if (input_.request.per_neuron) {
      structure_["core_numbers"] =
          per_neuron_json(cores, rows_.original, input_.request.subset.chosen.size());
    }
  }

  bool rewire() {
    const std::uint64_t steps = std::min(kSliceRewiring, steps_wanted_ - steps_done_);
    rewiring_->advance(steps, *random_);
    steps_done_ += steps;
    if (steps_done_ < steps_wanted_) return false;
    const auto edges = club_->edges_within(rewiring_->sources(), rewiring_->targets());
    for (std::size_t k = 0; k < edges.size(); ++k) {
      const double density = club_->density(k, edges[k]);
      tests_[k].add(density);
      low_[k] = std::min(low_[k], density);
      high_[k] = std::max(high_[k], density);
    }
    ++controls_done_;
    steps_done_ = 0;
    steps_wanted_ = kNextRewiringSteps * rewiring_->sources().size();
    if (controls_done_ < options().controls) return false;
    stage_ = Stage::Done;
    return true;
  }

  Json club_json() const {
    const bool some = controls_done_ > 0;
    Json json = {{"controls", options().controls}, {"controls_done", controls_done_},
                 {"seed", options().seed},         {"degree", club_->degrees()},
                 {"neurons", club_->members()},    {"connections", observed_}};
    if (!input_.request.subset.one_set()) json["pairs"] = club_->pairs();
    const auto by_k = [&](const char* name, auto value_of) {
      Json& values = json[name] = Json::array();
      for (std::size_t k = 0; k < tests_.size(); ++k) values.push_back(value_of(k));
    };
    by_k("density", [&](std::size_t k) { return Json(tests_[k].observed()); });
    by_k("control_mean",
         [&](std::size_t k) { return some ? Json(tests_[k].mean()) : Json(nullptr); });
    by_k("control_sd",
         [&](std::size_t k) { return controls_done_ > 1 ? Json(tests_[k].sd()) : Json(nullptr); });
    by_k("control_low", [&](std::size_t k) { return some ? Json(low_[k]) : Json(nullptr); });
    by_k("control_high", [&](std::size_t k) { return some ? Json(high_[k]) : Json(nullptr); });
    by_k("ratio",
         [&](std::size_t k) { return ratio_json(tests_[k].observed(), tests_[k].mean()); });
    by_k("p_high", [&](std::size_t k) { return some ? Json(tests_[k].p_high()) : Json(nullptr); });
    return json;
  }

  JobInput input_;
  Stage stage_ = Stage::Rows;
  Json structure_;
  NeighborRows rows_;
  std::vector<std::uint8_t> pre_, post_;  // [vertices of rows_] of a block; empty: of one set
  std::optional<SharedNeighborCounter> shared_;
  std::optional<RichClub> club_;
  std::optional<Rewiring> rewiring_;
  std::optional<Random> random_;
  std::vector<std::uint64_t> observed_;  // [k] connections within the club
  std::vector<EmpiricalTest> tests_;     // [k] of densities
  std::vector<double> low_, high_;       // [k] the least and the most dense control
  std::uint64_t steps_done_ = 0, steps_wanted_ = 1;
  std::uint32_t controls_done_ = 0;
};

}  // namespace

std::unique_ptr<Job> structure_job(JobInput input) {
  return std::make_unique<StructureJob>(std::move(input));
}

}  // namespace cnx
