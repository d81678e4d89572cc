#include "stats/neighbor_rows.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("rows hold exactly the chosen edges, seen from both of their ends") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 30);
    const NeighborRows rows = neighbor_rows(whole.view(), whole.weights, whole.choice());
    std::vector<Vertex> members;
    for (Vertex v = 0; v < whole.vertex_count(); ++v) {
      if (whole.pre[v] || whole.post[v]) members.push_back(v);
    }
    REQUIRE(rows.original == members);
    for (Vertex u = 0; u < members.size(); ++u) {
      std::vector<std::uint32_t> expected;
      for (Vertex v = 0; v < members.size(); ++v) {
        const bool goes = whole.has(members[u], members[v]);
        const bool comes = whole.has(members[v], members[u]);
        if (goes || comes) {
          expected.push_back(v << 2 | (goes ? kOutward : 0) | (comes ? kInward : 0));
        }
      }
      const auto row = rows.row(u);
      CHECK(std::vector<std::uint32_t>(row.begin(), row.end()) == expected);
    }
  }
}

TEST_CASE("of a network that is there one way only the rows are the same") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 30);
    whole.pre.assign(whole.pre.size(), 1);
    whole.post = whole.pre;
    const OwnedGraph network = whole.graph;
    const EdgeChoice everything{whole.pre, whole.post, 1};
    const NeighborRows rows = neighbor_rows(network.view(), whole.weights, everything);
    const NeighborRows again = neighbor_rows(network.out);
    CHECK(again.offsets == rows.offsets);
    CHECK(again.entries == rows.entries);
    CHECK(again.original == rows.original);
  }
}

TEST_CASE("a graph without vertices has no rows") {
  CHECK(neighbor_rows(CsrHalf{}).offsets == std::vector<std::uint64_t>{0});
  const ChosenGraph whole = whole_graph(make_graph(0, {}));
  const NeighborRows rows = neighbor_rows(whole.view(), whole.weights, whole.choice());
  CHECK(rows.vertex_count() == 0);
  CHECK(rows.offsets == std::vector<std::uint64_t>{0});
}
