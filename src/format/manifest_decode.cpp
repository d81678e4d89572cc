// manifest_decode.cpp — manifest.json read strictly (docs/format.md §5).

#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "format/manifest.h"
#include "format/manifest_checks.h"
#include "format/manifest_words.h"
#include "format/strict_json.h"

namespace cnx {
namespace {

constexpr int kMaxNesting = 16;             // ours needs 5
constexpr std::int64_t kMaxNm = 1ll << 53;  // whole numbers up to here survive every JSON reader

/// The bytes of lower-case hex digits, or nothing.
std::optional<std::vector<std::byte>> bytes_of(std::string_view hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (hex.size() % 2 != 0) return std::nullopt;
  std::vector<std::byte> bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = kDigits.find(hex[i]), low = kDigits.find(hex[i + 1]);
    if (high == kDigits.npos || low == kDigits.npos) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(high << 4 | low));
  }
  return bytes;
}

Column read_column(const Json& value, const std::string& where, FirstError& failure) {
  FieldReader fields{value, where, failure};
  Column column;
  column.name = fields.text("name");
  column.role = static_cast<ColumnRole>(fields.one_of("role", kRoleNames));
  column.type = static_cast<StoredType>(fields.one_of("type", kStoredTypeNames));
  column.kind = static_cast<ColumnKind>(fields.one_of("kind", kColumnKindNames));
  column.coding = static_cast<ColumnCoding>(fields.one_of("coding", kCodingNames));
  if (column.kind == ColumnKind::Category) column.categories = fields.texts("categories");
  fields.finish();
  return column;
}

EdgeColumn read_edge_column(const Json& value, const std::string& where, FirstError& failure) {
  FieldReader fields{value, where, failure};
  EdgeColumn column;
  column.name = fields.text("name");
  column.type = static_cast<StoredType>(fields.one_of("type", kStoredTypeNames));
  column.source = static_cast<EdgeSource>(fields.one_of("source", kEdgeSourceNames));
  if (column.source == EdgeSource::Sum || column.source == EdgeSource::Mean) {
    column.of = static_cast<std::uint32_t>(fields.integer("of", 0, UINT32_MAX));
  }
  if (column.source == EdgeSource::Tiles) {
    column.kind = static_cast<ColumnKind>(fields.one_of("kind", kColumnKindNames));
    column.coding = static_cast<ColumnCoding>(fields.one_of("coding", kCodingNames));
  }
  fields.finish();
  return column;
}

TileEntry read_tile_entry(const Json& value, const std::string& where, FirstError& failure) {
  if (!value.is_array() || value.size() != 2 || !value[0].is_string() ||
      !value[1].is_number_integer()) {
    failure.set(ErrorCode::Syntax, where + " is not [hash, bytes]");
    return {};
  }
  const auto hash = parse_hash(*value[0].get_ptr<const std::string*>());
  if (!hash.ok()) failure.set(ErrorCode::Syntax, where + ", " + hash.error().where);
  const auto bytes = value[1].get<std::int64_t>();
  if (bytes < std::int64_t{kTileHeaderBytes} || bytes > std::int64_t{kMaxTileBytes}) {
    failure.set(ErrorCode::OutOfRange, where + ", bytes");
  }
  if (failure.failed()) return {};
  return {hash.value(), static_cast<std::uint32_t>(bytes)};
}

TileFamily read_family(const Json& value, const std::string& where, FirstError& failure) {
  FieldReader fields{value, where, failure};
  TileFamily family;
  family.kind = static_cast<TileKind>(fields.one_of("kind", kTileKindNames) + kFirstTileKind);
  family.block_neurons =
      static_cast<std::uint32_t>(fields.integer("block_neurons", 1, kMaxTileNeurons));
  if (family.kind == TileKind::Neurons) {
    family.position = static_cast<PositionPart>(fields.one_of("position", kPartNames));
  }
  if (family.kind == TileKind::Neurons || holds_edge_column(family.kind)) {
    for (const Json& index : fields.list("columns")) {
      family.column_indices.push_back(
          static_cast<std::uint32_t>(fields.integer_value(&index, "columns", 0, UINT32_MAX)));
    }
  }
  if (has_model(family.kind)) {
    auto model = bytes_of(fields.text("model"));
    if (!model) failure.set(ErrorCode::Syntax, where + ", model: not lower-case hex digits");
    family.model = std::move(model).value_or(std::vector<std::byte>{});
  }
  const auto& tiles = fields.list("tiles");
  family.tiles.reserve(tiles.size());
  for (std::size_t t = 0; t < tiles.size() && !failure.failed(); ++t) {
    family.tiles.push_back(
        read_tile_entry(tiles[t], where + ", tile " + std::to_string(t), failure));
  }
  fields.finish();
  return family;
}

