#pragma once
// tile_writer.h — ordered rows to tiles: cut, encode, read back, hash, hand over.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "build/ordered_connectome.h"
#include "build/tiling.h"
#include "format/manifest.h"
#include "progress.h"

namespace cnx {

/// Where finished tiles go. Called from one thread, in the order of the manifest.
using TileSink = std::function<Result<Done>(std::uint64_t hash, std::span<const std::byte> tile)>;

/// Writes every tile of every family and returns the families, as the manifest lists them.
///
/// Each tile is decoded again with the viewer's decoder and compared before it is handed over;
/// a difference is a bug and stops the program. Blocks are encoded on all threads, a few at a
/// time, so that memory does not grow with the data; the bytes do not depend on the threads.
///   overview_grid  only used when the synapses have positions
/// Errors: the sink's; OutOfRange (a tile above kMaxTileBytes).
Result<std::vector<TileFamily>> write_tiles(const OrderedConnectome& connectome,
                                            const Tiling& tiling,
                                            const OverviewGrid& overview_grid,
                                            const TileSink& sink, Progress& progress);

}  // namespace cnx
