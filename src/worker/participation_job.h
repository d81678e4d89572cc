#pragma once
// participation_job.h — the connections of a sub-network by the simplices that hold them, and their
// synapses, as a job (stats/edge_participation.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// about {…}, edge_participation {largest (by dimension from 1 of the largest simplex that holds a
/// connection): [{dimension, connections, share, synapses_mean, synapses_sd, multiple,
/// multiple_share, multiple_low, multiple_high (connections of two synapses or more, with Wilson
/// intervals)}], connections, truncated (groups are cut at kMaxCliqueVertices neurons)}. Autapses
/// are left out.
std::unique_ptr<Job> participation_job(JobInput input);

/// Calls `see(pre, post, synapses)` for each connection that counts but autapses, by pre, then by
/// post: the edges of induced_out_half(…, false), with the numbers of their neurons.
template <typename See>
void for_each_counted(const ConnectionGraph& connections, const EdgeChoice& choice, See see) {
  const CsrGraph graph = connections.edges.view();
  for (Vertex pre = 0; pre < graph.vertex_count(); ++pre) {
    if (!choice.pre[pre]) continue;
    for (std::uint32_t e = graph.out_offsets[pre]; e < graph.out_offsets[pre + 1]; ++e) {
      const Vertex post = graph.out_targets[e];
      const std::uint32_t synapses = connections.synapse_counts[e];
      if (post != pre && choice.post[post] && synapses >= choice.min_weight) {
        see(pre, post, synapses);
      }
    }
  }
}

}  // namespace cnx
