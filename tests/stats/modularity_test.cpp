#include "stats/modularity.h"

#include <doctest/doctest.h>

#include <cmath>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The formula as it is written: the sum over all pairs of vertices of one group.
double slow(const ChosenGraph& whole, const std::vector<std::uint16_t>& groups, bool weighted) {
  const std::uint32_t n = whole.vertex_count();
  const auto weight = [&](Vertex u, Vertex v) -> double {
    if (!whole.has(u, v)) return 0;
    return weighted ? whole.weights[find_edge(whole.view(), u, v)] : 1;
  };
  std::vector<double> out(n, 0), in(n, 0);
  double total = 0;
  for (Vertex u = 0; u < n; ++u) {
    for (Vertex v = 0; v < n; ++v) {
      out[u] += weight(u, v);
      in[v] += weight(u, v);
      total += weight(u, v);
    }
  }
  double sum = 0;
  for (Vertex u = 0; u < n; ++u) {
    for (Vertex v = 0; v < n; ++v) {
      if (groups[u] == groups[v]) sum += weight(u, v) - out[u] * in[v] / total;
    }
  }
  return sum / total;
}

}  // namespace

TEST_CASE("modularity equals its formula summed over all pairs") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const ChosenGraph whole = random_chosen_graph(seed, 1 + seed % 30);
    std::mt19937 random(seed);
    std::vector<std::uint16_t> groups(whole.vertex_count());
    for (std::uint16_t& group : groups) group = static_cast<std::uint16_t>(random() % 4);
    const LabelledTotals totals =
        count_labelled(whole.view(), whole.weights, whole.choice(), groups, 5);
    for (const bool weighted : {false, true}) {
      const double expected = slow(whole, groups, weighted);
      const double found = modularity(weighted ? totals.weights : totals.edges);
      if (std::isnan(expected)) {
        CHECK(std::isnan(found));
      } else {
        CHECK(found == doctest::Approx(expected).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("two rings with a label each have modularity one half, with one label for all none") {
  const ChosenGraph whole =
      whole_graph(make_graph(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {5, 5}}));
  const auto value = [&](const std::vector<std::uint16_t>& groups) {
    return modularity(count_labelled(whole.view(), whole.weights, whole.choice(), groups, 2).edges);
  };
  CHECK(value({0, 0, 0, 1, 1, 1}) == 0.5);
  CHECK(value({1, 1, 1, 1, 1, 1}) == 0);
  CHECK(value({0, 1, 0, 1, 0, 1}) < 0);
}
