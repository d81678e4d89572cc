// engine_reach.cpp — the engine's answer to the graph operators of a query.

#include "base/check.h"
#include "worker/engine.h"

namespace cnx {

ReachReply Engine::reach(const ReachRequest& request) const {
  CNX_CHECK(request.from.size() == neuron_count_);
  ReachReply reply;
  reply.tiles_total = static_cast<std::uint32_t>(out_.there.size());
  reply.tiles_missing = out_.missing;
  const auto graph = graph_ ? graph_ : graph_of_tiles_there();
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
