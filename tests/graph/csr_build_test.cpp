#include "graph/csr_build.h"

#include <doctest/doctest.h>

#include "graph/random_graph.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("the transpose of a graph drawn by hand") {
  // 0 -> 1, 0 -> 2, 2 -> 1, and an autapse on 3
  const CsrHalf out = make_half(4, {{0, 1}, {0, 2}, {2, 1}, {3, 3}});
  CHECK(out.offsets == std::vector<std::uint32_t>{0, 2, 2, 3, 4});
  const CsrHalf in = transpose(out);
  CHECK(in.offsets == std::vector<std::uint32_t>{0, 0, 2, 3, 4});
  CHECK(in.targets == std::vector<Vertex>{0, 2, 0, 3});
}

TEST_CASE("graphs with nothing in them have a transpose with nothing in it") {
  CHECK(transpose(CsrHalf{}) == CsrHalf{});
  CHECK(CsrHalf{}.vertex_count() == 0);
  CHECK(make_graph(0, {}).view().vertex_count() == 0);
  CHECK(transpose(make_half(3, {})) == make_half(3, {}));
}

TEST_CASE(
    "the transpose holds every edge reversed, in rising rows, and its own transpose is the graph") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 40;
    const EdgeList edges = random_edges(seed, n, n * (seed % 7));
    EdgeList reversed;
    for (const auto& [from, to] : edges) reversed.emplace_back(to, from);

    const CsrHalf out = make_half(n, edges);
    CHECK(transpose(out) == make_half(n, reversed));
    CHECK(transpose(transpose(out)) == out);
  }
}

TEST_CASE("an edge is found where it is, and only where it is") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 20;
    const OwnedGraph graph = make_graph(n, random_edges(seed, n, n * (seed % 5)));
    const CsrGraph view = graph.view();
    for (Vertex u = 0; u < n; ++u) {
      for (Vertex v = 0; v < n; ++v) {
        std::size_t expected = view.edge_count();
        for (std::uint32_t e = view.out_offsets[u]; e < view.out_offsets[u + 1]; ++e) {
          if (view.out_targets[e] == v) expected = e;
        }
        CHECK(find_edge(view, u, v) == expected);
      }
    }
  }
}
