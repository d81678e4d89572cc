#include "stats/reach.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "graph/csr_build.h"

namespace cnx {

namespace {

/// Marks what one step from the vertices of `from` reaches.
void take_step(const ReachInput& input, std::span<const std::uint8_t> from,
               std::vector<std::uint8_t>& reached) {
  const CsrGraph& graph = input.graph;
  const bool up = input.way == ReachWay::Upstream || input.way == ReachWay::Either;
  const bool down = input.way == ReachWay::Downstream || input.way == ReachWay::Either;
  const auto strong = [&](std::size_t e) { return input.synapse_counts[e] >= input.min_synapses; };
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    // The counts lie beside the out-edges, so that steps against them look at every row too.
    if (from[u] == 0 && !up) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (u == v || !strong(e)) continue;
      if (up && from[v] != 0) reached[u] = 1;
      if (from[u] == 0) continue;
      if (down) reached[v] = 1;
      if (input.way == ReachWay::Reciprocal && reached[v] == 0) {
        const std::size_t back = find_edge(graph, v, u);
        if (back != graph.edge_count() && strong(back)) reached[v] = 1;
      }
    }
  }
}

}  // namespace

std::vector<std::uint8_t> reach(const ReachInput& input) {
  const std::size_t vertices = input.graph.vertex_count();
  CNX_CHECK(input.from.size() == vertices);
  CNX_CHECK(input.synapse_counts.size() == input.graph.edge_count());
  std::vector<std::uint8_t> reached(vertices, 0);
  if (input.within) std::copy(input.from.begin(), input.from.end(), reached.begin());
  std::vector<std::uint8_t> frontier(input.from.begin(), input.from.end());
  for (std::uint32_t hop = 0; hop < input.hops; ++hop) {
    std::vector<std::uint8_t> after = reached;
    take_step(input, frontier, after);
    // Only what is new leads further.
    bool any = false;
    for (std::size_t v = 0; v < vertices; ++v) {
      frontier[v] = after[v] != 0 && reached[v] == 0 ? 1 : 0;
      any = any || frontier[v] != 0;
    }
    reached = std::move(after);
    if (!any) break;
  }
  return reached;
}

}  // namespace cnx
