#include "graph/induced_subgraph.h"

#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

/// `kept` gets the weights of the chosen edges, `original` the numbers of the chosen vertices;
/// either may be null.
CsrHalf choose(const CsrGraph& graph, std::span<const std::uint32_t> weights,
               const EdgeChoice& choice, bool keep_loops, std::vector<std::uint32_t>* kept,
               std::vector<Vertex>* original) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);

  std::vector<Vertex> number(n, 0);  // in the sub-graph
  Vertex count = 0;
  for (Vertex v = 0; v < n; ++v) {
    number[v] = count;
    if (!choice.pre[v] && !choice.post[v]) continue;
    ++count;
    if (original != nullptr) original->push_back(v);
  }
  const auto counts = [&](Vertex u, std::uint32_t e) {
    const Vertex v = graph.out_targets[e];
    return choice.post[v] && weights[e] >= choice.min_weight && (keep_loops || v != u);
  };

  // Two passes: growing an array as it is filled would need half as much memory again.
  std::size_t edges = 0;
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u]) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      edges += counts(u, e) ? 1 : 0;
    }
  }
  CsrHalf half;
  half.offsets.reserve(std::size_t{count} + 1);
  half.targets.reserve(edges);
  if (kept != nullptr) kept->reserve(edges);
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u] && !choice.post[u]) continue;
    if (choice.pre[u]) {
      for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
        if (!counts(u, e)) continue;
        half.targets.push_back(number[graph.out_targets[e]]);
        if (kept != nullptr) kept->push_back(weights[e]);
      }
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  return half;
}

}  // namespace

InducedSubgraph induced_subgraph(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                                 const EdgeChoice& choice, bool keep_loops) {
  InducedSubgraph result;
  result.graph = graph_from_out_half(
      choose(graph, weights, choice, keep_loops, &result.weights, &result.original));
  return result;
}

CsrHalf induced_out_half(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, bool keep_loops) {
  return choose(graph, weights, choice, keep_loops, nullptr, nullptr);
}

}  // namespace cnx
