#pragma once
// tile_writer.h — rows to tiles: encode, read back, hash, hand over.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "build/edge_store.h"
#include "build/ordered_neurons.h"
#include "build/overview_order.h"
#include "build/tiling.h"
#include "format/manifest.h"
#include "progress.h"

namespace cnx {

/// Where finished tiles go. Called from one thread; which tile comes after which depends on the
/// data alone.
using TileSink = std::function<Result<Done>(std::uint64_t hash, std::span<const std::byte> tile)>;

/// The rows that a tile covers.
struct TileRows {
  NeuronIndex first = 0;
  std::uint32_t count = 0;
};

struct EncodedTile {
  std::vector<std::byte> bytes;
  std::uint64_t hash = 0;
};

/// A payload with its header and hash. Errors: OutOfRange (above kMaxTileBytes).
Result<EncodedTile> finish_tile(TileKind kind, TileRows rows, std::span<const std::byte> payload);

/// How many blocks are encoded before any of them is handed over: memory does not grow with the
/// data.
inline constexpr std::size_t kBlocksAtOnce = 16;

/// Every payload is decoded again with the viewer's decoder and compared before it is handed over;
/// a difference is a bug and stops the program. The bytes do not depend on the number of threads.
/// Errors of all: the sink's; OutOfRange (a tile above kMaxTileBytes); Unwritable (scratch.h).
Result<TileFamily> write_neuron_family(const OrderedNeurons& neurons, const ColumnGroup& group,
                                       const TileSink& sink);
Result<TileFamily> write_edge_family(TileKind kind, const EdgeRowStore& rows, std::uint32_t block,
                                     const TileSink& sink, Progress& progress);
Result<TileFamily> write_overview_family(const OverviewPlaces& places, const OverviewGrid& grid,
                                         const TileSink& sink, Progress& progress);

/// Payloads of kinds 4, 6 and 7, checked against their decoders.
std::vector<std::byte> encode_checked(const SynapseRows& rows, SynapseShape shape);
std::vector<std::byte> encode_checked(const ColumnValues& column, ColumnShape shape);

}  // namespace cnx
