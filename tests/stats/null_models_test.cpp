#include "stats/null_models.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "graph/random_graph.h"
#include "stats/distance_graph.h"
#include "stats/distance_profile.h"
#include "stats/portable_log.h"
#include "stats/rewiring.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::vector<std::uint32_t> out_degrees(const CsrHalf& half) {
  std::vector<std::uint32_t> degrees;
  for (std::size_t v = 0; v < half.vertex_count(); ++v) {
    degrees.push_back(half.offsets[v + 1] - half.offsets[v]);
  }
  return degrees;
}

CsrHalf without_loops(std::uint32_t n, EdgeList edges) {
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  return make_half(n, edges);
}

/// Rows rise strictly, targets are in range, no self-loop.
void check_simple(const CsrHalf& half, std::size_t vertices) {
  REQUIRE(half.vertex_count() == vertices);
  REQUIRE(half.offsets.back() == half.targets.size());
  for (Vertex u = 0; u < vertices; ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      REQUIRE(half.targets[e] < vertices);
      REQUIRE(half.targets[e] != u);
      if (e > half.offsets[u]) REQUIRE(half.targets[e] > half.targets[e - 1]);
    }
  }
}

/// Draws networks and asks whether each of `kinds` comes equally often: χ² below its mean plus
/// 3.5 standard deviations, which a fair sampler exceeds once in some thousand seeds.
void check_uniform(std::size_t kinds, int draws, const std::function<CsrHalf()>& draw) {
  std::map<std::pair<std::vector<std::uint32_t>, std::vector<Vertex>>, int> seen;
  for (int i = 0; i < draws; ++i) {
    const CsrHalf half = draw();
    ++seen[{half.offsets, half.targets}];
  }
  CHECK(seen.size() == kinds);
  const double expected = static_cast<double>(draws) / static_cast<double>(kinds);
  double chi2 = 0;
  for (const auto& [graph, count] : seen) {
    chi2 += (count - expected) * (count - expected) / expected;
  }
  const double freedom = static_cast<double>(kinds) - 1;
  CHECK(chi2 < freedom + 3.5 * std::sqrt(2 * freedom));
}

/// Two random sets of vertices: apart, alike or overlapping, by `kind`.
struct Sides {
  std::vector<std::uint8_t> pre, post;

  Sides(std::uint32_t n, std::uint32_t kind, Random& random) {
    for (std::uint32_t v = 0; v < n; ++v) {
      pre.push_back(random.below(3) > 0);
      const bool other = random.below(3) > 0;
      post.push_back(kind % 3 == 0 ? !pre.back() : kind % 3 == 1 ? pre.back() != 0 : other);
    }
  }
  BlockSides view() const { return {pre, post}; }
};

/// Every edge runs from one of pre to one of post.
void check_inside(const CsrHalf& half, const BlockSides& sides) {
  for (Vertex u = 0; u < half.vertex_count(); ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      REQUIRE(sides.sends(u));
      REQUIRE(sides.receives(half.targets[e]));
    }
  }
}

/// A random network in the block.
CsrHalf network_inside(const BlockSides& sides, std::uint32_t seed, std::uint32_t n,
                       std::uint32_t draws) {
  EdgeList edges = random_edges(seed, n, draws);
  std::erase_if(edges, [&](const auto& edge) {
    return !sides.sends(edge.first) || !sides.receives(edge.second);
  });
  return without_loops(n, edges);
}

/// All networks without self-loops on n vertices that `fits` accepts.
std::size_t count_networks(std::uint32_t n, const std::function<bool(const CsrHalf&)>& fits) {
  EdgeList pairs;
  for (Vertex u = 0; u < n; ++u) {
    for (Vertex v = 0; v < n; ++v) {
      if (u != v) pairs.emplace_back(u, v);
    }
  }
  std::size_t count = 0;
  for (std::uint32_t bits = 0; bits < 1u << pairs.size(); ++bits) {
    EdgeList edges;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (bits >> i & 1) edges.push_back(pairs[i]);
    }
    count += fits(make_half(n, edges));
  }
  return count;
}

}  // namespace

