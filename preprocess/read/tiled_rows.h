#pragma once
// tiled_rows.h — what tiles hold, neuron by neuron: readers that go through a family once, in the
// order of NeuronIndex, with one tile in memory.
//
// Families have blocks of different sizes. Each reader is asked for the same neurons, 0, 1, 2, …,
// and goes on to its next tile by itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "base/result.h"
#include "format/edge_rows.h"
#include "format/manifest.h"
#include "format/synapse_rows.h"
#include "read/tile_source.h"

namespace cnx {

/// All columns of all neurons by NeuronIndex, in the order of the manifest; positions are exact.
/// Errors: TileSource::read_tile's, the decoders'. Memory: 8 bytes for every value.
Result<std::vector<ColumnValues>> read_neuron_columns(const TileSource& source);

/// Which tile of a family is at hand.
class TileWalk {
 public:
  TileWalk(const TileSource& source, const TileFamily& family)
      : source_(&source), family_(&family) {}

  /// Whether `neuron` is the first of the next tile.
  bool at_tile_start(NeuronIndex neuron) const { return neuron == end_; }
  /// Reads the next tile.
  Result<std::vector<std::byte>> next_tile();

  NeuronIndex first() const { return first_; }  // of the tile at hand
  std::uint32_t count() const { return end_ - first_; }
  Error damaged(const Error& error) const { return source_->damaged(*family_, next_ - 1, error); }

 private:
  const TileSource* source_;
  const TileFamily* family_;
  std::size_t next_ = 0;
  NeuronIndex first_ = 0, end_ = 0;
};

/// The connections of a neuron; valid until the reader's next row.
struct ConnectionRow {
  std::span<const NeuronIndex> partners;  // rising
  std::span<const std::uint32_t> synapse_counts;
};

/// Rows of ConnectionsOut or ConnectionsIn. Errors: TileSource::read_tile's, decode_edge_rows'.
class ConnectionReader {
 public:
  ConnectionReader(const TileSource& source, TileKind kind);
  Result<ConnectionRow> row(NeuronIndex neuron);

 private:
  std::uint32_t total_neurons_;
  TileWalk walk_;
  EdgeModel model_;
  EdgeRows tile_;
};

/// The synapses that a neuron receives; valid until the reader's next row.
struct SynapseRow {
  std::array<std::span<const std::int64_t>, 3> residual;  // or empty
  std::span<const std::uint32_t> size;                    // or empty
};

/// Rows of Synapses. Errors: TileSource::read_tile's, decode_synapse_rows'; OutOfRange (another
/// number of synapses than the connections say).
class SynapseReader {
 public:
  /// Precondition: the manifest has such a family.
  explicit SynapseReader(const TileSource& source);
  /// `expected` is the number of synapses by the neuron's connections.
  Result<SynapseRow> row(NeuronIndex neuron, std::uint64_t expected);

 private:
  SynapseShape shape_;
  TileWalk walk_;
  SynapseRows tile_;
};

/// Values of consecutive entries, as the tiles have them; valid until the reader's next row.
using EdgeValues = std::variant<std::span<const std::int64_t>, std::span<const double>>;

/// Rows of one column of connections (ConnectionColumns) or synapses (SynapseColumns).
/// Errors: TileSource::read_tile's, decode_edge_column's; OutOfRange (another number of values
/// than there are connections or synapses).
class EdgeColumnReader {
 public:
  /// Precondition: the source of that column of the manifest is Tiles.
  EdgeColumnReader(const TileSource& source, TileKind kind, std::uint32_t column);
  /// The values of the neuron's `expected` entries.
  Result<EdgeValues> row(NeuronIndex neuron, std::uint64_t expected);
  /// After the last neuron: no value is left over.
  Result<Done> finish() const;

 private:
  std::size_t entries() const;

  ColumnShape shape_;
  std::uint32_t max_entries_;
  TileWalk walk_;
  ColumnValues tile_;
  std::size_t used_ = 0;
};

}  // namespace cnx
