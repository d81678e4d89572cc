#include "stats/components.h"

#include <doctest/doctest.h>

#include <functional>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

NeighborRows rows_of(const ChosenGraph& whole) {
  return neighbor_rows(whole.view(), whole.weights, whole.choice());
}

using Sizes = std::vector<std::uint32_t>;

/// Who reaches whom by Warshall's method; vertices that reach each other are one group.
Sizes slow(const ChosenGraph& whole, bool directed) {
  std::vector<Vertex> members;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (whole.pre[v] || whole.post[v]) members.push_back(v);
  }
  const std::size_t n = members.size();
  std::vector<std::vector<char>> reaches(n, std::vector<char>(n, 0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      reaches[i][j] = i == j || whole.has(members[i], members[j]) ||
                      (!directed && whole.has(members[j], members[i]));
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) reaches[i][j] |= reaches[i][k] && reaches[k][j];
    }
  }
  Sizes sizes;
  std::vector<char> counted(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (counted[i]) continue;
    std::uint32_t size = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (!reaches[i][j] || !reaches[j][i]) continue;
      counted[j] = 1;
      ++size;
    }
    sizes.push_back(size);
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

}  // namespace

TEST_CASE("components equal the classes of mutual reach found by trying every way") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 25);
    CHECK(weak_component_sizes(rows_of(whole)) == slow(whole, false));
    CHECK(strong_component_sizes(rows_of(whole)) == slow(whole, true));
  }
}

TEST_CASE("sparse graphs, between pieces and one whole, have the components of the slow way") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = whole_graph(make_graph(40, random_edges(seed, 40, 20 + seed)));
    CHECK(weak_component_sizes(rows_of(whole)) == slow(whole, false));
    CHECK(strong_component_sizes(rows_of(whole)) == slow(whole, true));
  }
}

TEST_CASE("two rings joined one way are one weak and two strong components") {
  const ChosenGraph whole =
      whole_graph(make_graph(6, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 3}}));  // 5 is alone
  CHECK(weak_component_sizes(rows_of(whole)) == Sizes{5, 1});
  CHECK(strong_component_sizes(rows_of(whole)) == Sizes{3, 2, 1});
  const ChosenGraph nothing = whole_graph(make_graph(0, {}));
  CHECK(weak_component_sizes(rows_of(nothing)).empty());
  CHECK(strong_component_sizes(rows_of(nothing)).empty());
}

TEST_CASE("a path and a ring of a million vertices need no deep stack") {
  constexpr std::uint32_t kLength = 1'000'000;
  EdgeList edges;
  for (Vertex v = 0; v + 1 < kLength; ++v) edges.emplace_back(v, v + 1);
  CHECK(strong_component_sizes(rows_of(whole_graph(make_graph(kLength, edges)))) ==
        Sizes(kLength, 1));
  edges.emplace_back(kLength - 1, 0);
  CHECK(strong_component_sizes(rows_of(whole_graph(make_graph(kLength, edges)))) == Sizes{kLength});
}
