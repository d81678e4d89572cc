// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/compared.h"

#include <algorithm>
#include <array>
#include <utility>

#include "stats/block_comparison.h"
#include "stats/set_comparison.h"

namespace cnx {
namespace {

constexpr const char* kOneClass = "A set has fewer than two classes.";

/// Σ out-degree² over the vertices.
std::uint64_t degree_squares(const CsrHalf& network) {
  std::uint64_t squares = 0;
  for (Vertex v = 0; v < network.vertex_count(); ++v) {
    const std::uint64_t degree = network.offsets[v + 1] - network.offsets[v];
    squares += degree * degree;
  }
  return squares;
}

/// None where sizes are not known. `input` outlives it.
EdgeSizes sizes_of(const JobInput& input) {
  if (!input.each_synapse) return nullptr;
  return [&input](std::size_t edge) {
    return input.each_synapse->size_sum(input.connections->synapse_counts, edge);
  };
}

/// The connections of the graph between such neurons.
SynapseTotals synapses_between(const JobInput& input, std::span<const std::uint8_t> pre,
                               std::span<const std::uint8_t> post) {
  const ConnectionGraph& connections = *input.connections;
  return synapses_inside(connections.edges.view(), connections.synapse_counts, *input.each_synapse,
                         {pre, post, input.request.subset.min_synapses});
}

std::optional<Interval> ends_of(const std::optional<Proportion>& share) {
  return share ? std::optional(Interval{share->low, share->high}) : std::nullopt;
}

/// Of pairs at the smallest distances.
std::optional<Interval> first_bin_interval(const NetworkTotals& totals) {
  if (!totals.distance || totals.distance->pairs.empty()) return std::nullopt;
  return ends_of(wilson_proportion(totals.distance->edges[0], totals.distance->pairs[0]));
}

/// Shares of synapses, which are taken for independent.
std::optional<Interval> synapse_share_interval(const NetworkMeasure& measure,
                                               const NetworkTotals& totals) {
  if (!totals.each_synapse) return std::nullopt;
  const SynapseTotals& each = *totals.each_synapse;
  if (measure.name == "near_soma_share") {
    return ends_of(wilson_proportion(each.near.value_or(0), each.synapses));
  }
  if (measure.name == "clumped_share") {
    return ends_of(wilson_proportion(each.clumped.value_or(0), each.multiple));
  }
  return std::nullopt;
}

/// The neurons of one set are labelled anew among those of both.
class ComparedSets final : public Compared {
 public:
  explicit ComparedSets(const JobInput& input) : input_(input) {
    const StatisticsRequest& subset = input.request.subset;
    if (subset.one_set()) return;
    const ConnectionGraph& connections = *input.connections;
    sets_.emplace(connections.edges.view(), connections.synapse_counts, subset.chosen, subset.post,
                  subset.min_synapses, sizes_of(input));
    observed_ = sets_->observed();
  }

  std::string why_not() const override {
    if (!sets_) return "There is no second set of neurons to compare with.";
    if (observed_[0].neurons >= 2 && observed_[1].neurons >= 2) return {};
    return "Each set needs two neurons or more that are counted here and not in the other: A has " +
           std::to_string(observed_[0].neurons) + ", B has " +
           std::to_string(observed_[1].neurons) + ".";
  }

  void observe() override {
    labels_ = sets_->labels();
    counts_ = observed_;
  }
  void deal(Random& random) override {
    labels_ = sets_->dealt(random);
    counts_ = sets_->count(labels_);
  }

  std::vector<NetworkMeasure> plain(unsigned which) const override {
    return measures_of(totals(which), MeasureScale::Shares, {});
  }

  NetworkTotals totals(unsigned which) const override {
    const SetCounts& set = counts_[which];
    NetworkTotals totals;
    totals.vertices = set.neurons;
    totals.edges = set.connections;
    totals.reciprocal_pairs = set.answered / 2;
    totals.synapses = set.synapses;
    if (sized()) totals.sizes = SizeTotals{set.size_sum, set.synapses};
    return totals;
  }

