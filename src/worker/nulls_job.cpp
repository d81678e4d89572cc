// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/nulls_job.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "stats/block_sides.h"
#include "stats/distance_graph.h"
#include "stats/distance_profile.h"
#include "stats/empirical_test.h"
#include "stats/modularity.h"
#include "stats/network_measures.h"
#include "stats/null_models.h"
#include "stats/rewiring.h"
#include "worker/distance_job.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

/// A network without self-loops and the groups of its vertices.
struct Network {
  CsrHalf half;
  std::vector<std::uint16_t> groups;    // [vertices] numbers of present groups
  std::vector<std::uint8_t> pre, post;  // [vertices] of a block; empty: of one set
  std::optional<std::uint64_t> synapses;
  std::vector<std::uint64_t> block_synapses;  // of those, by block; empty: not known
  std::optional<SynapseTotals> each_synapse;  // of those
  std::vector<std::int32_t> positions_nm;     // [3 * vertices] for the lengths; else empty

  BlockSides sides() const { return {pre, post}; }
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
      case Stage::Measure: measure(); return false;
      case Stage::Motifs: return motifs();
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
    if (options().model == NullModel::Neurons) {
      out["matched_by"] = options().match.empty() ? Json(nullptr) : Json(options().matched_by);
      out["control_neurons"] = observed_.groups.size();
      out["own_neurons"] =
          ratio_json(static_cast<double>(own_neurons_), static_cast<double>(samples_));
    } else {
      out["synapses_per_connection_why_not"] = kNoDrawnSynapses;
    }
    if (each_synapse_) {
      out["synapses"] = each_synapse_->synapses;
      out["size_sum"] = each_synapse_->size_sum;
      out["multiple_synapses"] = each_synapse_->multiple;
    }
    put_size_terms(out, input_);
    if (!one_set()) {
      out["pairs"] = base_.pairs;
      out["answerable_connections"] = answerable_;
      if (base_.both_ways == 0) {
        out["reciprocity_why_not"] =
            "No two neurons of the block can be connected both ways: fewer than two are on both "
            "sides.";
      }
    }
    if (const std::string why = no_modularity(); !why.empty()) out["modularity_why_not"] = why;
    if (options().degrees && degrees_kept()) {
      out["degree_spread_why_not"] =
          "Every neuron keeps its degrees, so their spread is that of the data in each control.";
    }
    put_places(out, input_.request, too_far_);
    if (options().simplices || options().participation) out["simplices_truncated"] = truncated_;
    out["statistics"] = Json::array();
    std::vector<double> p_values;
    for (std::size_t s = 0; s < names_.size(); ++s) {
      p_values.push_back(tests_[s].controls() > 0 ? tests_[s].p()
                                                  : std::numeric_limits<double>::quiet_NaN());
    }
    const std::vector<double> adjusted = benjamini_hochberg(p_values);
    for (std::size_t s = 0; s < names_.size(); ++s) {
      const EmpiricalTest& test = tests_[s];
      Json values = Json::array();
      for (const double value : values_[s]) values.push_back(real_json(value));
      out["statistics"].push_back(
          {{"name", names_[s]},
           {"observed", real_json(test.observed())},
           {"controls", test.controls()},
           {"mean", test.controls() > 0 ? Json(test.mean()) : Json(nullptr)},
           {"sd", test.controls() > 1 ? Json(test.sd()) : Json(nullptr)},
           {"z", real_json(test.z())},
           {"p_high", test.controls() > 0 ? real_json(test.p_high()) : Json(nullptr)},
           {"p_low", test.controls() > 0 ? real_json(test.p_low()) : Json(nullptr)},
           {"p", real_json(p_values[s])},
           {"q", real_json(adjusted[s])},
           {"values", std::move(values)}});
    }
    out["class_matrix"] = matrix_json();
    if (const std::string why = no_cells(); !why.empty()) out["class_matrix_why_not"] = why;
    if (const std::size_t bins = pairs_by_distance_.size(); bins > 0 && !tests_.empty()) {
      Json& profile = out["distance_profile"];
      profile["bin_um"] = static_cast<double>(input_.request.distance.bin_nm) / 1000;
      profile["pairs"] = pairs_by_distance_;
      profile["connected"] = edges_by_distance_;
      put_tests(profile, tests_.size() - bins, bins, 0);
    }
    return text_of(json);
  }

  /// The numbers of the data at once: the first control of a large network takes its time.
  std::string partial_json() const override { return tests_.empty() ? std::string() : json(); }

 private:
  enum class Stage : std::uint8_t { Prepare, Distances, Draw, Measure, Motifs };

  const NullOptions& options() const { return input_.request.nulls; }
  std::uint32_t group_count() const { return static_cast<std::uint32_t>(present_.size()); }
  MeasureChoice choice() const { return measure_choice(input_.request); }
  bool has_positions() const { return !input_.request.positions_nm.empty(); }
  bool degrees_kept() const { return options().model == NullModel::Rewired; }
  bool one_set() const { return input_.request.subset.one_set(); }
  /// Very many groups have no matrix.
  bool has_blocks() const { return code_count_ <= kMaxBlockGroups; }
  /// One group has no modularity, and without a matrix there is nothing to count it from.
  bool has_modularity() const { return group_count() >= 2 && has_blocks() && block_modularity_; }

  /// Why there is nothing by class, and no modularity; empty: there is.
  std::string no_cells() const {
    return has_blocks() ? input_.request.groups_why_not : too_many_groups(code_count_);
  }
  std::string no_modularity() const {
    if (!block_modularity_) return kNoBlockModularity;
    if (std::string why = no_cells(); !why.empty()) return why;
    const bool one_class = group_count() == 1 && !input_.request.subset.groups.empty();
    return one_class ? kNoClasses : "";
  }

  bool refuse(std::string why_not) {
    why_not_ = std::move(why_not);
    return true;
  }

  /// Connections from the marked neurons of the whole graph onto the marked ones, and their groups.
  Network network_of(std::span<const std::uint8_t> pre, std::span<const std::uint8_t> post) const {
    const StatisticsRequest& subset = input_.request.subset;
    const ConnectionGraph& connections = *input_.connections;
    const EdgeChoice chosen{pre, post, subset.min_synapses};
    Network network;
    network.half =
        induced_out_half(connections.edges.view(), connections.synapse_counts, chosen, false);
    for (std::size_t v = 0; v < pre.size(); ++v) {
      if (!pre[v] && !post[v]) continue;
      network.groups.push_back(subset.groups.empty() ? 0 : code_[subset.groups[v]]);
      if (one_set()) continue;
      network.pre.push_back(pre[v]);
      network.post.push_back(post[v]);
    }
    if (options().model == NullModel::Neurons) {
      network.synapses =
          weight_inside(connections.edges.view(), connections.synapse_counts, chosen);
      if (has_blocks()) {
        std::vector<std::uint16_t> codes(pre.size(), 0);
        for (std::size_t v = 0; v < subset.groups.size(); ++v) codes[v] = code_[subset.groups[v]];
        network.block_synapses = weight_by_block(
            connections.edges.view(), connections.synapse_counts, chosen, codes, code_count_);
      }
      if (input_.each_synapse) {
        network.each_synapse = synapses_inside(connections.edges.view(), connections.synapse_counts,
                                               *input_.each_synapse, chosen);
      }
    }
    if (choice().places()) network.positions_nm = positions_of(pre, post);
    return network;
  }

  /// [3 * vertices] of the marked neurons.
  std::vector<std::int32_t> positions_of(std::span<const std::uint8_t> pre,
                                         std::span<const std::uint8_t> post) const {
    const auto& all = input_.request.positions_nm;
    std::vector<std::int32_t> positions;
    for (std::size_t v = 0; v < pre.size(); ++v) {
      if (!pre[v] && !post[v]) continue;
      positions.insert(positions.end(), all.begin() + static_cast<std::ptrdiff_t>(3 * v),
                       all.begin() + static_cast<std::ptrdiff_t>(3 * v + 3));
    }
    return positions;
  }

  bool prepare() {
    const StatisticsRequest& subset = input_.request.subset;
    const EdgeChoice chosen = subset.choice();
    std::vector<std::uint8_t> sends(subset.group_count, subset.groups.empty() ? 1 : 0);
    std::vector<std::uint8_t> receives = sends, there = sends;
    for (std::size_t v = 0; v < subset.groups.size(); ++v) {
      if (chosen.pre[v]) sends[subset.groups[v]] = there[subset.groups[v]] = 1;
      if (chosen.post[v]) receives[subset.groups[v]] = there[subset.groups[v]] = 1;
    }
    code_.assign(subset.group_count, 0);
    for (std::uint32_t g = 0; g < subset.group_count; ++g) {
      if (!there[g]) continue;
      code_[g] = static_cast<std::uint16_t>(present_.size());
      if (sends[g]) rows_.push_back(code_[g]);
      if (receives[g]) columns_.push_back(code_[g]);
      present_.push_back(g);
    }
    block_modularity_ = one_set() || can_have_modularity(sends, receives);
    code_count_ = group_count();
    if (options().model == NullModel::Neurons && !options().match.empty()) {
      // Who is drawn may be of a class that no chosen neuron has.
      std::vector<std::uint8_t> anywhere(subset.group_count, 0);
      for (const std::uint16_t g : subset.groups) anywhere[g] = 1;
      for (std::uint32_t g = 0; g < subset.group_count && !subset.groups.empty(); ++g) {
        if (anywhere[g] && !there[g]) code_[g] = static_cast<std::uint16_t>(code_count_++);
      }
    }
    // What keeps the classes, or is matched by them, has to have them.
    const bool by_class = options().model == NullModel::Blocks ||
                          (options().model == NullModel::Neurons && options().match.empty());
    if (by_class && !input_.request.groups_why_not.empty()) {
      return refuse(input_.request.groups_why_not);
    }
    if (options().model == NullModel::Blocks && group_count() > kMaxBlockGroups) {
      return refuse(too_many_groups(group_count()));
    }
    observed_ = network_of(chosen.pre, chosen.post);
    if (observed_.groups.empty()) return refuse("No neuron is chosen.");
    edges_ = observed_.half.targets.size();
    const BlockPairs pairs = pairs_of(observed_.sides(), observed_.groups.size());
    base_ = {pairs.all, pairs.both_ways, 0};
    if (options().model == NullModel::Rewired) {
      rewiring_.emplace(observed_.half);
      steps_wanted_ = kFirstRewiringSteps * edges_;
    }
    if (frees_connections(input_.request)) input_.connections.reset();
    stage_ = Stage::Measure;
    current_ = &observed_;
    if (options().model == NullModel::Distance) return prepare_distances();
    return false;
  }

  bool prepare_distances() {
    if (!has_positions()) {
      return refuse("The dataset has no soma positions, so there are no distances.");
    }
    const EdgeChoice chosen = input_.request.subset.choice();
    positions_.emplace(positions_of(chosen.pre, chosen.post));
    if (one_set()) everyone_.assign(observed_.groups.size(), 1);
    DistanceProfileInput in;
    in.graph = {observed_.half.offsets, observed_.half.targets, {}, {}};
    in.positions = positions_->view();
    in.pre = one_set() ? everyone_ : observed_.pre;
    in.post = one_set() ? everyone_ : observed_.post;
    in.bin_nm = input_.request.distance.bin_nm;
    if (!can_bin_distances(in.positions, in.pre, in.post, in.bin_nm)) {
      return refuse(kTooFarApart);
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
    stage_ = Stage::Measure;
  }

  /// How many of those that were drawn are the data's own.
  void count_own(std::span<const std::uint8_t> pre, std::span<const std::uint8_t> post) {
    const EdgeChoice chosen = input_.request.subset.choice();
    samples_ += 1;
    for (std::size_t v = 0; v < pre.size(); ++v) {
      own_neurons_ += (pre[v] || post[v]) && (chosen.pre[v] || chosen.post[v]);
    }
  }

  bool draw() {
    control_ = {};  // not beside the next one
    Random random(options().seed, done_ + 1);
    const StatisticsRequest& subset = input_.request.subset;
    switch (options().model) {
      case NullModel::ErdosRenyi: {
        const std::vector<std::uint16_t> one(observed_.groups.size(), 0);
        const std::uint64_t edges[] = {edges_};
        control_.half = random_block_graph(one, 1, edges, random, observed_.sides());
        break;
      }
      case NullModel::Blocks:
        control_.half = random_block_graph(observed_.groups, group_count(), block_edges_, random,
                                           observed_.sides());
        break;
      case NullModel::Rewired: {
        if (steps_done_ == 0) rewiring_random_.emplace(random);
        const std::uint64_t steps = std::min(kSliceRewiring, steps_wanted_ - steps_done_);
        rewiring_->advance(steps, *rewiring_random_);
        steps_done_ += steps;
        if (steps_done_ < steps_wanted_) return false;
        control_.half = rewiring_->graph();
        if (choice().any()) rewiring_->rest();
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
        control_.half =
            random_distance_graph(positions_->view(), probabilities_,
                                  input_.request.distance.bin_nm, random, observed_.sides());
        break;
      case NullModel::Neurons: {
        const std::vector<std::uint8_t> everyone(subset.chosen.size(), 1);
        const auto& senders = input_.analyzable_alone ? subset.analyzable_axon : everyone;
        std::vector<std::uint16_t> one;
        std::span<const std::uint16_t> labels = subset.groups;
        std::uint32_t label_count = subset.group_count;
        if (!options().match.empty()) {
          labels = options().match;
          label_count = kMatchBins + 1;
        } else if (labels.empty()) {
          one.assign(subset.chosen.size(), 0);
          labels = one;
        }
        if (one_set()) {
          const auto sample =
              random_matched_subset(subset.chosen, senders, labels, label_count, random);
          count_own(sample, sample);
          control_ = network_of(sample, sample);
        } else {
          const MatchedSides sides = random_matched_sides({subset.chosen, subset.post}, senders,
                                                          everyone, labels, label_count, random);
          count_own(sides.pre, sides.post);
          control_ = network_of(sides.pre, sides.post);
        }
        break;
      }
    }
    if (options().model != NullModel::Neurons) {
      control_.groups = observed_.groups;
      control_.pre = observed_.pre;
      control_.post = observed_.post;
    }
    current_ = &control_;
    stage_ = Stage::Measure;
    return false;
  }

  /// What is counted of the current network at once; the rest follows in slices.
  void measure() {
    CsrHalf& half = current_->half;
    totals_ = NetworkTotals();
    totals_.vertices = half.vertex_count();
    totals_.edges = half.targets.size();
    totals_.synapses = current_->synapses;
    totals_.each_synapse = current_->each_synapse;
    if (current_ == &observed_) each_synapse_ = current_->each_synapse;
    totals_.degrees_kept = degrees_kept();
    if (!one_set()) {
      totals_.block = base_;
      totals_.block->answerable_edges = count_answerable(half, current_->sides());
      if (current_ == &observed_) answerable_ = totals_.block->answerable_edges;
    }
    cells_.clear();
    if (has_blocks()) {
      measure_blocks();
    } else {
      totals_.reciprocal_pairs = count_reciprocal_pairs(half);
    }
    stage_ = Stage::Motifs;
    if (!choice().any()) return;
    // The others have taken what they need of it, and networks are large.
    const bool kept = current_ == &observed_ && options().model == NullModel::Configuration;
    const bool others = options().model == NullModel::Neurons;  // they have other places
    MeasureBase base;
    base.sides = current_->sides();
    base.places = {(others ? *current_ : observed_).positions_nm, input_.request.distance.bin_nm};
    if (!others) base.places.pairs = pairs_by_distance_;
    measurer_.emplace(kept ? half : std::exchange(half, {}), choice(), base);
  }

  /// What is counted from each group to each other.
  void measure_blocks() {
    const CsrHalf& half = current_->half;
    const std::span<const std::uint16_t> groups = current_->groups;
    const auto blocks = count_block_edges(half, groups, code_count_);
    const auto answers = count_block_answers(half, groups, code_count_);
    for (const std::uint64_t count : answers) totals_.reciprocal_pairs += count;
    totals_.reciprocal_pairs /= 2;
    if (has_modularity()) totals_.groups = totals_of_blocks(blocks, code_count_);
    const auto put = [&](auto number_of) {  // others are in no row and no column
      for (const std::uint32_t a : rows_) {
        for (const std::uint32_t b : columns_) {
          cells_.push_back(number_of(std::size_t{a} * code_count_ + b));
        }
      }
    };
    const auto over = [](std::uint64_t events, std::uint64_t base) {
      return NetworkMeasure{{}, {static_cast<double>(events), static_cast<double>(base)}}.number();
    };
    put([&](std::size_t at) { return static_cast<double>(blocks[at]); });
    const auto answerable =
        one_set() ? blocks : count_block_edges(half, groups, code_count_, current_->sides());
    put([&](std::size_t at) { return over(answers[at], answerable[at]); });
    if (const auto& synapses = current_->block_synapses; !synapses.empty()) {
      put([&](std::size_t at) { return over(synapses[at], blocks[at]); });
    }
    // The model by blocks draws nobody else: its codes are those that are present.
    if (current_ == &observed_) block_edges_ = blocks;
  }

  /// The rest, and then all numbers are taken down.
  bool motifs() {
    if (measurer_) {
      if (!measurer_->advance(kSliceWork)) return false;
      measurer_->put(totals_);
      measurer_.reset();
    }
    const bool observed = current_ == &observed_;
    if (observed) largest_ = largest_simplices(totals_);
    if (observed && totals_.distance) {
      pairs_by_distance_ = totals_.distance->pairs;
      edges_by_distance_ = totals_.distance->edges;
      too_far_ = totals_.distance->too_far;
    }
    for (std::size_t k = 0; k < pairs_by_distance_.size(); ++k) {  // other neurons have other bins
      const DistanceFall& fall = *totals_.distance;
      const bool any = k < fall.pairs.size() && fall.pairs[k] > 0;
      cells_.push_back(any ? static_cast<double>(fall.edges[k]) / static_cast<double>(fall.pairs[k])
                           : std::numeric_limits<double>::quiet_NaN());
    }
    truncated_ = truncated_ || totals_.truncated();
    const auto measures = measures_of(totals_, MeasureScale::Counts, largest_);
    if (observed) {
      for (const NetworkMeasure& one : measures) {
        names_.push_back(one.name);
        const double tie = one.sums_reals ? kTieOfSum * std::abs(one.number()) : 0;
        tests_.emplace_back(one.number(), tie);
      }
      for (const double number : cells_) tests_.emplace_back(number);
      values_.resize(names_.size());
      if (options().model != NullModel::Configuration) observed_.half = {};
    } else {
      for (std::size_t s = 0; s < measures.size(); ++s) {
        tests_[s].add(measures[s].number());
        values_[s].push_back(measures[s].number());
      }
      for (std::size_t c = 0; c < cells_.size(); ++c) {
        tests_[names_.size() + c].add(cells_[c]);
      }
      ++done_;
    }
    stage_ = Stage::Draw;
    return done_ >= options().controls;
  }

  /// Of the tests from `first` on.
  void put_tests(Json& json, std::size_t first, std::size_t count, std::size_t columns) const {
    cnx::put_tests(json, "observed", std::span(tests_).subspan(first, count), columns);
  }

  Json matrix_json() const {
    const std::size_t first = names_.size(), cells = rows_.size() * columns_.size();
    if (!no_cells().empty() || tests_.empty()) return nullptr;
    const auto names_of = [&](const std::vector<std::uint32_t>& groups) {
      Json names = Json::array();
      for (const std::uint32_t g : groups) names.push_back(input_.request.group_names[present_[g]]);
      return names;
    };
    Json json;
    json["groups"] = names_of(rows_);
    if (!one_set()) json["post_groups"] = names_of(columns_);
    put_tests(json, first, cells, columns_.size());
    put_tests(json["reciprocity"], first + cells, cells, columns_.size());
    if (options().model == NullModel::Neurons) {
      put_tests(json["synapses_per_connection"], first + 2 * cells, cells, columns_.size());
    }
    return json;
  }

  JobInput input_;
  Stage stage_ = Stage::Prepare;
  std::string why_not_;
  std::vector<std::uint16_t> code_;     // by group of the request: its number among the present
  std::vector<std::uint32_t> present_;  // groups of the request that a chosen neuron has
  std::vector<std::uint32_t> rows_, columns_;  // numbers of those that send, that receive
  bool block_modularity_ = true;               // it depends on the wiring
  std::uint32_t code_count_ = 0;  // of code_: the present ones, then others that may be drawn
  Network observed_, control_;
  Network* current_ = nullptr;
  std::uint64_t edges_ = 0;                    // of the observed network
  std::uint64_t answerable_ = 0;               // of those, in a block
  std::optional<SynapseTotals> each_synapse_;  // of it
  BlockBase base_;                             // but for the edges, which differ by network
  std::vector<std::uint64_t> block_edges_;

  std::optional<Rewiring> rewiring_;
  std::optional<Random> rewiring_random_;
  std::uint64_t steps_done_ = 0, steps_wanted_ = 0;
  std::uint64_t dropped_loops_ = 0, dropped_repeats_ = 0;
  std::uint64_t own_neurons_ = 0, samples_ = 0;  // of all controls of other neurons

  std::optional<PositionColumns> positions_;
  std::vector<std::uint8_t> everyone_;
  std::optional<DistanceProfileJob> profile_;
  std::vector<double> probabilities_;

  NetworkTotals totals_;  // of the current network
  // Its numbers by group, unless there are too many groups: connections, reciprocity and, of other
  // neurons, synapses per connection; then its probability by bin of distance.
  std::vector<double> cells_;
  std::optional<NetworkMeasurer> measurer_;
  SimplexDimensions largest_;  // of the observed network's simplices
  bool truncated_ = false;     // cliques were too large to be listed
  std::vector<std::uint64_t> pairs_by_distance_, edges_by_distance_;  // of the observed network
  bool too_far_ = false;                                              // for bins

  std::vector<std::string> names_;           // of the numbers
  std::vector<EmpiricalTest> tests_;         // of the numbers, then as cells_
  std::vector<std::vector<double>> values_;  // of the numbers, by control
  std::uint32_t done_ = 0;
};

}  // namespace

