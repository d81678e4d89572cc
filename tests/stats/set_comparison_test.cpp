#include "stats/set_comparison.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "stats/empirical_test.h"
#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The same by looking at every pair of a set.
PairOfSets by_pairs(const ChosenGraph& g) {
  PairOfSets sets{};
  const auto has = [&](Vertex u, Vertex v, std::uint32_t& weight) {
    const std::size_t e = find_edge(g.view(), u, v);
    if (u == v || e >= g.weights.size() || g.weights[e] < g.min_weight) return false;
    weight = g.weights[e];
    return true;
  };
  for (int set = 0; set < 2; ++set) {
    const auto is_in = [&](Vertex v) {
      return g.pre[v] != g.post[v] && (set == 0 ? g.pre : g.post)[v] != 0;
    };
    for (Vertex u = 0; u < g.vertex_count(); ++u) {
      if (!is_in(u)) continue;
      sets[set].neurons += 1;
      for (Vertex v = 0; v < g.vertex_count(); ++v) {
        std::uint32_t weight = 0, back = 0;
        if (!is_in(v) || !has(u, v, weight)) continue;
        sets[set].connections += 1;
        sets[set].synapses += weight;
        sets[set].answered += has(v, u, back);
      }
    }
  }
  return sets;
}

ChosenGraph seeded_graph(std::uint32_t seed, std::uint32_t vertices, std::uint32_t one_in) {
  Random random(seed);
  EdgeList edges;
  for (Vertex u = 0; u < vertices; ++u) {
    for (Vertex v = 0; v < vertices; ++v) {
      if (random.below(one_in) == 0) edges.emplace_back(u, v);
    }
  }
  ChosenGraph g = whole_graph(make_graph(vertices, edges));
  for (auto& weight : g.weights) weight = 1 + random.below(1000);
  return g;
}

}  // namespace

TEST_CASE("the network of a set is the one that its labels choose, counted apart") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, 3 + seed % 20);
    const SetComparison comparison(g.view(), g.weights, g.pre, g.post, g.min_weight);
    Random random(seed);
    const std::vector<std::uint8_t> dealt = comparison.dealt(random);
    CHECK(std::count(dealt.begin(), dealt.end(), 1) ==
          std::count(comparison.labels().begin(), comparison.labels().end(), 1));
    for (const auto& labels : {comparison.labels(), dealt}) {
      const PairOfSets counts = comparison.count(labels);
      for (std::uint8_t label = 0; label < 2; ++label) {
        std::vector<Vertex> own;
        for (std::size_t i = 0; i < labels.size(); ++i) {
          if (labels[i] == label) own.push_back(comparison.members()[i]);
        }
        EdgeList edges;
        for (Vertex u = 0; u < own.size(); ++u) {
          for (Vertex v = 0; v < own.size(); ++v) {
            const std::size_t e = find_edge(g.view(), own[u], own[v]);
            if (u != v && e < g.weights.size() && g.weights[e] >= g.min_weight) {
              edges.emplace_back(u, v);
            }
          }
        }
        const CsrHalf half = comparison.network(labels, label);
        CHECK(half == make_half(static_cast<std::uint32_t>(own.size()), edges));
        CHECK(counts[label].connections == edges.size());
      }
    }
  }
}

TEST_CASE("both sets are counted as pair by pair, without the neurons of both") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed, 1);
    ChosenGraph g = seeded_graph(seed, seed % 30, 2 + seed % 5);
    g.min_weight = seed % 3 == 0 ? 400 : 1;
    std::uint64_t shared = 0;
    for (Vertex v = 0; v < g.vertex_count(); ++v) {
      g.pre[v] = static_cast<std::uint8_t>(random.below(2));
      g.post[v] = static_cast<std::uint8_t>(random.below(2));
      shared += g.pre[v] & g.post[v];
    }
    const SetComparison comparison(g.view(), g.weights, g.pre, g.post, g.min_weight);
    CHECK(comparison.observed() == by_pairs(g));
    CHECK(comparison.shared() == shared);
  }
}

TEST_CASE("sizes are those of the connections that are counted, to the last of 64 bits") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, 3 + seed % 20);
    std::vector<std::uint64_t> sums;
    Random random(seed);
    for (std::size_t e = 0; e < g.weights.size(); ++e) {
      sums.push_back(e % 7 == 0 ? (1ull << 60) + random.below(100) : random.below(100'000));
    }
    const SetComparison comparison(g.view(), g.weights, g.pre, g.post, g.min_weight,
                                   [&](std::size_t e) { return sums[e]; });
    const SetComparison unsized(g.view(), g.weights, g.pre, g.post, g.min_weight);
    for (const auto& labels : {comparison.labels(), comparison.dealt(random)}) {
      PairOfSets expected = unsized.count(labels);
      CHECK(expected[0].size_sum + expected[1].size_sum == 0);
      for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t j = 0; j < labels.size(); ++j) {
          const std::size_t e =
              find_edge(g.view(), comparison.members()[i], comparison.members()[j]);
          if (i == j || labels[i] != labels[j] || e >= g.weights.size()) continue;
          if (g.weights[e] >= g.min_weight) expected[labels[i]].size_sum += sums[e];
        }
      }
      CHECK(comparison.count(labels) == expected);
    }
  }
}

