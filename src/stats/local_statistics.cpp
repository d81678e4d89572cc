#include "stats/local_statistics.h"

#include <algorithm>

#include "base/check.h"

namespace cnx {
namespace {

/// Unordered pairs {u, v} with v > u, v chosen, u -> v and v -> u. Both rows are sorted, so one
/// merge finds them; v > u counts every pair once and leaves self-loops out.
std::uint64_t reciprocal_pairs_above(const CsrGraph& graph, Vertex u,
                                     std::span<const std::uint8_t> chosen) {
  const auto out = graph.out_neighbors(u);
  const auto in = graph.in_neighbors(u);
  auto o = std::upper_bound(out.begin(), out.end(), u);
  auto i = std::upper_bound(in.begin(), in.end(), u);
  std::uint64_t pairs = 0;
  // No branch depends on the comparison: it is a coin toss that a processor cannot predict.
  while (o != out.end() && i != in.end()) {
    const Vertex a = *o, b = *i;
    pairs += static_cast<std::uint64_t>(a == b) & chosen[a];
    o += a <= b;
    i += b <= a;
  }
  return pairs;
}

/// counts[k] vertices of `members` have degrees[v] == k.
DegreeHistogram histogram(std::span<const std::uint32_t> degrees,
                          std::span<const std::uint8_t> members) {
  DegreeHistogram counts;
  for (std::size_t v = 0; v < degrees.size(); ++v) {
    if (!members[v]) continue;
    if (degrees[v] >= counts.size()) counts.resize(std::size_t{degrees[v]} + 1, 0);
    ++counts[degrees[v]];
  }
  return counts;
}

}  // namespace

LocalStatistics local_statistics(const LocalStatisticsInput& input) {
  const CsrGraph& graph = input.graph;
  const std::size_t n = graph.vertex_count();
  const std::size_t group_count = input.group_count;
  CNX_CHECK(input.synapse_counts.size() == graph.edge_count());
  CNX_CHECK(input.chosen.size() == n);
  CNX_CHECK(input.groups.empty() || input.groups.size() == n);
  CNX_CHECK(group_count >= 1 && group_count <= kMaxStatisticsGroups);
  CNX_CHECK(input.analyzable_axon.empty() || input.analyzable_axon.size() == n);
  for (const std::uint16_t group : input.groups) CNX_CHECK(group < group_count);

  LocalStatistics result;
  GroupMatrix& groups = result.groups;
  groups.group_count = input.group_count;
  groups.group_sizes.assign(group_count, 0);
  groups.connections.assign(group_count * group_count, 0);
  groups.synapses.assign(group_count * group_count, 0);
  groups.pairs.assign(group_count * group_count, 0);

  std::vector<std::uint32_t> out_degrees(n, 0), in_degrees(n, 0);
  for (Vertex u = 0; u < n; ++u) {
    if (!input.chosen[u]) continue;
    const std::size_t group = input.groups.empty() ? 0 : input.groups[u];
    ++result.neurons;
    ++groups.group_sizes[group];

    std::uint64_t* const group_connections = groups.connections.data() + group * group_count;
    std::uint64_t* const group_synapses = groups.synapses.data() + group * group_count;
    std::uint32_t out_degree = 0;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (!input.chosen[v]) continue;
      const std::uint32_t synapses = input.synapse_counts[e];
      result.synapses += synapses;
      if (v == u) {
        ++result.autapses;
        continue;
      }
      ++out_degree;
      ++in_degrees[v];
      const std::size_t column = input.groups.empty() ? 0 : input.groups[v];
      ++group_connections[column];
      group_synapses[column] += synapses;
    }
    out_degrees[u] = out_degree;
    result.connections += out_degree;
    result.reciprocal_pairs += reciprocal_pairs_above(graph, u, input.chosen);
    if (!input.analyzable_axon.empty() && input.analyzable_axon[u]) {
      ++result.analyzable_pre_neurons;
      result.analyzable_connections += out_degree;
    }
  }
  result.connections += result.autapses;
  result.out_degrees = histogram(out_degrees, input.chosen);
  result.in_degrees = histogram(in_degrees, input.chosen);

  const std::uint64_t others = result.neurons > 0 ? result.neurons - 1 : 0;
  result.pairs = result.neurons * others;
  result.analyzable_pairs = result.analyzable_pre_neurons * others;
  for (std::size_t row = 0; row < group_count; ++row) {
    const std::uint64_t pre = groups.group_sizes[row];
    for (std::size_t column = 0; column < group_count; ++column) {
      const std::uint64_t post = groups.group_sizes[column];
      groups.pairs[row * group_count + column] = pre * post - (row == column ? pre : 0);
    }
  }
  return result;
}

}  // namespace cnx
