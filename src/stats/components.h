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

/// How many there are, and the size of the largest; 0 without vertices.
struct ComponentSummary {
  std::uint32_t count = 0, largest = 0;

  bool operator==(const ComponentSummary&) const = default;
};

/// Of each kind, from the rows of outgoing edges alone. O(vertices + edges) and a little; memory:
/// 20 bytes a vertex.
ComponentSummary weak_component_summary(const CsrHalf& graph);
ComponentSummary strong_component_summary(const CsrHalf& graph);

}  // namespace cnx
