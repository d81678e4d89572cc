#include "stats/local_statistics.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace cnx {
namespace {

/// A histogram of values that may be large: counts[k] of `members` have values[v] == k.
template <typename Value>
DegreeHistogram histogram(const std::vector<Value>& values, std::span<const std::uint8_t> members) {
  DegreeHistogram counts;
  for (std::size_t v = 0; v < values.size(); ++v) {
    if (!members[v]) continue;
    const auto value = static_cast<std::size_t>(std::min<Value>(values[v], kMaxCountedStrength));
    if (value >= counts.size()) counts.resize(value + 1, 0);
    ++counts[value];
  }
  return counts;
}

/// What is known of one row of the matrix, one entry a column and one for vertices not chosen.
struct Cell {
  std::uint64_t synapses = 0;
  std::uint32_t connections = 0, answered = 0;
};

struct InSide {
  std::uint64_t strength = 0;
  std::uint32_t degree = 0;
};

}  // namespace

std::vector<std::uint64_t> answered_edges(const CsrGraph& graph,
                                          std::span<const std::uint32_t> synapse_counts,
                                          std::uint32_t min_synapses) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  std::vector<std::uint64_t> bits(graph.edge_count() / 64 + 1, 0);
  const auto set = [&](std::uint32_t e) { bits[e >> 6] |= std::uint64_t{1} << (e & 63); };
  // Rows are asked for their edge back to u in the order of u, which is the order of their edges.
  std::vector<std::uint32_t> next(graph.out_offsets.begin(), graph.out_offsets.end());
  for (Vertex u = 0; u < n; ++u) {
    const std::uint32_t end = graph.out_offsets[u + 1];
    std::uint32_t e = std::max(next[u], graph.out_offsets[u]);
    while (e < end && graph.out_targets[e] <= u) ++e;
    for (; e < end; ++e) {
      const Vertex v = graph.out_targets[e];
      const std::uint32_t v_end = graph.out_offsets[v + 1];
      std::uint32_t back = next[v];
      while (back < v_end && graph.out_targets[back] < u) ++back;
      next[v] = back;
      if (back == v_end || graph.out_targets[back] != u) continue;
      if (synapse_counts[e] < min_synapses || synapse_counts[back] < min_synapses) continue;
      set(e);
      set(back);
    }
  }
  return bits;
}

