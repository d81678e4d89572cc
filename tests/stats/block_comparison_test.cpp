#include "stats/block_comparison.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/empirical_test.h"
#include "stats/local_statistics.h"
#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Masks {
  std::vector<std::uint8_t> pre, post;
};

struct TwoBlocks {
  ChosenGraph g;
  std::array<Masks, 2> masks;
  std::vector<std::uint64_t> sizes;

  std::array<BlockSides, 2> sides() const {
    return {BlockSides{masks[0].pre, masks[0].post}, BlockSides{masks[1].pre, masks[1].post}};
  }
};

TwoBlocks some_blocks(std::uint32_t seed, std::uint32_t vertices) {
  TwoBlocks two;
  Random random(seed, 3);
  EdgeList edges;
  const std::uint32_t one_in = 2 + seed % 6;
  for (Vertex u = 0; u < vertices; ++u) {
    for (Vertex v = 0; v < vertices; ++v) {
      if (random.below(one_in) == 0) edges.emplace_back(u, v);
    }
  }
  two.g = whole_graph(make_graph(vertices, edges));
  for (auto& weight : two.g.weights) weight = 1 + random.below(9);
  two.g.min_weight = seed % 3 == 0 ? 4 : 1;
  for (std::size_t e = 0; e < two.g.weights.size(); ++e) {
    two.sizes.push_back(e % 7 == 0 ? (1ull << 60) + e : 1000 * e % 97);
  }
  for (Masks& block : two.masks) {
    for (Vertex v = 0; v < vertices; ++v) {
      block.pre.push_back(static_cast<std::uint8_t>(random.below(2)));
      block.post.push_back(static_cast<std::uint8_t>(random.below(3) == 0));
    }
  }
  if (seed % 4 == 0) two.masks[1].pre = two.masks[0].pre;  // one side in common
  return two;
}

/// A block by looking at every pair.
BlockCounts by_pairs(const ChosenGraph& g, const Masks& block,
                     const std::vector<std::uint64_t>& sizes) {
  const auto edge = [&](Vertex u, Vertex v) {
    const std::size_t e = find_edge(g.view(), u, v);
    return e < g.weights.size() && g.weights[e] >= g.min_weight ? e : g.weights.size();
  };
  BlockCounts counts;
  for (Vertex u = 0; u < g.vertex_count(); ++u) {
    counts.pre_neurons += block.pre[u];
    counts.post_neurons += block.post[u];
    for (Vertex v = 0; v < g.vertex_count(); ++v) {
      if (u == v || !block.pre[u] || !block.post[v]) continue;
      counts.pairs += 1;
      const std::size_t e = edge(u, v);
      if (e == g.weights.size()) continue;
      counts.connections += 1;
      counts.synapses += g.weights[e];
      counts.size_sum += sizes[e];
      counts.answered += edge(v, u) < g.weights.size();
    }
  }
  return counts;
}

Masks masks_of(const BlockComparison& comparison, const BlockComparison::Deal& deal, unsigned block,
               std::size_t vertices) {
  Masks masks{std::vector<std::uint8_t>(vertices, 0), std::vector<std::uint8_t>(vertices, 0)};
  for (std::size_t i = 0; i < comparison.members().size(); ++i) {
    masks.pre[comparison.members()[i]] = deal.pre[i] >> block & 1;
    masks.post[comparison.members()[i]] = deal.post[i] >> block & 1;
  }
  return masks;
}

double probability(const BlockCounts& block) {
  return static_cast<double>(block.connections) / static_cast<double>(block.pairs);
}

}  // namespace

