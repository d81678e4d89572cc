// engine_reach.cpp — the engine's answer to the graph operators of a query.

#include "base/check.h"
#include "worker/engine.h"

namespace cnx {

ReachReply Engine::reach(const ReachRequest& request) const {
  CNX_CHECK(request.from.size() == neuron_count_);
  ReachReply reply;
  reply.tiles_total = static_cast<std::uint32_t>(out_.there.size());
  reply.tiles_missing = out_.missing;
  const auto [graph, sizes_missing, sizes_total] = counted();
  reply.tiles_missing += sizes_missing;
  reply.tiles_total += sizes_total;
  ReachInput input;
  input.graph = graph->edges.view();
  input.synapse_counts = graph->synapse_counts;
  input.from = request.from;
  input.way = request.way;
  input.hops = request.hops;
  input.within = request.within;
  input.min_synapses = request.min_synapses;
  reply.reached = cnx::reach(input);
  return reply;
}

}  // namespace cnx
