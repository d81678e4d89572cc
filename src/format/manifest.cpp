#include "format/manifest.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "format/edge_rows.h"

namespace cnx {
namespace {

using nlohmann::json;

constexpr const char* kFormatName = "connectoscope-tiles";
constexpr int kMaxNesting = 16;             // ours needs 5; keeps any parser's stack small
constexpr std::int64_t kMaxNm = 1ll << 53;  // whole numbers up to here survive every JSON reader
constexpr std::uint64_t kMaxCategories = 65536;  // codes have 16 bits

// ---- names of the enumerators, in their order ----

constexpr std::array<std::string_view, 10> kRoleNames = {
    "none",       "source_row", "neuron_id", "position_x",  "position_y",
    "position_z", "cell_class", "region",    "axon_status", "dendrite_status"};
constexpr std::array<std::string_view, 3> kColumnKindNames = {"category", "integer", "real"};
constexpr std::array<std::string_view, 3> kLayoutNames = {"soma", "line", "group"};
constexpr std::array<std::string_view, 5> kTileKindNames = {
    "neurons", "connections_out", "connections_in", "synapses", "synapse_overview"};
constexpr std::array<std::string_view, 5> kCodingNames = {"plain", "previous", "x", "y", "z"};
constexpr std::array<std::string_view, 4> kPartNames = {"none", "coarse", "fine", "exact"};
constexpr std::size_t kFirstTileKind = static_cast<std::size_t>(TileKind::Neurons);

std::optional<std::size_t> index_of(std::span<const std::string_view> names,
                                    std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

// ---- writing ----

// A JSON string. Names come from strangers' files: what is not UTF-8 in them becomes U+FFFD.
std::string json_string(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string json_strings(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? ", " : "") + json_string(text);
  return list + "]";
}

template <typename Numbers>
std::string json_numbers(const Numbers& numbers) {
  std::string list = "[";
  for (const auto number : numbers) {
    list += (list.size() > 1 ? ", " : "") + std::to_string(number);
  }
  return list + "]";
}

std::string column_text(const Column& column) {
  std::string text = "{\"name\": " + json_string(column.name);
  text += ", \"role\": " + json_string(column_role_name(column.role));
  text += ", \"kind\": " + json_string(kColumnKindNames[static_cast<std::size_t>(column.kind)]);
  text += ", \"coding\": " + json_string(kCodingNames[static_cast<std::size_t>(column.coding)]);
  if (column.kind == ColumnKind::Category) {
    text += ", \"categories\": " + json_strings(column.categories);
  }
  return text + "}";
}

/// Whether all tiles of such a family share one model, which stands in the manifest.
bool has_model(TileKind kind) {
  return kind == TileKind::ConnectionsOut || kind == TileKind::ConnectionsIn;
}

std::string hex_of(std::span<const std::byte> bytes) {
  std::string hex;
  for (const std::byte byte : bytes) {
    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
  }
  return hex;
}

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

std::string family_text(const TileFamily& family) {
  const auto kind = static_cast<std::size_t>(family.kind) - kFirstTileKind;
  std::string text = "{\"kind\": " + json_string(kTileKindNames[kind]);
  text += ", \"block_neurons\": " + std::to_string(family.block_neurons);
  if (family.kind == TileKind::Neurons) {
    const auto part = static_cast<std::size_t>(family.position);
    text += ", \"position\": " + json_string(kPartNames[part]);
    text += ", \"columns\": " + json_numbers(family.column_indices);
  }
  if (has_model(family.kind)) text += ", \"model\": \"" + hex_of(family.model) + "\"";
  text += ", \"tiles\": [";
  for (std::size_t t = 0; t < family.tiles.size(); ++t) {
    text += t == 0 ? "\n" : ",\n";
    text += "      [\"" + hash_to_hex(family.tiles[t].hash) + "\", " +
            std::to_string(family.tiles[t].bytes) + "]";
  }
  return text + "\n    ]}";
}

// The end of the file, which says what the data is; its hash is the fingerprint.
std::string contents_text(const Manifest& manifest) {
  std::string text;
  const auto line = [&text](std::string_view name, const std::string& value) {
    text += "  \"" + std::string(name) + "\": " + value + ",\n";
  };
  line("synthetic", manifest.synthetic ? "true" : "false");
  line("neuron_count", std::to_string(manifest.neuron_count));
  line("connection_count", std::to_string(manifest.connection_count));
  line("autapse_count", std::to_string(manifest.autapse_count));
  line("synapse_count", json_string(std::to_string(manifest.synapse_count)));
  line("layout", json_string(kLayoutNames[static_cast<std::size_t>(manifest.layout)]));
  line("min_nm", json_numbers(manifest.min_nm));
  line("max_nm", json_numbers(manifest.max_nm));
  line("position_step_nm", json_numbers(manifest.position_step_nm));
  line("position_cell_voxels", json_numbers(manifest.position_cell_voxels));
  line("synapse_position", manifest.synapse_shape.has_position ? "true" : "false");
  line("synapse_size", manifest.synapse_shape.has_size ? "true" : "false");
  line("synapse_origin_nm", json_numbers(manifest.synapse_grid.origin_nm));
  line("synapse_step_nm", json_numbers(manifest.synapse_grid.step_nm));
  line("overview_min_voxel", json_numbers(manifest.overview_grid.min_voxel));
  line("overview_cell_voxels", json_numbers(manifest.overview_grid.cell_voxels));
  line("overview_cells", json_numbers(manifest.overview_grid.cells));
  text += "  \"columns\": [";
  for (std::size_t c = 0; c < manifest.columns.size(); ++c) {
    text += (c == 0 ? "\n    " : ",\n    ") + column_text(manifest.columns[c]);
  }
  text += "\n  ],\n  \"families\": [";
  for (std::size_t f = 0; f < manifest.families.size(); ++f) {
    text += (f == 0 ? "\n    " : ",\n    ") + family_text(manifest.families[f]);
  }
  return text + "\n  ]\n}\n";
}

// ---- reading ----

// The first thing that was wrong; like ByteReader, what is read after it does not count.
class FirstError {
 public:
  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }
  void set(ErrorCode code, std::string where) {
    if (!error_) error_ = Error{code, "manifest, " + std::move(where)};
  }

 private:
  std::optional<Error> error_;
};

// The fields of one JSON object. Every read checks type and range; finish() refuses the rest.
class FieldReader {
 public:
  FieldReader(const json& value, std::string where, FirstError& failure)
      : where_(std::move(where)), failure_(failure) {
    if (value.is_object()) {
      object_ = &value;
    } else {
      failure_.set(ErrorCode::Syntax, where_ + " is not an object");
    }
  }

