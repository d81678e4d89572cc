#include "graph/induced_subgraph.h"

#include <doctest/doctest.h>

#include <random>

#include "graph/random_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Weighted {
  OwnedGraph graph;
  std::vector<std::uint32_t> weights;
};

Weighted random_weighted(std::uint32_t seed, std::uint32_t vertices, std::uint32_t draws) {
  Weighted result;
  result.graph = make_graph(vertices, random_edges(seed, vertices, draws));
  std::mt19937 random(seed + 1);
  for (std::size_t e = 0; e < result.graph.out.targets.size(); ++e) {
    result.weights.push_back(1 + random() % 4);
  }
  return result;
}

std::vector<std::uint8_t> random_set(std::uint32_t seed, std::size_t vertices) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> set(vertices);
  for (std::uint8_t& member : set) member = random() % 3 != 0;
  return set;
}

}  // namespace

TEST_CASE("an induced sub-graph has exactly the chosen edges, with their weights") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 12;
    const Weighted whole = random_weighted(seed, n, seed * 3);
    const auto pre = random_set(seed, n);
    const auto post = seed % 2 == 0 ? pre : random_set(seed + 99, n);
    const EdgeChoice choice{pre, post, 1 + seed % 4};
    const bool keep_loops = seed % 3 == 0;
    const CsrGraph view = whole.graph.view();
    const InducedSubgraph part = induced_subgraph(view, whole.weights, choice, keep_loops);

    std::vector<Vertex> members;
    for (Vertex v = 0; v < n; ++v) {
      if (pre[v] || post[v]) members.push_back(v);
    }
    REQUIRE(part.original == members);
    REQUIRE(part.graph.out.vertex_count() == members.size());
    for (Vertex a = 0; a < members.size(); ++a) {
      for (Vertex b = 0; b < members.size(); ++b) {
        const Vertex u = members[a], v = members[b];
        const std::size_t e = find_edge(view, u, v);
        const bool counts = e < view.edge_count() && pre[u] && post[v] &&
                            whole.weights[e] >= choice.min_weight && (keep_loops || u != v);
        const std::size_t found = find_edge(part.graph.view(), a, b);
        REQUIRE((found < part.graph.out.targets.size()) == counts);
        if (counts) REQUIRE(part.weights[found] == whole.weights[e]);
      }
    }
    CHECK(part.graph.in == transpose(part.graph.out));
    CHECK(induced_out_half(view, whole.weights, choice, keep_loops) == part.graph.out);
  }
}

TEST_CASE("of no vertices there is an empty sub-graph") {
  const Weighted whole = random_weighted(1, 5, 12);
  const std::vector<std::uint8_t> none(5, 0);
  const InducedSubgraph part =
      induced_subgraph(whole.graph.view(), whole.weights, {none, none, 1}, true);
  CHECK(part.original.empty());
  CHECK(part.graph.out.offsets == std::vector<std::uint32_t>{0});
}
