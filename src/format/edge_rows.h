#pragma once
// edge_rows.h — codec of the connection payloads (docs/format.md §4.2).
//
// A row's targets are coded as gaps, each with the frequencies of a context: how large a gap is to
// be expected here. That follows from the row's degree and from a coarse map of where in the
// dataset the rows nearby have their targets, which every tile brings along. All tiles of a family
// share one model, in the manifest; otherwise a tile stands alone.
// docs/decisions/0004-connection-codec.md has what was tried.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "format/gap_contexts.h"
#include "format/rans.h"

namespace cnx {

struct EdgeRows {
  std::vector<std::uint32_t> offsets;         // [rows + 1], offsets[0] == 0
  std::vector<NeuronIndex> targets;           // [edges], rising inside each row
  std::vector<std::uint32_t> synapse_counts;  // [edges], each 1 .. 2^32 - 1

  bool operator==(const EdgeRows&) const = default;
};

inline constexpr std::uint32_t kMaxTileEdges = 1u << 23;  // bounds what a tile decodes to
inline constexpr std::uint32_t kMaxMapCells = 1024;
inline constexpr unsigned kEdgeContexts = 1 + 12 + 4 + kGapContexts;  // degrees, map, counts, gaps
inline constexpr unsigned kMaxEdgeSymbol = 63;                        // of a number below 2^32

/// What the tiles of one family share: made from all of them, stored in the manifest.
struct EdgeModel {
  unsigned cell_bits = 1;  // a cell of the maps is 2^cell_bits neurons
  RansModel symbols;

  bool operator==(const EdgeModel&) const = default;
};

/// The cell size for a family: some 256 cells, fewer where there are few edges in a tile.
/// Precondition: neuron_count >= 1, tile_count >= 1.
unsigned choose_cell_bits(std::uint32_t neuron_count, std::uint64_t edges, std::size_t tile_count);

/// The symbols that encode_edge_rows would write for these rows. Add them up over all blocks of a
/// family, and EdgeModel{cell_bits, RansModel{counts}} fits them. O(rows + edges).
SymbolCounts count_edge_symbols(const EdgeRows& rows, std::uint32_t neuron_count,
                                unsigned cell_bits);

/// A model for these blocks: choose_cell_bits and count_edge_symbols of each.
EdgeModel make_edge_model(std::span<const EdgeRows> blocks, std::uint32_t neuron_count);

std::vector<std::byte> encode_edge_model(const EdgeModel& model);

/// Safe on hostile bytes. Errors: those of RansModel::read; TrailingBytes; OutOfRange (cells that
/// are too small for neuron_count or above 2^27 neurons, a symbol above 63). What is accepted
/// re-encodes to the same bytes.
Result<EdgeModel> decode_edge_model(std::span<const std::byte> bytes, std::uint32_t neuron_count);

/// Whether decode_edge_model takes these bytes, without the tables that make a model of them.
Result<Done> check_edge_model(std::span<const std::byte> bytes, std::uint32_t neuron_count);

/// Encodes the connections of consecutive neurons; rows are pre (ConnectionsOut) or post
/// (ConnectionsIn), as the tile's kind says.
/// Precondition: `rows` has the shapes and orders named in EdgeRows, targets below neuron_count,
/// at most kMaxTileEdges edges; the model was made from rows that these are among.
/// Deterministic: equal rows and models give equal bytes, on every machine.
/// O(rows + edges).
std::vector<std::byte> encode_edge_rows(const EdgeRows& rows, std::uint32_t neuron_count,
                                        const EdgeModel& model);

/// Decodes what encode_edge_rows wrote; safe on hostile bytes.
///
///   payload       [payload_bytes]  the tile after its header
///   row_count     rows expected, from TileHeader::neuron_count
///   neuron_count  neurons in the dataset, at most kMaxNeurons; every target is below it
///   model         the family's, made or decoded for this neuron_count
///
/// Errors: Truncated; TrailingBytes; OutOfRange (a target >= neuron_count, a degree above
/// neuron_count, more than kMaxTileEdges edges, a count above 2^32 - 1, a payload above
/// kMaxTileBytes); NotCanonical (all that a writer would have written otherwise). What is accepted
/// re-encodes to the same bytes, so a tile's hash names its content.
/// Memory: what comes out, at most 8 bytes an edge and 64 MiB, and less than 1 MiB beside it.
/// O(rows + edges).
Result<EdgeRows> decode_edge_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                  std::uint32_t neuron_count, const EdgeModel& model);

}  // namespace cnx