  ComparedNetwork network(unsigned which) const override {
    ComparedNetwork network;
    network.half = sets_->network(labels_, static_cast<std::uint8_t>(which));
    network.original = neurons(which);
    return network;
  }

  std::string no_modularity() const override {
    if (!input_.request.groups_why_not.empty()) return input_.request.groups_why_not;
    return classes_of(0) < 2 || classes_of(1) < 2 ? kOneClass : "";
  }

  std::span<const Vertex> members() const override { return sets_->members(); }
  std::array<GroupCells, 2> cells(std::span<const std::uint16_t> groups,
                                  std::uint32_t group_count) const override {
    auto connections = sets_->count_cells(labels_, groups, group_count);
    std::array<GroupCells, 2> cells;
    for (unsigned which = 0; which < 2; ++which) {
      std::vector<std::uint64_t> sizes(group_count, 0);
      for (std::size_t i = 0; i < labels_.size(); ++i) sizes[groups[i]] += labels_[i] == which;
      cells[which] = {std::move(connections[which]), pairs_of_groups(sizes, sizes, sizes)};
    }
    return cells;
  }

  SynapseTotals each_synapse(unsigned which) const override {
    std::vector<std::uint8_t> in_set(input_.connections->edges.out.vertex_count(), 0);
    for (const Vertex v : neurons(which)) in_set[v] = 1;
    return synapses_between(input_, in_set, in_set);
  }

  void put(Json& out) const override {
    out["a"] = counts_json(observed_[0]);
    out["b"] = counts_json(observed_[1]);
    out["shared_neurons"] = sets_->shared();
  }

  std::optional<Interval> interval(unsigned which, const NetworkMeasure& measure,
                                   const NetworkTotals& totals) const override {
    const SetCounts& set = observed_[which];
    NetworkCounts counts;
    counts.pre_neurons = counts.post_neurons = set.neurons;
    counts.pairs = set.neurons * (set.neurons - 1);
    counts.connections = set.connections;
    if (measure.name == "connection_probability") {
      return statistic_interval(counts, MainStatistic::ConnectionProbability);
    }
    if (measure.name == "mean_degree") {
      counts.out_degree_squares =
          degree_squares(sets_->network(sets_->labels(), static_cast<std::uint8_t>(which)));
      return statistic_interval(counts, MainStatistic::MeanOutDegree);
    }
    if (measure.name == "reciprocity") {
      return ends_of(answered_proportion(set.answered / 2, set.connections));
    }
    return measure.name == "first_bin_probability" ? first_bin_interval(totals)
                                                   : synapse_share_interval(measure, totals);
  }

  std::uint64_t work() const override { return sets_->work(); }

 private:
  bool sized() const { return input_.each_synapse != nullptr; }

  Json counts_json(const SetCounts& set) const {
    Json json = {{"neurons", set.neurons},
                 {"connections", set.connections},
                 {"answered", set.answered},
                 {"synapses", set.synapses}};
    if (sized()) json["size_sum"] = set.size_sum;
    return json;
  }

  std::vector<Vertex> neurons(unsigned which) const {
    std::vector<Vertex> those;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (labels_[i] == which) those.push_back(sets_->members()[i]);
    }
    return those;
  }

  /// How many different groups the neurons of a set are in.
  std::size_t classes_of(unsigned which) const {
    const StatisticsRequest& subset = input_.request.subset;
    if (subset.groups.empty()) return 0;
    std::vector<std::uint8_t> there(subset.group_count, 0);
    for (std::size_t i = 0; i < sets_->members().size(); ++i) {
      if (sets_->labels()[i] == which) there[subset.groups[sets_->members()[i]]] = 1;
    }
    return static_cast<std::size_t>(std::count(there.begin(), there.end(), 1));
  }

