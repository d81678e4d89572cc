#pragma once
// reach.h — which vertices are reached from some others along strong enough edges.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

enum class ReachWay : std::uint8_t {
  Upstream,    // against the edges
  Downstream,  // along them
  Reciprocal,  // there is an edge each way with one and the same vertex
  Either,      // along or against, at each step anew
};
inline constexpr std::uint8_t kReachWays = 4;

struct ReachInput {
  CsrGraph graph;
  std::span<const std::uint32_t> synapse_counts;  // [edges], in the order of out_targets
  std::span<const std::uint8_t> from;             // [vertices] 1: begin here
  ReachWay way = ReachWay::Downstream;
  std::uint32_t hops = 1;          // steps at most
  bool within = false;             // the vertices of `from` are reached in 0 steps
  std::uint32_t min_synapses = 1;  // edges of fewer count as absent
};

/// [vertices] 1: reached. Self-loops never count. Without `within` a vertex of `from` is reached
/// only as the end of a step from another vertex (or from itself and back, when hops > 1).
/// O(hops * (vertices + edges)); Reciprocal: times the logarithm of the degrees.
std::vector<std::uint8_t> reach(const ReachInput& input);

}  // namespace cnx
