#pragma once
// csr_graph.h — a directed graph in compressed sparse rows, both ways, as a view.

#include <cstdint>
#include <span>

namespace cnx {

using Vertex = std::uint32_t;

/// A view: whoever owns the arrays outlives it.
///
/// Invariants: offsets start at 0, never fall, end at the number of targets; targets of a row
/// rise strictly (no parallel edges) and are below vertex_count(); the in-half is the transpose
/// of the out-half. Self-loops are allowed.
struct CsrGraph {
  std::span<const std::uint32_t> out_offsets;  // [vertices + 1]
  std::span<const Vertex> out_targets;         // [edges]
  std::span<const std::uint32_t> in_offsets;   // [vertices + 1]
  std::span<const Vertex> in_sources;          // [edges]

  std::size_t vertex_count() const { return out_offsets.empty() ? 0 : out_offsets.size() - 1; }
  std::size_t edge_count() const { return out_targets.size(); }
  std::span<const Vertex> out_neighbors(Vertex v) const {
    return out_targets.subspan(out_offsets[v], out_offsets[v + 1] - out_offsets[v]);
  }
  std::span<const Vertex> in_neighbors(Vertex v) const {
    return in_sources.subspan(in_offsets[v], in_offsets[v + 1] - in_offsets[v]);
  }
};

}  // namespace cnx
