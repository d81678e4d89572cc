// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/modularity.h"

#include <limits>

#include "base/check.h"

namespace cnx {

LabelledTotals count_labelled(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                              const EdgeChoice& choice, std::span<const std::uint16_t> groups,
                              std::uint32_t group_count) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(weights.size() == graph.edge_count() && groups.size() == n);
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  for (const std::uint16_t group : groups) CNX_CHECK(group < group_count);
  LabelledTotals totals;
  for (GroupTotals* t : {&totals.edges, &totals.weights}) {
    t->out.assign(group_count, 0);
    t->in.assign(group_count, 0);
  }
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u]) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v == u || !choice.post[v] || weights[e] < choice.min_weight) continue;
      const auto add = [&](GroupTotals& t, std::uint64_t amount) {
        t.total += amount;
        t.out[groups[u]] += amount;
        t.in[groups[v]] += amount;
        if (groups[u] == groups[v]) t.within += amount;
      };
      add(totals.edges, 1);
      add(totals.weights, weights[e]);
    }
  }
  return totals;
}

GroupTotals group_totals(const CsrHalf& graph, std::span<const std::uint16_t> groups,
                         std::uint32_t group_count) {
  CNX_CHECK(groups.size() == graph.vertex_count());
  GroupTotals totals;
  totals.out.assign(group_count, 0);
  totals.in.assign(group_count, 0);
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    const std::uint16_t group = groups[u];
    CNX_CHECK(group < group_count);
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      const std::uint16_t other = groups[graph.targets[e]];
      ++totals.in[other];
      totals.within += other == group ? 1 : 0;
    }
    totals.out[group] += graph.offsets[u + 1] - graph.offsets[u];
  }
  totals.total = graph.targets.size();
  return totals;
}

GroupTotals totals_of_blocks(std::span<const std::uint64_t> block_edges,
                             std::uint32_t group_count) {
  CNX_CHECK(block_edges.size() == std::size_t{group_count} * group_count);
  GroupTotals totals;
  totals.out.assign(group_count, 0);
  totals.in.assign(group_count, 0);
  for (std::uint32_t a = 0; a < group_count; ++a) {
    for (std::uint32_t b = 0; b < group_count; ++b) {
      const std::uint64_t edges = block_edges[std::size_t{a} * group_count + b];
      totals.total += edges;
      totals.within += a == b ? edges : 0;
      totals.out[a] += edges;
      totals.in[b] += edges;
    }
  }
  return totals;
}

bool can_have_modularity(std::span<const std::uint8_t> sending,
                         std::span<const std::uint8_t> receiving) {
  CNX_CHECK(sending.size() == receiving.size());
  std::size_t senders = 0, receivers = 0, both = 0;
  for (std::size_t g = 0; g < sending.size(); ++g) {
    senders += sending[g];
    receivers += receiving[g];
    both += sending[g] & receiving[g];
  }
  return senders >= 2 && receivers >= 2 && both >= 1;
}

double expected_within(const GroupTotals& totals) {
  if (totals.total == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto all = static_cast<double>(totals.total);
  double sum = 0;
  for (std::size_t g = 0; g < totals.out.size(); ++g) {
    sum += static_cast<double>(totals.out[g]) / all * (static_cast<double>(totals.in[g]) / all);
  }
  return sum;
}

double modularity(const GroupTotals& totals) {
  const double within = static_cast<double>(totals.within) / static_cast<double>(totals.total);
  return within - expected_within(totals);
}

}  // namespace cnx
