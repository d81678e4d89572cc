#pragma once
// shortest_paths.h — every shortest directed path between two vertices, over edges that are heavy
// enough: how many there are, and the strongest of them one by one.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

struct PathQuery {
  Vertex from = 0, to = 0;
  std::uint32_t min_weight = 1;   // edges below it are not there
  std::uint32_t max_listed = 50;  // paths that are listed
};

/// A path, and the weight of its lightest edge: a chain is as strong as its weakest link.
struct Path {
  std::vector<Vertex> vertices;  // from … to
  std::uint32_t weakest = 0;     // 0: a path without edges
  bool operator==(const Path&) const = default;
};

struct ShortestPaths {
  std::optional<std::uint32_t> length;  // edges of every shortest path; none: there is no path
  std::uint64_t count = 0;              // of shortest paths; 2^64 - 1 means that many or more
  std::vector<Path> listed;             // min(count, max_listed): the largest `weakest` first, of
                                        // equal ones the smaller vertices first
  bool operator==(const ShortestPaths&) const = default;
};

/// Counts and lists. From a vertex to itself there is one path, of length 0.
///
///   weights  [edges] in the order of out_targets
///
/// Breadth-first from `from` until `to` is met, then back along the levels; the list comes out of
/// a best-first walk of what lies on shortest paths, so its cost does not depend on their number.
/// O(vertices + edges + listed * length * largest degree * log). Relies on: rows sorted, in-half is
/// the transpose. Preconditions: both ends below vertex_count(), weights as said.
ShortestPaths shortest_paths(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                             const PathQuery& query);

}  // namespace cnx
