#pragma once
// stats_edge_map.h — the map of the edge effect for `connectoscope stats --only edge-map`
// (stats/edge_effect.h), from every tile of synapses.

#include <string>

#include "base/result.h"
#include "dataset/neuron_table.h"
#include "read/tile_source.h"
#include "worker/engine.h"
#include "worker/statistics_request.h"

namespace cnx {

/// The JSON of worker/edge_map_job.h about the neurons of `question` (of two sets, those that
/// receive), with outer_fraction by row of the input. `connections`: all of the dataset's where the
/// question says whose axons are analyzable. Errors: TileSource::read_tile's,
/// SynapseStore::add_tile's. O(synapses). Memory: the tiles, as they are.
Result<std::string> edge_map_json(const TileSource& source, const NeuronTable& neurons,
                                  const StatisticsQuestion& question, const Engine& connections);

/// The same for people. Precondition: the JSON of edge_map_json.
std::string edge_map_text(const std::string& json);

}  // namespace cnx