LocalStatistics local_statistics(const LocalStatisticsInput& input) {
  const CsrGraph& graph = input.graph;
  const std::size_t n = graph.vertex_count();
  const std::size_t rows = input.group_count;
  const std::size_t columns = input.post_group_count == 0 ? rows : input.post_group_count;
  const auto pre = input.chosen;
  const auto post = input.post.empty() ? input.chosen : input.post;
  const auto post_groups = input.post_group_count == 0 ? input.groups : input.post_groups;
  CNX_CHECK(input.synapse_counts.size() == graph.edge_count());
  CNX_CHECK(pre.size() == n && post.size() == n);
  CNX_CHECK(input.groups.empty() || input.groups.size() == n);
  CNX_CHECK(post_groups.empty() || post_groups.size() == n);
  CNX_CHECK(rows >= 1 && rows <= kMaxStatisticsGroups && columns <= kMaxStatisticsGroups);
  CNX_CHECK(input.analyzable_axon.empty() || input.analyzable_axon.size() == n);
  for (const std::uint16_t group : input.groups) CNX_CHECK(group < rows);
  for (const std::uint16_t group : post_groups) CNX_CHECK(group < columns);
  std::vector<std::uint64_t> answered_here;
  auto answered = input.answered;
  if (answered.empty()) {
    answered_here = answered_edges(graph, input.synapse_counts, input.min_synapses);
    answered = answered_here;
  }
  CNX_CHECK(answered.size() > graph.edge_count() / 64);

  LocalStatistics result;
  GroupMatrix& groups = result.groups;
  groups.group_count = input.group_count;
  groups.post_group_count = static_cast<std::uint32_t>(columns);
  groups.group_sizes.assign(rows, 0);
  groups.post_group_sizes.assign(columns, 0);
  for (auto* cells : {&groups.connections, &groups.synapses, &groups.pairs, &groups.answered,
                      &groups.analyzable_connections, &groups.analyzable_pairs}) {
    cells->assign(rows * columns, 0);
  }

  // Each vertex's column; one more for those that are not chosen, so that the loop over edges has
  // nothing to guess.
  const auto nowhere = static_cast<std::uint16_t>(columns);
  std::vector<std::uint16_t> column_of(n);
  for (std::size_t v = 0; v < n; ++v) {
    column_of[v] = !post[v] ? nowhere : post_groups.empty() ? std::uint16_t{0} : post_groups[v];
    if (post[v]) ++groups.post_group_sizes[column_of[v]];
    result.post_neurons += post[v];
    result.neurons += pre[v] | post[v];
  }

  std::vector<std::uint32_t> out_degrees(n, 0);
  std::vector<std::uint64_t> out_strengths(n, 0);
  std::vector<InSide> in_side(n);
  std::vector<Cell> row_cells(columns + 1);
  std::vector<std::uint64_t> analyzable_sizes(rows, 0);
  std::uint64_t answered_from_inside = 0;  // answered edges whose reverse is chosen, too
  const bool one_set = input.post.empty();
  constexpr std::uint32_t kShortCounts = 256;
  std::array<std::uint32_t, kShortCounts + 1> few{};  // the last place: edges to nowhere
  DegreeHistogram& many = result.synapses_per_connection;

  for (Vertex u = 0; u < n; ++u) {
    if (!pre[u]) continue;
    const std::size_t group = input.groups.empty() ? 0 : input.groups[u];
    ++result.pre_neurons;
    ++groups.group_sizes[group];
    const bool analyzable = !input.analyzable_axon.empty() && input.analyzable_axon[u];

    std::fill(row_cells.begin(), row_cells.end(), Cell{});
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      const std::uint32_t synapses = input.synapse_counts[e];
      if (synapses < input.min_synapses) continue;
      const std::uint16_t column = column_of[v];
      if (v == u) {
        if (column == nowhere) continue;
        ++result.autapses;
        result.synapses += synapses;
        continue;
      }
      const auto back = static_cast<std::uint32_t>(answered[e >> 6] >> (e & 63) & 1);
      Cell& cell = row_cells[column];
      cell.synapses += synapses;
      ++cell.connections;
      cell.answered += back;
      in_side[v].strength += synapses;
      ++in_side[v].degree;
      const bool inside = column != nowhere;
      if (synapses < kShortCounts) {
        ++few[inside ? synapses : kShortCounts];
      } else if (inside) {
        const std::size_t counted = std::min(synapses, kMaxCountedStrength);
        if (many.size() <= counted) many.resize(counted + 1, 0);
        ++many[counted];
      }
      if (!one_set && back != 0) answered_from_inside += post[v] & pre[v] & post[u];
    }
    for (std::size_t column = 0; column < columns; ++column) {
      const Cell& cell = row_cells[column];
      if (cell.connections == 0) continue;
      const std::size_t at = group * columns + column;
      groups.connections[at] += cell.connections;
      groups.synapses[at] += cell.synapses;
      groups.answered[at] += cell.answered;
      if (analyzable) groups.analyzable_connections[at] += cell.connections;
      out_degrees[u] += cell.connections;
      out_strengths[u] += cell.synapses;
      result.answered += cell.answered;
    }
    result.connections += out_degrees[u];
    result.synapses += out_strengths[u];
    if (analyzable) {
      ++result.analyzable_pre_neurons;
      result.analyzable_connections += out_degrees[u];
      result.analyzable_pairs += result.post_neurons - post[u];
    }
    if (analyzable) ++analyzable_sizes[group];
    if (column_of[u] != nowhere) {
      const std::size_t with_itself = group * columns + column_of[u];
      --groups.pairs[with_itself];  // wraps below 0, and comes back below
      if (analyzable) --groups.analyzable_pairs[with_itself];
    }
    result.pairs += result.post_neurons - post[u];
  }
  result.connections += result.autapses;
  result.reciprocal_pairs =
      one_set ? result.answered / 2 : result.answered - answered_from_inside / 2;
  for (std::uint32_t count = kShortCounts; count-- > 0;) {
    if (few[count] == 0) continue;
    if (many.size() <= count) many.resize(std::size_t{count} + 1, 0);
    many[count] = few[count];
  }

  std::vector<std::uint32_t> in_degrees(n);
  std::vector<std::uint64_t> in_strengths(n);
  for (std::size_t v = 0; v < n; ++v) {
    in_degrees[v] = in_side[v].degree;
    in_strengths[v] = in_side[v].strength;
  }
  result.out_degrees = histogram(out_degrees, pre);
  result.in_degrees = histogram(in_degrees, post);
  result.out_strengths = histogram(out_strengths, pre);
  result.in_strengths = histogram(in_strengths, post);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::uint64_t size = groups.post_group_sizes[column];
      groups.pairs[row * columns + column] += groups.group_sizes[row] * size;
      groups.analyzable_pairs[row * columns + column] += analyzable_sizes[row] * size;
    }
  }
  return result;
}

}  // namespace cnx
