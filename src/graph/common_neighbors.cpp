#include "graph/common_neighbors.h"

#include <algorithm>

#include "base/check.h"
#include "graph/csr_build.h"

namespace cnx {

std::vector<CommonNeighbor> common_neighbors(const CsrGraph& graph,
                                             std::span<const std::uint32_t> weights,
                                             std::span<const Vertex> asked, EdgeDirection direction,
                                             std::uint32_t at_least) {
  CNX_CHECK(weights.size() == graph.edge_count());
  std::vector<CommonNeighbor> by_vertex(graph.vertex_count());
  const auto add = [&](Vertex neighbor, std::uint32_t weight) {
    CommonNeighbor& common = by_vertex[neighbor];
    common.min_weight = common.asked == 0 ? weight : std::min(common.min_weight, weight);
    common.asked += 1;
    common.weight_sum += weight;
  };
  for (const Vertex v : asked) {
    CNX_CHECK(v < graph.vertex_count());
    if (direction == EdgeDirection::Out) {
      for (std::uint32_t e = graph.out_offsets[v]; e < graph.out_offsets[v + 1]; ++e) {
        if (graph.out_targets[e] != v) add(graph.out_targets[e], weights[e]);
      }
    } else {
      for (const Vertex u : graph.in_neighbors(v)) {
        if (u != v) add(u, weights[find_edge(graph, u, v)]);
      }
    }
  }
  std::vector<CommonNeighbor> common;
  for (std::size_t v = 0; v < by_vertex.size(); ++v) {
    if (by_vertex[v].asked == 0 || by_vertex[v].asked < at_least) continue;
    common.push_back(by_vertex[v]);
    common.back().vertex = static_cast<Vertex>(v);
  }
  return common;
}

}  // namespace cnx