TEST_CASE("block networks have exactly the edges asked for in each block, sparse, dense and full") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::uint32_t n = 1 + random.below(70), group_count = 1 + random.below(5);
    std::vector<std::uint16_t> groups;
    std::vector<std::uint64_t> sizes(group_count, 0);
    for (std::uint32_t v = 0; v < n; ++v) {
      groups.push_back(static_cast<std::uint16_t>(random.below(group_count)));
      ++sizes[groups.back()];
    }
    std::vector<std::uint64_t> wanted;
    for (std::uint32_t a = 0; a < group_count; ++a) {
      for (std::uint32_t b = 0; b < group_count; ++b) {
        const std::uint64_t pairs = sizes[a] * (sizes[b] - (a == b && sizes[b] > 0 ? 1 : 0));
        const std::uint32_t kind = random.below(4);
        wanted.push_back(kind == 0 ? 0 : kind == 1 ? pairs : random.below_large(pairs + 1));
      }
    }
    const CsrHalf half = random_block_graph(groups, group_count, wanted, random);
    check_simple(half, n);
    CHECK(count_block_edges(half, groups, group_count) == wanted);
  }
}

TEST_CASE("every network with so many edges is equally likely, in one group and in two") {
  Random random(41);
  const std::vector<std::uint16_t> one(4, 0);
  for (const std::uint64_t edges : {2u, 3u, 10u}) {  // 10 of 12: drawn by what is left out
    CAPTURE(edges);
    const std::uint64_t wanted[] = {edges};
    const std::size_t kinds =
        count_networks(4, [&](const CsrHalf& half) { return half.targets.size() == edges; });
    check_uniform(kinds, static_cast<int>(kinds) * 100,
                  [&] { return random_block_graph(one, 1, wanted, random); });
  }
  const std::vector<std::uint16_t> two = {0, 0, 1, 1};
  const std::vector<std::uint64_t> wanted = {1, 3, 1, 0};  // 2 * 4 * 4 networks
  check_uniform(32, 6400, [&] { return random_block_graph(two, 2, wanted, random); });
}

TEST_CASE("networks in a block of two sets have exactly the edges asked for, and all inside it") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::uint32_t n = 1 + random.below(60), group_count = 1 + random.below(4);
    const Sides sides(n, seed, random);
    std::vector<std::uint16_t> groups;
    for (std::uint32_t v = 0; v < n; ++v) {
      groups.push_back(static_cast<std::uint16_t>(random.below(group_count)));
    }
    std::vector<std::uint64_t> pairs(group_count * group_count, 0);
    for (Vertex u = 0; u < n; ++u) {
      for (Vertex v = 0; v < n; ++v) {
        pairs[groups[u] * group_count + groups[v]] += u != v && sides.pre[u] && sides.post[v];
      }
    }
    std::vector<std::uint64_t> wanted;
    for (const std::uint64_t all : pairs) {
      const std::uint32_t kind = random.below(4);
      wanted.push_back(kind == 0 ? 0 : kind == 1 ? all : random.below_large(all + 1));
    }
    const CsrHalf half = random_block_graph(groups, group_count, wanted, random, sides.view());
    check_simple(half, n);
    check_inside(half, sides.view());
    CHECK(count_block_edges(half, groups, group_count) == wanted);
    const BlockPairs counted = pairs_of(sides.view(), n);
    CHECK(counted.all == std::accumulate(pairs.begin(), pairs.end(), std::uint64_t{0}));
  }
}

TEST_CASE("every network with so many edges in a block is equally likely") {
  // 1 and 2 are on both sides, so that some rows have a pair less than others: 3 * 3 - 2 pairs.
  const std::vector<std::uint8_t> pre = {1, 1, 1, 0}, post = {0, 1, 1, 1};
  const auto inside = [&](const CsrHalf& half) {
    for (Vertex u = 0; u < 4; ++u) {
      for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
        if (!pre[u] || !post[half.targets[e]]) return false;
      }
    }
    return true;
  };
  Random random(47);
  const std::vector<std::uint16_t> one(4, 0);
  for (const std::uint64_t edges : {2u, 3u, 5u}) {  // 5 of 7: drawn by what is left out
    CAPTURE(edges);
    const std::uint64_t wanted[] = {edges};
    const std::size_t kinds = count_networks(
        4, [&](const CsrHalf& half) { return half.targets.size() == edges && inside(half); });
    CHECK(kinds == (edges == 3 ? 35 : 21));
    check_uniform(kinds, static_cast<int>(kinds) * 200, [&] {
      return random_block_graph(one, 1, wanted, random, {pre, post});
    });
  }
  const std::vector<std::uint16_t> two = {0, 0, 1, 1};
  // 0, 1 -> 1: one of 1 pair; 0, 1 -> 2, 3: two of 4; 2 -> 1: one of 1; 2 -> 3: none of 1.
  const std::vector<std::uint64_t> wanted = {1, 2, 1, 0};
  check_uniform(6, 3000, [&] { return random_block_graph(two, 2, wanted, random, {pre, post}); });
  // The same from a distance that is the same for all pairs, each with its own coin.
  const std::vector<std::int32_t> x = {0, 500, 0, 500}, y = {0, 0, 500, 500}, z = {0, 0, 0, 0};
  const std::vector<double> half_each = {0.5};
  check_uniform(128, 12'800, [&] {
    return random_distance_graph({x, y, z}, half_each, 1000, random, {pre, post});
  });
}

