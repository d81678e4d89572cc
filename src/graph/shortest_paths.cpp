#include "graph/shortest_paths.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <queue>
#include <utility>

#include "base/check.h"
#include "graph/csr_build.h"

namespace cnx {
namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b
             ? std::numeric_limits<std::uint64_t>::max()
             : a + b;
}

/// An edge that lies on a shortest path.
struct Step {
  Vertex to = 0;
  std::uint32_t weight = 0;
};

/// What lies on shortest paths: for each of its vertices the next steps, how many ways lead on
/// from it to the end, and how strong the best of these is.
struct Onward {
  std::vector<std::vector<Step>> steps;
  std::vector<std::uint64_t> ways;
  std::vector<std::uint32_t> best_weakest;
};

/// Levels by number of edges from `from`, up to that of `to`; kFar beyond.
std::vector<std::uint32_t> levels_from(const CsrGraph& graph,
                                       std::span<const std::uint32_t> weights,
                                       const PathQuery& query) {
  std::vector<std::uint32_t> level(graph.vertex_count(), kFar);
  level[query.from] = 0;
  std::vector<Vertex> front = {query.from}, next;
  for (std::uint32_t depth = 1; !front.empty() && level[query.to] == kFar; ++depth) {
    next.clear();
    for (const Vertex u : front) {
      for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
        const Vertex v = graph.out_targets[e];
        if (weights[e] < query.min_weight || level[v] != kFar) continue;
        level[v] = depth;
        next.push_back(v);
      }
    }
    std::swap(front, next);
  }
  return level;
}

/// From `to` back, level by level: each vertex that is met lies on a shortest path.
Onward walk_back(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                 const PathQuery& query, const std::vector<std::uint32_t>& level) {
  Onward onward;
  onward.steps.resize(graph.vertex_count());
  onward.ways.assign(graph.vertex_count(), 0);
  onward.best_weakest.assign(graph.vertex_count(), 0);
  onward.ways[query.to] = 1;
  onward.best_weakest[query.to] = kFar;  // no link yet
  std::vector<Vertex> front = {query.to}, before;
  for (std::uint32_t depth = level[query.to]; depth > 0; --depth) {
    before.clear();
    std::sort(front.begin(), front.end());  // steps rise by vertex
    for (const Vertex v : front) {
      for (const Vertex u : graph.in_neighbors(v)) {
        if (level[u] != depth - 1) continue;
        const std::uint32_t weight = weights[find_edge(graph, u, v)];
        if (weight < query.min_weight) continue;
        if (onward.ways[u] == 0) before.push_back(u);
        onward.steps[u].push_back({v, weight});
        onward.ways[u] = saturating_sum(onward.ways[u], onward.ways[v]);
        onward.best_weakest[u] =
            std::max(onward.best_weakest[u], std::min(weight, onward.best_weakest[v]));
      }
    }
    std::swap(front, before);
  }
  return onward;
}

/// The beginning of a path, and the best that can become of it.
struct Prefix {
  std::vector<Vertex> vertices;
  std::uint32_t weakest = kFar;  // of its own edges
  std::uint32_t promise = kFar;  // the largest `weakest` of a whole path that begins so
};

/// Later in the queue's order: a smaller promise, or larger vertices.
struct ComesLater {
  bool operator()(const Prefix& a, const Prefix& b) const {
    if (a.promise != b.promise) return a.promise < b.promise;
    return a.vertices > b.vertices;
  }
};

std::vector<Path> strongest_first(const Onward& onward, const PathQuery& query,
                                  std::uint32_t length) {
  std::vector<Path> listed;
  std::priority_queue<Prefix, std::vector<Prefix>, ComesLater> queue;
  queue.push({{query.from}, kFar, onward.best_weakest[query.from]});
  while (!queue.empty() && listed.size() < query.max_listed) {
    Prefix prefix = queue.top();
    queue.pop();
    // A whole path leaves the queue when no other can be stronger.
    if (prefix.vertices.size() == std::size_t{length} + 1) {
      listed.push_back({std::move(prefix.vertices), length == 0 ? 0 : prefix.weakest});
      continue;
    }
    for (const Step& step : onward.steps[prefix.vertices.back()]) {
      Prefix longer = prefix;
      longer.vertices.push_back(step.to);
      longer.weakest = std::min(prefix.weakest, step.weight);
      longer.promise = std::min(longer.weakest, onward.best_weakest[step.to]);
      queue.push(std::move(longer));
    }
  }
  return listed;
}

}  // namespace

ShortestPaths shortest_paths(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                             const PathQuery& query) {
  CNX_CHECK(query.from < graph.vertex_count() && query.to < graph.vertex_count());
  CNX_CHECK(weights.size() == graph.edge_count());
  ShortestPaths paths;
  const std::vector<std::uint32_t> level = levels_from(graph, weights, query);
  if (level[query.to] == kFar) return paths;
  const Onward onward = walk_back(graph, weights, query, level);
  paths.length = level[query.to];
  paths.count = onward.ways[query.from];
  paths.listed = strongest_first(onward, query, *paths.length);
  return paths;
}

}  // namespace cnx
