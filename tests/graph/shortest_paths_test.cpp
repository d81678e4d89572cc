#include "graph/shortest_paths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "graph/csr_build.h"
#include "graph/random_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::vector<std::uint32_t> random_weights(std::uint32_t seed, std::size_t edges) {
  std::mt19937 random(seed);
  std::vector<std::uint32_t> weights(edges);
  for (std::uint32_t& weight : weights) weight = 1 + random() % 4;
  return weights;
}

/// Every walk of exactly `length` edges from the end of `path` to `to`, one step after another.
void all_walks(const CsrGraph& graph, std::span<const std::uint32_t> weights,
               const PathQuery& query, std::uint32_t length, Path path, std::vector<Path>& found) {
  const Vertex at = path.vertices.back();
  if (length == 0) {
    if (at == query.to) found.push_back(path);
    return;
  }
  for (std::uint32_t e = graph.out_offsets[at]; e < graph.out_offsets[at + 1]; ++e) {
    if (weights[e] < query.min_weight) continue;
    Path longer = path;
    longer.vertices.push_back(graph.out_targets[e]);
    longer.weakest = path.vertices.size() == 1 ? weights[e] : std::min(path.weakest, weights[e]);
    all_walks(graph, weights, query, length - 1, longer, found);
  }
}

/// The definition: the smallest length that has a walk, and all walks of that length.
ShortestPaths slow_paths(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const PathQuery& query) {
  ShortestPaths result;
  for (std::uint32_t length = 0; length < graph.vertex_count(); ++length) {
    std::vector<Path> found;
    all_walks(graph, weights, query, length, {{query.from}, 0}, found);
    if (found.empty()) continue;
    std::sort(found.begin(), found.end(), [](const Path& a, const Path& b) {
      return a.weakest != b.weakest ? a.weakest > b.weakest : a.vertices < b.vertices;
    });
    result.length = length;
    result.count = found.size();
    found.resize(std::min<std::size_t>(found.size(), query.max_listed));
    result.listed = found;
    return result;
  }
  return result;
}

/// `layers` times two vertices side by side, every one leading to both of the next layer.
OwnedGraph ladder(std::uint32_t layers) {
  EdgeList edges = {{0, 1}, {0, 2}};
  for (std::uint32_t layer = 0; layer + 1 < layers; ++layer) {
    for (const Vertex u : {1 + 2 * layer, 2 + 2 * layer}) {
      edges.emplace_back(u, 3 + 2 * layer);
      edges.emplace_back(u, 4 + 2 * layer);
    }
  }
  const Vertex last = 1 + 2 * layers;
  edges.emplace_back(last - 2, last);
  edges.emplace_back(last - 1, last);
  return make_graph(last + 1, edges);
}

}  // namespace

TEST_CASE("shortest paths of a graph drawn by hand, the strongest weakest link first") {
  // 0 -> 1 -> 3 (5, 2), 0 -> 2 -> 3 (3, 9), and a long way round 0 -> 4 -> 5 -> 3
  const OwnedGraph graph = make_graph(6, {{0, 1}, {0, 2}, {0, 4}, {1, 3}, {2, 3}, {4, 5}, {5, 3}});
  const std::vector<std::uint32_t> weights = {5, 3, 9, 2, 9, 9, 9};
  const ShortestPaths paths = shortest_paths(graph.view(), weights, {0, 3, 1, 50});
  CHECK(paths.length == 2);
  CHECK(paths.count == 2);
  CHECK(paths.listed == std::vector<Path>{{{0, 2, 3}, 3}, {{0, 1, 3}, 2}});
  // At four synapses or more only the long way is left; at ten none is.
  const ShortestPaths strong = shortest_paths(graph.view(), weights, {0, 3, 4, 50});
  CHECK(strong.length == 3);
  CHECK(strong.listed == std::vector<Path>{{{0, 4, 5, 3}, 9}});
  CHECK(shortest_paths(graph.view(), weights, {0, 3, 10, 50}) == ShortestPaths{});
  CHECK(shortest_paths(graph.view(), weights, {3, 0, 1, 50}) == ShortestPaths{});
}

TEST_CASE("a vertex is at itself, whatever its autapse") {
  const OwnedGraph graph = make_graph(2, {{0, 0}, {0, 1}});
  const ShortestPaths paths =
      shortest_paths(graph.view(), std::vector<std::uint32_t>{7, 7}, {0, 0, 1, 50});
  CHECK(paths.length == 0);
  CHECK(paths.count == 1);
  CHECK(paths.listed == std::vector<Path>{{{0}, 0}});
}

TEST_CASE("shortest paths are those of trying every walk, on random graphs") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 9;
    const OwnedGraph graph = make_graph(n, random_edges(seed, n, n * (seed % 4)));
    const auto weights = random_weights(seed, graph.out.targets.size());
    for (const std::uint32_t max_listed : {0u, 2u, 1000u}) {
      const PathQuery query{seed % n, (seed / 3) % n, 1 + seed % 3, max_listed};
      CHECK(shortest_paths(graph.view(), weights, query) ==
            slow_paths(graph.view(), weights, query));
    }
  }
}

TEST_CASE(
    "the number of paths may pass 64 bits; then it stays at the largest, and some are listed") {
  const OwnedGraph short_ladder = ladder(60), long_ladder = ladder(70);
  const auto ask = [](const OwnedGraph& graph) {
    const auto last = static_cast<Vertex>(graph.out.vertex_count() - 1);
    return shortest_paths(graph.view(), std::vector<std::uint32_t>(graph.out.targets.size(), 3),
                          {0, last, 1, 20});
  };
  CHECK(ask(short_ladder).count == std::uint64_t{1} << 60);
  const ShortestPaths many = ask(long_ladder);
  CHECK(many.count == ~std::uint64_t{0});
  CHECK(many.length == 71);
  REQUIRE(many.listed.size() == 20);
  std::set<std::vector<Vertex>> different;
  for (const Path& path : many.listed) {
    CHECK(path.weakest == 3);
    CHECK(path.vertices.size() == 72);
    different.insert(path.vertices);
  }
  CHECK(different.size() == 20);
}