std::string too_many_groups(std::uint32_t groups) {
  return "There are " + std::to_string(groups) +
         " classes, and what is counted from each to each " + "other is counted of " +
         std::to_string(kMaxBlockGroups) + " at most: choose another column for the groups.";
}

MeasureChoice measure_choice(const JobRequest& request) {
  const NullOptions& options = request.nulls;
  const bool places = !request.positions_nm.empty();
  return {
      options.triads, options.simplices,         options.structure,          options.degrees,
      options.shared, options.lengths && places, options.distance && places, options.participation};
}

void put_places(Json& out, const JobRequest& request, bool too_far) {
  const bool places = !request.positions_nm.empty();
  if (request.nulls.lengths && !places) out["lengths_why_not"] = kNoLengths;
  if (!request.nulls.distance) return;
  out["bin_um"] = static_cast<double>(request.distance.bin_nm) / 1000;
  if (!places || too_far) out["distance_why_not"] = places ? kTooFarApart : kNoLengths;
}

void put_size_terms(Json& out, const JobInput& input) {
  if (!input.request.nulls.sizes) return;
  if (!asks_for_sizes(input.request)) {
    out["sizes_why_not"] = kNoDrawnSynapses;
  } else if (!input.each_synapse) {
    out["sizes_why_not"] = input.sizes_why_not;
  } else {
    const EdgeSynapses::Known& known = input.each_synapse->known();
    constexpr const char* kNoPlaces = "The dataset does not say where synapses are.";
    if (known.clumped) {
      out["clump_um"] = input.request.synapses.clump_um;
    } else {
      out["clumped_why_not"] = kNoPlaces;
    }
    if (known.near) {
      out["near_um"] = input.request.synapses.near_um;
    } else {
      out["near_soma_why_not"] = known.clumped ? kNoLengths : kNoPlaces;
    }
  }
}

std::unique_ptr<Job> nulls_job(JobInput input) {
  return std::make_unique<NullsJob>(std::move(input));
}

}  // namespace cnx
