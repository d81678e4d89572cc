#pragma once
// edge_map_job.h — Statistic::EdgeMap as JSON (stats/edge_effect.h): where the volume runs out of
// synapses, and what share of its inputs each neuron has there.
//
// What json() has beside "about": edge_map {bins, fewest, outer_z_bins, trusted_fraction, synapses,
// limits_why_not (a sentence where connections have limits, or null), x_edges_nm, z_edges_nm; as
// rows of x, columns of z: bin_synapses, outer (0 or 1), soma_fraction (mean over the chosen
// neurons with inputs whose somata lie there, or null), soma_neurons (those); neurons {with_inputs,
// inputs (the synapses that they receive), trusted, by_fraction [kEdgeFractionBars]} of the chosen
// ones, of two sets those that receive; outer_fraction [neurons] of the synapses that each receives
// those in outer bins, null without any; analyzable {soma_fraction, soma_neurons, neurons,
// outer_fraction of the inputs from analyzable axons alone, the bins as they are}, or null and
// analyzable_why_not, a sentence}. Or edge_map null and edge_map_why_not, a sentence, where
// positions of somata or synapses are missing.

#include <cstddef>
#include <memory>

#include "dataset/neuron_table.h"
#include "worker/job.h"

namespace cnx {

inline constexpr std::size_t kEdgeFractionBars = 20;  // of 5 % each; the last holds 100 %, too

/// Why limits on connections change nothing.
inline constexpr const char* kEdgeMapLimits =
    "Limits on connections do not apply to the map of the edge: it is of all synapses, and a "
    "neuron's inputs are all that it receives.";

/// Puts the places in that the map needs; nothing where the dataset does not have them, or not all
/// have arrived. O(neurons).
void ask_edge_places(const Manifest& manifest, const NeuronTable& table, JobRequest& request);

/// Synapses are those of the whole dataset: JobInput::synapses has all tiles. Each is decoded
/// twice: the bins lie between the smallest and the largest place, which only all of them tell.
/// Which of them come from analyzable axons JobInput::connections tell, where they are all of the
/// dataset's.
/// O(synapses); 2 bytes a synapse beside the tiles.
std::unique_ptr<Job> edge_map_job(JobInput input);

}  // namespace cnx
