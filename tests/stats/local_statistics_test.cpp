#include "stats/local_statistics.h"

#include <doctest/doctest.h>

#include <numeric>

#include "graph/random_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// An input that owns its arrays: every vertex chosen, one synapse an edge, one group.
struct Network {
  OwnedGraph graph;
  std::vector<std::uint32_t> synapse_counts;
  std::vector<std::uint8_t> chosen;
  std::vector<std::uint16_t> groups;
  std::uint32_t group_count = 1;
  std::vector<std::uint8_t> analyzable_axon;
  std::vector<std::uint8_t> post;
  std::vector<std::uint16_t> post_groups;
  std::uint32_t post_group_count = 0;
  std::uint32_t min_synapses = 1;

  Network(std::uint32_t vertices, const EdgeList& edges)
      : graph(make_graph(vertices, edges)),
        synapse_counts(graph.out.targets.size(), 1),
        chosen(vertices, 1) {}

  /// `whole`: as in LocalStatisticsInput.
  LocalStatistics statistics(const LocalStatistics* whole = nullptr) const {
    LocalStatisticsInput input;
    input.whole = whole;
    input.graph = graph.view();
    input.synapse_counts = synapse_counts;
    input.chosen = chosen;
    input.groups = groups;
    input.group_count = group_count;
    input.analyzable_axon = analyzable_axon;
    input.post = post;
    input.post_groups = post_groups;
    input.post_group_count = post_group_count;
    input.min_synapses = min_synapses;
    return local_statistics(input);
  }
};

void count_degree(DegreeHistogram& counts, std::size_t degree) {
  if (counts.size() <= degree) counts.resize(degree + 1, 0);
  ++counts[degree];
}

/// The same, from an adjacency matrix: every definition of docs/statistics.md written down as is.
LocalStatistics slow_local_statistics(const Network& network) {
  const CsrGraph graph = network.graph.view();
  const std::size_t n = graph.vertex_count();
  std::vector<std::vector<std::uint32_t>> synapses(n, std::vector<std::uint32_t>(n, 0));
  for (Vertex u = 0; u < n; ++u) {
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      synapses[u][graph.out_targets[e]] = network.synapse_counts[e];
    }
  }
  for (auto& row : synapses) {
    for (std::uint32_t& count : row) count = count < network.min_synapses ? 0 : count;
  }
  const auto is_post = [&](Vertex v) {
    return (network.post.empty() ? network.chosen : network.post)[v];
  };
  const auto row_of = [&](Vertex v) { return network.groups.empty() ? 0u : network.groups[v]; };
  const auto column_of = [&](Vertex v) {
    if (network.post_group_count == 0) return row_of(v);
    return network.post_groups.empty() ? 0u : network.post_groups[v];
  };
  const std::uint32_t columns =
      network.post_group_count == 0 ? network.group_count : network.post_group_count;
  const std::size_t cells = std::size_t{network.group_count} * columns;

  LocalStatistics s;
  s.groups.group_count = network.group_count;
  s.groups.post_group_count = columns;
  s.groups.group_sizes.assign(network.group_count, 0);
  s.groups.post_group_sizes.assign(columns, 0);
  for (auto* counts :
       {&s.groups.connections, &s.groups.synapses, &s.groups.pairs, &s.groups.answered,
        &s.groups.way_back, &s.groups.analyzable_connections, &s.groups.analyzable_pairs}) {
    counts->assign(cells, 0);
  }
  for (Vertex u = 0; u < n; ++u) {
    s.neurons += network.chosen[u] || is_post(u);
    s.pre_neurons += network.chosen[u];
    s.post_neurons += is_post(u);
    if (is_post(u)) ++s.groups.post_group_sizes[column_of(u)];
    std::size_t out_degree = 0, in_degree = 0, out_strength = 0, in_strength = 0;
    const bool analyzable = !network.analyzable_axon.empty() && network.analyzable_axon[u];
    if (network.chosen[u]) {
      ++s.groups.group_sizes[row_of(u)];
      s.analyzable_pre_neurons += analyzable;
    }
    for (Vertex v = 0; v < n; ++v) {
      const bool comes = synapses[v][u] > 0 && network.chosen[v] && is_post(u) && u != v;
      in_degree += comes;
      in_strength += comes ? synapses[v][u] : 0;
      if (!network.chosen[u] || !is_post(v)) continue;
      const bool there = synapses[u][v] > 0, back = synapses[v][u] > 0;
      s.connections += there;
      s.synapses += synapses[u][v];
      s.autapses += u == v && there;
      if (u == v) continue;
      const std::size_t cell = row_of(u) * columns + column_of(v);
      ++s.pairs;
      ++s.groups.pairs[cell];
      s.groups.connections[cell] += there;
      s.groups.synapses[cell] += synapses[u][v];
      s.groups.answered[cell] += there && back;
      s.groups.way_back[cell] += back;
      s.groups.analyzable_connections[cell] += analyzable && there;
      s.groups.analyzable_pairs[cell] += analyzable;
      s.answered += there && back;
      const bool reverse_is_inside = network.chosen[v] && is_post(u);
      s.reciprocal_pairs += there && back && (u < v || !reverse_is_inside);
      out_degree += there;
      out_strength += synapses[u][v];
      if (there) count_degree(s.synapses_per_connection, synapses[u][v]);
      s.analyzable_pairs += analyzable;
      s.analyzable_connections += analyzable && there;
    }
    if (network.chosen[u]) {
      count_degree(s.out_degrees, out_degree);
      count_degree(s.out_strengths, out_strength);
    }
    if (is_post(u)) {
      count_degree(s.in_degrees, in_degree);
      count_degree(s.in_strengths, in_strength);
    }
  }
  return s;
}

}  // namespace

