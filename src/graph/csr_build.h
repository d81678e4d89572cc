#pragma once
// csr_build.h — from rows of sorted targets to a graph that can be walked both ways.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

/// One direction of a graph: row v is targets[offsets[v] .. offsets[v + 1]), rising strictly.
struct CsrHalf {
  std::vector<std::uint32_t> offsets = {0};  // [vertices + 1]
  std::vector<Vertex> targets;               // [edges]

  std::size_t vertex_count() const { return offsets.size() - 1; }
  bool operator==(const CsrHalf&) const = default;
};

/// The reverse of every edge: row v lists the u with u -> v, rising.
/// Precondition: rows as CsrHalf says, targets below the number of rows. O(vertices + edges).
CsrHalf transpose(const CsrHalf& half);

/// Owns what CsrGraph looks at.
struct OwnedGraph {
  CsrHalf out, in;

  /// Valid as long as this object lives and is not moved from or changed.
  CsrGraph view() const { return {out.offsets, out.targets, in.offsets, in.targets}; }
};

/// Adds the in-half to an out-half. O(vertices + edges).
OwnedGraph graph_from_out_half(CsrHalf out);

/// Index of the edge u -> v in out_targets, or graph.edge_count() when there is none.
/// O(log of the out-degree of u).
std::size_t find_edge(const CsrGraph& graph, Vertex u, Vertex v);

}  // namespace cnx
