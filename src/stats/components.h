#pragma once
// components.h — which vertices reach each other. Definitions: docs/statistics.md.

#include <cstdint>
#include <vector>

#include "graph/csr_build.h"
#include "stats/neighbor_rows.h"

namespace cnx {

/// Sizes of the groups of vertices that are connected by paths whatever the edges' directions,
/// largest first. They sum to the number of vertices. O(vertices + edges).
std::vector<std::uint32_t> weak_component_sizes(const NeighborRows& rows);

/// Sizes of the groups in which every vertex reaches every other along the edges' directions,
/// largest first. They sum to the number of vertices. (Tarjan 1972, Depth-first search and linear
/// graph algorithms, SIAM Journal on Computing 1, without recursion.) O(vertices + edges).
std::vector<std::uint32_t> strong_component_sizes(const NeighborRows& rows);

/// The size of the largest of each, 0 without vertices, from the rows of outgoing edges alone.
/// O(vertices + edges) and a little; memory: 20 bytes a vertex.
std::uint32_t largest_weak_component(const CsrHalf& graph);
std::uint32_t largest_strong_component(const CsrHalf& graph);

}  // namespace cnx