TEST_CASE("random networks in a block have the reciprocal pairs that the closed form expects") {
  // 20 of 40 on both sides: of m edges among N pairs, each of 190 pairs of neurons is answered with
  // m (m - 1) / (N (N - 1)).
  std::vector<std::uint8_t> pre(60, 0), post(60, 0);
  for (Vertex v = 0; v < 60; ++v) {
    pre[v] = v < 40;
    post[v] = v >= 20;
  }
  const BlockPairs pairs = pairs_of({pre, post}, 60);
  CHECK(pairs == BlockPairs{40 * 40 - 20, 20 * 19});
  Random random(48);
  const std::vector<std::uint16_t> one(60, 0);
  const std::uint64_t wanted[] = {600};
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    sum += static_cast<double>(
        count_reciprocal_pairs(random_block_graph(one, 1, wanted, random, {pre, post})));
  }
  const auto n = static_cast<double>(pairs.all);
  const double expected = 190.0 * 600 * 599 / (n * (n - 1));  // 27.4, sd of one about 4.8
  CHECK(std::abs(sum / 1000 - expected) < 0.7);
}

TEST_CASE("random networks have the reciprocity that the closed form expects") {
  // Of m edges among N ordered pairs, m (m - 1) / (N - 1) / 2 reciprocal pairs are expected.
  Random random(42);
  const std::vector<std::uint16_t> one(60, 0);
  const std::uint64_t wanted[] = {700};
  double sum = 0;
  for (int i = 0; i < 400; ++i) {
    sum += static_cast<double>(count_reciprocal_pairs(random_block_graph(one, 1, wanted, random)));
  }
  const double expected = 700.0 * 699 / (60 * 59 - 1) / 2;  // 69.1, sd of one about 7.5
  CHECK(std::abs(sum / 400 - expected) < 1.5);
}

TEST_CASE("rewiring keeps all in- and out-degrees and makes simple networks") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 2 + seed;
    const CsrHalf observed = without_loops(n, random_edges(seed, n, n * (seed % 9)));
    Rewiring rewiring(observed);
    Random random(seed);
    rewiring.advance(observed.targets.size() * 10, random);
    const CsrHalf rewired = rewiring.graph();
    check_simple(rewired, n);
    CHECK(out_degrees(rewired) == out_degrees(observed));
    CHECK(out_degrees(transpose(rewired)) == out_degrees(transpose(observed)));
    if (seed > 20 && seed % 9 > 2) CHECK(rewired != observed);
  }
}

TEST_CASE("rewiring and shuffled targets keep the sides of a block, and rewiring all degrees") {
  std::size_t turned = 0;
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 3 + seed / 2;
    Random random(seed);
    const Sides sides(n, seed, random);
    const CsrHalf observed = network_inside(sides.view(), seed, n, n * (1 + seed % 9));
    Rewiring rewiring(observed);
    for (int part = 0; part < 3; ++part) {
      rewiring.advance(observed.targets.size() * 5, random);
      const CsrHalf rewired = rewiring.graph();
      check_simple(rewired, n);
      check_inside(rewired, sides.view());
      CHECK(out_degrees(rewired) == out_degrees(observed));
      CHECK(out_degrees(transpose(rewired)) == out_degrees(transpose(observed)));
      turned += rewired != observed;
    }
    const CsrHalf shuffled = configuration_graph(observed, random).half;
    check_simple(shuffled, n);
    check_inside(shuffled, sides.view());
  }
  CHECK(turned > 200);
}

