#pragma once
// weighted_graph.h — seeded random graphs with synapse counts and choices, for tests of kernels.

#include <random>
#include <vector>

#include "graph/induced_subgraph.h"
#include "graph/random_graph.h"

namespace cnx::test {

/// A graph, synapses of its edges, two sets of vertices, and a threshold.
struct ChosenGraph {
  OwnedGraph graph;
  std::vector<std::uint32_t> weights;
  std::vector<std::uint8_t> pre, post;
  std::uint32_t min_weight = 1;

  CsrGraph view() const { return graph.view(); }
  EdgeChoice choice() const { return {pre, post, min_weight}; }
  std::uint32_t vertex_count() const { return static_cast<std::uint32_t>(pre.size()); }

  /// Whether the edge u -> v is there and chosen; self-loops are not.
  bool has(Vertex u, Vertex v) const {
    const std::size_t e = find_edge(view(), u, v);
    return u != v && e < weights.size() && pre[u] && post[v] && weights[e] >= min_weight;
  }
};

/// Every vertex chosen, every edge counts.
inline ChosenGraph whole_graph(OwnedGraph graph) {
  ChosenGraph result;
  const std::size_t n = graph.out.vertex_count();
  result.weights.assign(graph.out.targets.size(), 1);
  result.pre.assign(n, 1);
  result.post.assign(n, 1);
  result.graph = std::move(graph);
  return result;
}

/// Sparse to dense by seed; every third seed with a subset, every fourth with a block of two sets,
/// every fifth with a threshold.
inline ChosenGraph random_chosen_graph(std::uint32_t seed, std::uint32_t vertices) {
  std::mt19937 random(seed);
  const std::uint32_t draws = vertices * (seed % 7);
  ChosenGraph result = whole_graph(make_graph(vertices, random_edges(seed, vertices, draws)));
  for (std::uint32_t& weight : result.weights) weight = 1 + random() % 5;
  if (seed % 3 == 0) {
    for (std::uint8_t& member : result.pre) member = random() % 4 != 0;
    result.post = result.pre;
  }
  if (seed % 4 == 0) {
    for (std::uint8_t& member : result.post) member = random() % 4 != 0;
  }
  if (seed % 5 == 0) result.min_weight = 3;
  return result;
}

}  // namespace cnx::test