TEST_CASE("blocks, as they are and dealt out, are counted as pair by pair") {
  for (std::uint32_t seed = 0; seed < 80; ++seed) {
    CAPTURE(seed);
    const TwoBlocks two = some_blocks(seed, seed % 30);
    const ChosenGraph& g = two.g;
    const BlockComparison comparison(g.view(), g.weights, two.sides(), g.min_weight,
                                     [&](std::size_t e) { return two.sizes[e]; });
    const BlockComparison unsized(g.view(), g.weights, two.sides(), g.min_weight);
    Random random(seed);
    for (const auto& deal : {comparison.observed(), comparison.dealt(random)}) {
      PairOfBlocks found = comparison.count(deal);
      for (unsigned block = 0; block < 2; ++block) {
        CAPTURE(block);
        const Masks masks = masks_of(comparison, deal, block, g.vertex_count());
        CHECK(found[block] == by_pairs(g, masks, two.sizes));
        // And as the counts of a block everywhere else have them.
        const LocalStatistics local = local_statistics({.graph = g.view(),
                                                        .synapse_counts = g.weights,
                                                        .chosen = masks.pre,
                                                        .groups = {},
                                                        .analyzable_axon = {},
                                                        .post = masks.post,
                                                        .post_groups = {},
                                                        .min_synapses = g.min_weight,
                                                        .answered = {}});
        CHECK(found[block].pairs == local.pairs);
        CHECK(found[block].connections == local.connections - local.autapses);
        CHECK(found[block].answered == local.answered);
        found[block].size_sum = 0;
      }
      CHECK(unsized.count(deal) == found);
    }
    for (unsigned block = 0; block < 2; ++block) {
      CHECK(masks_of(comparison, comparison.observed(), block, g.vertex_count()).pre ==
            two.masks[block].pre);
      CHECK(masks_of(comparison, comparison.observed(), block, g.vertex_count()).post ==
            two.masks[block].post);
    }
  }
}

TEST_CASE("a deal keeps how many are on each side, and whoever is there in both blocks") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const TwoBlocks two = some_blocks(seed, 25);
    const BlockComparison comparison(two.g.view(), two.g.weights, two.sides(), 1);
    Random random(seed);
    const auto deal = comparison.dealt(random);
    const auto& before = comparison.observed();
    for (const auto side : {&BlockComparison::Deal::pre, &BlockComparison::Deal::post}) {
      std::vector<std::uint8_t> sorted = deal.*side, was = before.*side;
      std::uint64_t both = 0;
      for (std::size_t i = 0; i < was.size(); ++i) {
        CHECK((was[i] == 0 || was[i] == 3 ? sorted[i] == was[i] : sorted[i] % 3 != 0));
        both += was[i] == 3;
      }
      std::sort(sorted.begin(), sorted.end());
      std::sort(was.begin(), was.end());
      CHECK(sorted == was);
      const DealtSide told =
          side == &BlockComparison::Deal::pre ? comparison.dealt_pre() : comparison.dealt_post();
      CHECK(told.both == both);
      CHECK(told.a == static_cast<std::uint64_t>(std::count(was.begin(), was.end(), 1)));
      CHECK(told.b == static_cast<std::uint64_t>(std::count(was.begin(), was.end(), 2)));
      if (seed % 4 == 0 && side == &BlockComparison::Deal::pre) CHECK_FALSE(told.exchanges());
    }
  }
}

TEST_CASE("the network of a block is that of its connections on the neurons of either side") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const TwoBlocks two = some_blocks(seed, seed % 25);
    const ChosenGraph& g = two.g;
    const BlockComparison comparison(g.view(), g.weights, two.sides(), g.min_weight);
    Random random(seed);
    for (const auto& deal : {comparison.observed(), comparison.dealt(random)}) {
      for (unsigned block = 0; block < 2; ++block) {
        const Masks masks = masks_of(comparison, deal, block, g.vertex_count());
        const InducedHalf expected =
            induced_half(g.view(), g.weights, {masks.pre, masks.post, g.min_weight}, false);
        const BlockNetwork found = comparison.network(deal, block);
        CHECK(found.half == expected.out);
        CHECK(found.original == expected.original);
        for (std::size_t i = 0; i < found.original.size(); ++i) {
          CHECK(found.pre[i] == masks.pre[found.original[i]]);
          CHECK(found.post[i] == masks.post[found.original[i]]);
        }
      }
    }
  }
}

