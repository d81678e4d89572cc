#pragma once
// job_inputs.h — inputs of jobs made from lists of edges, without tiles.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "graph/random_graph.h"
#include "worker/job.h"

namespace cnx::test {

/// Every neuron chosen, one group, one synapse a connection.
inline JobInput job_input(Statistic statistic, std::uint32_t neurons, const EdgeList& edges) {
  auto connections = std::make_shared<ConnectionGraph>();
  connections->edges = make_graph(neurons, edges);
  connections->synapse_counts.assign(connections->edges.out.targets.size(), 1);
  JobInput input;
  input.connections = connections;
  input.request.statistic = statistic;
  input.request.subset.chosen.assign(neurons, 1);
  input.request.group_names = {"all"};
  return input;
}

inline nlohmann::json result_of(JobInput input) {
  return nlohmann::json::parse(run_job(std::move(input)));
}

}  // namespace cnx::test
