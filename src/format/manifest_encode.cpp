// manifest_encode.cpp — the canonical text of a manifest (docs/format.md §5).

#include <span>
#include <string>

#include "base/hash.h"
#include "base/json.h"
#include "format/manifest.h"
#include "format/manifest_words.h"

namespace cnx {
namespace {

// A JSON string. Names come from strangers' files: what is not UTF-8 in them becomes U+FFFD.
std::string json_string(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
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
  text += ", \"type\": " + json_string(stored_type_name(column.type));
  text += ", \"kind\": " + json_string(kColumnKindNames[static_cast<std::size_t>(column.kind)]);
  text += ", \"coding\": " + json_string(kCodingNames[static_cast<std::size_t>(column.coding)]);
  if (column.kind == ColumnKind::Category) {
    text += ", \"categories\": " + json_strings(column.categories);
  }
  return text + "}";
}

std::string edge_column_text(const EdgeColumn& column) {
  std::string text = "{\"name\": " + json_string(column.name);
  text += ", \"type\": " + json_string(stored_type_name(column.type));
  text += ", \"source\": " + json_string(edge_source_name(column.source));
  if (column.source == EdgeSource::Sum || column.source == EdgeSource::Mean) {
    text += ", \"of\": " + std::to_string(column.of);
  }
  if (column.source == EdgeSource::Tiles) {
    text += ", \"kind\": " + json_string(kColumnKindNames[static_cast<std::size_t>(column.kind)]);
    text += ", \"coding\": " + json_string(kCodingNames[static_cast<std::size_t>(column.coding)]);
  }
  return text + "}";
}

/// A list with each element, as `text_of` gives it, on a line of its own.
template <typename Elements, typename TextOf>
std::string lines_of(const Elements& elements, const TextOf& text_of) {
  std::string text = "[";
  for (const auto& element : elements) {
    text += (text.size() > 1 ? ",\n    " : "\n    ") + text_of(element);
  }
  return text + "\n  ]";
}

std::string hex_of(std::span<const std::byte> bytes) {
  std::string hex;
  for (const std::byte byte : bytes) {
    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
  }
  return hex;
}

std::string family_text(const TileFamily& family) {
  const auto kind = static_cast<std::size_t>(family.kind) - kFirstTileKind;
  std::string text = "{\"kind\": " + json_string(kTileKindNames[kind]);
  text += ", \"block_neurons\": " + std::to_string(family.block_neurons);
  if (family.kind == TileKind::Neurons) {
    const auto part = static_cast<std::size_t>(family.position);
    text += ", \"position\": " + json_string(kPartNames[part]);
  }
  if (family.kind == TileKind::Neurons || holds_edge_column(family.kind)) {
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
  line("columns", lines_of(manifest.columns, column_text));
  line("connection_columns", lines_of(manifest.connection_columns, edge_column_text));
  line("synapse_columns", lines_of(manifest.synapse_columns, edge_column_text));
  return text + "  \"families\": " + lines_of(manifest.families, family_text) + "\n}\n";
}

}  // namespace

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
  line("source_edges", json_strings(manifest.source_edges));
  line("edge_weight", json_string(manifest.edge_weight));
  line("notes", json_strings(manifest.notes));
  // Not manifest.fingerprint: a file that its own reader refuses is never written.
  line("fingerprint", json_string(hash_to_hex(xxh3_64(std::as_bytes(std::span{contents})))));
  return text + contents;
}

}  // namespace cnx