  const JobInput& input_;
  std::optional<SetComparison> sets_;
  PairOfSets observed_{}, counts_{};
  std::vector<std::uint8_t> labels_;
};

/// Who sends in one block alone is dealt out among those who do, and so is who receives.
class ComparedBlocks final : public Compared {
 public:
  explicit ComparedBlocks(const JobInput& input) : input_(input) {
    const EdgeChoice a = input.request.subset.choice();
    const BlockMasks& b = input.request.block_b;
    const ConnectionGraph& connections = *input.connections;
    blocks_.emplace(connections.edges.view(), connections.synapse_counts,
                    std::array<BlockSides, 2>{BlockSides{a.pre, a.post}, BlockSides{b.pre, b.post}},
                    a.min_weight, sizes_of(input));
    observed_ = blocks_->count(blocks_->observed());
  }

  std::string why_not() const override {
    if (observed_[0].pairs > 0 && observed_[1].pairs > 0) return {};
    return std::string("Block ") + (observed_[0].pairs == 0 ? "A" : "B") +
           " has no pair of different neurons, one that sends and one that receives.";
  }

  std::string no_deal() const override {
    if (blocks_->dealt_pre().exchanges() || blocks_->dealt_post().exchanges()) return {};
    return "On neither side does each block have neurons that the other has not, so there is "
           "nothing to deal out anew and no p.";
  }

  void observe() override {
    deal_ = blocks_->observed();
    counts_ = observed_;
  }
  void deal(Random& random) override {
    deal_ = blocks_->dealt(random);
    counts_ = blocks_->count(deal_);
  }

  std::vector<NetworkMeasure> plain(unsigned which) const override {
    const BlockCounts& block = counts_[which];
    const auto real = [](std::uint64_t count) { return static_cast<double>(count); };
    const double connections = real(block.connections), pairs = real(block.pairs);
    const double pre = real(block.pre_neurons), post = real(block.post_neurons);
    std::vector<NetworkMeasure> list = {
        {"connection_probability", {connections, pairs}, pairs},
        {"reciprocity", {real(block.answered), connections}, connections},
        {"mean_out_degree", {connections, pre}, pre},
        {"mean_in_degree", {connections, post}, post},
        {"synapses_per_connection", {real(block.synapses), connections}, connections}};
    if (sized()) {
      const double synapses = real(block.synapses);
      list.push_back({"mean_synapse_size", {real(block.size_sum), synapses}, synapses, false});
    }
    return list;
  }

  NetworkTotals totals(unsigned which) const override {
    NetworkTotals totals;
    totals.edges = counts_[which].connections;
    totals.block = BlockBase{counts_[which].pairs, 0, 0};
    return totals;
  }

  ComparedNetwork network(unsigned which) const override {
    BlockNetwork block = blocks_->network(deal_, which);
    return {std::move(block.half), std::move(block.pre), std::move(block.post),
            std::move(block.original)};
  }

  std::string no_modularity() const override {
    return "It is not compared between blocks: who is on both sides changes with every deal, and "
           "with it the largest value that there can be.";
  }

  std::span<const Vertex> members() const override { return blocks_->members(); }
  std::array<GroupCells, 2> cells(std::span<const std::uint16_t> groups,
                                  std::uint32_t group_count) const override {
    auto connections = blocks_->count_cells(deal_, groups, group_count);
    std::array<GroupCells, 2> cells;
    for (unsigned which = 0; which < 2; ++which) {
      std::vector<std::uint64_t> pre(group_count, 0), post = pre, both = pre;
      for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::uint8_t sends = deal_.pre[i] >> which & 1, receives = deal_.post[i] >> which & 1;
        pre[groups[i]] += sends;
        post[groups[i]] += receives;
        both[groups[i]] += sends & receives;
      }
      cells[which] = {std::move(connections[which]), pairs_of_groups(pre, post, both)};
    }
    return cells;
  }

