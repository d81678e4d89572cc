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
  std::uint32_t group_count = 0;           // rows
  std::vector<std::uint32_t> group_sizes;  // [rows] chosen pre vertices of each group
  std::vector<std::uint64_t> connections;  // [rows * columns] edges, self-loops left out
  std::vector<std::uint64_t> synapses;     // [rows * columns] their synapses
  std::vector<std::uint64_t> pairs;        // [rows * columns] ordered pairs of different vertices
  std::uint32_t post_group_count = 0;      // columns
  std::vector<std::uint32_t> post_group_sizes;  // [columns] chosen post vertices of each group
  std::vector<std::uint64_t> answered;          // [rows * columns] edges whose reverse counts, too
  // [rows * columns] edges of the way back, from a post vertex of the column to a pre vertex of the
  // row, self-loops left out: of the same pairs, turned around. In a block they may lie outside it.
  std::vector<std::uint64_t> way_back;
  // The same on pairs whose pre axon is analyzable (validity).
  std::vector<std::uint64_t> analyzable_connections, analyzable_pairs;  // [rows * columns]

  bool operator==(const GroupMatrix&) const = default;
};

struct LocalStatistics {
  std::uint64_t neurons = 0;                // chosen vertices, of either side
  std::uint64_t connections = 0;            // edges inside, self-loops included
  std::uint64_t synapses = 0;               // synapses of those edges
  std::uint64_t autapses = 0;               // edges that are self-loops
  std::uint64_t reciprocal_pairs = 0;       // unordered pairs {u, v}, u != v, with both edges
  std::uint64_t pairs = 0;                  // ordered pairs (pre, post) of different vertices
  DegreeHistogram out_degrees, in_degrees;  // partners inside, self-loops left out; no trailing 0s
  GroupMatrix groups;

  // The same connection probability on pairs whose pre axon is analyzable (validity).
  std::uint64_t analyzable_pre_neurons = 0;
  std::uint64_t analyzable_connections = 0;  // edges without self-loops from those
  std::uint64_t analyzable_pairs = 0;        // their ordered pairs with different post vertices

  std::uint64_t pre_neurons = 0, post_neurons = 0;  // chosen vertices of each side
  std::uint64_t answered = 0;  // edges without self-loops whose reverse counts, too
  DegreeHistogram out_strengths, in_strengths;  // synapses inside, self-loops left out
  DegreeHistogram synapses_per_connection;      // of edges without self-loops

  bool operator==(const LocalStatistics&) const = default;
};

/// A strength, or a number of synapses, from here on is counted as this one: a histogram as long as
/// the largest number in a stranger's file could be would not fit.
inline constexpr std::uint32_t kMaxCountedStrength = 1'000'000;

/// What to count. All arrays but synapse_counts and answered are [vertices].
struct LocalStatisticsInput {
  CsrGraph graph;
  std::span<const std::uint32_t> synapse_counts;  // [edges], in the order of out_targets
  std::span<const std::uint8_t> chosen;           // 1: in the sub-network; the pre side of a block
  std::span<const std::uint16_t> groups;          // group code of each vertex, or empty: one group
  std::uint32_t group_count = 1;                  // 1 .. kMaxStatisticsGroups; every code is below
  std::span<const std::uint8_t> analyzable_axon;  // 1: pre axon analyzable; empty: none known
  std::span<const std::uint8_t> post;             // the post side; empty: as `chosen`
  std::span<const std::uint16_t> post_groups;     // empty: as `groups`
  std::uint32_t post_group_count = 0;             // 0: as group_count
  std::uint32_t min_synapses = 1;                 // edges with fewer do not count
  /// Bit e: the reverse of edge e is there with min_synapses (answered_edges). Empty: found here.
  std::span<const std::uint64_t> answered;
  /// What was counted before of the same graph and min_synapses with every vertex chosen, one set,
  /// as it is now: all but what the groups and the axons say is taken from there. Null: nothing.
  const LocalStatistics* whole = nullptr;
};

/// [edges / 64 + 1] bit e: both edge e and its reverse have at least `min_synapses`. Self-loops
/// have no bit. O(vertices + edges).
std::vector<std::uint64_t> answered_edges(const CsrGraph& graph,
                                          std::span<const std::uint32_t> synapse_counts,
                                          std::uint32_t min_synapses);

/// Counts on the edges from a chosen vertex to one of the post side: where both are the same, the
/// induced sub-network. An edge is answered when its reverse is in the graph, inside or not.
/// Where rows and columns are the same groups of one set one pass over its edges, else a second one
/// over those of the post side. With `whole` an edge is looked at for its cell of the matrix alone,
/// in half the time. O(vertices + edges + groups^2) time and O(vertices + groups^2)
/// memory; relies on the invariants of CsrGraph (rows sorted).
LocalStatistics local_statistics(const LocalStatisticsInput& input);

}  // namespace cnx
