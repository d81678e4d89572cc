#include "stats/null_models.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <utility>

#include "base/check.h"
#include "stats/vertex_bits.h"

namespace cnx {
namespace {

/// How many of `picks` cells, drawn without replacement from `rows` rows of `capacity` cells, lie
/// in each row; rows that `lack` names, where there are any, have one cell less. A drawn cell
/// counts as taken when its number in the row is below the row's count, a cell that lacks as if it
/// had been taken first: which cells of a row were drawn before does not matter, only how many.
void spread_over_rows(std::uint64_t picks, std::uint32_t capacity,
                      std::span<const std::uint8_t> lack, std::span<std::uint32_t> row_counts,
                      Random& random) {
  const auto rows = static_cast<std::uint32_t>(row_counts.size());
  std::uint64_t cells = std::uint64_t{rows} * capacity;
  for (const std::uint8_t one : lack) cells -= one;
  CNX_CHECK(picks <= cells);
  const bool few = picks * 2 <= cells;  // else draw the cells that are left out
  std::fill(row_counts.begin(), row_counts.end(), 0u);
  for (std::uint64_t left = few ? picks : cells - picks; left > 0;) {
    const std::uint32_t row = random.below(rows);
    const std::uint32_t taken = row_counts[row] + (lack.empty() ? 0 : lack[row]);
    if (random.below(capacity) < taken) continue;
    ++row_counts[row];
    --left;
  }
  if (few) return;
  for (std::size_t row = 0; row < rows; ++row) {
    row_counts[row] = capacity - (lack.empty() ? 0 : lack[row]) - row_counts[row];
  }
}

/// Puts `count` different members into the set, none of them members[skip].
void choose_members(std::span<const Vertex> members, std::uint32_t skip, std::uint32_t count,
                    VertexBits& set, Random& random) {
  const bool skips = skip < members.size();
  const auto capacity = static_cast<std::uint32_t>(members.size()) - (skips ? 1 : 0);
  const auto draw = [&] {
    const std::uint32_t place = random.below(capacity);
    return members[place + (place >= skip ? 1 : 0)];
  };
  if (count <= capacity / 2) {
    for (std::uint32_t left = count; left > 0;) left -= set.insert(draw()) ? 1 : 0;
    return;
  }
  for (std::uint32_t place = 0; place < members.size(); ++place) {
    if (place != skip) set.insert(members[place]);
  }
  for (std::uint32_t left = capacity - count; left > 0;) left -= set.remove(draw()) ? 1 : 0;
}

}  // namespace

CsrHalf random_block_graph(std::span<const std::uint16_t> groups, std::uint32_t group_count,
                           std::span<const std::uint64_t> block_edges, Random& random,
                           const BlockSides& sides) {
  CNX_CHECK(group_count >= 1 && group_count <= kMaxBlockGroups);
  CNX_CHECK(block_edges.size() == std::size_t{group_count} * group_count);
  const std::size_t n = groups.size();
  CNX_CHECK(sides.fits(n));
  std::vector<std::vector<Vertex>> senders(group_count), members(group_count);
  std::vector<std::uint32_t> place(n, UINT32_MAX);  // of a vertex among the receivers of its group
  for (Vertex v = 0; v < n; ++v) {
    CNX_CHECK(groups[v] < group_count);
    if (sides.sends(v)) senders[groups[v]].push_back(v);
    if (!sides.receives(v)) continue;
    place[v] = static_cast<std::uint32_t>(members[groups[v]].size());
    members[groups[v]].push_back(v);
  }

  // Edges of each vertex into each group, block by block; then row by row the targets.
  std::vector<std::uint32_t> counts(n * group_count);
  std::vector<std::uint32_t> row_counts;
  std::vector<std::uint8_t> lack;  // senders that receive, too: none sends to itself
  std::uint64_t edges = 0;
  for (std::uint32_t a = 0; a < group_count; ++a) {
    const std::vector<Vertex>& rows = senders[a];
    row_counts.resize(rows.size());
    for (std::uint32_t b = 0; b < group_count; ++b) {
      const std::uint64_t picks = block_edges[std::size_t{a} * group_count + b];
      if (picks == 0) continue;
      auto capacity = static_cast<std::uint32_t>(members[b].size());
      CNX_CHECK(capacity > 0 && !rows.empty());
      lack.clear();
      if (a == b) {
        for (const Vertex v : rows) lack.push_back(place[v] != UINT32_MAX ? 1 : 0);
        if (std::find(lack.begin(), lack.end(), 0) == lack.end()) {  // all rows are alike
          lack.clear();
          --capacity;
        }
      }
      edges += picks;
      spread_over_rows(picks, capacity, lack, row_counts, random);
      for (std::size_t row = 0; row < row_counts.size(); ++row) {
        counts[rows[row] * std::size_t{group_count} + b] = row_counts[row];
      }
    }
  }

  CsrHalf half;
  half.offsets.reserve(n + 1);
  half.targets.reserve(edges);
  VertexBits set(n);
  for (Vertex u = 0; u < n; ++u) {
    for (std::uint32_t b = 0; b < group_count; ++b) {
      const std::uint32_t count = counts[u * std::size_t{group_count} + b];
      if (count == 0) continue;
      choose_members(members[b], b == groups[u] ? place[u] : UINT32_MAX, count, set, random);
    }
    set.drain(half.targets);
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  return half;
}

std::vector<std::uint64_t> count_block_edges(const CsrHalf& graph,
                                             std::span<const std::uint16_t> groups,
                                             std::uint32_t group_count,
                                             const BlockSides& answerable) {
  CNX_CHECK(groups.size() == graph.vertex_count() && answerable.fits(graph.vertex_count()));
  std::vector<std::uint64_t> counts(std::size_t{group_count} * group_count, 0);
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    if (!answerable.receives(u)) continue;
    std::uint64_t* const row = counts.data() + std::size_t{groups[u]} * group_count;
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      const Vertex v = graph.targets[e];
      row[groups[v]] += v != u && answerable.sends(v);
    }
  }
  return counts;
}

