#pragma once
// local_statistics.h — everything that the first set of statistics counts on an induced
// sub-network, in one pass over the edges. Definitions: docs/statistics.md.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

/// More groups than this would make a matrix that nobody can read (and that takes 25 MB).
inline constexpr std::uint32_t kMaxStatisticsGroups = 1024;

/// How many vertices have each value: counts[k] vertices have degree k.
using DegreeHistogram = std::vector<std::uint32_t>;

/// Edges between groups of vertices, row = group of the pre side, column = of the post side.
struct GroupMatrix {
  std::uint32_t group_count = 0;
  std::vector<std::uint32_t> group_sizes;  // [groups] chosen vertices of each group
  std::vector<std::uint64_t> connections;  // [groups * groups] edges, self-loops left out
  std::vector<std::uint64_t> synapses;     // [groups * groups] their synapses
  std::vector<std::uint64_t> pairs;        // [groups * groups] ordered pairs of different vertices

  bool operator==(const GroupMatrix&) const = default;
};

struct LocalStatistics {
  std::uint64_t neurons = 0;                // chosen vertices
  std::uint64_t connections = 0;            // edges inside, self-loops included
  std::uint64_t synapses = 0;               // synapses of those edges
  std::uint64_t autapses = 0;               // edges that are self-loops
  std::uint64_t reciprocal_pairs = 0;       // unordered pairs {u, v}, u != v, with both edges
  std::uint64_t pairs = 0;                  // ordered pairs of different vertices: n (n - 1)
  DegreeHistogram out_degrees, in_degrees;  // partners inside, self-loops left out; no trailing 0s
  GroupMatrix groups;

  // The same connection probability on pairs whose pre axon is analyzable (validity).
  std::uint64_t analyzable_pre_neurons = 0;
  std::uint64_t analyzable_connections = 0;  // edges without self-loops from those
  std::uint64_t analyzable_pairs = 0;        // analyzable_pre_neurons * (n - 1)

  bool operator==(const LocalStatistics&) const = default;
};

/// What to count. All arrays are [vertices].
struct LocalStatisticsInput {
  CsrGraph graph;
  std::span<const std::uint32_t> synapse_counts;  // [edges], in the order of out_targets
  std::span<const std::uint8_t> chosen;           // 1: in the sub-network
  std::span<const std::uint16_t> groups;          // group code of each vertex, or empty: one group
  std::uint32_t group_count = 1;                  // 1 .. kMaxStatisticsGroups; every code is below
  std::span<const std::uint8_t> analyzable_axon;  // 1: pre axon analyzable; empty: none known
};

/// Counts on the sub-network induced by the chosen vertices: both ends of an edge are chosen.
/// O(vertices + edges + groups^2) time and O(vertices + groups^2) memory; relies on the
/// invariants of CsrGraph (rows sorted, in-half is the transpose).
LocalStatistics local_statistics(const LocalStatisticsInput& input);

}  // namespace cnx
