#include "stats/components.h"

#include <algorithm>
#include <functional>

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

std::vector<std::uint32_t> strong_component_sizes(const NeighborRows& rows) {
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
    path.push_back({start, rows.offsets[start]});
    while (!path.empty()) {
      Step& step = path.back();
      const Vertex u = step.vertex;
      if (met[u] == kUnmet) {
        met[u] = earliest[u] = ++clock;
        open.push_back(u);
      }
      bool deeper = false;
      while (step.next < rows.offsets[u + std::size_t{1}]) {
        const std::uint32_t entry = rows.entries[step.next];
        const Vertex v = entry >> 2;
        if ((entry & kOutward) != 0 && met[v] == kUnmet) {
          path.push_back({v, rows.offsets[v]});  // and comes back to this entry
          deeper = true;
          break;
        }
        if ((entry & kOutward) != 0 && met[v] != kPlaced) {
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
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

}  // namespace cnx