  const json* find(const char* name) {
    if (object_ == nullptr) return nullptr;
    const auto found = object_->find(name);
    if (found == object_->end()) {
      failure_.set(ErrorCode::Missing, place(name));
      return nullptr;
    }
    ++read_count_;
    return &*found;
  }

  bool flag(const char* name) {
    const json* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) return wrong_type(name), false;
    return value->get<bool>();
  }

  std::string text(const char* name) { return string_value(find(name), name); }

  std::int64_t integer(const char* name, std::int64_t min, std::int64_t max) {
    return integer_value(find(name), name, min, max);
  }

  std::uint64_t decimal(const char* name) {
    const std::string digits = text(name);
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, status] = std::from_chars(digits.data(), end, number);
    if (status == std::errc::result_out_of_range) {
      failure_.set(ErrorCode::OutOfRange, place(name));
    } else if (stop != end || digits != std::to_string(number)) {
      wrong_type(name);
    }
    return number;
  }

  std::array<std::int64_t, 3> triple(const char* name, std::int64_t min, std::int64_t max) {
    std::array<std::int64_t, 3> numbers = {min, min, min};
    const json* value = find(name);
    if (value == nullptr) return numbers;
    if (!value->is_array() || value->size() != numbers.size()) return wrong_type(name), numbers;
    for (std::size_t axis = 0; axis < numbers.size(); ++axis) {
      numbers[axis] = integer_value(&(*value)[axis], name, min, max);
    }
    return numbers;
  }

