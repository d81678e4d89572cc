#pragma once
// edge_block_writer.h — blocks of edges (build/edge_bins.h) to tiles of synapses and of carried
// columns, and to what the other families are made from.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "build/condensed_group.h"
#include "build/edge_bins.h"
#include "build/edge_store.h"
#include "build/ordered_neurons.h"
#include "build/overview_order.h"
#include "format/manifest.h"
#include "progress.h"
#include "write/tile_writer.h"

namespace cnx {

/// What blocks of post neurons come to, besides tiles.
struct EdgeBlockUses {
  EdgeRowStore& in;
  OutgoingBins& out;
  OverviewPlaces* places = nullptr;     // where synapses have positions
  const OverviewGrid* grid = nullptr;   // with `places`
  CondensedGroup* condensed = nullptr;  // where the input has one
};

struct EdgeBlockFamilies {
  std::optional<TileFamily> synapses;  // where they have a position or a size
  std::vector<TileFamily> columns;     // SynapseColumns, in the order of survey.columns
  std::uint64_t merged = 0;            // rows of connections that were added to another
};

/// Takes all blocks in order, which `bins` then has no more: encodes their tiles on all threads and
/// hands over the rest.
///   survey  its columns get the coding that makes the first tile smaller
/// Errors: as tile_writer.h's.
Result<EdgeBlockFamilies> write_edge_blocks(EdgeBins& bins, std::uint32_t block_neurons,
                                            EdgeSurvey& survey, const OrderedNeurons& neurons,
                                            const EdgeBlockUses& uses, const TileSink& sink,
                                            Progress& progress);

/// Families of the columns with source Tiles, of connections whose ends were exchanged when `bins`
/// was filled, so that blocks are of pre neurons. Sets their codings.
///   degrees  [neurons] connections of each
Result<std::vector<TileFamily>> write_connection_columns(const EdgeBins& bins,
                                                         std::uint32_t block_neurons,
                                                         std::span<const std::uint32_t> degrees,
                                                         std::vector<EdgeColumn>& columns,
                                                         const TileSink& sink, Progress& progress);

}  // namespace cnx