ConfigurationGraph configuration_graph(const CsrHalf& observed, Random& random) {
  ConfigurationGraph result;
  CsrHalf& half = result.half;
  half.targets = shuffled(std::span<const Vertex>(observed.targets), random);
  half.offsets.reserve(observed.offsets.size());
  VertexBits set(observed.vertex_count());
  // Sorted and without what is dropped, rows are no longer than before: they are written in place.
  Vertex* const targets = half.targets.data();
  Vertex* end = targets;
  for (Vertex u = 0; u < observed.vertex_count(); ++u) {
    std::uint32_t loops = 0;
    const std::uint32_t row_begin = observed.offsets[u], row_end = observed.offsets[u + 1];
    for (std::uint32_t e = row_begin; e < row_end; ++e) {
      if (targets[e] == u) {
        ++loops;
      } else {
        set.mark(targets[e]);
      }
    }
    Vertex* const begin = std::exchange(end, set.drain(end));
    result.self_loops += loops;
    result.repeats += row_end - row_begin - loops - static_cast<std::uint32_t>(end - begin);
    half.offsets.push_back(static_cast<std::uint32_t>(end - targets));
  }
  half.targets.resize(static_cast<std::size_t>(end - targets));
  return result;
}

std::vector<std::uint8_t> random_matched_subset(std::span<const std::uint8_t> chosen,
                                                std::span<const std::uint8_t> pool,
                                                std::span<const std::uint16_t> labels,
                                                std::uint32_t label_count, Random& random) {
  CNX_CHECK(pool.size() == chosen.size() && labels.size() == chosen.size());
  std::vector<std::uint32_t> wanted(label_count, 0), left(label_count, 0);
  for (std::size_t v = 0; v < chosen.size(); ++v) {
    if (labels[v] >= label_count) continue;
    wanted[labels[v]] += chosen[v];
    left[labels[v]] += pool[v];
  }
  // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S): each member
  // of the pool in turn, with the chance of what is still wanted among what is still left.
  std::vector<std::uint8_t> subset(chosen.size(), 0);
  for (std::size_t label = 0; label < label_count; ++label) CNX_CHECK(wanted[label] <= left[label]);
  for (std::size_t v = 0; v < chosen.size(); ++v) {
    const std::uint16_t label = labels[v];
    if (!pool[v] || label >= label_count) continue;
    if (random.below(left[label]) < wanted[label]) {
      subset[v] = 1;
      --wanted[label];
    }
    --left[label];
  }
  return subset;
}

MatchedSides random_matched_sides(const BlockSides& sides, std::span<const std::uint8_t> pre_pool,
                                  std::span<const std::uint8_t> post_pool,
                                  std::span<const std::uint16_t> labels, std::uint32_t label_count,
                                  Random& random) {
  const std::size_t n = post_pool.size();
  CNX_CHECK(sides.fits(n) && !sides.everything());
  std::vector<std::uint8_t> both(n), only_post(n), rest(n);
  for (std::size_t v = 0; v < n; ++v) {
    both[v] = sides.pre[v] & sides.post[v];
    only_post[v] = static_cast<std::uint8_t>(sides.post[v] & ~sides.pre[v]);
  }
  // Who sends first, of whom some receive, too; then the others who receive.
  MatchedSides drawn;
  drawn.pre = random_matched_subset(sides.pre, pre_pool, labels, label_count, random);
  drawn.post = random_matched_subset(both, drawn.pre, labels, label_count, random);
  for (std::size_t v = 0; v < n; ++v) {
    rest[v] = static_cast<std::uint8_t>(post_pool[v] & ~drawn.pre[v]);
  }
  const auto receiving = random_matched_subset(only_post, rest, labels, label_count, random);
  for (std::size_t v = 0; v < n; ++v) drawn.post[v] |= receiving[v];
  return drawn;
}

