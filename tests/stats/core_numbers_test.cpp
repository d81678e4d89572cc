#include "stats/core_numbers.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::vector<std::uint32_t> count(const ChosenGraph& whole) {
  return core_numbers(neighbor_rows(whole.view(), whole.weights, whole.choice()));
}

/// For each k, vertices with fewer than k neighbors are thrown out until none is left.
std::vector<std::uint32_t> slow(const ChosenGraph& whole) {
  std::vector<Vertex> members;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (whole.pre[v] || whole.post[v]) members.push_back(v);
  }
  std::vector<std::uint32_t> cores(members.size(), 0);
  for (std::uint32_t k = 1; k <= members.size(); ++k) {
    std::vector<char> in(members.size(), 1);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (!in[i]) continue;
        std::uint32_t neighbors = 0;
        for (std::size_t j = 0; j < members.size(); ++j) {
          neighbors +=
              in[j] && (whole.has(members[i], members[j]) || whole.has(members[j], members[i]));
        }
        if (neighbors < k) {
          in[i] = 0;
          changed = true;
        }
      }
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (in[i]) cores[i] = k;
    }
  }
  return cores;
}

}  // namespace

TEST_CASE("core numbers equal those found by throwing out weak vertices for every k") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 25);
    CHECK(count(whole) == slow(whole));
  }
}

TEST_CASE("a square with a diagonal is a 2-core, its tail is not, and who is alone has core 0") {
  // A reciprocal pair is one neighbor; a self-loop is none.
  const ChosenGraph whole = whole_graph(make_graph(
      7, {{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 0}, {0, 2}, {3, 4}, {4, 5}, {5, 4}, {6, 6}}));
  CHECK(count(whole) == std::vector<std::uint32_t>{2, 2, 2, 2, 1, 1, 0});
  CHECK(count(whole_graph(make_graph(0, {}))).empty());
}
