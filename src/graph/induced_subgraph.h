#pragma once
// induced_subgraph.h — the part of a graph that a statistic is about, renumbered.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"

namespace cnx {

/// Which edges of a graph count: those from a vertex of `pre` to one of `post` with a weight of at
/// least `min_weight`. Where both spans are the same set this is the induced sub-network.
struct EdgeChoice {
  std::span<const std::uint8_t> pre, post;  // [vertices] 1: an edge may start, end here
  std::uint32_t min_weight = 1;
};

struct InducedSubgraph {
  OwnedGraph graph;                    // over the vertices of pre or post
  std::vector<std::uint32_t> weights;  // [edges], in the order of graph.out.targets
  std::vector<Vertex> original;        // [vertices] number in the graph it came from, rising
};

/// Rows, weights and numbers without the in-half.
struct InducedHalf {
  CsrHalf out;
  std::vector<std::uint32_t> weights;  // [edges]
  std::vector<Vertex> original;        // [vertices] rising
};

/// The chosen edges over the vertices of pre ∪ post; vertices without an edge stay. Self-loops
/// stay when `keep_loops`. `weights` [edges], in the order of out_targets.
/// O(vertices / 8 + chosen vertices + edges of pre); memory: 12 bytes a chosen edge.
InducedSubgraph induced_subgraph(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                                 const EdgeChoice& choice, bool keep_loops);

/// The same without the in-half, and without weights, for those who build something else from it.
InducedHalf induced_half(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, bool keep_loops);
CsrHalf induced_out_half(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, bool keep_loops);

}  // namespace cnx
