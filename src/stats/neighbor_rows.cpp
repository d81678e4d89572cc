#include "stats/neighbor_rows.h"

#include "base/check.h"
#include "stats/neighbor_walk.h"

namespace cnx {
namespace {

NeighborRows rows_of(const CsrGraph& graph, const EdgeChoice& choice) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  NeighborRows rows;
  std::vector<Vertex> number(n, 0);
  for (Vertex v = 0; v < n; ++v) {
    number[v] = rows.vertex_count();
    if (choice.pre[v] || choice.post[v]) rows.original.push_back(v);
  }
  // Two passes: growing the array as it is filled would need half as much memory again.
  rows.offsets.reserve(rows.original.size() + 1);
  for (const Vertex u : rows.original) {
    std::uint64_t length = 0;
    for_each_neighbor(graph, choice, u, [&](Vertex, bool, bool) { ++length; });
    rows.offsets.push_back(rows.offsets.back() + length);
  }
  rows.entries.reserve(rows.offsets.back());
  for (const Vertex u : rows.original) {
    for_each_neighbor(graph, choice, u, [&](Vertex v, bool goes, bool comes) {
      rows.entries.push_back(number[v] << 2 | (goes ? kOutward : 0) | (comes ? kInward : 0));
    });
  }
  return rows;
}

}  // namespace

NeighborRows neighbor_rows(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                           const EdgeChoice& choice) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(n <= std::size_t{1} << 30);
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  return with_strong_edges(graph, weights, choice,
                           [&](const CsrGraph& strong) { return rows_of(strong, choice); });
}

}  // namespace cnx
