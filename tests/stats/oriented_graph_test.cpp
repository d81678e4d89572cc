#include "stats/oriented_graph.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Against the definition, pair by pair.
void check_oriented(const ChosenGraph& whole) {
  const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());

  std::vector<std::uint32_t> rank(whole.vertex_count(), UINT32_MAX);
  for (std::uint32_t r = 0; r < oriented.vertex_count(); ++r) {
    REQUIRE(rank[oriented.original[r]] == UINT32_MAX);
    rank[oriented.original[r]] = r;
  }
  std::size_t pairs = 0;
  for (Vertex u = 0; u < whole.vertex_count(); ++u) {
    const bool member = whole.pre[u] || whole.post[u];
    REQUIRE((rank[u] != UINT32_MAX) == member);
    if (!member) continue;
    std::uint32_t out = 0, in = 0, both = 0;
    for (Vertex v = 0; v < whole.vertex_count(); ++v) {
      const bool goes = whole.has(u, v), comes = whole.has(v, u);
      out += goes && !comes;
      in += comes && !goes;
      both += goes && comes;
      if (!goes && !comes) continue;
      if (rank[u] > rank[v]) continue;
      ++pairs;
      const std::uint32_t entry = rank[v] << 2 | (goes ? kUp : 0) | (comes ? kDown : 0);
      const auto begin = oriented.entries.begin() + oriented.offsets[rank[u]];
      const auto end = oriented.entries.begin() + oriented.offsets[rank[u] + 1];
      REQUIRE(std::count(begin, end, entry) == 1);
      REQUIRE(std::is_sorted(begin, end));
    }
    CHECK(oriented.only_out[rank[u]] == out);
    CHECK(oriented.only_in[rank[u]] == in);
    CHECK(oriented.mutual[rank[u]] == both);
  }
  CHECK(oriented.entries.size() == pairs);
  CHECK(oriented.offsets.back() == pairs);
}

}  // namespace

TEST_CASE("an oriented graph has every connected pair once, with its directions") {
  for (std::uint32_t seed = 0; seed < 80; ++seed) {
    CAPTURE(seed);
    check_oriented(random_chosen_graph(seed, 1 + seed % 14));
  }
}

TEST_CASE("a few vertices of many are oriented as if there were no others") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    // One in 16 is few: some graphs have one more than that.
    const std::uint32_t vertices = 100 + seed, few = vertices / 16 + seed % 2;
    ChosenGraph whole =
        whole_graph(make_graph(vertices, random_edges(seed, vertices, vertices * 40)));
    for (std::uint32_t& weight : whole.weights) weight = 1 + random() % 5;
    whole.min_weight = 1 + seed % 3;
    whole.pre.assign(vertices, 0);
    for (std::uint32_t i = 0; i < few; ++i) whole.pre[random() % vertices] = 1;
    whole.pre[vertices - 1] = 1;  // behind the last whole word
    whole.post = whole.pre;
    if (seed % 3 == 0) {  // a block
      for (std::size_t v = 0; v < vertices; ++v) {
        if (whole.pre[v] == 0) continue;
        whole.pre[v] = random() % 3 != 0;
        whole.post[v] = random() % 3 != 0;
      }
    }
    check_oriented(whole);
  }
}

TEST_CASE("ranks rise with the number of connections") {
  const ChosenGraph star =
      whole_graph(make_graph(6, {{0, 1}, {0, 2}, {3, 0}, {0, 4}, {4, 0}, {4, 1}}));
  const OrientedGraph oriented = orient(star.view(), star.weights, star.choice());
  CHECK(oriented.original == std::vector<Vertex>{5, 2, 3, 1, 4, 0});
}

TEST_CASE("without weights and choice, all edges of a graph are oriented") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    // With no vertices, with one, up to complete graphs, and of several words of bits.
    const std::uint32_t vertices = seed < 30 ? seed % 9 : 150;
    const ChosenGraph whole =
        whole_graph(make_graph(vertices, random_edges(seed, vertices, seed * vertices)));
    check_oriented(whole);
    const OrientedGraph expected = orient(whole.view(), whole.weights, whole.choice());
    const OrientedGraph found = orient_all(whole.graph.out);
    CHECK(found.offsets == expected.offsets);
    CHECK(found.entries == expected.entries);
    CHECK(found.original == expected.original);
    CHECK(found.only_out == expected.only_out);
    CHECK(found.only_in == expected.only_in);
    CHECK(found.mutual == expected.mutual);
  }
}
