#include "stats/local_statistics.h"

#include <algorithm>
#include <array>
#include <utility>

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

/// Edges with fewer synapses are counted in the loop below, the few others one by one.
constexpr std::uint32_t kShortCounts = 256;

/// What a row of the matrix has in one column, in one number, so that an edge costs one addition:
/// bits 0-19 edges, 20-39 those of them that are answered, 40-63 synapses. A run of at most kRun
/// short edges fits.
struct Cell {
  std::uint64_t sum = 0;
  std::uint32_t edges() const { return sum & 0xf'ffff; }
  std::uint32_t answered() const { return sum >> 20 & 0xf'ffff; }
  std::uint32_t synapses() const { return static_cast<std::uint32_t>(sum >> 40); }
};
constexpr std::uint32_t kRun = 1u << 16;
static_assert(std::uint64_t{kRun} * (kShortCounts - 1) < 1u << 24);

/// The same of the short edges to one vertex: bits 0-35 synapses, 36-63 edges.
constexpr unsigned kInDegreeBit = 36;
constexpr std::uint64_t kInStrengthMask = (std::uint64_t{1} << kInDegreeBit) - 1;
constexpr std::uint64_t kMaxVertices = std::uint64_t{1} << (64 - kInDegreeBit);
static_assert(kMaxVertices * (kShortCounts - 1) <= kInStrengthMask);

/// The loop over the edges of a vertex, with all that it reads and changes within reach.
struct EdgeLoop {
  const std::uint32_t* targets;
  const std::uint32_t* synapse_counts;
  const std::uint64_t* answered;
  const std::uint16_t* column_of;
  Cell* cells;                  // [columns + 2]
  std::uint64_t* in_sums;       // [vertices]
  std::uint32_t* short_counts;  // [kShortCounts + 1], the last place: edges to nowhere
  std::uint32_t min_synapses;
  std::uint16_t nowhere;  // columns from here on are none of the matrix

  /// Counts edges begin to end, at most kRun, and calls special(edge) instead for those of
  /// kShortCounts synapses or more.
  template <typename Special>
  void count(std::uint32_t begin, std::uint32_t end, const Special& special) const {
    const EdgeLoop at = *this;  // a copy, which nothing that is written can be part of
    for (std::uint32_t e = begin; e < end;) {
      // As far as one word of `answered` goes.
      std::uint64_t backs = at.answered[e >> 6] >> (e & 63);
      const std::uint32_t* const synapses_end =
          at.synapse_counts + std::min<std::uint64_t>(end, (std::uint64_t{e} | 63) + 1);
      const std::uint32_t* target = at.targets + e;
      const std::uint32_t* counts = at.synapse_counts + e;
      e = static_cast<std::uint32_t>(synapses_end - at.synapse_counts);
      for (; counts != synapses_end; ++counts, ++target, backs >>= 1) {
        const std::uint32_t synapses = *counts;
        if (synapses < at.min_synapses) continue;
        if (synapses >= kShortCounts) [[unlikely]] {
          special(static_cast<std::uint32_t>(counts - at.synapse_counts));
          continue;
        }
        const Vertex v = *target;
        const std::uint16_t column = at.column_of[v];
        at.cells[column].sum += 1 | (backs & 1) << 20 | std::uint64_t{synapses} << 40;
        at.in_sums[v] += std::uint64_t{1} << kInDegreeBit | synapses;
        ++at.short_counts[column < at.nowhere ? synapses : kShortCounts];
      }
    }
  }
};

/// The same for the cells of a row alone. One edge after the other goes to another lane of cells,
/// so that none waits for the sum before it.
struct CellLoop {
  static constexpr std::size_t kLanes = 4;

  const std::uint32_t* targets;
  const std::uint32_t* synapse_counts;
  const std::uint64_t* answered;
  const std::uint16_t* column_of;
  std::uint32_t min_synapses;
  std::size_t width;  // cells in a lane

  /// `cells`: [kLanes * width]. Else as EdgeLoop::count.
  template <typename Special>
  void count(Cell* cells, std::uint32_t begin, std::uint32_t end, const Special& special) const {
    const CellLoop at = *this;
    const auto add = [&](std::size_t lane, std::uint32_t e, std::uint64_t back,
                         std::uint64_t synapses) {
      cells[lane * at.width + at.column_of[at.targets[e]]].sum +=
          1 | (back & 1) << 20 | synapses << 40;
    };
    const auto add_one = [&](std::uint32_t e, std::uint64_t back) {
      const std::uint32_t synapses = at.synapse_counts[e];
      if (synapses < at.min_synapses) return;
      if (synapses < kShortCounts) {
        add(0, e, back, synapses);
      } else {
        special(e);
      }
    };
    for (std::uint32_t e = begin; e < end;) {
      std::uint64_t backs = at.answered[e >> 6] >> (e & 63);
      const auto word_end =
          static_cast<std::uint32_t>(std::min<std::uint64_t>(end, (std::uint64_t{e} | 63) + 1));
      for (; word_end - e >= kLanes; e += kLanes, backs >>= kLanes) {
        const std::uint32_t* const s = at.synapse_counts + e;
        const std::uint32_t fewest = std::min(std::min(s[0], s[1]), std::min(s[2], s[3]));
        if ((s[0] | s[1] | s[2] | s[3]) >= kShortCounts || fewest < at.min_synapses) {
          for (std::uint32_t i = 0; i < kLanes; ++i) add_one(e + i, backs >> i);
          continue;
        }
        for (std::uint32_t i = 0; i < kLanes; ++i) add(i, e + i, backs >> i, s[i]);
      }
      for (; e < word_end; ++e, backs >>= 1) add_one(e, backs);
    }
  }
};

GroupMatrix empty_matrix(std::size_t rows, std::size_t columns) {
  GroupMatrix groups;
  groups.group_count = static_cast<std::uint32_t>(rows);
  groups.post_group_count = static_cast<std::uint32_t>(columns);
  groups.group_sizes.assign(rows, 0);
  groups.post_group_sizes.assign(columns, 0);
  for (auto* cells : {&groups.connections, &groups.synapses, &groups.pairs, &groups.answered,
                      &groups.way_back, &groups.analyzable_connections, &groups.analyzable_pairs}) {
    cells->assign(rows * columns, 0);
  }
  return groups;
}

/// Where the pairs of a vertex with itself are taken off already, adds all.
void add_pairs(const std::vector<std::uint64_t>& analyzable_sizes, GroupMatrix& groups) {
  const std::size_t columns = groups.post_group_count;
  for (std::size_t row = 0; row < groups.group_count; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::uint64_t size = groups.post_group_sizes[column];
      groups.pairs[row * columns + column] += groups.group_sizes[row] * size;
      groups.analyzable_pairs[row * columns + column] += analyzable_sizes[row] * size;
    }
  }
}

/// `column_of` [vertices]. O(groups^2), or a look at the edges of the post side.
void put_way_back(const LocalStatisticsInput& input, const std::vector<std::uint16_t>& column_of,
                  GroupMatrix& groups) {
  const CsrGraph& graph = input.graph;
  const std::size_t columns = groups.post_group_count;
  if (input.post.empty() && input.post_group_count == 0) {
    for (std::size_t row = 0; row < columns; ++row) {
      for (std::size_t column = 0; column < columns; ++column) {
        groups.way_back[row * columns + column] = groups.connections[column * columns + row];
      }
    }
    return;
  }
  const auto post = input.post.empty() ? input.chosen : input.post;
  for (Vertex v = 0; v < graph.vertex_count(); ++v) {
    if (!post[v]) continue;
    for (std::uint32_t e = graph.out_offsets[v]; e < graph.out_offsets[v + 1]; ++e) {
      const Vertex u = graph.out_targets[e];
      if (u == v || !input.chosen[u] || input.synapse_counts[e] < input.min_synapses) continue;
      const std::size_t row = input.groups.empty() ? 0 : input.groups[u];
      ++groups.way_back[row * columns + column_of[v]];
    }
  }
}

/// What `whole` says, and the matrix. A row of cells gathers the edges of many vertices of its
/// group, and is taken down before a sum can overflow.
LocalStatistics of_all_vertices(const LocalStatisticsInput& input,
                                std::span<const std::uint64_t> answered, std::size_t rows,
                                std::size_t columns) {
  const CsrGraph& graph = input.graph;
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(input.post.empty() && input.whole->pre_neurons == n);
  const auto post_groups = input.post_group_count == 0 ? input.groups : input.post_groups;
  LocalStatistics result = *input.whole;
  result.analyzable_pre_neurons = result.analyzable_connections = result.analyzable_pairs = 0;
  GroupMatrix& groups = result.groups = empty_matrix(rows, columns);
  std::vector<std::uint16_t> column_of(n, 0);
  if (!post_groups.empty()) column_of.assign(post_groups.begin(), post_groups.end());
  for (const std::uint16_t column : column_of) ++groups.post_group_sizes[column];

  // Two rows for each group, of its analyzable vertices and of the others.
  const auto itself = static_cast<std::uint16_t>(columns);
  const std::size_t width = columns + 1, row_cells = CellLoop::kLanes * width;
  std::vector<Cell> cells(2 * rows * row_cells);
  std::vector<std::uint32_t> waiting(2 * rows, 0);  // edges in a row of cells
  std::vector<std::uint64_t> analyzable_sizes(rows, 0);
  const auto take_down = [&](std::size_t row) {
    for (std::size_t i = 0; i < row_cells; ++i) {
      const Cell cell = std::exchange(cells[row * row_cells + i], Cell{});
      if (i % width == itself) continue;
      const std::size_t at = row / 2 * columns + i % width;
      groups.connections[at] += cell.edges();
      groups.answered[at] += cell.answered();
      groups.synapses[at] += cell.synapses();
      if (row % 2 == 1) groups.analyzable_connections[at] += cell.edges();
    }
    waiting[row] = 0;
  };
  const CellLoop edges{graph.out_targets.data(), input.synapse_counts.data(), answered.data(),
                       column_of.data(),         input.min_synapses,          width};
  for (Vertex u = 0; u < n; ++u) {
    const std::size_t group = input.groups.empty() ? 0 : input.groups[u];
    const bool analyzable = !input.analyzable_axon.empty() && input.analyzable_axon[u] != 0;
    const std::size_t row = 2 * group + (analyzable ? 1 : 0);
    const auto special = [&](std::uint32_t e) {
      const Vertex v = graph.out_targets[e];
      if (v == u) return;
      const std::size_t at = group * columns + column_of[v];
      ++groups.connections[at];
      groups.answered[at] += answered[e >> 6] >> (e & 63) & 1;
      groups.synapses[at] += input.synapse_counts[e];
      if (analyzable) ++groups.analyzable_connections[at];
    };
    ++groups.group_sizes[group];
    const std::size_t with_itself = group * columns + column_of[u];
    --groups.pairs[with_itself];  // wraps below 0, and comes back in add_pairs
    if (analyzable) {
      ++result.analyzable_pre_neurons;
      result.analyzable_pairs += n - 1;
      ++analyzable_sizes[group];
      --groups.analyzable_pairs[with_itself];
    }
    const std::uint16_t own_column = std::exchange(column_of[u], itself);
    const std::uint32_t end = graph.out_offsets[u + 1];
    for (std::uint32_t run = graph.out_offsets[u]; run < end;) {
      const std::uint32_t run_end = run + std::min(kRun, end - run);
      if (waiting[row] + (run_end - run) > kRun) take_down(row);
      waiting[row] += run_end - run;
      edges.count(cells.data() + row * row_cells, run, run_end, special);
      run = run_end;
    }
    column_of[u] = own_column;
  }
  for (std::size_t row = 0; row < 2 * rows; ++row) take_down(row);
  for (const std::uint64_t connections : groups.analyzable_connections) {
    result.analyzable_connections += connections;
  }
  add_pairs(analyzable_sizes, groups);
  put_way_back(input, column_of, groups);
  return result;
}

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
  CNX_CHECK(n <= kMaxVertices && pre.size() == n && post.size() == n);
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

