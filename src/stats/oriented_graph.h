#pragma once
// oriented_graph.h — the undirected shape of a graph with every edge at its end of lower degree:
// what triangles and cliques are listed from.

#include <cstdint>
#include <vector>

#include "graph/csr_build.h"
#include "graph/csr_graph.h"
#include "graph/induced_subgraph.h"

namespace cnx {

/// Directions of an edge between two ranks; both together are a reciprocal pair.
inline constexpr std::uint32_t kUp = 1;    // from the lower rank to the higher
inline constexpr std::uint32_t kDown = 2;  // from the higher rank to the lower

/// Vertices in the order of their degree, lowest first: their rank. Row r lists the neighbors of
/// higher rank, rising, as rank << 2 | directions. Self-loops are left out. No row is longer than
/// √(2 · edges).
struct OrientedGraph {
  std::vector<std::uint32_t> offsets;   // [vertices + 1]
  std::vector<std::uint32_t> entries;   // [connected pairs]
  std::vector<Vertex> original;         // [vertices] number of each rank in the graph it came from
  std::vector<std::uint32_t> only_out;  // [vertices] by rank: edges out that are not answered
  std::vector<std::uint32_t> only_in;   // [vertices] edges in that are not answered
  std::vector<std::uint32_t> mutual;    // [vertices] reciprocal neighbors

  std::uint32_t vertex_count() const { return static_cast<std::uint32_t>(original.size()); }
};

/// The chosen edges over the vertices of pre ∪ post. `weights` [edges], in the order of
/// out_targets. Precondition: at most 2^30 vertices. O(vertices + edges), with one vertex of 16
/// chosen or fewer a look at each byte of the choice and at the edges of those; memory: 4 bytes an
/// edge and 40 a vertex, and with a min_weight above 1 another 8 a chosen edge while it is made.
OrientedGraph orient(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                     const EdgeChoice& choice);

/// The same of all edges of a network that is there one way only: no other way of it is made.
/// Precondition: at most 2^30 vertices. O(vertices + edges); memory: 4 bytes an edge and 40 a
/// vertex.
OrientedGraph orient_all(const CsrHalf& out);

}  // namespace cnx
