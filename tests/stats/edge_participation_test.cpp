#include "stats/edge_participation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Counted {
  std::vector<std::uint8_t> largest;
  std::vector<std::vector<std::uint32_t>> counts;  // [edge][dimension - 2]
  bool truncated = false;
};

void finish(EdgeParticipation& counter, std::uint64_t work) {
  double before = 0;
  while (!counter.advance(work)) {
    CHECK(counter.share_done() >= before);
    before = counter.share_done();
  }
  CHECK(counter.share_done() == 1);
}

Counted count(const CsrHalf& out, std::uint64_t work = UINT64_MAX,
              std::size_t max_vertices = kMaxCliqueVertices,
              std::size_t square_words = kSquareWords) {
  EdgeParticipation first(out, max_vertices, square_words);
  finish(first, work);
  CHECK((out.targets.empty() || first.counts(0).empty()));
  Counted result{{first.largest().begin(), first.largest().end()}, {}, first.truncated()};
  EdgeParticipation second(out, first.take_largest(), max_vertices, square_words);
  finish(second, work);
  CHECK(std::equal(second.largest().begin(), second.largest().end(), result.largest.begin()));
  CHECK(second.truncated() == result.truncated);
  for (std::size_t edge = 0; edge < out.targets.size(); ++edge) {
    result.counts.emplace_back(second.counts(edge).begin(), second.counts(edge).end());
  }
  return result;
}

/// Every ordered tuple, one vertex after the other; each edge of each is bumped.
Counted slow(const OwnedGraph& graph) {
  const CsrGraph view = graph.view();
  const auto n = static_cast<Vertex>(view.vertex_count());
  Counted result{std::vector<std::uint8_t>(view.edge_count(), 1),
                 std::vector<std::vector<std::uint32_t>>(view.edge_count()), false};
  std::vector<Vertex> order;
  const std::function<void()> extend = [&] {
    for (Vertex v = 0; v < n; ++v) {
      bool fits = true;
      for (const Vertex u : order) fits = fits && find_edge(view, u, v) < view.edge_count();
      if (!fits) continue;
      order.push_back(v);
      const std::size_t dimension = order.size() - 1;
      for (std::size_t i = 0; dimension >= 2 && i < order.size(); ++i) {
        for (std::size_t j = i + 1; j < order.size(); ++j) {
          const std::size_t edge = find_edge(view, order[i], order[j]);
          std::vector<std::uint32_t>& counts = result.counts[edge];
          if (counts.size() < dimension - 1) counts.resize(dimension - 1, 0);
          ++counts[dimension - 2];
          result.largest[edge] =
              std::max(result.largest[edge], static_cast<std::uint8_t>(dimension));
        }
      }
      extend();
      order.pop_back();
    }
  };
  extend();
  return result;
}

/// Without self-loops, in which a vertex would follow itself.
OwnedGraph random_network(std::uint32_t seed) {
  EdgeList edges = random_edges(seed, 1 + seed % 12, (1 + seed % 12) * (seed % 7));
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  return make_graph(1 + seed % 12, edges);
}

OwnedGraph complete(std::uint32_t vertices, bool both_ways) {
  EdgeList edges;
  for (Vertex u = 0; u < vertices; ++u) {
    for (Vertex v = both_ways ? 0 : u + 1; v < vertices; ++v) {
      if (u != v) edges.emplace_back(u, v);
    }
  }
  return make_graph(vertices, edges);
}

}  // namespace

TEST_CASE("simplices that hold each edge equal those found by trying every tuple") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const OwnedGraph graph = random_network(seed);
    const Counted expected = slow(graph);
    // As squares of bits; all without one; those with at most 3 targets as a square.
    for (const std::size_t square_words : {kSquareWords, std::size_t{0}, std::size_t{3}}) {
      CAPTURE(square_words);
      const Counted counted = count(graph.out, UINT64_MAX, kMaxCliqueVertices, square_words);
      CHECK(counted.largest == expected.largest);
      CHECK(counted.counts == expected.counts);
      CHECK_FALSE(counted.truncated);
    }
  }
}

