#include "graph/csr_build.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cnx {

CsrHalf transpose(const CsrHalf& half) {
  const std::size_t n = half.vertex_count();
  CsrHalf reversed;
  reversed.offsets.assign(n + 1, 0);
  for (const Vertex v : half.targets) {
    CNX_CHECK(v < n);
    ++reversed.offsets[v + 1];
  }
  for (std::size_t v = 0; v < n; ++v) reversed.offsets[v + 1] += reversed.offsets[v];

  // Sources are visited in rising order, so every reversed row rises without a sort.
  reversed.targets.resize(half.targets.size());
  std::vector<std::uint32_t> next(reversed.offsets.begin(), reversed.offsets.end() - 1);
  for (std::size_t u = 0; u < n; ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      reversed.targets[next[half.targets[e]]++] = static_cast<Vertex>(u);
    }
  }
  return reversed;
}

OwnedGraph graph_from_out_half(CsrHalf out) {
  OwnedGraph graph;
  graph.in = transpose(out);
  graph.out = std::move(out);
  return graph;
}

std::size_t find_edge(const CsrGraph& graph, Vertex u, Vertex v) {
  const auto row = graph.out_neighbors(u);
  const auto found = std::lower_bound(row.begin(), row.end(), v);
  if (found == row.end() || *found != v) return graph.edge_count();
  return graph.out_offsets[u] + static_cast<std::size_t>(found - row.begin());
}

}  // namespace cnx
