#pragma once
// stats_edge_map.h — the map of the edge effect for `connectoscope stats --only edge-map`
// (stats/edge_effect.h), from every tile of synapses.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/neuron_table.h"
#include "read/tile_source.h"

namespace cnx {

/// edge_map {bins, fewest, outer_z_bins, trusted_fraction, synapses, x_edges_nm, z_edges_nm; as
/// rows of x, columns of z: bin_synapses, outer (0 or 1), soma_fraction (mean over the chosen
/// neurons whose somata lie there, or null); neurons {with_inputs, trusted}; outer_fraction [by row
/// of the input: of the synapses that a neuron receives those in outer bins, null without any]} as
/// one JSON object on one line; or edge_map null and edge_map_why_not, a sentence, where the
/// dataset has no positions of somata or synapses. Synapses are those of the whole dataset;
/// `chosen` [neurons] decides about `neurons` and soma_fraction. Reads the tiles of synapses three
/// times. Errors: TileSource::read_tile's, decode_synapse_rows'. O(synapses).
Result<std::string> edge_map_json(const TileSource& source, const NeuronTable& neurons,
                                  const std::vector<std::uint8_t>& chosen);

/// The same for people. Precondition: the JSON of edge_map_json.
std::string edge_map_text(const std::string& json);

}  // namespace cnx
