#pragma once
// core_numbers.h — how deep in the network each vertex lies.
//
// The k-core is the largest set of vertices of which each has k neighbors or more within the set;
// directions are ignored and a reciprocal pair is one neighbor (Seidman 1983, Network structure and
// minimum degree, Social Networks 5). A vertex's core number is the largest k whose core holds it.

#include <cstdint>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/neighbor_rows.h"

namespace cnx {

/// [vertices] core numbers; 0 for a vertex without neighbors. The vertex with the fewest neighbors
/// left is taken away, again and again (Batagelj and Zaveršnik 2003, An O(m) algorithm for cores
/// decomposition of networks). O(vertices + edges); memory: 16 bytes a vertex.
std::vector<std::uint32_t> core_numbers(const NeighborRows& rows);

/// The same of all edges of a graph, without rows of neighbors, which need twice the memory: both
/// halves are walked beside each other, twice. Precondition: no self-loops.
std::vector<std::uint32_t> core_numbers(const CsrGraph& graph);

}  // namespace cnx
