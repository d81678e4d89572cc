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

  Network(std::uint32_t vertices, const EdgeList& edges)
      : graph(make_graph(vertices, edges)),
        synapse_counts(graph.out.targets.size(), 1),
        chosen(vertices, 1) {}

  LocalStatistics statistics() const {
    LocalStatisticsInput input;
    input.graph = graph.view();
    input.synapse_counts = synapse_counts;
    input.chosen = chosen;
    input.groups = groups;
    input.group_count = group_count;
    input.analyzable_axon = analyzable_axon;
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
  std::vector<Vertex> members;
  for (Vertex v = 0; v < n; ++v) {
    if (network.chosen[v]) members.push_back(v);
  }
  const auto group_of = [&](Vertex v) { return network.groups.empty() ? 0u : network.groups[v]; };
  const std::size_t cells = std::size_t{network.group_count} * network.group_count;

  LocalStatistics s;
  s.neurons = members.size();
  s.groups.group_count = network.group_count;
  s.groups.group_sizes.assign(network.group_count, 0);
  s.groups.connections.assign(cells, 0);
  s.groups.synapses.assign(cells, 0);
  s.groups.pairs.assign(cells, 0);
  for (const Vertex u : members) {
    ++s.groups.group_sizes[group_of(u)];
    const bool analyzable = !network.analyzable_axon.empty() && network.analyzable_axon[u];
    s.analyzable_pre_neurons += analyzable;
    std::size_t out_degree = 0, in_degree = 0;
    for (const Vertex v : members) {
      const std::size_t cell = group_of(u) * network.group_count + group_of(v);
      const bool there = synapses[u][v] > 0, back = synapses[v][u] > 0;
      s.connections += there;
      s.synapses += synapses[u][v];
      s.autapses += u == v && there;
      if (u == v) continue;
      ++s.pairs;
      ++s.groups.pairs[cell];
      s.reciprocal_pairs += u < v && there && back;
      out_degree += there;
      in_degree += back;
      s.groups.connections[cell] += there;
      s.groups.synapses[cell] += synapses[u][v];
      s.analyzable_pairs += analyzable;
      s.analyzable_connections += analyzable && there;
    }
    count_degree(s.out_degrees, out_degree);
    count_degree(s.in_degrees, in_degree);
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
    for (auto& count : network.synapse_counts) count = 1 + random() % 9;
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
    CHECK(network.statistics() == slow_local_statistics(network));
  }
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
