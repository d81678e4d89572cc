#include "stats/core_numbers.h"

#include <algorithm>
#include <cstddef>

#include "stats/neighbor_walk.h"

namespace cnx {
namespace {

/// `walk(v, found)` calls found(neighbor) for each neighbor of v, each once.
template <typename Walk>
std::vector<std::uint32_t> cores_of(std::uint32_t n, Walk walk) {
  std::vector<std::uint32_t> left(n, 0);  // neighbors that are left; in the end the core number
  std::uint32_t most = 0;
  for (Vertex v = 0; v < n; ++v) {
    walk(v, [&](Vertex) { ++left[v]; });
    most = std::max(most, left[v]);
  }
  // Vertices sorted by `left`; starts[d] is where those with d neighbors begin.
  std::vector<std::uint32_t> starts(std::size_t{most} + 2, 0);
  for (const std::uint32_t degree : left) ++starts[std::size_t{degree} + 1];
  for (std::size_t d = 1; d < starts.size(); ++d) starts[d] += starts[d - 1];
  std::vector<Vertex> order(n);
  std::vector<std::uint32_t> place(n);
  {
    std::vector<std::uint32_t> next(starts);
    for (Vertex v = 0; v < n; ++v) {
      place[v] = next[left[v]]++;
      order[place[v]] = v;
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    const Vertex v = order[i];
    walk(v, [&](Vertex u) {
      if (left[u] <= left[v]) return;
      // u changes places with the first of its degree, then belongs to the degree below.
      const std::uint32_t first = starts[left[u]]++;
      const Vertex other = order[first];
      std::swap(order[first], order[place[u]]);
      place[other] = place[u];
      place[u] = first;
      --left[u];
    });
  }
  return left;
}

}  // namespace

std::vector<std::uint32_t> core_numbers(const NeighborRows& rows) {
  return cores_of(rows.vertex_count(), [&](Vertex v, auto found) {
    for (const std::uint32_t entry : rows.row(v)) found(entry >> 2);
  });
}

std::vector<std::uint32_t> core_numbers(const CsrGraph& graph) {
  const std::vector<std::uint8_t> everyone(graph.vertex_count(), 1);
  const EdgeChoice all{everyone, everyone, 1};
  return cores_of(static_cast<std::uint32_t>(everyone.size()), [&](Vertex v, auto found) {
    for_each_neighbor(graph, all, v, [&](Vertex u, bool, bool) { found(u); });
  });
}

}  // namespace cnx