std::array<std::uint32_t, 3> unsigned_triple(FieldReader& fields, const char* name) {
  const auto numbers = fields.triple(name, 1, UINT32_MAX);
  return {static_cast<std::uint32_t>(numbers[0]), static_cast<std::uint32_t>(numbers[1]),
          static_cast<std::uint32_t>(numbers[2])};
}

/// The elements of list `name` as `read_one` reads them, up to the first that is wrong.
template <typename Element>
std::vector<Element> read_each(FieldReader& fields, const char* name, const char* what,
                               Element (*read_one)(const Json&, const std::string&, FirstError&),
                               FirstError& failure) {
  std::vector<Element> elements;
  const auto& list = fields.list(name);
  for (std::size_t i = 0; i < list.size() && !failure.failed(); ++i) {
    elements.push_back(read_one(list[i], what + std::to_string(i), failure));
  }
  return elements;
}

Manifest read_fields(FieldReader& fields, FirstError& failure) {
  Manifest manifest;
  manifest.dataset_name = fields.text("dataset_name");
  manifest.source_file = fields.text("source_file");
  manifest.source_group = fields.text("source_group");
  manifest.source_edges = fields.texts("source_edges");
  manifest.edge_weight = fields.text("edge_weight");
  manifest.notes = fields.texts("notes");
  const auto fingerprint = parse_hash(fields.text("fingerprint"));
  if (fingerprint.ok()) {
    manifest.fingerprint = fingerprint.value();
  } else {
    failure.set(ErrorCode::Syntax, "field fingerprint, " + fingerprint.error().where);
  }
  manifest.synthetic = fields.flag("synthetic");

  const auto max_connections = std::int64_t{kMaxNeurons} * kMaxNeurons;
  manifest.neuron_count =
      static_cast<std::uint32_t>(fields.integer("neuron_count", 1, kMaxNeurons));
  manifest.connection_count =
      static_cast<std::uint64_t>(fields.integer("connection_count", 0, max_connections));
  manifest.autapse_count =
      static_cast<std::uint64_t>(fields.integer("autapse_count", 0, kMaxNeurons));
  manifest.synapse_count = fields.decimal("synapse_count");

  manifest.layout = static_cast<Layout>(fields.one_of("layout", kLayoutNames));
  manifest.min_nm = fields.triple("min_nm", -kMaxNm, kMaxNm);
  manifest.max_nm = fields.triple("max_nm", -kMaxNm, kMaxNm);
  manifest.position_step_nm = fields.triple("position_step_nm", 1, kMaxNm);
  manifest.position_cell_voxels = unsigned_triple(fields, "position_cell_voxels");
  manifest.synapse_shape.has_position = fields.flag("synapse_position");
  manifest.synapse_shape.has_size = fields.flag("synapse_size");
  manifest.synapse_grid.origin_nm = fields.triple("synapse_origin_nm", -kMaxNm, kMaxNm);
  manifest.synapse_grid.step_nm = fields.triple("synapse_step_nm", 1, kMaxNm);
  manifest.overview_grid.min_voxel = fields.triple("overview_min_voxel", -kMaxNm, kMaxNm);
  manifest.overview_grid.cell_voxels = unsigned_triple(fields, "overview_cell_voxels");
  manifest.overview_grid.cells = unsigned_triple(fields, "overview_cells");

  manifest.columns = read_each(fields, "columns", "column ", read_column, failure);
  manifest.connection_columns =
      read_each(fields, "connection_columns", "connection column ", read_edge_column, failure);
  manifest.synapse_columns =
      read_each(fields, "synapse_columns", "synapse column ", read_edge_column, failure);
  manifest.families = read_each(fields, "families", "family ", read_family, failure);
  return manifest;
}

}  // namespace

Result<Manifest> decode_manifest(std::string_view text) {
  if (text.size() > kMaxManifestBytes) return Error{ErrorCode::OutOfRange, "manifest, size"};
  const Json parsed = parse_strictly(text, kMaxNesting);
  if (parsed.is_discarded()) {
    return Error{ErrorCode::Syntax,
                 "manifest, not JSON without a byte order mark, or nested too deeply, or a field "
                 "named twice"};
  }

  FirstError failure;
  FieldReader fields{parsed, "top level", failure};
  const std::string format = fields.text("format");
  if (failure.failed()) return failure.error();
  if (format != kFormatName) return Error{ErrorCode::BadMagic, "manifest, field format"};
  const std::int64_t version = fields.integer("version", 0, UINT32_MAX);
  if (failure.failed()) return failure.error();
  if (version != kFormatVersion) {
    return Error{ErrorCode::UnsupportedVersion, "manifest, version " + std::to_string(version)};
  }

  Manifest manifest = read_fields(fields, failure);
  fields.finish();
  if (failure.failed()) return failure.error();
  check_manifest(manifest, failure);
  if (failure.failed()) return failure.error();
  if (manifest.fingerprint != manifest_fingerprint(manifest)) {
    return Error{ErrorCode::HashMismatch, "manifest, fingerprint"};
  }
  return manifest;
}

}  // namespace cnx
