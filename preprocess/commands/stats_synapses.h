#pragma once
// stats_synapses.h — the tiles of synapses for `connectoscope stats --only synapses`, and what it
// prints for people (worker/synapses_job.h).

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "dataset/pair_validity.h"
#include "read/tile_source.h"
#include "worker/engine.h"
#include "worker/synapse_store.h"

namespace cnx {

/// Every tile with a synapse onto a neuron of `post` [neurons]; null where the dataset has none.
/// Errors: TileSource::read_tile's, SynapseStore::add_tile's. Memory: the tiles, as they are.
Result<std::shared_ptr<const SynapseStore>> read_synapses(const TileSource& source,
                                                          std::span<const std::uint8_t> post);

/// Has the engine sum the sizes of every tile, one in memory at a time, for connections within the
/// limits, and look at each synapse for a job that asks_for_sizes(). Nothing is limited where the
/// dataset has no synapses. Errors: as read_synapses. Precondition: an engine with all connections.
Result<Done> sum_sizes(const TileSource& source, SizeLimits limits,
                       const std::optional<JobRequest>& job, Engine& engine);

/// Precondition: the JSON of synapses_job.
std::string synapses_text(const std::string& json);

/// A table of the sizes by distance in it; empty where it has none.
std::string sizes_by_distance_text(const std::string& json);
/// Of the JSON of synapses_job about set B: size_by_distance_b, or size_by_distance_b_why_not with
/// null, and size_sets: a, b: neurons, verdict.
std::string sizes_of_b_json(const std::string& json, std::uint64_t a_neurons,
                            std::uint64_t b_neurons, const PairValidity& a, const PairValidity& b);

}  // namespace cnx
