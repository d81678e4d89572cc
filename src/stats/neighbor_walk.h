#pragma once
// neighbor_walk.h — the neighbors of a vertex along chosen edges, outward and inward at once.

#include <span>
#include <utility>

#include "graph/csr_build.h"
#include "graph/induced_subgraph.h"

namespace cnx {

/// Calls `found(neighbor, out, in)` for each neighbor of `u`, rising, itself left out. Weights are
/// not looked at. O(degrees).
template <typename Found>
void for_each_neighbor(const CsrGraph& graph, const EdgeChoice& choice, Vertex u, Found found) {
  const auto out = choice.pre[u] ? graph.out_neighbors(u) : std::span<const Vertex>();
  const auto in = choice.post[u] ? graph.in_neighbors(u) : std::span<const Vertex>();
  auto o = out.begin(), i = in.begin();
  constexpr Vertex kEnd = UINT32_MAX;
  while (o != out.end() || i != in.end()) {
    const Vertex a = o == out.end() ? kEnd : *o, b = i == in.end() ? kEnd : *i;
    const Vertex v = a < b ? a : b;
    const bool goes = a == v && choice.post[v], comes = b == v && choice.pre[v];
    o += a == v;
    i += b == v;
    if (v != u && (goes || comes)) found(v, goes, comes);
  }
}

/// Calls `use(graph)` with a graph that holds no edge lighter than choice.min_weight: the in-half
/// has no weights to look at. A graph of the strong edges is built only where there is a threshold.
/// O(1), or O(vertices + edges) and 8 bytes a strong edge.
template <typename Use>
auto with_strong_edges(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                       const EdgeChoice& choice, Use use) {
  if (choice.min_weight <= 1) return use(graph);
  CsrHalf strong;
  strong.offsets.reserve(graph.vertex_count() + 1);
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      if (weights[e] >= choice.min_weight) strong.targets.push_back(graph.out_targets[e]);
    }
    strong.offsets.push_back(static_cast<std::uint32_t>(strong.targets.size()));
  }
  const OwnedGraph owned = graph_from_out_half(std::move(strong));
  return use(owned.view());
}

}  // namespace cnx
