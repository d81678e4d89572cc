#pragma once
// random_synapses.h — synapses of every edge as plain lists, and the slow way to count some of
// them.

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/edge_synapses.h"

namespace cnx::test {

struct PlainSynapses {
  std::vector<std::vector<std::uint32_t>> sizes;  // [edges]
  std::vector<std::uint64_t> near, clumped;       // [edges]
  EdgeSynapses::Known known{true, true};

  EdgeSynapses made(const std::vector<std::uint32_t>& counts) const {
    EdgeSynapses synapses(counts, known);
    // In any order, as tiles may come.
    for (std::size_t e = sizes.size(); e-- > 0;) {
      synapses.set(counts, e, sizes[e], near[e], clumped[e]);
    }
    return synapses;
  }

  /// Looks for every pair whether there is an edge, and sorts all sizes.
  SynapseTotals totals(const CsrGraph& graph, const std::vector<std::uint32_t>& counts,
                       const EdgeChoice& choice) const {
    SynapseTotals totals;
    std::uint64_t all_near = 0, all_clumped = 0;
    std::vector<std::uint32_t> all;
    for (Vertex u = 0; u < graph.vertex_count(); ++u) {
      for (Vertex v = 0; v < graph.vertex_count(); ++v) {
        const std::size_t e = find_edge(graph, u, v);
        if (u == v || choice.pre[u] == 0 || choice.post[v] == 0 || e >= counts.size()) continue;
        if (counts[e] < choice.min_weight) continue;
        all.insert(all.end(), sizes[e].begin(), sizes[e].end());
        if (sizes[e].size() > 1) totals.multiple += sizes[e].size();
        all_near += near[e];
        all_clumped += clumped[e];
      }
    }
    totals.synapses = all.size();
    if (known.near) totals.near = all_near;
    if (known.clumped) totals.clumped = all_clumped;
    if (all.empty()) return totals;
    for (const std::uint32_t size : all) totals.size_sum += size;
    std::sort(all.begin(), all.end());
    totals.size_median = (static_cast<double>(all[(all.size() - 1) / 2]) + all[all.size() / 2]) / 2;
    return totals;
  }
};

/// Sizes below `most`; most = 0: of all 32 bits.
inline PlainSynapses random_synapses_of(std::uint32_t seed,
                                        const std::vector<std::uint32_t>& counts,
                                        std::uint32_t most) {
  std::mt19937 random(seed);
  PlainSynapses plain;
  for (const std::uint32_t count : counts) {
    std::vector<std::uint32_t>& sizes = plain.sizes.emplace_back();
    for (std::uint32_t i = 0; i < count; ++i) {
      sizes.push_back(static_cast<std::uint32_t>(most == 0 ? random() : random() % most));
    }
    plain.near.push_back(random() % (count + 1));
    plain.clumped.push_back(count < 2 ? 0 : random() % (count + 1));
  }
  return plain;
}

}  // namespace cnx::test
