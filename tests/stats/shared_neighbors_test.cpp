#include "stats/shared_neighbors.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

SharedNeighborCounts count(const ChosenGraph& whole, std::uint64_t work = UINT64_MAX) {
  const NeighborRows rows = neighbor_rows(whole.view(), whole.weights, whole.choice());
  std::vector<std::uint8_t> pre, post;
  for (const Vertex v : rows.original) {
    pre.push_back(whole.pre[v]);
    post.push_back(whole.post[v]);
  }
  // One set of vertices is told as one.
  SharedNeighborCounter counter(rows, pre == post ? BlockSides{} : BlockSides{pre, post});
  double before = 0;
  while (!counter.advance(work)) {
    CHECK(counter.share_done() >= before);
    before = counter.share_done();
  }
  CHECK(counter.share_done() == 1);
  CHECK(counter.advance(work));  // nothing is counted twice
  return counter.counts();
}

/// The same from both halves of the graph, which say nothing of partners of either kind.
SharedNeighborCounts count_halves(const ChosenGraph& whole, std::uint64_t work = UINT64_MAX) {
  std::vector<std::uint8_t> pre, post;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (!whole.pre[v] && !whole.post[v]) continue;
    pre.push_back(whole.pre[v]);
    post.push_back(whole.post[v]);
  }
  const OwnedGraph graph =
      graph_from_out_half(induced_out_half(whole.view(), whole.weights, whole.choice(), false));
  SharedNeighborCounter counter(graph.view(), pre == post ? BlockSides{} : BlockSides{pre, post});
  double before = 0;
  while (!counter.advance(work)) {
    CHECK(counter.share_done() >= before);
    before = counter.share_done();
  }
  CHECK(counter.share_done() == 1);
  CHECK(counter.advance(work));
  return counter.counts();
}

SharedNeighborCounts without_either(SharedNeighborCounts counts) {
  const auto either = static_cast<std::size_t>(PartnerKind::Either);
  counts.candidates[either] = 0;
  counts.connected[either] = counts.unconnected[either] = {};
  return counts;
}

/// Every pair, every third vertex.
SharedNeighborCounts slow(const ChosenGraph& whole) {
  std::vector<Vertex> members;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (whole.pre[v] || whole.post[v]) members.push_back(v);
  }
  SharedNeighborCounts counts;
  // Who can have such partners, and who can be one.
  const auto has_partners = [&](std::size_t kind, Vertex v) {
    return kind == 2 || (kind == 0 ? whole.pre[v] : whole.post[v]) != 0;
  };
  const auto can_be_one = [&](std::size_t kind, Vertex v) {
    return kind == 2 || (kind == 0 ? whole.post[v] : whole.pre[v]) != 0;
  };
  for (std::size_t kind = 0; kind < kPartnerKindCount; ++kind) {
    for (const Vertex v : members) counts.candidates[kind] += can_be_one(kind, v);
  }
  const auto partner = [&](std::size_t kind, Vertex u, Vertex w) {
    if (kind == 0) return whole.has(u, w);
    if (kind == 1) return whole.has(w, u);
    return whole.has(u, w) || whole.has(w, u);
  };
  for (const Vertex i : members) {
    for (const Vertex j : members) {
      if (j >= i) continue;
      const bool connected = whole.has(i, j) || whole.has(j, i);
      for (std::size_t kind = 0; kind < kPartnerKindCount; ++kind) {
        if (!has_partners(kind, i) || !has_partners(kind, j)) continue;
        std::uint64_t shared = 0, of_i = 0, of_j = 0;
        for (const Vertex w : members) {
          if (w == i || w == j) continue;
          of_i += partner(kind, i, w);
          of_j += partner(kind, j, w);
          shared += partner(kind, i, w) && partner(kind, j, w);
        }
        SharedSums& sums = (connected ? counts.connected : counts.unconnected)[kind];
        ++sums.pairs;
        sums.shared += shared;
        sums.products[std::size_t{can_be_one(kind, i)} + std::size_t{can_be_one(kind, j)}] +=
            of_i * of_j;
      }
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("shared neighbors and expectations equal those of every pair and third vertex") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 30);
    CHECK(count(whole) == slow(whole));
    CHECK(count_halves(whole) == without_either(slow(whole)));
  }
}

TEST_CASE("slices of any size come to the same sums") {
  const ChosenGraph whole = random_chosen_graph(6, 60);
  for (const std::uint64_t work : {1, 7, 500}) {
    CHECK(count(whole, work) == count(whole));
    CHECK(count_halves(whole, work) == without_either(count(whole)));
  }
}

TEST_CASE("in random graphs the shared neighbors are as many as the degrees let expect") {
  // 200 vertices, each ordered pair connected with 0.1: shared and expected differ by chance only.
  std::mt19937 random(3);
  EdgeList edges;
  for (Vertex u = 0; u < 200; ++u) {
    for (Vertex v = 0; v < 200; ++v) {
      if (u != v && random() % 10 == 0) edges.emplace_back(u, v);
    }
  }
  const SharedNeighborCounts chance = count(whole_graph(make_graph(200, edges)));
  for (std::size_t kind = 0; kind < kPartnerKindCount; ++kind) {
    CAPTURE(kind);
    for (const SharedSums& sums : {chance.connected[kind], chance.unconnected[kind]}) {
      const double expected = expected_shared(sums, chance.candidates[kind]);
      CHECK(expected == static_cast<double>(sums.products[2]) / 198);
      CHECK(static_cast<double>(sums.shared) == doctest::Approx(expected).epsilon(0.06));
    }
  }
}

TEST_CASE("a hub shared by two connected vertices is their one shared target") {
  const SharedNeighborCounts counts =
      count(whole_graph(make_graph(4, {{0, 1}, {0, 2}, {1, 2}, {3, 2}})));
  // 0 and 1 both send to 2 and to nobody else.
  CHECK(counts.connected[0] == SharedSums{4, 1, {0, 0, 1}});
  // 0 and 3, 1 and 3: out-degrees 2 · 1, 1 · 1.
  CHECK(counts.unconnected[0] == SharedSums{2, 2, {0, 0, 3}});
  CHECK(count(whole_graph(make_graph(0, {}))) == SharedNeighborCounts{});
}

TEST_CASE("in random blocks the shared neighbors are as many as the degrees let expect") {
  // 0 to 119 send, 80 to 199 receive, each pair of the block connected with 0.15.
  std::mt19937 random(4);
  EdgeList edges;
  ChosenGraph block;
  for (Vertex u = 0; u < 120; ++u) {
    for (Vertex v = 80; v < 200; ++v) {
      if (u != v && random() % 20 < 3) edges.emplace_back(u, v);
    }
  }
  block = whole_graph(make_graph(200, edges));
  for (Vertex v = 0; v < 200; ++v) {
    block.pre[v] = v < 120;
    block.post[v] = v >= 80;
  }
  const SharedNeighborCounts chance = count(block);
  for (std::size_t kind = 0; kind < 2; ++kind) {
    CAPTURE(kind);
    CHECK(chance.candidates[kind] == 120);
    CHECK(chance.connected[kind].pairs + chance.unconnected[kind].pairs == 120 * 119 / 2);
    for (const SharedSums& sums : {chance.connected[kind], chance.unconnected[kind]}) {
      CHECK(static_cast<double>(sums.shared) ==
            doctest::Approx(expected_shared(sums, chance.candidates[kind])).epsilon(0.06));
    }
  }
}
