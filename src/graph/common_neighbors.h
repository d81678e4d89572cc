#pragma once
// common_neighbors.h — the vertices that several vertices have an edge with.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

/// Which edges of the asked vertices are looked at.
enum class EdgeDirection : std::uint8_t { In, Out };

struct CommonNeighbor {
  Vertex vertex = 0;
  std::uint32_t asked = 0;       // how many of the asked vertices it has an edge with
  std::uint32_t min_weight = 0;  // the lightest of these edges
  std::uint64_t weight_sum = 0;  // of these edges

  bool operator==(const CommonNeighbor&) const = default;
};

/// The neighbors that at least `at_least` of the asked vertices share, by vertex. Self-loops are
/// left out; an asked vertex can itself be a neighbor of others.
///
///   weights  [edges] in the order of out_targets
///   asked    distinct, below vertex_count()
///
/// O(vertices + degrees of the asked), times log of the largest out-degree for EdgeDirection::In.
std::vector<CommonNeighbor> common_neighbors(const CsrGraph& graph,
                                             std::span<const std::uint32_t> weights,
                                             std::span<const Vertex> asked, EdgeDirection direction,
                                             std::uint32_t at_least);

}  // namespace cnx
