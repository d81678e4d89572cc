#include "stats/oriented_graph.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("an oriented graph has every connected pair once, with its directions") {
  for (std::uint32_t seed = 0; seed < 80; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 14);
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
}

TEST_CASE("ranks rise with the number of connections") {
  const ChosenGraph star =
      whole_graph(make_graph(6, {{0, 1}, {0, 2}, {3, 0}, {0, 4}, {4, 0}, {4, 1}}));
  const OrientedGraph oriented = orient(star.view(), star.weights, star.choice());
  CHECK(oriented.original == std::vector<Vertex>{5, 2, 3, 1, 4, 0});
}