TEST_CASE("every network in a block with given degrees is equally likely after rewiring") {
  // 0 and 4 are on one side alone, 1, 2 and 3 on both: their ring turns around only as a triangle.
  const std::vector<std::uint8_t> pre = {1, 1, 1, 1, 0}, post = {0, 1, 1, 1, 1};
  const EdgeList starts[] = {{{1, 2}, {2, 3}, {3, 1}, {0, 4}},
                             {{0, 1}, {1, 4}, {2, 3}, {3, 2}, {0, 4}},
                             {{1, 2}, {2, 3}, {3, 1}, {0, 1}, {2, 4}}};
  Random random(49);
  for (const EdgeList& edges : starts) {
    const CsrHalf start = make_half(5, edges);
    check_inside(start, {pre, post});
    const auto degrees = out_degrees(start), in_degrees = out_degrees(transpose(start));
    // Among all networks of five with these degrees: every one of them lies in the block.
    const std::size_t kinds = count_networks(5, [&](const CsrHalf& half) {
      const bool fits = out_degrees(half) == degrees && out_degrees(transpose(half)) == in_degrees;
      if (fits) check_inside(half, {pre, post});
      return fits;
    });
    CHECK(kinds >= 2);
    Rewiring rewiring(start);
    check_uniform(kinds, static_cast<int>(kinds) * 400, [&] {
      rewiring.advance(200, random);
      return rewiring.graph();
    });
  }
}

TEST_CASE("the chain is that of a slow one, which looks at all edges for each question") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 4 + seed;
    const CsrHalf observed = without_loops(n, random_edges(seed, n, n * (1 + seed % 6)));
    if (observed.targets.size() < 2) continue;
    Rewiring rewiring(observed);
    std::vector<std::pair<Vertex, Vertex>> edges;
    for (Vertex u = 0; u < n; ++u) {
      for (std::uint32_t e = observed.offsets[u]; e < observed.offsets[u + 1]; ++e) {
        edges.emplace_back(u, observed.targets[e]);
      }
    }
    const auto count = static_cast<std::uint32_t>(edges.size());
    const auto find = [&](Vertex u, Vertex v) {
      return std::find(edges.begin(), edges.end(), std::pair{u, v}) - edges.begin();
    };
    const auto has = [&](Vertex u, Vertex v) { return find(u, v) < count; };
    Random random(seed), same(seed);
    for (int round = 0; round < 20; ++round) {
      if (round % 7 == 6) rewiring.rest();
      std::uint64_t changed = 0;
      struct Draw {
        bool triangle;
        std::uint32_t e, f;
      };
      std::vector<Draw> draws;  // 16 are drawn ahead
      for (int i = 0; i < 16; ++i) {
        const bool triangle = same.below(16) == 0;
        const std::uint32_t e = same.below(count), f = same.below(count);
        draws.push_back({triangle, e, f});
      }
      for (const auto& [triangle, e, f] : draws) {
        auto& [u, v] = edges[e];
        if (!triangle) {
          auto& [c, d] = edges[f];
          if (u == c || v == d || u == d || c == v || has(u, d) || has(c, v)) continue;
          std::swap(v, d);
          ++changed;
          continue;
        }
        const std::uint32_t degree = observed.offsets[v + 1] - observed.offsets[v];
        if (degree == 0) continue;
        const std::uint32_t second = observed.offsets[v] + same.below(degree);
        const Vertex w = edges[second].second;
        if (w == u || !has(w, u) || has(v, u) || has(w, v) || has(u, w)) continue;
        const auto third = static_cast<std::size_t>(find(w, u));
        edges[third].second = v;
        edges[second].second = u;
        v = w;
        ++changed;
      }
      CHECK(rewiring.advance(16, random) == changed);
      auto sorted = edges;
      std::sort(sorted.begin(), sorted.end());
      CHECK(rewiring.graph() == make_half(n, sorted));
    }
  }
}

TEST_CASE("a rewiring that has rested goes on as one that has not") {
  const CsrHalf observed = without_loops(40, random_edges(2, 40, 300));
  Rewiring rested(observed), other(observed);
  other.wake();
  CHECK(other.sources().size() == observed.targets.size());
  Random a(3), b(3);
  for (int part = 0; part < 3; ++part) {
    rested.rest();
    CHECK(rested.sources().data() == nullptr);  // no memory kept
    CHECK(rested.graph() == other.graph());
    CHECK(rested.advance(500, a) == other.advance(500, b));
    CHECK(std::equal(rested.sources().begin(), rested.sources().end(), other.sources().begin(),
                     other.sources().end()));
  }
  CHECK(rested.graph() == other.graph());
  CHECK(rested.graph() != observed);
}