std::vector<std::uint16_t> histogram_labels(std::span<const double> values,
                                            std::span<const std::uint8_t> chosen,
                                            std::uint32_t bin_count) {
  CNX_CHECK(values.size() == chosen.size());
  CNX_CHECK(bin_count >= 1 && bin_count + 1 < kNoLabel);
  double low = INFINITY, high = -INFINITY;
  for (std::size_t v = 0; v < values.size(); ++v) {
    if (!chosen[v] || std::isnan(values[v])) continue;
    low = std::min(low, values[v]);
    high = std::max(high, values[v]);
  }
  std::vector<std::uint16_t> labels(values.size(), kNoLabel);
  for (std::size_t v = 0; v < values.size(); ++v) {
    if (std::isnan(values[v])) labels[v] = static_cast<std::uint16_t>(bin_count);
    if (!(values[v] >= low && values[v] <= high)) continue;
    const double share = high > low ? (values[v] - low) / (high - low) : 0;
    labels[v] = static_cast<std::uint16_t>(
        std::min(bin_count - 1, static_cast<std::uint32_t>(share * bin_count)));
  }
  return labels;
}

namespace {

/// Calls visit(u, v) for each unordered pair u < v with both edges.
template <typename Visit>
void for_each_reciprocal_pair(const CsrHalf& graph, Visit visit) {
  // A sieve says of most pairs that they have one edge only: bit u mod sieve_bits of v is set when
  // an edge goes from a lower u to v. Edges from v to a lower u look at the few words of v; those
  // that find their bit set, a twentieth in a connectome, are looked for in the row of u. So many
  // v at a time that their sieve, written in no order, stays in the second cache.
  constexpr std::size_t kSieveWords = std::size_t{1} << 17;
  const auto n = static_cast<Vertex>(graph.vertex_count());
  const std::size_t words = std::bit_floor(
      std::clamp<std::size_t>(graph.targets.size() / 4 / std::max(1u, n), 1, kSieveWords));
  const auto word_mask = static_cast<Vertex>(words - 1);
  const auto block = static_cast<Vertex>(kSieveWords / words);
  const Vertex* const targets = graph.targets.data();
  std::vector<std::uint32_t> next(n);  // the first edge to a vertex that is higher and to come
  for (Vertex u = 0; u < n; ++u) {
    next[u] = static_cast<std::uint32_t>(
        std::upper_bound(targets + graph.offsets[u], targets + graph.offsets[u + 1], u) - targets);
  }
  std::vector<std::uint64_t> sieve;
  for (Vertex begin = 0; begin < n; begin += std::min(block, n - begin)) {
    const Vertex end = begin + std::min(block, n - begin);
    sieve.assign(words * (end - begin), 0);
    for (Vertex u = 0; u < end; ++u) {
      std::uint64_t* const word = sieve.data() + (u / 64 & word_mask);
      const std::uint64_t bit = std::uint64_t{1} << (u % 64);
      std::uint32_t e = next[u];
      for (; e < graph.offsets[u + 1] && targets[e] < end; ++e) {
        word[words * (targets[e] - begin)] |= bit;
      }
      next[u] = e;
    }
    for (Vertex v = begin; v < end; ++v) {
      const std::uint64_t* const word = sieve.data() + words * (v - begin);
      for (std::uint32_t e = graph.offsets[v]; e < graph.offsets[v + 1] && targets[e] < v; ++e) {
        const Vertex u = targets[e];
        if ((word[u / 64 & word_mask] >> (u % 64) & 1) == 0) continue;
        if (std::binary_search(targets + graph.offsets[u], targets + graph.offsets[u + 1], v)) {
          visit(u, v);
        }
      }
    }
  }
}

}  // namespace

std::uint64_t count_reciprocal_pairs(const CsrHalf& graph) {
  std::uint64_t pairs = 0;
  for_each_reciprocal_pair(graph, [&](Vertex, Vertex) { ++pairs; });
  return pairs;
}

std::vector<std::uint64_t> count_block_answers(const CsrHalf& graph,
                                               std::span<const std::uint16_t> groups,
                                               std::uint32_t group_count) {
  CNX_CHECK(groups.size() == graph.vertex_count());
  std::vector<std::uint64_t> counts(std::size_t{group_count} * group_count, 0);
  for_each_reciprocal_pair(graph, [&](Vertex u, Vertex v) {
    ++counts[std::size_t{groups[u]} * group_count + groups[v]];
    ++counts[std::size_t{groups[v]} * group_count + groups[u]];
  });
  return counts;
}

}  // namespace cnx
