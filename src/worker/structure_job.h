#pragma once
// structure_job.h — the network as a whole, as a job: components, cores, modularity of the groups,
// shared neighbors, rich club (stats/components.h, core_numbers.h, modularity.h,
// shared_neighbors.h, rich_club.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// Takes NullOptions::controls and seed for the controls of the rich club.
///
/// about {…}, structure {components {weak, strong: {count, largest, sizes [falling], components
/// [how many of each size]}}, core {largest, neurons [by core number]}, modularity {connections,
/// synapses: {value, total, within, within_share, expected_share}} or null without groups,
/// shared_neighbors {targets, sources, either: {connected, unconnected: {pairs, mean, expected,
/// ratio}}}, rich_club {controls, controls_done, seed, and by k: degree, neurons, connections,
/// density, control_mean, control_sd, control_low, control_high, ratio, p_high}}. The same with
/// fewer controls_done while the controls are drawn. With JobRequest::per_neuron also core_numbers
/// [by neuron], null for those that were not counted.
///
/// Of a block the network is that of its connections, over the neurons of either side: modularity
/// may be null, with modularity_why_not; shared_neighbors has either null and either_why_not,
/// targets are of pairs that both send, sources of pairs that both receive; rich_club has pairs by
/// k too.
std::unique_ptr<Job> structure_job(JobInput input);

}  // namespace cnx
