#include "stats/core_numbers.h"

#include <algorithm>

namespace cnx {

std::vector<std::uint32_t> core_numbers(const NeighborRows& rows) {
  const std::uint32_t n = rows.vertex_count();
  std::vector<std::uint32_t> left(n);  // neighbors that are left; in the end the core number
  std::uint32_t most = 0;
  for (Vertex v = 0; v < n; ++v) {
    left[v] = static_cast<std::uint32_t>(rows.row(v).size());
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
    for (const std::uint32_t entry : rows.row(v)) {
      const Vertex u = entry >> 2;
      if (left[u] <= left[v]) continue;
      // u changes places with the first of its degree, then belongs to the degree below.
      const std::uint32_t first = starts[left[u]]++;
      const Vertex other = order[first];
      std::swap(order[first], order[place[u]]);
      place[other] = place[u];
      place[u] = first;
      --left[u];
    }
  }
  return left;
}

}  // namespace cnx
