#pragma once
// tile_plan.h — what is needed, as plain values → wanted tiles in order of need. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "format/manifest.h"
#include "stream/tile_key.h"

namespace cnx {

/// What the view asks of the tiles. Why it asks is the caller's business.
struct TileNeed {
  std::optional<NeuronIndex> selected;       // its partners are shown
  std::vector<std::uint32_t> columns;        // indices of columns that are shown, most needed first
  std::vector<std::uint32_t> synapse_tiles;  // of the Synapses family (stream/synapse_plan.h)
  bool every_connection = false;             // statistics: all rows of ConnectionsOut
  bool every_size = false;                   // limits on sizes: the whole Synapses family

  bool operator==(const TileNeed&) const = default;
};

/// In this order, each tile once:
///   1. the Neurons families with the coarse and the fine part of the positions: the first picture
///   2. the ConnectionsOut and the ConnectionsIn tile of the selected neuron
///   3. the Neurons family with the exact part of the positions
///   4. the other Neurons families that hold an asked column, in the order of the columns
///   5. the asked Synapses tiles, in their order, each with the ConnectionsIn tiles of its neurons,
///      which say whose the synapses are; without those where every connection is asked for
///   6. every ConnectionsOut tile, when every connection is asked for: the worker transposes them;
///      also where 2 or 5 need inputs of a neuron and the dataset has no ConnectionsIn tiles
///   7. every other Synapses tile, when every size is asked for
/// SynapseOverview tiles are never wanted. Preconditions: `selected`, `columns` and `synapse_tiles`
/// are within the manifest. O(tiles + columns * families).
std::vector<TileKey> tile_plan(const Manifest& manifest, const TileNeed& need);

/// How many tiles at the begin of every plan make the first picture (1 above).
std::size_t first_picture_tiles(const Manifest& manifest);

}  // namespace cnx
