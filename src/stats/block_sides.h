#pragma once
// block_sides.h — which ordered pairs of a network are meant, where its edges run from one set of
// vertices onto another: a block.

#include <cstdint>
#include <span>

#include "graph/csr_graph.h"

namespace cnx {

/// Edges may run from a vertex of `pre` to another one of `post`, which may overlap. Both empty:
/// from any vertex to any other.
struct BlockSides {
  std::span<const std::uint8_t> pre, post;  // [vertices] 0 or 1

  bool everything() const { return pre.empty() && post.empty(); }
  bool sends(Vertex v) const { return pre.empty() || pre[v] != 0; }
  bool receives(Vertex v) const { return post.empty() || post[v] != 0; }
  bool fits(std::size_t vertices) const {
    return everything() || (pre.size() == vertices && post.size() == vertices);
  }
};

/// Ordered pairs of different vertices in the block, and how many of them have their way back in
/// it, too: those of vertices that are on both sides.
struct BlockPairs {
  std::uint64_t all = 0, both_ways = 0;

  bool operator==(const BlockPairs&) const = default;
};

/// Precondition: sides.fits(vertices). O(vertices), O(1) where everything is meant.
inline BlockPairs pairs_of(const BlockSides& sides, std::uint64_t vertices) {
  std::uint64_t pre = vertices, post = vertices, both = vertices;
  if (!sides.everything()) {
    pre = post = both = 0;
    for (std::size_t v = 0; v < vertices; ++v) {
      pre += sides.pre[v];
      post += sides.post[v];
      both += sides.pre[v] & sides.post[v];
    }
  }
  return {pre * post - both, both == 0 ? 0 : both * (both - 1)};
}

}  // namespace cnx