TEST_CASE("statistics of a graph counted by hand") {
  // 0 <-> 1 (2 and 3 synapses), 1 -> 2 (1), an autapse on 3 (4); groups {0, 1} and {2, 3};
  // only the axon of 1 is analyzable.
  Network network(4, {{0, 1}, {1, 0}, {1, 2}, {3, 3}});
  network.synapse_counts = {2, 3, 1, 4};
  network.groups = {0, 0, 1, 1};
  network.group_count = 2;
  network.analyzable_axon = {0, 1, 0, 0};

  LocalStatistics expected;
  expected.neurons = 4;
  expected.connections = 4;
  expected.synapses = 10;
  expected.autapses = 1;
  expected.reciprocal_pairs = 1;
  expected.pairs = 12;
  expected.out_degrees = {2, 1, 1};  // 2 and 3 have none, 0 has one, 1 has two
  expected.in_degrees = {1, 3};      // 3 has none
  expected.groups.group_count = 2;
  expected.groups.group_sizes = {2, 2};
  expected.groups.connections = {2, 1, 0, 0};
  expected.groups.synapses = {5, 1, 0, 0};
  expected.groups.pairs = {2, 4, 4, 2};
  expected.analyzable_pre_neurons = 1;
  expected.analyzable_connections = 2;
  expected.analyzable_pairs = 3;
  expected.groups.post_group_count = 2;
  expected.groups.post_group_sizes = {2, 2};
  expected.groups.answered = {2, 0, 0, 0};
  expected.groups.way_back = {2, 0, 1, 0};
  expected.groups.analyzable_connections = {1, 1, 0, 0};
  expected.groups.analyzable_pairs = {1, 2, 0, 0};
  expected.pre_neurons = expected.post_neurons = 4;
  expected.answered = 2;
  expected.out_strengths = {2, 0, 1, 0, 1};
  expected.in_strengths = {1, 1, 1, 1};
  expected.synapses_per_connection = {0, 1, 1, 1};
  CHECK(network.statistics() == expected);
}

