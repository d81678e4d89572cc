#include "stats/network_counts.h"

#include <doctest/doctest.h>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Every pair and every triple, one after the other.
NetworkCounts by_triples(const ChosenGraph& g, bool one_set) {
  NetworkCounts counts;
  counts.one_set = one_set;
  const std::uint32_t n = g.vertex_count();
  const auto joined = [&](Vertex u, Vertex v) { return g.has(u, v) || g.has(v, u); };
  for (Vertex i = 0; i < n; ++i) {
    counts.pre_neurons += g.pre[i];
    counts.post_neurons += g.post[i];
    std::uint64_t degree = 0;
    for (Vertex j = 0; j < n; ++j) {
      if (i == j) continue;
      counts.pairs += g.pre[i] & g.post[j];
      degree += g.has(i, j);
      if (!one_set) continue;
      counts.answered += g.has(i, j) && g.has(j, i);
      for (Vertex k = 0; k < n; ++k) {
        if (k == i || k == j) continue;
        counts.two_paths += g.has(i, j) && g.has(j, k);
        counts.transitive_triples += g.has(i, j) && g.has(j, k) && g.has(i, k);
        // j in the middle.
        if (i < k) counts.connected_triples += joined(i, j) && joined(j, k);
        if (i < j && j < k) counts.triangles += joined(i, j) && joined(j, k) && joined(i, k);
      }
    }
    counts.connections += degree;
    counts.out_degree_squares += degree * degree;
  }
  return counts;
}

}  // namespace

TEST_CASE("a network is counted as by looking at every triple, in slices of any size") {
  for (std::uint32_t seed = 0; seed < 80; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, seed % 23);
    const bool one_set = g.pre == g.post;
    for (const std::uint64_t work : {std::uint64_t{1}, std::uint64_t{50}, UINT64_MAX}) {
      NetworkCounter counter(g.view(), g.weights, g.choice(), one_set);
      while (!counter.advance(work)) {
      }
      CHECK(counter.counts() == by_triples(g, one_set));
    }
  }
}

TEST_CASE("a statistic is events over its base, and a block has the two that need no answer") {
  NetworkCounts counts;
  counts.pre_neurons = counts.post_neurons = 5;
  counts.pairs = 20;
  counts.connections = 10;  // chance: one in two
  counts.answered = 6;
  counts.triangles = 2;
  counts.connected_triples = 12;
  counts.transitive_triples = 4;
  counts.two_paths = 16;
  CHECK(main_statistic(counts, MainStatistic::ConnectionProbability) == Ratio{10, 20});
  CHECK(main_statistic(counts, MainStatistic::MeanOutDegree) == Ratio{10, 5});
  CHECK(main_statistic(counts, MainStatistic::Reciprocity) == Ratio{6, 5});
  CHECK(main_statistic(counts, MainStatistic::Transitivity) == Ratio{2, 4});
  CHECK(main_statistic(counts, MainStatistic::Closure) == Ratio{4, 8});
  counts.one_set = false;
  CHECK(main_statistic(counts, MainStatistic::MeanOutDegree).has_value());
  for (const auto statistic :
       {MainStatistic::Reciprocity, MainStatistic::Transitivity, MainStatistic::Closure}) {
    CHECK(!main_statistic(counts, statistic));
  }
  // Nobody chosen: nothing to divide by, and nothing that is not a number.
  for (std::uint8_t s = 0; s < kMainStatisticNames.size(); ++s) {
    CHECK(main_statistic(NetworkCounts{}, static_cast<MainStatistic>(s)) == Ratio{0, 0});
  }
}