  SynapseTotals each_synapse(unsigned which) const override {
    std::vector<std::uint8_t> pre(input_.connections->edges.out.vertex_count(), 0), post = pre;
    for (std::size_t i = 0; i < blocks_->members().size(); ++i) {
      pre[blocks_->members()[i]] = deal_.pre[i] >> which & 1;
      post[blocks_->members()[i]] = deal_.post[i] >> which & 1;
    }
    return synapses_between(input_, pre, post);
  }

  void put(Json& out) const override {
    out["a"] = counts_json(observed_[0]);
    out["b"] = counts_json(observed_[1]);
    const auto side_json = [](const DealtSide& side) {
      return Json{{"a", side.a}, {"b", side.b}, {"both", side.both}};
    };
    out["dealt"] = {{"pre", side_json(blocks_->dealt_pre())},
                    {"post", side_json(blocks_->dealt_post())}};
  }

  std::optional<Interval> interval(unsigned which, const NetworkMeasure& measure,
                                   const NetworkTotals& totals) const override {
    const BlockCounts& block = observed_[which];
    if (measure.name == "connection_probability") {
      return ends_of(wilson_proportion(block.connections, block.pairs));
    }
    if (measure.name == "mean_out_degree") {
      NetworkCounts counts;
      counts.pre_neurons = block.pre_neurons;
      counts.connections = block.connections;
      counts.out_degree_squares = degree_squares(blocks_->network(blocks_->observed(), which).half);
      return statistic_interval(counts, MainStatistic::MeanOutDegree);
    }
    return measure.name == "first_bin_probability" ? first_bin_interval(totals)
                                                   : synapse_share_interval(measure, totals);
  }

  std::optional<ProportionDifference> difference() const override {
    return difference_of(*wilson_proportion(observed_[0].connections, observed_[0].pairs),
                         *wilson_proportion(observed_[1].connections, observed_[1].pairs));
  }

  std::uint64_t work() const override { return blocks_->work(); }

 private:
  bool sized() const { return input_.each_synapse != nullptr; }

  Json counts_json(const BlockCounts& block) const {
    Json json = {{"pre_neurons", block.pre_neurons},
                 {"post_neurons", block.post_neurons},
                 {"pairs", block.pairs},
                 {"connections", block.connections},
                 {"answered", block.answered},
                 {"synapses", block.synapses}};
    if (sized()) json["size_sum"] = block.size_sum;
    return json;
  }

  const JobInput& input_;
  std::optional<BlockComparison> blocks_;
  PairOfBlocks observed_{}, counts_{};
  BlockComparison::Deal deal_;
};

}  // namespace

PresentGroups present_groups(const StatisticsRequest& subset, std::span<const Vertex> neurons) {
  PresentGroups present;
  present.code.assign(neurons.size(), 0);
  if (subset.groups.empty()) {
    present.names.push_back(0);
    return present;
  }
  std::vector<std::uint16_t> code(subset.group_count, 0);
  for (const Vertex v : neurons) code[subset.groups[v]] = 1;
  for (std::uint32_t g = 0; g < subset.group_count; ++g) {
    if (code[g] == 0) continue;
    code[g] = static_cast<std::uint16_t>(present.names.size());
    present.names.push_back(g);
  }
  for (std::size_t i = 0; i < neurons.size(); ++i) {
    present.code[i] = code[subset.groups[neurons[i]]];
  }
  return present;
}

std::vector<std::uint64_t> pairs_of_groups(std::span<const std::uint64_t> pre,
                                           std::span<const std::uint64_t> post,
                                           std::span<const std::uint64_t> both) {
  std::vector<std::uint64_t> pairs;
  pairs.reserve(pre.size() * post.size());
  for (std::size_t a = 0; a < pre.size(); ++a) {
    for (std::size_t b = 0; b < post.size(); ++b) {
      pairs.push_back(pre[a] * post[b] - (a == b ? both[a] : 0));
    }
  }
  return pairs;
}

std::unique_ptr<Compared> make_compared(const JobInput& input) {
  if (input.request.block_b.any()) return std::make_unique<ComparedBlocks>(input);
  return std::make_unique<ComparedSets>(input);
}

}  // namespace cnx