TEST_CASE("an edge counts only when both of its ends are chosen") {
  Network network(4, {{0, 1}, {1, 0}, {1, 2}, {3, 3}});
  network.chosen = {0, 1, 1, 0};
  const LocalStatistics s = network.statistics();
  CHECK(s.neurons == 2);
  CHECK(s.connections == 1);
  CHECK(s.autapses == 0);
  CHECK(s.reciprocal_pairs == 0);
  CHECK(s.pairs == 2);
  CHECK(s.out_degrees == DegreeHistogram{1, 1});
  CHECK(s.in_degrees == DegreeHistogram{1, 1});
}

TEST_CASE("statistics of graphs with nothing to count are zeros") {
  const LocalStatistics none = Network(0, {}).statistics();
  CHECK(none.neurons == 0);
  CHECK(none.pairs == 0);
  CHECK(none.out_degrees.empty());
  CHECK(none.groups.pairs == std::vector<std::uint64_t>{0});

  const LocalStatistics one = Network(1, {{0, 0}}).statistics();
  CHECK(one.neurons == 1);
  CHECK(one.connections == 1);
  CHECK(one.autapses == 1);
  CHECK(one.pairs == 0);
  CHECK(one.out_degrees == DegreeHistogram{1});

  Network unchosen(3, {{0, 1}, {1, 0}});
  unchosen.chosen = {0, 0, 0};
  CHECK(unchosen.statistics().connections == 0);
  CHECK(unchosen.statistics().in_degrees.empty());
  CHECK(unchosen.statistics() == slow_local_statistics(unchosen));
}

TEST_CASE("statistics agree with an adjacency matrix on random graphs, filters and groups") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 40;
    Network network(n, random_edges(seed, n, n * (seed % 7)));
    std::mt19937 random(seed + 1000);
    const std::uint32_t least = seed % 9 < 2 ? 252 : 1;  // about where edges are counted one by one
    for (auto& count : network.synapse_counts) count = least + random() % 9;
    if (seed % 3 != 0) {
      for (auto& chosen : network.chosen) chosen = random() % 4 != 0;
    }
    if (seed % 4 != 0) {
      network.group_count = 1 + seed % 5;
      for (std::uint32_t v = 0; v < n; ++v) {
        network.groups.push_back(static_cast<std::uint16_t>(random() % network.group_count));
      }
    }
    if (seed % 5 != 0) {
      for (std::uint32_t v = 0; v < n; ++v) network.analyzable_axon.push_back(random() % 2);
    }
    if (seed % 6 < 2) {
      for (std::uint32_t v = 0; v < n; ++v) network.post.push_back(random() % 3 != 0);
    }
    if (seed % 7 < 3) {
      network.post_group_count = 1 + seed % 4;
      for (std::uint32_t v = 0; v < n; ++v) {
        network.post_groups.push_back(
            static_cast<std::uint16_t>(random() % network.post_group_count));
      }
    }
    if (seed % 8 < 3) network.min_synapses = 1 + seed % 6;
    CHECK(network.statistics() == slow_local_statistics(network));
    // What is known of all vertices has nothing of their groups and axons.
    Network whole = network;
    whole.chosen.assign(n, 1);
    whole.post.clear();
    Network bare = whole;
    bare.groups.clear();
    bare.analyzable_axon.clear();
    bare.post_groups.clear();
    bare.group_count = 1;
    bare.post_group_count = 0;
    LocalStatistics known = bare.statistics();
    CHECK(whole.statistics(&known) == slow_local_statistics(whole));
    known.groups = {};
    CHECK(whole.statistics(&known) == whole.statistics());
  }
}

TEST_CASE("more synapses than a short table holds are counted, up to a limit") {
  Network network(3, {{0, 1}, {1, 0}, {1, 2}, {2, 0}});
  network.synapse_counts = {255, 256, UINT32_MAX, 1};
  const DegreeHistogram counts = network.statistics().synapses_per_connection;
  REQUIRE(counts.size() == kMaxCountedStrength + 1);
  CHECK(counts[1] == 1);
  CHECK(counts[255] == 1);
  CHECK(counts[256] == 1);
  CHECK(counts[kMaxCountedStrength] == 1);
  CHECK(network.statistics().out_strengths.size() == kMaxCountedStrength + 1);
}