TEST_CASE("where who is in which block was decided by lot, p is uniform, whatever the network") {
  // Some neurons send more than others and some can be on both sides; every way to choose the
  // senders and the receivers of A among those of both blocks is as likely as any other.
  constexpr std::uint32_t kDeals = 19, kWorlds = 2000;
  for (const bool one_side : {false, true}) {
    CAPTURE(one_side);
    std::array<int, kDeals + 1> by_p{};
    for (std::uint32_t world = 0; world < kWorlds; ++world) {
      Random random(world, 7);
      EdgeList edges;
      for (Vertex u = 0; u < 30; ++u) {
        for (Vertex v = 0; v < 30; ++v) {
          if (random.below(2 + u % 5) == 0) edges.emplace_back(u, v);
        }
      }
      ChosenGraph g = whole_graph(make_graph(30, edges));
      for (auto& weight : g.weights) weight = 1 + random.below(100'000);
      TwoBlocks two;
      for (Masks& masks : two.masks) {
        masks.pre.assign(30, 0);
        masks.post.assign(30, 0);
      }
      std::vector<std::uint8_t> senders(20, 0), receivers(18, 0);
      std::fill_n(senders.begin(), 8, std::uint8_t{1});
      std::fill_n(receivers.begin(), 11, std::uint8_t{1});
      shuffle(senders, random);
      shuffle(receivers, random);
      for (Vertex i = 0; i < 20; ++i) {
        two.masks[senders[i]].pre[i] = 1;
        if (one_side) two.masks[0].pre[i] = two.masks[1].pre[i] = 1;
      }
      for (Vertex i = 0; i < 18; ++i) two.masks[receivers[i]].post[12 + i] = 1;
      const BlockComparison comparison(g.view(), g.weights, two.sides(), 1);
      const auto difference = [&](const BlockComparison::Deal& deal) {
        const PairOfBlocks blocks = comparison.count(deal);
        const auto synapses = [](const BlockCounts& block) {  // no two ways tie
          return static_cast<double>(block.synapses) / static_cast<double>(block.pairs);
        };
        return synapses(blocks[0]) - synapses(blocks[1]);
      };
      EmpiricalTest test(difference(comparison.observed()));
      for (std::uint32_t i = 0; i < kDeals; ++i) test.add(difference(comparison.dealt(random)));
      by_p[static_cast<std::size_t>(std::lround(test.p_high() * (kDeals + 1))) - 1] += 1;
    }
    double chi_square = 0;
    for (const int count : by_p) {
      chi_square += std::pow(count - kWorlds / 20.0, 2) / (kWorlds / 20.0);
    }
    CHECK(chi_square < 50.8);  // 19 degrees of freedom: passed by chance once in 10,000
  }
}

TEST_CASE("a chain of three layers whose first step is denser is told from its second") {
  Random random(4);
  EdgeList edges;
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = 0; v < 60; ++v) {
      const bool first = u < 20 && v >= 20 && v < 40;
      if (u != v && random.below(first ? 2 : 10) == 0) edges.emplace_back(u, v);
    }
  }
  const ChosenGraph g = whole_graph(make_graph(60, edges));
  TwoBlocks two;
  for (Vertex v = 0; v < 60; ++v) {
    two.masks[0].pre.push_back(v < 20);
    two.masks[0].post.push_back(v >= 20 && v < 40);
    two.masks[1].pre.push_back(v >= 20 && v < 40);
    two.masks[1].post.push_back(v >= 40);
  }
  const BlockComparison comparison(g.view(), g.weights, two.sides(), 1);
  const auto difference = [&](const BlockComparison::Deal& deal) {
    const PairOfBlocks blocks = comparison.count(deal);
    return probability(blocks[0]) - probability(blocks[1]);
  };
  EmpiricalTest test(difference(comparison.observed()));
  for (int i = 0; i < 199; ++i) test.add(difference(comparison.dealt(random)));
  CHECK(test.p_high() == 1 / 200.0);
  CHECK(test.observed() > 0.3);
}
