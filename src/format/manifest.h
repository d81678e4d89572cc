#pragma once
// manifest.h — manifest.json: what a folder of tiles holds (docs/format.md §5).
//
// The reader is strict: every known field has the type and range written there, every
// required one is present, and the parts agree with each other (tile counts with block
// sizes, column groups with columns). Unknown fields are refused: one version, one meaning.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/neuron_columns.h"
#include "format/position_grid.h"
#include "format/synapse_overview.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"

namespace cnx {

/// What a column means to the viewer. At most one column has each role but None.
enum class ColumnRole : std::uint8_t {
  None,
  SourceRow,  // row of the neuron in the input's vertex table; always present, Integer
  NeuronId,   // the dataset's own id, unique; Integer
  PositionX,  // soma position in nm; always present, Integer; all three or the layout's
  PositionY,
  PositionZ,
  CellClass,       // Category
  Region,          // Category
  AxonStatus,      // Category, proofreading of the axon
  DendriteStatus,  // Category, proofreading of the dendrite
};

/// How the input stored a column. `ColumnKind` says how the tiles hold it; with this an export
/// gives it back as it was.
enum class StoredType : std::uint8_t {
  Generated,  // not at all: the tool made the column, and an export leaves it out
  Boolean,
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  DateTime,   // integers: nanoseconds since 1970, and in the words of pandas from 3 on …
  DateTimeS,  // … in the unit that is named
  DateTimeMs,
  DateTimeUs,
  DateTimeNs,
  TimeDelta,  // the same, between two times
  TimeDeltaS,
  TimeDeltaMs,
  TimeDeltaUs,
  TimeDeltaNs,
  Float32,
  Float64,
  Text,
  Category,  // text by codes into a list of names
};

/// "generated", "bool", "int8", …, "uint64", "datetime64", "datetime64[s]", …, "timedelta64[ns]",
/// "float32", "float64", "text", "category".
std::string_view stored_type_name(StoredType type);

inline bool is_float(StoredType type) {
  return type == StoredType::Float32 || type == StoredType::Float64;
}

/// Whether the integers of such a column are times or lengths of time; -2^63 is none.
inline bool is_time(StoredType type) {
  return StoredType::DateTime <= type && type <= StoredType::TimeDeltaNs;
}

/// "source_row", "neuron_id", "position_x", …, "none".
std::string_view column_role_name(ColumnRole role);
std::optional<ColumnRole> parse_column_role(std::string_view name);

struct Column {
  std::string name;  // as in the input; unique, not empty
  ColumnRole role = ColumnRole::None;
  ColumnKind kind = ColumnKind::Integer;
  std::vector<std::string> categories;  // Category only: names by code, as shown on screen
  ColumnCoding coding = ColumnCoding::Plain;
  StoredType type = StoredType::Generated;  // Text and Category only with kind Category

  ColumnShape shape() const {
    return {kind, static_cast<std::uint32_t>(categories.size()), coding};
  }
  bool operator==(const Column&) const = default;
};

/// Where the values of an edge column are.
enum class EdgeSource : std::uint8_t {
  Tiles,      // in a family of its own
  Count,      // synapses of the connection                                        connections only
  Sum,        // over the synapses of the connection, of the synapse column `of`   connections only
  Mean,       // double(sum) / double(count)                                       connections only
  PositionX,  // of the synapse, nm                                                   synapses only
  PositionY,
  PositionZ,
  Size,     // of the cleft                                                           synapses only
  OffsetX,  // position minus that of the post soma, nm                               synapses only
  OffsetY,
  OffsetZ,
  // Length of the offset in µm: sqrt(dx * dx + dy * dy + dz * dz) / 1000, each operation
  // rounded to binary64, from left to right.                                         synapses only
  SomaDistance,
};

/// "tiles", "count", "sum", "mean", "position_x", …, "size", "offset_x", …, "soma_distance".
std::string_view edge_source_name(EdgeSource source);

/// A column that the input has for connections or for synapses.
struct EdgeColumn {
  std::string name;                       // as in the input; unique in its list, not empty
  StoredType type = StoredType::Float64;  // a number's
  EdgeSource source = EdgeSource::Tiles;
  std::uint32_t of = 0;                       // Sum and Mean only: index in synapse_columns
  ColumnKind kind = ColumnKind::Integer;      // Tiles only: Integer or Real
  ColumnCoding coding = ColumnCoding::Plain;  // Tiles only: Plain, or Previous for an Integer

  /// What a decoder must know of its tiles. Precondition: source is Tiles.
  ColumnShape shape() const { return {kind, 0, coding}; }
  /// Whether every value is a whole number: those that another column may be the sum or mean of.
  bool holds_integers() const;
  bool operator==(const EdgeColumn&) const = default;
};

/// Where positions come from.
enum class Layout : std::uint8_t {
  Soma,   // the input's three coordinates
  Line,   // the input has one coordinate: it runs along x; y and z are made up so that somas do not
          // overlap
  Group,  // the input has none: neurons stand in clusters by class (or in one), nothing spatial is
          // meant
};

/// The manifest's word for a family: "neurons", "connections_out", …, "synapse_columns".
std::string_view tile_kind_name(TileKind kind);

struct TileEntry {
  std::uint64_t hash = 0;   // XXH3-64 of the whole tile; its file is tile_path(hash)
  std::uint32_t bytes = 0;  // size of the whole tile

