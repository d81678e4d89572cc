#include "graph/common_neighbors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "graph/csr_build.h"
#include "graph/random_graph.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("common neighbors of a graph drawn by hand") {
  // 0 and 1 both reach 2; 0 also reaches 1 and itself; 3 reaches 0 and 1
  const OwnedGraph graph = make_graph(4, {{0, 0}, {0, 1}, {0, 2}, {1, 2}, {3, 0}, {3, 1}});
  const std::vector<std::uint32_t> weights = {9, 8, 5, 2, 3, 4};
  const std::vector<Vertex> asked = {0, 1};
  CHECK(common_neighbors(graph.view(), weights, asked, EdgeDirection::Out, 2) ==
        std::vector<CommonNeighbor>{{2, 2, 2, 7}});
  CHECK(common_neighbors(graph.view(), weights, asked, EdgeDirection::In, 2) ==
        std::vector<CommonNeighbor>{{3, 2, 3, 7}});
  // One that is asked may be a neighbor of another, but not of itself.
  CHECK(common_neighbors(graph.view(), weights, asked, EdgeDirection::Out, 1) ==
        std::vector<CommonNeighbor>{{1, 1, 8, 8}, {2, 2, 2, 7}});
}

TEST_CASE("nobody asked, or nothing to find, gives nothing") {
  const OwnedGraph graph = make_graph(3, {{0, 1}});
  const std::vector<std::uint32_t> weights = {1};
  CHECK(common_neighbors(graph.view(), weights, {}, EdgeDirection::Out, 0).empty());
  CHECK(common_neighbors(graph.view(), weights, std::vector<Vertex>{0, 2}, EdgeDirection::In, 1)
            .empty());
}

TEST_CASE("common neighbors are those of a matrix of weights, on random graphs") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t n = 1 + seed % 20;
    const OwnedGraph graph = make_graph(n, random_edges(seed, n, n * (seed % 6)));
    std::vector<std::uint32_t> weights(graph.out.targets.size());
    std::vector<std::vector<std::uint32_t>> matrix(n, std::vector<std::uint32_t>(n));
    for (Vertex u = 0; u < n; ++u) {
      for (std::uint32_t e = graph.out.offsets[u]; e < graph.out.offsets[u + 1]; ++e) {
        matrix[u][graph.out.targets[e]] = weights[e] = 1 + random() % 9;
      }
    }
    std::vector<Vertex> asked;
    for (Vertex v = 0; v < n; ++v) {
      if (random() % 3 == 0) asked.push_back(v);
    }
    for (const EdgeDirection direction : {EdgeDirection::In, EdgeDirection::Out}) {
      for (const std::uint32_t at_least : {1u, 2u, 3u}) {
        std::vector<CommonNeighbor> expected;
        for (Vertex v = 0; v < n; ++v) {
          CommonNeighbor common{v, 0, 0, 0};
          for (const Vertex a : asked) {
            const std::uint32_t weight =
                direction == EdgeDirection::Out ? matrix[a][v] : matrix[v][a];
            if (weight == 0 || a == v) continue;
            common.min_weight = common.asked == 0 ? weight : std::min(common.min_weight, weight);
            common.asked += 1;
            common.weight_sum += weight;
          }
          if (common.asked >= at_least) expected.push_back(common);
        }
        CHECK(common_neighbors(graph.view(), weights, asked, direction, at_least) == expected);
      }
    }
  }
}
