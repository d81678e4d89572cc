#pragma once
// modularity.h — how much of a network stays within the groups of a labelling.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "graph/csr_graph.h"
#include "graph/induced_subgraph.h"

namespace cnx {

/// What modularity is made of, counted in edges or in their weights. Self-loops are left out.
struct GroupTotals {
  std::uint64_t total = 0, within = 0;  // of all edges, of those between vertices of one group
  std::vector<std::uint64_t> out, in;   // [groups] of the edges that leave, that enter its vertices

  bool operator==(const GroupTotals&) const = default;
};

struct LabelledTotals {
  GroupTotals edges, weights;
};

/// `weights` [edges] in the order of out_targets; `groups` [vertices] below group_count.
/// O(vertices + edges).
LabelledTotals count_labelled(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                              const EdgeChoice& choice, std::span<const std::uint16_t> groups,
                              std::uint32_t group_count);

/// All edges of a graph without self-loops, counted one by one. `groups` as above.
/// O(vertices + edges).
GroupTotals group_totals(const CsrHalf& graph, std::span<const std::uint16_t> groups,
                         std::uint32_t group_count);

/// The same from the edges between each two groups, [groups * groups] row by row
/// (count_block_edges). O(groups^2).
GroupTotals totals_of_blocks(std::span<const std::uint64_t> block_edges, std::uint32_t group_count);

/// Whether the modularity depends on the wiring, by the groups whose vertices can send and those
/// whose vertices can receive, [groups] 0 or 1 each: there are two or more of both, and one is on
/// both sides. Else it is 0 whatever is connected with what. O(groups).
bool can_have_modularity(std::span<const std::uint8_t> sending,
                         std::span<const std::uint8_t> receiving);

/// Of all edges, the share that would lie within a group if edges ended anywhere but every vertex
/// kept its degrees: Σ over groups of out/total * in/total. NaN without edges. O(groups).
double expected_within(const GroupTotals& totals);

/// Leicht and Newman 2008, Community structure in directed networks, Physical Review Letters 100:
/// within / total - expected_within. -1 .. 1; 0: as much as expected. NaN without edges.
double modularity(const GroupTotals& totals);

}  // namespace cnx
