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

NeighborRows neighbor_rows(const CsrHalf& out) {
  const auto n = static_cast<Vertex>(out.vertex_count());
  CNX_CHECK(out.vertex_count() <= std::size_t{1} << 30);
  NeighborRows rows;
  // Room for both directions of each edge; what is reciprocal, and self-loops, is closed up below.
  rows.offsets.assign(std::size_t{n} + 1, 0);
  for (const Vertex v : out.targets) ++rows.offsets[v + std::size_t{1}];
  for (Vertex v = 0; v < n; ++v) {
    rows.original.push_back(v);
    rows.offsets[v + std::size_t{1}] +=
        rows.offsets[v] + out.offsets[v + std::size_t{1}] - out.offsets[v];
  }
  rows.entries.resize(rows.offsets[n]);
  // Sources first: they come by rising number, so each row's rise without a sort.
  std::vector<std::uint64_t> next(rows.offsets.begin(), rows.offsets.end() - 1);
  for (Vertex u = 0; u < n; ++u) {
    for (std::uint32_t e = out.offsets[u]; e < out.offsets[u + std::size_t{1}]; ++e) {
      rows.entries[next[out.targets[e]]++] = u;
    }
  }
  std::vector<std::uint32_t> sources;
  std::uint64_t end = 0;
  for (Vertex u = 0; u < n; ++u) {
    const auto from = rows.entries.begin() + static_cast<std::ptrdiff_t>(rows.offsets[u]);
    sources.assign(from, rows.entries.begin() + static_cast<std::ptrdiff_t>(next[u]));
    rows.offsets[u] = end;
    auto in = sources.begin();
    std::uint32_t e = out.offsets[u];
    const std::uint32_t last = out.offsets[u + std::size_t{1}];
    while (in != sources.end() || e != last) {
      const Vertex a = e == last ? UINT32_MAX : out.targets[e];
      const Vertex b = in == sources.end() ? UINT32_MAX : *in;
      const Vertex v = a < b ? a : b;
      const bool goes = a == v, comes = b == v;
      e += goes;
      in += comes;
      if (v != u) rows.entries[end++] = v << 2 | (goes ? kOutward : 0) | (comes ? kInward : 0);
    }
  }
  rows.offsets[n] = end;
  rows.entries.resize(end);
  return rows;
}

}  // namespace cnx