  if (input.whole != nullptr) return of_all_vertices(input, answered, rows, columns);
  LocalStatistics result;
  GroupMatrix& groups = result.groups;
  groups = empty_matrix(rows, columns);

  // Each vertex's column; one more for those that are not chosen, so that the loop over edges has
  // nothing to guess; and one for the vertex itself.
  const auto nowhere = static_cast<std::uint16_t>(columns),
             itself = static_cast<std::uint16_t>(columns + 1);
  std::vector<std::uint16_t> column_of(n);
  std::vector<std::uint32_t> column_sizes(columns + 1, 0);
  for (std::size_t v = 0; v < n; ++v) {
    column_of[v] = !post[v] ? nowhere : post_groups.empty() ? std::uint16_t{0} : post_groups[v];
    ++column_sizes[column_of[v]];
    result.post_neurons += post[v];
    result.neurons += pre[v] | post[v];
  }
  std::copy_n(column_sizes.begin(), columns, groups.post_group_sizes.begin());

  std::vector<std::uint32_t> out_degrees(n, 0);
  std::vector<std::uint64_t> out_strengths(n, 0);
  std::vector<std::uint32_t> in_degrees(n, 0);
  std::vector<std::uint64_t> in_strengths(n, 0), in_sums(n, 0);
  std::vector<Cell> row_cells(columns + 2);
  std::vector<std::uint64_t> analyzable_sizes(rows, 0);
  std::uint64_t answered_from_inside = 0;  // answered edges whose reverse is chosen, too
  const bool one_set = input.post.empty();
  std::array<std::uint32_t, kShortCounts + 1> few{};  // the last place: edges to nowhere
  DegreeHistogram& many = result.synapses_per_connection;
  const EdgeLoop edges{graph.out_targets.data(),
                       input.synapse_counts.data(),
                       answered.data(),
                       column_of.data(),
                       row_cells.data(),
                       in_sums.data(),
                       few.data(),
                       input.min_synapses,
                       nowhere};