TEST_CASE("every network with given degrees is equally likely after rewiring") {
  // Degrees of a ring of three and more: without reversed triangles only one of two rings is met.
  const EdgeList starts[] = {{{0, 1}, {1, 2}, {2, 0}},
                             {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {0, 2}},
                             {{0, 1}, {0, 2}, {1, 0}, {1, 3}, {2, 3}, {3, 2}, {2, 0}}};
  Random random(43);
  for (const EdgeList& edges : starts) {
    const std::uint32_t n = edges.size() == 3 ? 3 : 4;
    const CsrHalf start = make_half(n, edges);
    const auto degrees = out_degrees(start), in_degrees = out_degrees(transpose(start));
    const std::size_t kinds = count_networks(n, [&](const CsrHalf& half) {
      return out_degrees(half) == degrees && out_degrees(transpose(half)) == in_degrees;
    });
    CHECK(kinds >= 2);
    Rewiring rewiring(start);
    check_uniform(kinds, static_cast<int>(kinds) * 400, [&] {
      rewiring.advance(200, random);
      return rewiring.graph();
    });
  }
}

TEST_CASE("the configuration model keeps out-degrees but for what it drops, and says how much") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed;
    const CsrHalf observed = make_half(n, random_edges(seed, n, n * (seed % 8)));
    Random random(seed);
    const ConfigurationGraph drawn = configuration_graph(observed, random);
    check_simple(drawn.half, n);
    CHECK(drawn.half.targets.size() + drawn.self_loops + drawn.repeats == observed.targets.size());
    const auto degrees = out_degrees(drawn.half), before = out_degrees(observed);
    const auto in_degrees = out_degrees(transpose(drawn.half));
    const auto in_before = out_degrees(transpose(observed));
    for (std::size_t v = 0; v < n; ++v) {
      CHECK(degrees[v] <= before[v]);
      CHECK(in_degrees[v] <= in_before[v]);
    }
  }
}

TEST_CASE("the configuration model drops as many self-loops as chance makes") {
  // n vertices of out- and in-degree k: k edges are expected to be self-loops.
  EdgeList edges;
  for (Vertex u = 0; u < 50; ++u) {
    for (Vertex step = 1; step <= 4; ++step) edges.emplace_back(u, (u + step) % 50);
  }
  const CsrHalf ring = make_half(50, edges);
  Random random(44);
  double loops = 0;
  for (int i = 0; i < 500; ++i) {
    loops += static_cast<double>(configuration_graph(ring, random).self_loops);
  }
  CHECK(std::abs(loops / 500 - 4) < 0.35);  // sd of one about 2
}