TEST_CASE("a vertex with more partners than are counted in one run is counted whole") {
  constexpr std::uint32_t kVertices = 70'000, kFrom = 3;
  EdgeList edges;
  for (std::uint32_t v = 0; v < kVertices; ++v) edges.push_back({kFrom, v});  // and an autapse
  edges.push_back({66'000, kFrom});
  edges.push_back({69'999, 66'000});
  Network network(kVertices, edges);
  network.synapse_counts.assign(edges.size(), 255);
  network.synapse_counts.front() = 256;
  network.group_count = 2;
  for (std::uint32_t v = 0; v < kVertices; ++v) network.groups.push_back(v >= 65'000);
  const LocalStatistics s = network.statistics();
  CHECK(s.connections == kVertices + 2);
  CHECK(s.synapses == 255 * (kVertices + 2) + 1);
  CHECK(s.autapses == 1);
  CHECK(s.reciprocal_pairs == 1);
  CHECK(s.groups.connections == std::vector<std::uint64_t>{65'000 - 1, 5'000, 1, 1});
  CHECK(s.groups.answered == std::vector<std::uint64_t>{0, 1, 1, 0});
  CHECK(s.groups.synapses ==
        std::vector<std::uint64_t>{(65'000 - 1) * 255 + 1, 5'000 * 255, 255, 255});
  CHECK(s.synapses_per_connection.back() == 1);
  CHECK(s.synapses_per_connection[255] == kVertices);
  REQUIRE(s.out_degrees.size() == kVertices);
  CHECK(s.out_degrees.back() == 1);
  CHECK(s.in_degrees == DegreeHistogram{0, kVertices - 1, 1});
  CHECK(network.statistics(&s) == s);
}

TEST_CASE("a group with more edges than a cell holds at once is counted whole") {
  constexpr std::uint32_t kVertices = 1200, kEach = 900;  // a million edges in two rows
  EdgeList edges;
  for (std::uint32_t u = 0; u < kVertices; ++u) {
    for (std::uint32_t i = 0; i < kEach; ++i) edges.push_back({u, (u + i) % kVertices});
  }
  Network network(kVertices, edges);
  network.synapse_counts.assign(edges.size(), 255);
  network.group_count = 2;
  for (std::uint32_t v = 0; v < kVertices; ++v) {
    network.groups.push_back(v % 7 == 0);
    network.analyzable_axon.push_back(v % 3 == 0);
  }
  const LocalStatistics s = network.statistics();
  CHECK(s.synapses == std::uint64_t{255} * kVertices * kEach);
  CHECK(network.statistics(&s) == s);
}

TEST_CASE("the parts of the statistics add up to the whole") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 2 + seed;
    Network network(n, random_edges(seed, n, n * (seed % 9)));
    network.group_count = 3;
    for (std::uint32_t v = 0; v < n; ++v) network.groups.push_back(v % 3);
    const LocalStatistics s = network.statistics();

    const auto total = [](const std::vector<std::uint64_t>& cells) {
      return std::accumulate(cells.begin(), cells.end(), std::uint64_t{0});
    };
    CHECK(total(s.groups.connections) == s.connections - s.autapses);
    CHECK(total(s.groups.pairs) == s.pairs);
    for (const auto& degrees : {s.out_degrees, s.in_degrees}) {
      std::uint64_t vertices = 0, ends = 0;
      for (std::size_t k = 0; k < degrees.size(); ++k) {
        vertices += degrees[k];
        ends += k * degrees[k];
      }
      CHECK(vertices == s.neurons);
      CHECK(ends == s.connections - s.autapses);
      CHECK(degrees.back() > 0);
    }
  }
}