  bool operator==(const TileEntry&) const = default;
};

/// One family of tiles: tile i covers neurons [i * block_neurons, min((i+1) * block_neurons, N)).
/// For SynapseOverview, block_neurons counts entries and overview_tile() says what tile i covers.
struct TileFamily {
  TileKind kind = TileKind::Neurons;
  std::uint32_t block_neurons = 0;             // 1 .. kMaxTileNeurons
  PositionPart position = PositionPart::None;  // Neurons only
  // Neurons: which columns, in payload order, never those of the soma's position.
  // ConnectionColumns and SynapseColumns: which one of their list in the manifest.
  std::vector<std::uint32_t> column_indices;
  std::vector<std::byte> model;  // ConnectionsOut and ConnectionsIn only: encode_edge_model
  std::vector<TileEntry> tiles;

  bool operator==(const TileFamily&) const = default;
};

struct Manifest {
  // who and where from
  std::string dataset_name;               // for people: "MICrONS mm³", or the file's stem
  std::string source_file;                // file name only, no path
  std::string source_group;               // "/connectivity/full + /connectivity/condensed"
  std::vector<std::string> source_edges;  // HDF5 groups that were read, the one that the
                                          // connections are of first; empty for other inputs
  std::string edge_weight;                // the edge column that counted synapses, or empty
  bool synthetic = false;          // made by `connectoscope sample`: the page says so, always
  std::vector<std::string> notes;  // sentences for people: what was skipped, dropped, made up
  std::uint64_t fingerprint = 0;   // manifest_fingerprint(*this)

  // how much
  std::uint32_t neuron_count = 0;
  std::uint64_t connection_count = 0;  // distinct ordered pairs, autapses included
  std::uint64_t autapse_count = 0;     // connections of a neuron with itself
  std::uint64_t synapse_count = 0;     // sum of all connections' synapse counts

  // where
  Layout layout = Layout::Soma;
  std::array<std::int64_t, 3> min_nm = {0, 0, 0}, max_nm = {0, 0, 0};  // of soma positions
  std::array<std::int64_t, 3> position_step_nm = {1, 1, 1};
  std::array<std::uint32_t, 3> position_cell_voxels = {1000, 1000, 1000};

  // what
  std::vector<Column> columns;
  std::vector<EdgeColumn> connection_columns;  // both in the order of the input's columns
  std::vector<EdgeColumn> synapse_columns;
  SynapseShape synapse_shape;  // both false: there is no Synapses family
  VoxelGrid synapse_grid;
  OverviewGrid overview_grid;
  std::vector<TileFamily> families;  // Neurons (one or more groups; the ones with the Coarse and
                                     // the Fine part of the positions are the first picture),
                                     // ConnectionsOut, ConnectionsIn, then Synapses if any,
                                     // SynapseOverview if they have positions, and one for each
                                     // column with source Tiles: ConnectionColumns, SynapseColumns.
                                     // ConnectionsIn and SynapseOverview follow from the others
                                     // and may be missing

  bool operator==(const Manifest&) const = default;

  PositionGrid position_grid() const {
    return {min_nm, max_nm, position_step_nm, position_cell_voxels};
  }
  /// What the tiles of a Neurons family hold.
  NeuronShape neuron_shape(const TileFamily& family) const;
  const TileFamily* family(TileKind kind) const;  // the first of that kind, or nullptr
  /// The family with column `column` of the list that `kind` (ConnectionColumns or SynapseColumns)
  /// belongs to, or nullptr where the column's source is not Tiles.
  const TileFamily* edge_column_family(TileKind kind, std::uint32_t column) const;
  const Column* column(ColumnRole role) const;  // or nullptr
  std::optional<std::uint32_t> column_index(ColumnRole role) const;
  std::optional<std::uint32_t> column_index(std::string_view name) const;
};

inline constexpr std::size_t kMaxManifestBytes = 16u << 20;  // some 500,000 tiles

/// XXH3-64 over everything that says what the data is (counts, columns, families with their
/// hashes), not over names and notes: same data, same fingerprint. It is the hash of the
/// canonical text from the line of "synthetic" to its end (docs/format.md §5).
std::uint64_t manifest_fingerprint(const Manifest& manifest);

/// Canonical text, one tile entry a line: equal manifests give equal bytes. Hashes and the
/// fingerprint are hex strings; numbers that may pass 2^53 are decimal strings. Text that is not
/// UTF-8 gets U+FFFD for each wrong sequence (names that only differ there become repeated ones,
/// which the reader refuses). The fingerprint that is written is manifest_fingerprint(manifest),
/// whatever manifest.fingerprint holds. Not checked: what decode_manifest refuses, so read a
/// manifest back before it is published.
std::string encode_manifest(const Manifest& manifest);

/// Reads manifest.json; safe on hostile text. What is accepted re-encodes to a canonical text
/// that decodes to an equal manifest.
/// Errors: Syntax (not JSON, a field of the wrong type, unknown or twice), BadMagic (another
/// "format"), UnsupportedVersion, Missing (a field or a required role), OutOfRange (also parts
/// that disagree, and text above kMaxManifestBytes), HashMismatch (the fingerprint is not that
/// of the contents).
Result<Manifest> decode_manifest(std::string_view text);

}  // namespace cnx
