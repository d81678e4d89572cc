#pragma once
// random_graph.h — small directed graphs for tests: from a list of edges, or seeded and random.

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "graph/csr_build.h"

namespace cnx::test {

using EdgeList = std::vector<std::pair<Vertex, Vertex>>;

/// `count` draws of an ordered pair; self-loops happen, repeated draws become one edge.
inline EdgeList random_edges(std::uint32_t seed, std::uint32_t vertices, std::uint32_t count) {
  std::mt19937 random(seed);
  EdgeList edges;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Vertex u = random() % vertices;
    const Vertex v = random() % vertices;
    edges.emplace_back(u, v);
  }
  return edges;
}

inline CsrHalf make_half(std::uint32_t vertices, EdgeList edges) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  CsrHalf half;
  half.offsets.assign(vertices + 1, 0);
  for (const auto& [from, to] : edges) {
    ++half.offsets[from + 1];
    half.targets.push_back(to);
  }
  for (std::uint32_t v = 0; v < vertices; ++v) half.offsets[v + 1] += half.offsets[v];
  return half;
}

inline OwnedGraph make_graph(std::uint32_t vertices, const EdgeList& edges) {
  return graph_from_out_half(make_half(vertices, edges));
}

}  // namespace cnx::test
