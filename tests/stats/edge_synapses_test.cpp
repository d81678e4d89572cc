#include "stats/edge_synapses.h"

#include <doctest/doctest.h>

#include "stats/random_synapses.h"
#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("synapses of two connections, counted by hand") {
  // 0 -> 1 with three synapses, 1 -> 2 with one, and an autapse of 2
  const OwnedGraph graph = make_graph(3, {{0, 1}, {1, 2}, {2, 2}});
  const std::vector<std::uint32_t> counts = {3, 1, 2};
  EdgeSynapses synapses(counts, {true, true});
  synapses.set(counts, 0, std::vector<std::uint32_t>{10, 400'000, 20}, 1, 2);
  synapses.set(counts, 1, std::vector<std::uint32_t>{30}, 1, 0);
  synapses.set(counts, 2, std::vector<std::uint32_t>{1, 2}, 2, 2);
  const std::vector<std::uint8_t> all = {1, 1, 1}, first = {1, 0, 0};
  CHECK(synapses.size_sum(counts, 0) == 400'030);
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, all, 1}) ==
        SynapseTotals{4, 400'060, 3, 2, 2, 25.0});
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, all, 2}) ==
        SynapseTotals{3, 400'030, 3, 1, 2, 20.0});
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, first, 1}) ==
        SynapseTotals{0, 0, 0, 0, 0, {}});
}

TEST_CASE("no edges have no synapses, and what is not known is not told") {
  const OwnedGraph graph = make_graph(2, {});
  const std::vector<std::uint8_t> all = {1, 1};
  const EdgeSynapses none({}, {});
  CHECK(synapses_inside(graph.view(), {}, none, {all, all, 1}) ==
        SynapseTotals{0, 0, 0, {}, {}, {}});
  CHECK(none.first({}, 0) == 0);
}

TEST_CASE("medians and shares of any choice are those of a sorted list") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, 2 + seed % 30);
    // Few values, values of one half, a few beyond it, and all 32 bits.
    const std::uint32_t mosts[] = {3, 60'000, 70'000, 0};
    PlainSynapses plain = random_synapses_of(seed, g.weights, mosts[seed % 4]);
    plain.known = {seed % 3 != 0, seed % 5 != 0};
    EdgeSynapses synapses = plain.made(g.weights);
    const EdgeChoice choice{g.pre, g.post, g.min_weight};
    CHECK(synapses_inside(g.view(), g.weights, synapses, choice) ==
          plain.totals(g.view(), g.weights, choice));

    // Of some of the edges alone, in their places.
    std::mt19937 random(seed);
    std::vector<std::uint8_t> kept(g.weights.size());
    for (std::uint8_t& one : kept) one = random() % 3 != 0;
    EdgeList edges;
    std::vector<std::uint32_t> counts;
    PlainSynapses some;
    some.known = plain.known;
    for (Vertex u = 0; u < g.vertex_count(); ++u) {
      for (std::uint32_t e = g.view().out_offsets[u]; e < g.view().out_offsets[u + 1]; ++e) {
        if (kept[e] == 0) continue;
        edges.emplace_back(u, g.view().out_targets[e]);
        counts.push_back(g.weights[e]);
        some.sizes.push_back(plain.sizes[e]);
        some.near.push_back(plain.near[e]);
        some.clumped.push_back(plain.clumped[e]);
      }
    }
    const OwnedGraph left = make_graph(g.vertex_count(), edges);
    synapses.keep(g.weights, kept);
    CHECK(synapses_inside(left.view(), counts, synapses, choice) ==
          some.totals(left.view(), counts, choice));
  }
}

TEST_CASE("where an edge's synapses begin is the sum of those before it") {
  std::vector<std::uint32_t> counts;
  for (std::uint32_t e = 0; e < 300; ++e) counts.push_back(1 + e % 7);
  for (const std::size_t edges :
       {std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{300}}) {
    const std::span<const std::uint32_t> some = std::span(counts).first(edges);
    const EdgeSynapses synapses(some, {});
    std::size_t first = 0;
    for (std::size_t e = 0; e < edges; ++e) {
      CHECK(synapses.first(some, e) == first);
      first += counts[e];
    }
    CHECK(synapses.first(some, edges) == first);
    CHECK(synapses.synapse_count() == first);
  }
}

TEST_CASE("so many large sizes that each has its four bytes are as exact as a few") {
  const OwnedGraph graph = make_graph(3, {{0, 1}, {1, 2}});
  const std::vector<std::uint32_t> counts = {6000, 2000};
  PlainSynapses plain = random_synapses_of(1, counts, 0);
  EdgeSynapses synapses = plain.made(counts);
  const std::vector<std::uint8_t> all = {1, 1, 1};
  const SynapseTotals expected = plain.totals(graph.view(), counts, {all, all, 1});
  CHECK(expected.size_median > 65'535);
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, all, 1}) == expected);
  // What was there before is forgotten.
  plain.sizes[0].assign(6000, 65'535);
  synapses.set(counts, 0, plain.sizes[0], plain.near[0], plain.clumped[0]);
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, all, 1}) ==
        plain.totals(graph.view(), counts, {all, all, 1}));
  synapses.keep(counts, std::vector<std::uint8_t>{0, 1});
  CHECK(synapses.synapse_count() == 2000);
  CHECK(synapses.size(1999) == plain.sizes[1][1999]);
}

TEST_CASE("more than 255 synapses of one edge are near and clumped as any others") {
  const OwnedGraph graph = make_graph(2, {{0, 1}});
  const std::vector<std::uint32_t> counts = {1000};
  EdgeSynapses synapses(counts, {true, true});
  synapses.set(counts, 0, {}, 255, 1000);
  const std::vector<std::uint8_t> all = {1, 1};
  CHECK(synapses_inside(graph.view(), counts, synapses, {all, all, 1}) ==
        SynapseTotals{1000, 0, 1000, 255, 1000, 0.0});
}