  /// The elements of an array, or none after an error.
  const json::array_t& list(const char* name) {
    static const json::array_t kNone;
    const json* value = find(name);
    if (value == nullptr) return kNone;
    if (!value->is_array()) return wrong_type(name), kNone;
    return *value->get_ptr<const json::array_t*>();
  }

  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> strings;
    for (const json& value : list(name)) strings.push_back(string_value(&value, name));
    return strings;
  }

  std::size_t one_of(const char* name, std::span<const std::string_view> choices) {
    const auto choice = index_of(choices, text(name));
    if (!choice) failure_.set(ErrorCode::OutOfRange, place(name) + " has an unknown value");
    return choice.value_or(0);
  }

  std::string string_value(const json* value, const char* name) {
    if (value == nullptr) return {};
    if (!value->is_string()) return wrong_type(name), std::string{};
    return value->get<std::string>();
  }

  std::int64_t integer_value(const json* value, const char* name, std::int64_t min,
                             std::int64_t max) {
    if (value == nullptr) return min;
    if (!value->is_number_integer()) return wrong_type(name), min;
    const bool too_large =
        value->is_number_unsigned() &&
        value->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    const std::int64_t number = too_large ? max : value->get<std::int64_t>();
    if (too_large || number < min || number > max) {
      failure_.set(ErrorCode::OutOfRange, place(name));
      return min;
    }
    return number;
  }

  /// One version, one meaning: a field that was not read is one that this version does not have.
  void finish() {
    if (object_ != nullptr && object_->size() != read_count_) {
      failure_.set(ErrorCode::Syntax, where_ + " has a field that version 1 does not know");
    }
  }

 private:
  std::string place(const char* name) const { return where_ + ", field " + name; }
  void wrong_type(const char* name) { failure_.set(ErrorCode::Syntax, place(name)); }

  const json* object_ = nullptr;
  std::size_t read_count_ = 0;
  std::string where_;
  FirstError& failure_;
};

// True when brackets nest deeper than ours ever do. Runs before the parser, whose stack and
// memory then have a bound.
bool nests_too_deeply(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxNesting) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

// The parsed text, or a discarded value when it is not JSON or names a field twice (JSON
// leaves open which of the two counts).
json parse_strictly(std::string_view text) {
  std::vector<std::size_t> names;  // in each object that is open
  bool repeated = false;
  const auto on_event = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) names.push_back(0);
    if (event == json::parse_event_t::key) ++names.back();
    if (event == json::parse_event_t::object_end) {
      repeated |= parsed.size() != names.back();  // of two equal names only one is kept
      names.pop_back();
    }
    return true;
  };
  json parsed = json::parse(text, on_event, false);
  if (repeated) return json(json::value_t::discarded);
  return parsed;
}

Column read_column(const json& value, const std::string& where, FirstError& failure) {
  FieldReader fields{value, where, failure};
  Column column;
  column.name = fields.text("name");
  column.role = static_cast<ColumnRole>(fields.one_of("role", kRoleNames));
  column.kind = static_cast<ColumnKind>(fields.one_of("kind", kColumnKindNames));
  column.coding = static_cast<ColumnCoding>(fields.one_of("coding", kCodingNames));
  if (column.kind == ColumnKind::Category) column.categories = fields.texts("categories");
  fields.finish();
  return column;
}

