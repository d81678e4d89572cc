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

TEST_CASE("a rewiring that has rested goes on as one that has not") {
  const CsrHalf observed = without_loops(40, random_edges(2, 40, 300));
  Rewiring rested(observed), other(observed);
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