TEST_CASE(
    "dealing out the labels keeps how many neurons each set has, and every way is as likely") {
  ChosenGraph g = seeded_graph(3, 5, 2);
  g.pre = {1, 1, 0, 0, 0};
  g.post = {0, 0, 1, 1, 0};
  // Weights that tell which connection is inside A: sums of A's synapses name its two neurons.
  const SetComparison comparison(g.view(), g.weights, g.pre, g.post, 1);
  std::array<std::array<int, 4>, 4> seen{};
  Random random(7);
  constexpr int kDeals = 6000;
  for (int i = 0; i < kDeals; ++i) {
    const PairOfSets sets = comparison.permuted(random);
    REQUIRE(sets[0].neurons == 2);
    REQUIRE(sets[1].neurons == 2);
    for (Vertex u = 0; u < 4; ++u) {
      for (Vertex v = u + 1; v < 4; ++v) {
        ChosenGraph one = g;
        one.pre.assign(5, 0);
        one.post.assign(5, 0);
        for (Vertex w = 0; w < 4; ++w) (w == u || w == v ? one.pre : one.post)[w] = 1;
        seen[u][v] += sets == by_pairs(one);
      }
    }
  }
  double chi_square = 0;
  int ways = 0;
  for (Vertex u = 0; u < 4; ++u) {
    for (Vertex v = u + 1; v < 4; ++v) {
      chi_square += std::pow(seen[u][v] - kDeals / 6.0, 2) / (kDeals / 6.0);
      ways += seen[u][v];
    }
  }
  CHECK(ways == kDeals);     // the six ways count differently here
  CHECK(chi_square < 25.7);  // 5 degrees of freedom: passed by chance once in 10,000
}

TEST_CASE(
    "where sets are drawn by chance, p is uniform; where B is denser, p is as small as it can") {
  constexpr std::uint32_t kNeurons = 30, kDeals = 19, kWorlds = 2000;
  std::array<int, kDeals + 1> by_p{};
  for (std::uint32_t world = 0; world < kWorlds; ++world) {
    Random random(world, 5);
    ChosenGraph g = seeded_graph(world + 1000, kNeurons, 5);
    std::vector<std::uint8_t> labels(kNeurons, 0);
    std::fill_n(labels.begin(), 12, std::uint8_t{1});
    shuffle(labels, random);
    for (Vertex v = 0; v < kNeurons; ++v) {
      g.pre[v] = labels[v];
      g.post[v] = labels[v] ^ 1;
    }
    const SetComparison comparison(g.view(), g.weights, g.pre, g.post, 1);
    // Synapses of a connection: reals enough that no two ways tie.
    const auto size = [](const PairOfSets& sets) {
      const auto mean = [](const SetCounts& set) {
        return static_cast<double>(set.synapses) / static_cast<double>(set.connections);
      };
      return std::fabs(mean(sets[0]) - mean(sets[1]));
    };
    EmpiricalTest test(size(comparison.observed()));
    for (std::uint32_t i = 0; i < kDeals; ++i) test.add(size(comparison.permuted(random)));
    by_p[static_cast<std::size_t>(std::lround(test.p_high() * (kDeals + 1))) - 1] += 1;
  }
  double chi_square = 0;
  for (const int count : by_p) {
    chi_square += std::pow(count - kWorlds / 20.0, 2) / (kWorlds / 20.0);
  }
  CHECK(chi_square < 50.8);  // 19 degrees of freedom: passed by chance once in 10,000

  EdgeList edges;
  for (Vertex u = 12; u < kNeurons; ++u) {
    for (Vertex v = 12; v < kNeurons; ++v) edges.emplace_back(u, v);
  }
  ChosenGraph g = whole_graph(make_graph(kNeurons, edges));
  for (Vertex v = 0; v < kNeurons; ++v) {
    g.pre[v] = v < 12;
    g.post[v] = v >= 12;
  }
  const SetComparison comparison(g.view(), g.weights, g.pre, g.post, 1);
  Random random(1);
  const auto size = [](const PairOfSets& sets) {
    return std::fabs(static_cast<double>(sets[0].connections) / (12 * 11) -
                     static_cast<double>(sets[1].connections) / (18 * 17));
  };
  EmpiricalTest test(size(comparison.observed()));
  for (int i = 0; i < 99; ++i) test.add(size(comparison.permuted(random)));
  CHECK(test.p_high() == 0.01);
}