TileEntry read_tile_entry(const json& value, const std::string& where, FirstError& failure) {
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

TileFamily read_family(const json& value, const std::string& where, FirstError& failure) {
  FieldReader fields{value, where, failure};
  TileFamily family;
  family.kind = static_cast<TileKind>(fields.one_of("kind", kTileKindNames) + kFirstTileKind);
  family.block_neurons =
      static_cast<std::uint32_t>(fields.integer("block_neurons", 1, kMaxTileNeurons));
  if (family.kind == TileKind::Neurons) {
    family.position = static_cast<PositionPart>(fields.one_of("position", kPartNames));
    for (const json& index : fields.list("columns")) {
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

Manifest read_fields(FieldReader& fields, FirstError& failure) {
  Manifest manifest;
  manifest.dataset_name = fields.text("dataset_name");
  manifest.source_file = fields.text("source_file");
  manifest.source_group = fields.text("source_group");
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

  const auto& columns = fields.list("columns");
  for (std::size_t c = 0; c < columns.size() && !failure.failed(); ++c) {
    manifest.columns.push_back(read_column(columns[c], "column " + std::to_string(c), failure));
  }
  const auto& families = fields.list("families");
  for (std::size_t f = 0; f < families.size() && !failure.failed(); ++f) {
    manifest.families.push_back(read_family(families[f], "family " + std::to_string(f), failure));
  }
  return manifest;
}

bool has_repeats(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

bool is_position(ColumnRole role) {
  return role == ColumnRole::PositionX || role == ColumnRole::PositionY ||
         role == ColumnRole::PositionZ;
}

/// The kind that a column with this role must have; nothing for None, which takes any.
std::optional<ColumnKind> kind_for(ColumnRole role) {
  switch (role) {
    case ColumnRole::None: return std::nullopt;
    case ColumnRole::SourceRow:
    case ColumnRole::NeuronId:
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return ColumnKind::Integer;
    case ColumnRole::CellClass:
    case ColumnRole::Region:
    case ColumnRole::AxonStatus:
    case ColumnRole::DendriteStatus: return ColumnKind::Category;
  }
  return std::nullopt;
}

void check_counts(const Manifest& manifest, FirstError& failure) {
  const std::uint64_t neurons = manifest.neuron_count;
  const std::uint64_t connections = manifest.connection_count;
  if (connections > neurons * neurons) {
    failure.set(ErrorCode::OutOfRange, "more connections than ordered pairs");
  }
  if (manifest.autapse_count > std::min(neurons, connections)) {
    failure.set(ErrorCode::OutOfRange, "more autapses than neurons or connections");
  }
  // A connection has 1 .. 2^32 - 1 synapses; the product fits, connections being at most 2^52,
  // only as a quotient.
  const std::uint64_t max_per_connection = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t fewest_connections = manifest.synapse_count / max_per_connection +
                                           (manifest.synapse_count % max_per_connection != 0);
  if (manifest.synapse_count < connections || fewest_connections > connections) {
    failure.set(ErrorCode::OutOfRange, "synapse count does not fit the connection count");
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (manifest.min_nm[axis] > manifest.max_nm[axis]) {
      failure.set(ErrorCode::OutOfRange, "min_nm above max_nm");
    }
  }
  if (!manifest.position_grid().valid()) {
    failure.set(ErrorCode::OutOfRange, "position grid: bounds off it, or too many cells");
  }
  if (!manifest.overview_grid.valid()) {
    failure.set(ErrorCode::OutOfRange, "overview grid: too many cells");
  }
}

void check_columns(const Manifest& manifest, FirstError& failure) {
  std::vector<std::string> names;
  std::array<std::uint32_t, kRoleNames.size()> columns_with_role = {};
  for (std::size_t c = 0; c < manifest.columns.size(); ++c) {
    const Column& column = manifest.columns[c];
    const std::string where = "column " + std::to_string(c);
    if (column.name.empty()) failure.set(ErrorCode::OutOfRange, where + " has no name");
    names.push_back(column.name);
    ++columns_with_role[static_cast<std::size_t>(column.role)];
    if (kind_for(column.role).value_or(column.kind) != column.kind) {
      failure.set(ErrorCode::OutOfRange, where + " has a kind that its role does not allow");
    }
    if (column.kind == ColumnKind::Category &&
        (column.categories.empty() || column.categories.size() > kMaxCategories ||
         has_repeats(column.categories))) {
      failure.set(ErrorCode::OutOfRange, where + ", categories: none, too many or a repeated one");
    }
  }
  if (has_repeats(std::move(names))) failure.set(ErrorCode::OutOfRange, "column name repeated");
  for (std::size_t role = 1; role < kRoleNames.size(); ++role) {
    if (columns_with_role[role] > 1) {
      failure.set(ErrorCode::OutOfRange, "two columns of role " + std::string(kRoleNames[role]));
    }
  }
  for (const auto role : {ColumnRole::SourceRow, ColumnRole::PositionX, ColumnRole::PositionY,
                          ColumnRole::PositionZ}) {
    if (columns_with_role[static_cast<std::size_t>(role)] == 0) {
      failure.set(ErrorCode::Missing, "no column of role " + std::string(column_role_name(role)));
    }
  }
}

/// Each column but the positions stands in one Neurons family, which can hold it; each part of the
/// positions in one, coarse to fine, beginning with the first.
void check_groups(const Manifest& manifest, FirstError& failure) {
  std::vector<std::uint32_t> uses(manifest.columns.size(), 0);
  std::vector<PositionPart> parts;
  for (std::size_t f = 0; f < manifest.families.size(); ++f) {
    const TileFamily& family = manifest.families[f];
    const std::string where = "family " + std::to_string(f);
    if (family.position != PositionPart::None) parts.push_back(family.position);
    if (family.kind == TileKind::Neurons && family.column_indices.empty() &&
        family.position == PositionPart::None) {
      failure.set(ErrorCode::OutOfRange, where + " has no columns");
    }
    for (const std::uint32_t index : family.column_indices) {
      if (index >= uses.size()) {
        failure.set(ErrorCode::OutOfRange, where + " names a column that is not there");
        return;
      }
      ++uses[index];
      if (!manifest.columns[index].shape().fits(family.position)) {
        failure.set(ErrorCode::OutOfRange,
                    "column " + std::to_string(index) + " has a coding that " + where + " cannot have");
      }
    }
  }
  for (std::size_t c = 0; c < uses.size(); ++c) {
    const bool position = is_position(manifest.columns[c].role);
    if (uses[c] != (position ? 0 : 1)) {
      failure.set(ErrorCode::OutOfRange,
                  "column " + std::to_string(c) +
                      (position ? " is a position and in a family"
                                : " is not in exactly one family"));
    }
    if (position && manifest.columns[c].coding != ColumnCoding::Plain) {
      failure.set(ErrorCode::OutOfRange, "column " + std::to_string(c) + " is a position and coded");
    }
  }
  const bool first = !manifest.families.empty() &&
                     manifest.families[0].position == PositionPart::Coarse;
  if (!first ||
      parts != std::vector{PositionPart::Coarse, PositionPart::Fine, PositionPart::Exact}) {
    failure.set(ErrorCode::OutOfRange, "positions are not coarse, fine, exact, the first of all");
  }
}

void check_families(const Manifest& manifest, FirstError& failure) {
  std::vector<TileKind> kinds;  // with the groups of Neurons counted as one
  for (std::size_t f = 0; f < manifest.families.size(); ++f) {
    const TileFamily& family = manifest.families[f];
    const std::string where = "family " + std::to_string(f);
    if (kinds.empty() || family.kind != TileKind::Neurons || kinds.back() != TileKind::Neurons) {
      kinds.push_back(family.kind);
    }
    const std::uint64_t tile_count =
        family.kind == TileKind::SynapseOverview
            ? overview_tile_count(manifest.synapse_count, family.block_neurons)
            : (manifest.neuron_count + family.block_neurons - 1) / family.block_neurons;
    if (family.tiles.size() != tile_count) {
      failure.set(ErrorCode::OutOfRange, where + " has " + std::to_string(family.tiles.size()) +
                                             " tiles for " + std::to_string(tile_count) +
                                             " blocks");
    }
    if (has_model(family.kind)) {
      const auto model = check_edge_model(family.model, manifest.neuron_count);
      if (!model.ok()) failure.set(model.error().code, where + ", " + model.error().where);
    }
  }
  check_groups(manifest, failure);

  std::vector<TileKind> expected = {TileKind::Neurons, TileKind::ConnectionsOut,
                                    TileKind::ConnectionsIn};
  if (manifest.synapse_shape.has_position || manifest.synapse_shape.has_size) {
    expected.push_back(TileKind::Synapses);
  }
  if (manifest.synapse_shape.has_position) expected.push_back(TileKind::SynapseOverview);
  if (kinds != expected) {
    failure.set(ErrorCode::OutOfRange, "families are not the ones expected, in their order");
  }
}

}  // namespace

std::string_view column_role_name(ColumnRole role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::optional<ColumnRole> parse_column_role(std::string_view name) {
  const auto index = index_of(kRoleNames, name);
  if (!index) return std::nullopt;
  return static_cast<ColumnRole>(*index);
}

NeuronShape Manifest::neuron_shape(const TileFamily& family) const {
  NeuronShape shape;
  shape.part = family.position;
  shape.grid = position_grid();
  shape.columns.reserve(family.column_indices.size());
  for (const std::uint32_t index : family.column_indices) {
    shape.columns.push_back(columns[index].shape());
  }
  return shape;
}

const TileFamily* Manifest::family(TileKind kind) const {
  const auto found = std::find_if(families.begin(), families.end(),
                                  [kind](const TileFamily& f) { return f.kind == kind; });
  return found == families.end() ? nullptr : &*found;
}

const Column* Manifest::column(ColumnRole role) const {
  const auto index = column_index(role);
  return index ? &columns[*index] : nullptr;
}

std::optional<std::uint32_t> Manifest::column_index(ColumnRole role) const {
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].role == role) return c;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Manifest::column_index(std::string_view name) const {
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].name == name) return c;
  }
  return std::nullopt;
}

std::uint64_t manifest_fingerprint(const Manifest& manifest) {
  const std::string text = contents_text(manifest);
  return xxh3_64(std::as_bytes(std::span{text}));
}

std::string encode_manifest(const Manifest& manifest) {
  const std::string contents = contents_text(manifest);
  std::string text = "{\n";
  const auto line = [&text](std::string_view name, const std::string& value) {
    text += "  \"" + std::string(name) + "\": " + value + ",\n";
  };
  line("format", json_string(kFormatName));
  line("version", std::to_string(kFormatVersion));
  line("dataset_name", json_string(manifest.dataset_name));
  line("source_file", json_string(manifest.source_file));
  line("source_group", json_string(manifest.source_group));
  line("edge_weight", json_string(manifest.edge_weight));
  line("notes", json_strings(manifest.notes));
  // Not manifest.fingerprint: a file that its own reader refuses is never written.
  line("fingerprint", json_string(hash_to_hex(xxh3_64(std::as_bytes(std::span{contents})))));
  return text + contents;
}

Result<Manifest> decode_manifest(std::string_view text) {
  if (text.size() > kMaxManifestBytes) return Error{ErrorCode::OutOfRange, "manifest, size"};
  if (text.starts_with("\xEF\xBB\xBF") || nests_too_deeply(text)) {
    return Error{ErrorCode::Syntax, "manifest, a byte order mark or brackets nested too deeply"};
  }
  const json parsed = parse_strictly(text);
  if (parsed.is_discarded()) {
    return Error{ErrorCode::Syntax, "manifest, not JSON or a field named twice"};
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
  check_counts(manifest, failure);
  check_columns(manifest, failure);
  check_families(manifest, failure);
  if (failure.failed()) return failure.error();
  if (manifest.fingerprint != manifest_fingerprint(manifest)) {
    return Error{ErrorCode::HashMismatch, "manifest, fingerprint"};
  }
  return manifest;
}

}  // namespace cnx