  for (Vertex u = 0; u < n; ++u) {
    if (!pre[u]) continue;
    const std::size_t group = input.groups.empty() ? 0 : input.groups[u];
    ++result.pre_neurons;
    ++groups.group_sizes[group];
    const bool analyzable = !input.analyzable_axon.empty() && input.analyzable_axon[u];

    const auto add = [&](std::size_t column, std::uint32_t connections, std::uint32_t back,
                         std::uint64_t synapses) {
      const std::size_t at = group * columns + column;
      groups.connections[at] += connections;
      groups.synapses[at] += synapses;
      groups.answered[at] += back;
      if (analyzable) groups.analyzable_connections[at] += connections;
      out_degrees[u] += connections;
      out_strengths[u] += synapses;
      result.answered += back;
    };
    const auto is_answered = [&](std::uint32_t e) {
      return static_cast<std::uint32_t>(answered[e >> 6] >> (e & 63) & 1);
    };
    const auto special = [&](std::uint32_t e) {
      const Vertex v = graph.out_targets[e];
      const std::uint32_t synapses = input.synapse_counts[e];
      if (!post[v]) return;
      if (v == u) {
        ++result.autapses;
        result.synapses += synapses;
        return;
      }
      add(column_of[v], 1, is_answered(e), synapses);
      ++in_degrees[v];
      in_strengths[v] += synapses;
      const std::size_t counted = std::min(synapses, kMaxCountedStrength);
      if (many.size() <= counted) many.resize(counted + 1, 0);
      ++many[counted];
    };
    const std::uint32_t begin = graph.out_offsets[u], end = graph.out_offsets[u + 1];
    const std::uint16_t own_column = std::exchange(column_of[u], itself);
    for (std::uint32_t run = begin; run < end; run += std::min(kRun, end - run)) {
      std::fill(row_cells.begin(), row_cells.end(), Cell{});
      const std::uint32_t run_end = run + std::min(kRun, end - run);
      edges.count(run, run_end, special);
      for (std::size_t column = 0; column < columns; ++column) {
        const Cell cell = row_cells[column];
        if (cell.sum != 0) add(column, cell.edges(), cell.answered(), cell.synapses());
      }
      const Cell loop = row_cells[itself];
      in_sums[u] -= std::uint64_t{loop.edges()} << kInDegreeBit | loop.synapses();
      if (post[u]) {
        result.autapses += loop.edges();
        result.synapses += loop.synapses();
      }
    }
    column_of[u] = own_column;
    if (!one_set && post[u]) {
      for (std::uint32_t e = begin; e < end; ++e) {
        const Vertex v = graph.out_targets[e];
        answered_from_inside += is_answered(e) & post[v] & pre[v];
      }
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

  for (std::size_t v = 0; v < n; ++v) {
    in_degrees[v] += static_cast<std::uint32_t>(in_sums[v] >> kInDegreeBit);
    in_strengths[v] += in_sums[v] & kInStrengthMask;
  }
  result.out_degrees = histogram(out_degrees, pre);
  result.in_degrees = histogram(in_degrees, post);
  result.out_strengths = histogram(out_strengths, pre);
  result.in_strengths = histogram(in_strengths, post);
  add_pairs(analyzable_sizes, groups);
  put_way_back(input, column_of, groups);
  return result;
}

}  // namespace cnx
