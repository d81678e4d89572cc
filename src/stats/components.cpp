#include "stats/components.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace cnx {

std::vector<std::uint32_t> weak_component_sizes(const NeighborRows& rows) {
  const std::uint32_t n = rows.vertex_count();
  std::vector<std::uint8_t> met(n, 0);
  std::vector<Vertex> waiting;
  std::vector<std::uint32_t> sizes;
  for (Vertex start = 0; start < n; ++start) {
    if (met[start]) continue;
    met[start] = 1;
    waiting.push_back(start);
    std::uint32_t size = 0;
    while (!waiting.empty()) {
      const Vertex u = waiting.back();
      waiting.pop_back();
      ++size;
      for (const std::uint32_t entry : rows.row(u)) {
        const Vertex v = entry >> 2;
        if (met[v]) continue;
        met[v] = 1;
        waiting.push_back(v);
      }
    }
    sizes.push_back(size);
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

namespace {

/// Rows as Tarjan's method needs them.
struct MarkedRows {
  const NeighborRows& rows;
  std::uint32_t vertex_count() const { return rows.vertex_count(); }
  std::uint64_t begin(Vertex v) const { return rows.offsets[v]; }
  std::uint64_t end(Vertex v) const { return rows.offsets[v + std::size_t{1}]; }
  Vertex target(std::uint64_t e) const { return rows.entries[e] >> 2; }
  bool goes(std::uint64_t e) const { return (rows.entries[e] & kOutward) != 0; }
};
struct OutRows {
  const CsrHalf& half;
  std::uint32_t vertex_count() const { return static_cast<std::uint32_t>(half.vertex_count()); }
  std::uint64_t begin(Vertex v) const { return half.offsets[v]; }
  std::uint64_t end(Vertex v) const { return half.offsets[v + std::size_t{1}]; }
  Vertex target(std::uint64_t e) const { return half.targets[e]; }
  static bool goes(std::uint64_t) { return true; }
};

/// Sizes in the order in which components are found.
template <typename Rows>
std::vector<std::uint32_t> strong_sizes(const Rows& rows) {
  const std::uint32_t n = rows.vertex_count();
  constexpr std::uint32_t kUnmet = 0, kPlaced = UINT32_MAX;
  struct Step {
    Vertex vertex;
    std::uint64_t next;  // entry to look at
  };
  std::vector<std::uint32_t> met(n, kUnmet);  // when, from 1; kPlaced: its component is known
  std::vector<std::uint32_t> earliest(n, 0);  // met of the earliest vertex that it reaches
  std::vector<Vertex> open;                   // met, not placed
  std::vector<Step> path;
  std::vector<std::uint32_t> sizes;
  std::uint32_t clock = 0;
  for (Vertex start = 0; start < n; ++start) {
    if (met[start] != kUnmet) continue;
    path.push_back({start, rows.begin(start)});
    while (!path.empty()) {
      Step& step = path.back();
      const Vertex u = step.vertex;
      if (met[u] == kUnmet) {
        met[u] = earliest[u] = ++clock;
        open.push_back(u);
      }
      bool deeper = false;
      while (step.next < rows.end(u)) {
        const Vertex v = rows.target(step.next);
        const bool goes = rows.goes(step.next);
        if (goes && met[v] == kUnmet) {
          path.push_back({v, rows.begin(v)});  // and comes back to this entry
          deeper = true;
          break;
        }
        if (goes && met[v] != kPlaced) {
          earliest[u] = std::min(earliest[u], earliest[v]);
        }
        ++step.next;
      }
      if (deeper) continue;
      if (earliest[u] == met[u]) {
        std::uint32_t size = 0;
        Vertex v = u;
        do {
          v = open.back();
          open.pop_back();
          met[v] = kPlaced;
          ++size;
        } while (v != u);
        sizes.push_back(size);
      }
      path.pop_back();
    }
  }
  return sizes;
}

std::uint32_t largest_of(const std::vector<std::uint32_t>& sizes) {
  return sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
}

}  // namespace

std::vector<std::uint32_t> strong_component_sizes(const NeighborRows& rows) {
  std::vector<std::uint32_t> sizes = strong_sizes(MarkedRows{rows});
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

ComponentSummary strong_component_summary(const CsrHalf& graph) {
  const std::vector<std::uint32_t> sizes = strong_sizes(OutRows{graph});
  return {static_cast<std::uint32_t>(sizes.size()), largest_of(sizes)};
}

ComponentSummary weak_component_summary(const CsrHalf& graph) {
  // Sets that grow together: who leads whom, paths halved as they are walked.
  const auto n = static_cast<Vertex>(graph.vertex_count());
  std::vector<Vertex> leader(n);
  std::iota(leader.begin(), leader.end(), Vertex{0});
  std::vector<std::uint32_t> sizes(n, 1);
  std::uint32_t count = n;
  const auto lead = [&](Vertex v) {
    while (leader[v] != v) {
      leader[v] = leader[leader[v]];
      v = leader[v];
    }
    return v;
  };
  for (Vertex u = 0; u < n; ++u) {
    Vertex a = lead(u);
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      Vertex b = lead(graph.targets[e]);
      if (a == b) continue;
      if (sizes[a] < sizes[b]) std::swap(a, b);
      leader[b] = a;
      sizes[a] += sizes[b];
      --count;
    }
  }
  return {count, largest_of(sizes)};
}

}  // namespace cnx
