#pragma once
// neighbor_rows.h — every neighbor of every vertex in one row, with the directions of the edges:
// what components, cores and shared neighbors are found from.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "graph/csr_graph.h"
#include "graph/induced_subgraph.h"

namespace cnx {

/// Directions of an edge as its row's vertex sees it; both together are a reciprocal pair.
inline constexpr std::uint32_t kOutward = 1;
inline constexpr std::uint32_t kInward = 2;

/// Row v lists the vertices that v has an edge with, in either direction, rising, as
/// neighbor << 2 | directions. Self-loops are left out. Every connected pair is in two rows.
struct NeighborRows {
  std::vector<std::uint64_t> offsets = {0};  // [vertices + 1]
  std::vector<std::uint32_t> entries;        // [2 * connected pairs]
  std::vector<Vertex> original;              // [vertices] number in the graph it came from, rising

  std::uint32_t vertex_count() const { return static_cast<std::uint32_t>(original.size()); }
  std::span<const std::uint32_t> row(Vertex v) const {
    return std::span(entries).subspan(offsets[v], offsets[v + 1] - offsets[v]);
  }
};

/// The chosen edges over the vertices of pre ∪ post; vertices without an edge stay. `weights`
/// [edges], in the order of out_targets. Precondition: at most 2^30 vertices.
/// O(vertices + edges); memory: at most 8 bytes a chosen edge, and with a min_weight above 1 as
/// much again while it is made.
NeighborRows neighbor_rows(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                           const EdgeChoice& choice);

/// The same of all edges of a network that is there one way only: no other way of it is made.
/// Precondition: at most 2^30 vertices. O(vertices + edges); memory: 8 bytes an edge.
NeighborRows neighbor_rows(const CsrHalf& out);

}  // namespace cnx