TEST_CASE("rows of many words count the same without a square, in slices of any size") {
  EdgeList edges = random_edges(11, 300, 6000);
  // Two rows of everybody, with few words of each of their targets.
  for (Vertex v = 2; v < 300; ++v) edges.insert(edges.end(), {{0, v}, {1, v}});
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  const OwnedGraph graph = make_graph(300, edges);
  const Counted squares = count(graph.out);
  CHECK(*std::max_element(squares.largest.begin(), squares.largest.end()) >= 4);
  for (const std::size_t square_words : {0, 20}) {
    for (const std::uint64_t work : {std::uint64_t{50}, UINT64_MAX}) {
      const Counted counted = count(graph.out, work, kMaxCliqueVertices, square_words);
      CHECK(counted.largest == squares.largest);
      CHECK(counted.counts == squares.counts);
    }
  }
}

TEST_CASE("a neuron with 50,000 targets is counted like one with few") {
  CsrHalf out;
  constexpr Vertex kTargets = 50'000;
  for (Vertex v = 1; v <= kTargets; ++v) out.targets.push_back(v);
  out.offsets.push_back(kTargets);
  for (Vertex v = 1; v <= kTargets; ++v) {
    if (v < kTargets) out.targets.push_back(v + 1);  // each is in a triangle with the next
    out.offsets.push_back(static_cast<std::uint32_t>(out.targets.size()));
  }
  const Counted counted = count(out);
  CHECK(counted.largest == std::vector<std::uint8_t>(out.targets.size(), 2));
  CHECK(counted.counts[0] == std::vector<std::uint32_t>{1});
  CHECK(counted.counts[1] == std::vector<std::uint32_t>{2});
  CHECK(counted.counts[kTargets] == std::vector<std::uint32_t>{1});
}

TEST_CASE("rows of more than one word: sums over the edges are those of the simplices themselves") {
  for (std::uint32_t seed = 1; seed < 4; ++seed) {
    EdgeList edges = random_edges(seed, 150, seed * 1500);
    std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
    const ChosenGraph whole = whole_graph(make_graph(150, edges));
    const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
    SimplexCounter counter(oriented);
    REQUIRE(counter.advance(UINT64_MAX));
    const std::vector<std::uint64_t> directed = counter.counts().directed;
    const Counted counted = count(whole.graph.out);
    std::vector<std::uint64_t> sums(directed.size(), 0);
    for (const auto& of_edge : counted.counts) {
      REQUIRE(of_edge.size() + 2 <= directed.size());
      for (std::size_t i = 0; i < of_edge.size(); ++i) sums[i + 2] += of_edge[i];
    }
    for (std::size_t k = 2; k < directed.size(); ++k) {
      CHECK(sums[k] == directed[k] * k * (k + 1) / 2);
    }
  }
}

TEST_CASE("in a transitive tournament of n each edge is in all (n - 2 over k - 1) of dimension k") {
  const Counted counted = count(complete(7, false).out);
  CHECK(counted.largest == std::vector<std::uint8_t>(21, 6));
  const std::vector<std::uint32_t> expected = {5, 10, 10, 5, 1};  // 5 over 1 … 5 over 5
  for (const auto& of_edge : counted.counts) CHECK(of_edge == expected);
}

TEST_CASE("a cycle of three has no simplex but its edges, and two that answer have none either") {
  CHECK(count(make_graph(3, {{0, 1}, {1, 2}, {2, 0}}).out).largest ==
        std::vector<std::uint8_t>(3, 1));
  CHECK(count(make_graph(2, {{0, 1}, {1, 0}}).out).largest == std::vector<std::uint8_t>(2, 1));
  const Counted none = count(make_graph(0, {}).out);
  CHECK(none.largest.empty());
  CHECK(none.counts.empty());
}

TEST_CASE("slices of any size count the same") {
  EdgeList edges = random_edges(5, 60, 900);
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  const OwnedGraph graph = make_graph(60, edges);
  const Counted whole = count(graph.out);
  for (const std::uint64_t work : {1, 7, 1000}) {
    const Counted counted = count(graph.out, work);
    CHECK(counted.largest == whole.largest);
    CHECK(counted.counts == whole.counts);
  }
}

TEST_CASE("orders that are longer than what is looked at are cut, and it says so") {
  const OwnedGraph graph = complete(6, true);
  const Counted cut = count(graph.out, UINT64_MAX, 4);
  CHECK(cut.truncated);
  CHECK(cut.largest == std::vector<std::uint8_t>(30, 3));
  CHECK(cut.counts[0].size() == 2);
  CHECK(cut.counts[0][0] == count(graph.out).counts[0][0]);
  CHECK_FALSE(count(graph.out, UINT64_MAX, 6).truncated);
}