TEST_CASE("distance networks have the probabilities of their bins, each pair on its own") {
  constexpr std::uint32_t kNeurons = 400;
  Random random(45);
  std::vector<std::int32_t> x, y, z;
  for (std::uint32_t v = 0; v < kNeurons; ++v) {
    x.push_back(static_cast<std::int32_t>(random.below(500'000)));
    y.push_back(static_cast<std::int32_t>(random.below(300'000)));
    z.push_back(static_cast<std::int32_t>(random.below(400'000)));
  }
  x[1] = x[0], y[1] = y[0], z[1] = z[0];  // at one place: never connected
  const SomaPositions positions = {x, y, z};
  const std::vector<double> probabilities = {0.9, 0.3, 0.05, 0, 0.01};  // of 100 µm each
  const std::vector<std::uint8_t> everyone(kNeurons, 1);
  constexpr int kDraws = 40;
  std::vector<double> connected(8, 0), pairs(8, 0), squares(8, 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    const OwnedGraph graph =
        graph_from_out_half(random_distance_graph(positions, probabilities, 100'000, random));
    check_simple(graph.out, kNeurons);
    CHECK(find_edge(graph.view(), 0, 1) == graph.out.targets.size());
    const std::vector<std::uint32_t> synapses(graph.out.targets.size(), 1);
    DistanceProfileInput input;
    input.graph = graph.view();
    input.synapse_counts = synapses;
    input.positions = positions;
    input.pre = input.post = everyone;
    const DistanceProfile profile = distance_profile(input);
    REQUIRE(profile.bins.size() <= connected.size());
    for (std::size_t k = 0; k < profile.bins.size(); ++k) {
      const auto count = static_cast<double>(profile.bins[k].connections);
      connected[k] += count;
      squares[k] += count * count;
      pairs[k] = static_cast<double>(profile.bins[k].pairs);
    }
  }
  for (std::size_t k = 0; k < connected.size(); ++k) {
    CAPTURE(k);
    const double p = k < probabilities.size() ? probabilities[k] : 0;
    if (p == 0) {
      CHECK(connected[k] == 0);
      continue;
    }
    const double sd = std::sqrt(pairs[k] * kDraws * p * (1 - p));
    CHECK(std::abs(connected[k] - pairs[k] * kDraws * p) < 4 * sd);
    // Independent pairs: the number of connections varies as a binomial one does.
    const double mean = connected[k] / kDraws;
    const double variance = (squares[k] - kDraws * mean * mean) / (kDraws - 1);
    CHECK(variance > 0.4 * pairs[k] * p * (1 - p));
    CHECK(variance < 2.2 * pairs[k] * p * (1 - p));
  }
}

TEST_CASE("distance networks in a block have the probabilities of their bins among its pairs") {
  constexpr std::uint32_t kNeurons = 300;
  constexpr int kDraws = 40;
  for (std::uint32_t kind = 0; kind < 3; ++kind) {
    CAPTURE(kind);
    Random random(50 + kind);
    const Sides sides(kNeurons, kind, random);
    std::vector<std::int32_t> x, y, z;
    for (std::uint32_t v = 0; v < kNeurons; ++v) {
      x.push_back(static_cast<std::int32_t>(random.below(400'000)));
      y.push_back(static_cast<std::int32_t>(random.below(300'000)));
      z.push_back(static_cast<std::int32_t>(random.below(200'000)));
    }
    const std::vector<double> probabilities = {0.8, 0.2, 0.03, 0.01};
    std::vector<double> pairs(8, 0), connected(8, 0);
    const auto bin_of = [&](Vertex u, Vertex v) {
      const double dx = x[u] - x[v], dy = y[u] - y[v], dz = z[u] - z[v];
      return static_cast<std::size_t>(std::sqrt(dx * dx + dy * dy + dz * dz) / 100'000);
    };
    for (Vertex u = 0; u < kNeurons; ++u) {
      for (Vertex v = 0; v < kNeurons; ++v) {
        if (u != v && sides.pre[u] && sides.post[v]) ++pairs[bin_of(u, v)];
      }
    }
    for (int draw = 0; draw < kDraws; ++draw) {
      const CsrHalf half =
          random_distance_graph({x, y, z}, probabilities, 100'000, random, sides.view());
      check_simple(half, kNeurons);
      check_inside(half, sides.view());
      for (Vertex u = 0; u < kNeurons; ++u) {
        for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
          ++connected[bin_of(u, half.targets[e])];
        }
      }
    }
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const double p = k < probabilities.size() ? probabilities[k] : 0;
      const double all = pairs[k] * kDraws;
      CHECK(std::abs(connected[k] - all * p) <= 4 * std::sqrt(all * p * (1 - p)));
    }
  }
}

TEST_CASE("the portable logarithm is one") {
  for (const double p : {0.0, 1e-300, 1e-12, 0.001, 0.2, 0.49, 0.5, 0.51, 0.9, 0.999999}) {
    CAPTURE(p);
    CHECK(std::abs(portable_log_of_rest(p) - std::log1p(-p)) <= 1e-15 * std::abs(std::log1p(-p)));
  }
}

TEST_CASE("equal seeds give equal networks") {
  const CsrHalf observed = without_loops(40, random_edges(1, 40, 300));
  const std::vector<std::uint16_t> one(40, 0);
  const std::uint64_t wanted[] = {observed.targets.size()};
  Random a(7), b(7), c(8);
  const CsrHalf first = random_block_graph(one, 1, wanted, a);
  CHECK(first == random_block_graph(one, 1, wanted, b));
  CHECK(first != random_block_graph(one, 1, wanted, c));
}

TEST_CASE("networks with nothing in them are drawn as such") {
  Random random(1);
  const std::vector<std::uint16_t> none, two(2, 0);
  const std::uint64_t zero[] = {0}, full[] = {2};
  CHECK(random_block_graph(none, 1, zero, random) == CsrHalf{});
  CHECK(random_block_graph(two, 1, full, random).targets == std::vector<Vertex>{1, 0});
  CHECK(configuration_graph(CsrHalf{}, random).half == CsrHalf{});
  CHECK(random_distance_graph({}, {}, 1000, random) == CsrHalf{});
  Rewiring single(make_half(2, {{0, 1}}));
  CHECK(single.advance(100, random) == 0);
  CHECK(single.graph() == make_half(2, {{0, 1}}));
  CHECK(count_reciprocal_pairs(CsrHalf{}) == 0);
}

TEST_CASE("reciprocal pairs are those that a matrix shows") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 30;
    const CsrHalf half = make_half(n, random_edges(seed, n, n * (seed % 8)));
    const OwnedGraph graph = graph_from_out_half(half);
    std::uint64_t pairs = 0;
    for (Vertex u = 0; u < n; ++u) {
      for (Vertex v = u + 1; v < n; ++v) {
        pairs += find_edge(graph.view(), u, v) < half.targets.size() &&
                 find_edge(graph.view(), v, u) < half.targets.size();
      }
    }
    CHECK(count_reciprocal_pairs(half) == pairs);
  }
}

TEST_CASE(
    "answers from group to group, and connections that could have one, are those of a matrix") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 30;
    Random random(seed);
    std::vector<std::uint16_t> groups;
    std::vector<std::uint8_t> pre, post;
    for (std::uint32_t v = 0; v < n; ++v) {
      groups.push_back(static_cast<std::uint16_t>(random.below(3)));
      pre.push_back(random.below(4) > 0);
      post.push_back(random.below(3) > 0);
    }
    EdgeList edges;
    for (const auto& [u, v] : random_edges(seed, n, n * (seed % 8))) {
      if (pre[u] && post[v]) edges.emplace_back(u, v);
    }
    const CsrHalf half = make_half(n, edges);
    const OwnedGraph graph = graph_from_out_half(half);
    std::vector<std::uint64_t> answers(9, 0), answerable(9, 0);
    for (Vertex u = 0; u < n; ++u) {
      for (Vertex v = 0; v < n; ++v) {
        if (u == v || find_edge(graph.view(), u, v) == half.targets.size()) continue;
        const std::size_t cell = groups[u] * 3u + groups[v];
        answers[cell] += find_edge(graph.view(), v, u) < half.targets.size();
        answerable[cell] += pre[v] && post[u];
      }
    }
    CHECK(count_block_answers(half, groups, 3) == answers);
    CHECK(count_block_edges(half, groups, 3, {pre, post}) == answerable);
  }
}

TEST_CASE("reciprocal pairs of a graph that is looked through in parts are all found") {
  // 8 words for each vertex, so that 16,384 vertices are one part, and many share a bit.
  constexpr std::uint32_t kVertices = 40'000;
  std::mt19937 random(5);
  EdgeList edges;
  for (std::uint32_t v = 0; v < kVertices; ++v) {
    for (std::uint32_t k = 0; k < 35; ++k) {
      const std::uint32_t u = random() % kVertices;
      edges.push_back({v, u});
      if (k == 0) edges.push_back({u, v});
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  const auto answered =
      static_cast<std::uint64_t>(std::count_if(edges.begin(), edges.end(), [&](const auto& edge) {
        const auto& [u, v] = edge;
        return u < v && std::binary_search(edges.begin(), edges.end(), EdgeList::value_type{v, u});
      }));
  CHECK(answered > 39'000);
  CHECK(count_reciprocal_pairs(make_half(kVertices, edges)) == answered);
}

TEST_CASE("matched subsets hold each label as often as the chosen do, all subsets equally likely") {
  Random random(46);
  const std::vector<std::uint8_t> chosen = {1, 0, 0, 1, 0, 1, 0};
  const std::vector<std::uint8_t> pool = {1, 1, 1, 1, 1, 1, 0};
  const std::vector<std::uint16_t> labels = {0, 0, 0, 1, 1, kNoLabel, 0};
  std::map<std::vector<std::uint8_t>, int> seen;
  for (int i = 0; i < 6000; ++i) {
    ++seen[random_matched_subset(chosen, pool, labels, 2, random)];
  }
  CHECK(seen.size() == 6);  // one of three of label 0, one of two of label 1
  double chi2 = 0;
  for (const auto& [subset, count] : seen) {
    CHECK(subset[5] == 0);
    CHECK(subset[6] == 0);
    chi2 += (count - 1000.0) * (count - 1000.0) / 1000;
  }
  CHECK(chi2 < 21);  // 5 degrees of freedom: 1 in 1,000 is 20.5
}

TEST_CASE(
    "matched sides are disjoint parts of the pool, each with its labels, all equally likely") {
  // Of label 0 one of each part, of label 1 one that sends; the sixth has no label.
  const std::vector<std::uint8_t> pre = {1, 0, 1, 0, 1, 1, 0}, post = {0, 1, 1, 0, 0, 1, 0};
  const std::vector<std::uint16_t> labels = {0, 0, 0, 0, 1, kNoLabel, 1};
  const std::vector<std::uint8_t> pool(7, 1);
  Random random(51);
  std::map<std::pair<std::vector<std::uint8_t>, std::vector<std::uint8_t>>, int> seen;
  const int kinds = 4 * 3 * 2 * 2;
  for (int i = 0; i < kinds * 300; ++i) {
    const MatchedSides drawn = random_matched_sides({pre, post}, pool, pool, labels, 2, random);
    ++seen[{drawn.pre, drawn.post}];
  }
  CHECK(seen.size() == kinds);
  double chi2 = 0;
  for (const auto& [sides, count] : seen) {
    std::map<int, int> parts;  // by label, sends, receives
    for (std::size_t v = 0; v < 7; ++v)
      ++parts[labels[v] * 4 + sides.first[v] * 2 + sides.second[v]];
    const std::map<int, int> expected = {{0, 1}, {1, 1}, {2, 1},           {3, 1},
                                         {4, 1}, {6, 1}, {kNoLabel * 4, 1}};
    CHECK(parts == expected);
    chi2 += (count - 300.0) * (count - 300.0) / 300;
  }
  CHECK(chi2 < kinds - 1 + 3.5 * std::sqrt(2.0 * (kinds - 1)));
}

TEST_CASE("who sends is drawn from a pool of its own, and the others from what is left") {
  // 0 sends, 1 does both, 2 and 3 receive; only 0, 1, 4 and 5 may send, but everyone receive.
  const std::vector<std::uint8_t> pre = {1, 1, 0, 0, 0, 0}, post = {0, 1, 1, 1, 0, 0};
  const std::vector<std::uint8_t> senders = {1, 1, 0, 0, 1, 1}, everyone(6, 1);
  const std::vector<std::uint16_t> labels(6, 0);
  std::map<std::size_t, int> received;
  Random random(3, 0);
  for (int round = 0; round < 600; ++round) {
    const MatchedSides drawn =
        random_matched_sides({pre, post}, senders, everyone, labels, 1, random);
    int sending = 0, both = 0, receiving = 0;
    for (std::size_t v = 0; v < 6; ++v) {
      CHECK(drawn.pre[v] <= senders[v]);
      sending += drawn.pre[v];
      both += drawn.pre[v] & drawn.post[v];
      receiving += drawn.post[v];
      received[v] += drawn.post[v] & ~drawn.pre[v];
    }
    CHECK(sending == 2);
    CHECK(both == 1);
    CHECK(receiving == 3);
  }
  // Two of the four that do not send: the two that never do every second time.
  CHECK(std::abs(received[2] - 300) < 60);
  CHECK(std::abs(received[4] - 150) < 50);
}

TEST_CASE("histogram labels are numpy's bins between the smallest and the largest chosen value") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values = {0, 1, 2.5, 5, 7.5, 10, 11, -1, nan};
  const std::vector<std::uint8_t> chosen = {1, 0, 0, 0, 0, 1, 0, 0, 1};
  CHECK(histogram_labels(values, chosen, 4) ==
        std::vector<std::uint16_t>{0, 0, 1, 2, 3, 3, kNoLabel, kNoLabel, 4});  // NaN by itself
  const std::vector<double> same = {3, 3};
  const std::vector<std::uint8_t> both = {1, 1};
  CHECK(histogram_labels(same, both, 50) == std::vector<std::uint16_t>{0, 0});
}
