#include "stats/simplex_counts.h"

#include <doctest/doctest.h>

#include <functional>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Counted {
  SimplexCounts counts;
  std::vector<std::vector<std::uint64_t>> participation;  // [dimension][vertex of the whole graph]
};

Counted count(const ChosenGraph& whole, std::uint64_t work = UINT64_MAX) {
  const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
  SimplexCounter counter(oriented);
  double before = 0;
  while (!counter.advance(work)) {
    CHECK(counter.share_done() >= before);
    before = counter.share_done();
  }
  CHECK(counter.share_done() == 1);
  Counted result{counter.counts(), {}};
  for (const auto& by_rank : counter.participation()) {
    auto& by_vertex = result.participation.emplace_back(whole.vertex_count(), 0);
    for (std::size_t r = 0; r < by_rank.size(); ++r) by_vertex[oriented.original[r]] = by_rank[r];
  }
  return result;
}

/// Every ordered tuple, one vertex after the other; cliques as sets that rise.
Counted slow(const ChosenGraph& whole) {
  Counted result;
  std::vector<Vertex> members;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (whole.pre[v] || whole.post[v]) members.push_back(v);
  }
  const auto bump = [](std::vector<std::uint64_t>& counts, std::size_t dimension) {
    if (counts.size() <= dimension) counts.resize(dimension + 1, 0);
    ++counts[dimension];
  };
  std::vector<Vertex> chain;
  const std::function<void()> directed = [&] {
    for (const Vertex v : members) {
      bool fits = true;
      for (const Vertex u : chain) fits = fits && whole.has(u, v);
      if (!fits) continue;
      chain.push_back(v);
      bump(result.counts.directed, chain.size() - 1);
      while (result.participation.size() < chain.size()) {
        result.participation.emplace_back(whole.vertex_count(), 0);
      }
      for (const Vertex u : chain) ++result.participation[chain.size() - 1][u];
      directed();
      chain.pop_back();
    }
  };
  directed();
  const std::function<void(bool)> cliques = [&](bool both) {
    for (const Vertex v : members) {
      if (!chain.empty() && v <= chain.back()) continue;
      bool fits = true;
      for (const Vertex u : chain) {
        const bool goes = whole.has(u, v), comes = whole.has(v, u);
        fits = fits && (both ? goes && comes : goes || comes);
      }
      if (!fits) continue;
      chain.push_back(v);
      bump(both ? result.counts.reciprocal : result.counts.cliques, chain.size() - 1);
      cliques(both);
      chain.pop_back();
    }
  };
  cliques(false);
  cliques(true);
  for (auto* counts :
       {&result.counts.directed, &result.counts.cliques, &result.counts.reciprocal}) {
    if (counts->empty()) counts->push_back(0);
  }
  if (result.participation.empty()) result.participation.emplace_back(whole.vertex_count(), 0);
  return result;
}

void check_equal(const Counted& a, const Counted& b) {
  CHECK(a.counts.directed == b.counts.directed);
  CHECK(a.counts.cliques == b.counts.cliques);
  CHECK(a.counts.reciprocal == b.counts.reciprocal);
  CHECK(a.counts.truncated == b.counts.truncated);
  CHECK(a.participation == b.participation);
}

OwnedGraph complete(std::uint32_t vertices, bool both_ways) {
  EdgeList edges;
  for (Vertex u = 0; u < vertices; ++u) {
    for (Vertex v = both_ways ? 0 : u; v < vertices; ++v) edges.emplace_back(u, v);
  }
  return make_graph(vertices, edges);
}

}  // namespace

TEST_CASE("simplices of every dimension equal those found by trying every tuple") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 13);
    check_equal(count(whole), slow(whole));
  }
}

TEST_CASE(
    "a transitive tournament has one simplex for each set, a complete graph one for each order") {
  const std::vector<std::uint64_t> tournament =
      count(whole_graph(complete(12, false))).counts.directed;
  const std::vector<std::uint64_t> all = count(whole_graph(complete(6, true))).counts.directed;
  CHECK(tournament ==
        std::vector<std::uint64_t>{12, 66, 220, 495, 792, 924, 792, 495, 220, 66, 12, 1});
  CHECK(all == std::vector<std::uint64_t>{6, 30, 120, 360, 720, 720});
  CHECK(count(whole_graph(make_graph(0, {}))).counts.directed == std::vector<std::uint64_t>{0});
}

TEST_CASE("rows longer than a word of bits are counted whole") {
  EdgeList edges;
  for (Vertex v = 1; v < 200; ++v) {
    for (const Vertex hub : {0u, 200u, 201u}) edges.emplace_back(hub, v);
  }
  for (Vertex v = 1; v < 199; v += 3) {
    edges.emplace_back(v, v + 1);
    edges.emplace_back(v + 1, v);
  }
  edges.emplace_back(200, 201);
  const ChosenGraph whole = whole_graph(make_graph(202, edges));
  check_equal(count(whole), slow(whole));
}

TEST_CASE("slices of any size come to the same simplices") {
  for (const ChosenGraph& whole : {random_chosen_graph(6, 40), whole_graph(complete(9, false)),
                                   whole_graph(complete(7, true))}) {
    for (const std::uint64_t work : {1, 2, 3, 5, 300}) {
      check_equal(count(whole, work), count(whole));
    }
  }
}

TEST_CASE("a clique with more simplices than anybody can wait for is cut into slices, too") {
  // 60 neurons, all connected: some 10^16 cliques of up to 20. A slice that did not end here would
  // never come back.
  const ChosenGraph whole = whole_graph(complete(60, false));
  const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
  SimplexCounter counter(oriented);
  for (int slice = 0; slice < 5; ++slice) CHECK(!counter.advance(1000));
}

TEST_CASE("a clique too large to list is said to be there, its smaller simplices are counted") {
  for (const std::uint32_t vertices : {7u, 8u}) {
    const ChosenGraph whole = whole_graph(complete(vertices, false));
    const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
    for (const std::size_t max_vertices : {4u, 7u}) {
      CAPTURE(vertices);
      CAPTURE(max_vertices);
      SimplexCounter counter(oriented, max_vertices);
      while (!counter.advance(UINT64_MAX)) {
      }
      std::vector<std::uint64_t> expected = count(whole).counts.directed;
      CHECK(counter.counts().truncated == (expected.size() > max_vertices));
      expected.resize(std::min(expected.size(), max_vertices));
      CHECK(counter.counts().directed == expected);
    }
  }
}
