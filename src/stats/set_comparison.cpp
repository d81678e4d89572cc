#include "stats/set_comparison.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "graph/induced_subgraph.h"
#include "stats/local_statistics.h"

namespace cnx {

SetComparison::SetComparison(const CsrGraph& graph, std::span<const std::uint32_t> synapse_counts,
                             std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                             std::uint32_t min_synapses, const EdgeSizes& size_sum_of) {
  CNX_CHECK(a.size() == graph.vertex_count() && b.size() == graph.vertex_count());
  std::vector<std::uint8_t> either(a.size());
  for (std::size_t v = 0; v < a.size(); ++v) {
    either[v] = (a[v] ^ b[v]) & 1;
    shared_ += a[v] & b[v];
    if (either[v] != 0) labels_.push_back(b[v]);
  }
  InducedHalf network = induced_half(graph, synapse_counts, {either, either, min_synapses}, false);
  const auto answered =
      answered_edges({network.out.offsets, network.out.targets, {}, {}}, network.weights, 1);
  has_reverse_.resize(network.weights.size());
  for (std::size_t e = 0; e < has_reverse_.size(); ++e) {
    has_reverse_[e] = (answered[e / 64] >> (e % 64)) & 1;
  }
  offsets_ = std::move(network.out.offsets);
  targets_ = std::move(network.out.targets);
  synapses_ = std::move(network.weights);
  members_ = std::move(network.original);
  if (size_sum_of == nullptr) return;
  size_sums_.reserve(targets_.size());
  for (Vertex i = 0; i < members_.size(); ++i) {  // the same edges in the same order
    const Vertex u = members_[i];
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v == u || either[v] == 0 || synapse_counts[e] < min_synapses) continue;
      const std::uint64_t sum = size_sum_of(e), most = UINT32_MAX;
      if (sum > most) {
        excess_.push_back({i, static_cast<std::uint32_t>(size_sums_.size()), sum - most});
      }
      size_sums_.push_back(static_cast<std::uint32_t>(std::min(sum, most)));
    }
  }
  CNX_CHECK(size_sums_.size() == targets_.size());
}

std::vector<std::uint8_t> SetComparison::dealt(Random& random) const {
  std::vector<std::uint8_t> labels = labels_;
  shuffle(labels, random);
  return labels;
}

CsrHalf SetComparison::network(const std::vector<std::uint8_t>& labels, std::uint8_t label) const {
  std::vector<Vertex> number(labels.size());
  Vertex next = 0;
  for (std::size_t v = 0; v < labels.size(); ++v) {
    number[v] = next;
    next += labels[v] == label ? 1 : 0;
  }
  CsrHalf half;
  half.offsets.reserve(std::size_t{next} + 1);
  for (std::size_t u = 0; u < labels.size(); ++u) {
    if (labels[u] != label) continue;
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
      if (labels[targets_[e]] == label) half.targets.push_back(number[targets_[e]]);
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  return half;
}

std::array<std::vector<std::uint64_t>, 2> SetComparison::count_cells(
    const std::vector<std::uint8_t>& labels, std::span<const std::uint16_t> groups,
    std::uint32_t group_count) const {
  CNX_CHECK(labels.size() == labels_.size() && groups.size() == labels_.size());
  std::array<std::vector<std::uint64_t>, 2> cells;
  for (auto& of_set : cells) of_set.assign(std::size_t{group_count} * group_count, 0);
  for (std::size_t u = 0; u < labels.size(); ++u) {
    std::uint64_t* const row = cells[labels[u]].data() + std::size_t{groups[u]} * group_count;
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
      row[groups[targets_[e]]] += labels[targets_[e]] == labels[u];
    }
  }
  return cells;
}

PairOfSets SetComparison::count(const std::vector<std::uint8_t>& labels) const {
  PairOfSets sets{};
  // Who has which label cannot be foreseen, so no branch asks for it.
  const auto count_all = [&](auto size_of) {
    for (std::size_t u = 0; u < labels.size(); ++u) {
      SetCounts& set = sets[labels[u]];
      set.neurons += 1;
      std::uint64_t connections = 0, answered = 0, synapses = 0, size_sum = 0;
      for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
        const std::uint32_t same = labels[targets_[e]] == labels[u];
        connections += same;
        answered += same & has_reverse_[e];
        synapses += std::uint64_t{same} * synapses_[e];
        size_sum += std::uint64_t{same} * size_of(e);
      }
      set.connections += connections;
      set.answered += answered;
      set.synapses += synapses;
      set.size_sum += size_sum;
    }
  };
  if (size_sums_.empty()) {
    count_all([](std::uint32_t) { return std::uint32_t{0}; });
  } else {
    count_all([&](std::uint32_t e) { return size_sums_[e]; });
  }
  for (const Excess& more : excess_) {
    const std::uint8_t label = labels[more.from];
    if (labels[targets_[more.edge]] == label) sets[label].size_sum += more.size;
  }
  return sets;
}

}  // namespace cnx
