// golden_test.cpp — the files of tests/golden and the examples of docs/format.md, which another
// encoder made (tests/golden/make_golden.py), are what the codecs write and read.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "format/edge_column.h"
#include "format/edge_rows.h"
#include "format/hostile_bytes.h"
#include "format/manifest.h"
#include "format/neuron_columns.h"
#include "format/synapse_overview.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "format/tile_name.h"

using namespace cnx;
using namespace cnx::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

fs::path source_dir() {
  const char* dir = std::getenv("CNX_SOURCE_DIR");
  REQUIRE_MESSAGE(dir != nullptr, "run this test through ctest, which sets CNX_SOURCE_DIR");
  return dir;
}

fs::path golden_dir() { return source_dir() / "tests" / "golden"; }

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "cannot open " << path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Bytes read_bytes(const fs::path& path) {
  const std::string text = read_text(path);
  Bytes result(text.size());
  if (!text.empty()) std::memcpy(result.data(), text.data(), text.size());
  return result;
}

std::vector<fs::path> files_with(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::int64_t number(const json& text) { return std::stoll(text.get<std::string>()); }
std::int64_t number_or_text(const json& value) {
  return value.is_string() ? number(value) : value.get<std::int64_t>();
}

// A tile's contents as the .json beside it gives them.
struct Case {
  TileKind kind = TileKind::Neurons;
  NeuronIndex first_neuron = 0;
  std::uint32_t neuron_count = 0, dataset_neurons = 0;
  NeuronColumns neurons;
  NeuronShape neuron_shape;  // of an edge column, too, as the only one
  std::vector<std::uint64_t> overview;
  OverviewGrid overview_grid;
  EdgeRows edges;
  EdgeModel edge_model;
  SynapseRows synapses;
  SynapseShape synapse_shape;
};

ColumnCoding coding_of(const json& column) {
  static const std::map<std::string, ColumnCoding> kCodings = {{"plain", ColumnCoding::Plain},
                                                               {"previous", ColumnCoding::Previous},
                                                               {"x", ColumnCoding::SlabX},
                                                               {"y", ColumnCoding::SlabY},
                                                               {"z", ColumnCoding::SlabZ}};
  return kCodings.at(column.value("coding", "plain"));
}

void read_column(const json& column, Case& result) {
  const auto kind = column["kind"].get<std::string>();
  ColumnShape shape{ColumnKind::Category, 0, coding_of(column)};
  if (kind == "category") {
    result.neurons.columns.emplace_back(column["codes"].get<CategoryValues>());
    shape.category_count = column["category_count"].get<std::uint32_t>();
  } else if (kind == "integer") {
    IntegerValues values;
    for (const json& value : column["values"]) values.push_back(number(value));
    result.neurons.columns.emplace_back(values);
    shape.kind = ColumnKind::Integer;
  } else {
    RealValues values;
    for (const json& value : column["bits"]) {
      const std::uint64_t bits = parse_hash(value.get<std::string>()).value();
      values.emplace_back();
      std::memcpy(&values.back(), &bits, sizeof bits);
    }
    result.neurons.columns.emplace_back(values);
    shape.kind = ColumnKind::Real;
  }
  result.neuron_shape.columns.push_back(shape);
}

bool holds_edge_column(TileKind kind) {
  return kind == TileKind::ConnectionColumns || kind == TileKind::SynapseColumns;
}

std::uint32_t max_entries(TileKind kind) {
  return kind == TileKind::ConnectionColumns ? kMaxTileEdges : kMaxTileSynapses;
}

void read_position(const json& position, Case& result) {
  static const std::map<std::string, PositionPart> kParts = {{"coarse", PositionPart::Coarse},
                                                             {"fine", PositionPart::Fine},
                                                             {"exact", PositionPart::Exact}};
  result.neuron_shape.part = kParts.at(position["part"].get<std::string>());
  PositionGrid& grid = result.neuron_shape.grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    grid.min_nm[axis] = number_or_text(position["min_nm"][axis]);
    grid.max_nm[axis] = number_or_text(position["max_nm"][axis]);
    grid.step_nm[axis] = number_or_text(position["step_nm"][axis]);
    grid.cell_voxels[axis] =
        static_cast<std::uint32_t>(number_or_text(position["cell_voxels"][axis]));
    result.neurons.position[axis] = position["numbers"][axis].get<std::vector<std::uint32_t>>();
  }
}

Case read_case(const fs::path& path) {
  static const std::map<std::string, TileKind> kKinds = {
      {"neurons", TileKind::Neurons},
      {"connections_out", TileKind::ConnectionsOut},
      {"connections_in", TileKind::ConnectionsIn},
      {"synapses", TileKind::Synapses},
      {"synapse_overview", TileKind::SynapseOverview},
      {"connection_columns", TileKind::ConnectionColumns},
      {"synapse_columns", TileKind::SynapseColumns}};
  const json parsed = json::parse(read_text(path));
  Case result;
  result.kind = kKinds.at(parsed["kind"].get<std::string>());
  result.first_neuron = parsed["first_neuron"].get<std::uint32_t>();
  result.neuron_count = parsed["neuron_count"].get<std::uint32_t>();
  if (result.kind == TileKind::Neurons) {
    if (parsed.contains("position")) read_position(parsed["position"], result);
    for (const json& column : parsed["columns"]) read_column(column, result);
  } else if (holds_edge_column(result.kind)) {
    read_column(parsed["column"], result);
  } else if (result.kind == TileKind::SynapseOverview) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      result.overview_grid.cells[axis] = parsed["cells"][axis].get<std::uint32_t>();
    }
    for (const json& entry : parsed["cells_of_entries"]) {
      result.overview.push_back(
          morton_place({entry[0].get<std::uint32_t>(), entry[1].get<std::uint32_t>(),
                        entry[2].get<std::uint32_t>()}));
    }
  } else if (result.kind == TileKind::Synapses) {
    result.synapse_shape = {parsed["position"].get<bool>(), parsed["size"].get<bool>()};
    result.synapses.offsets.push_back(0);
    for (const json& row : parsed["rows"]) {
      for (const json& entry : row) {
        for (std::size_t axis = 0; axis < 3 && result.synapse_shape.has_position; ++axis) {
          result.synapses.residual[axis].push_back(number_or_text(entry[axis]));
        }
        if (result.synapse_shape.has_size) {
          result.synapses.size.push_back(static_cast<std::uint32_t>(number_or_text(entry.back())));
        }
      }
      result.synapses.offsets.push_back(result.synapses.offsets.back() +
                                        static_cast<std::uint32_t>(row.size()));
    }
  } else {
    result.dataset_neurons = parsed["dataset_neurons"].get<std::uint32_t>();
    const auto hex = parsed["model"].get<std::string>();
    Bytes model;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
      model.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    auto decoded = decode_edge_model(model, result.dataset_neurons);
    REQUIRE(decoded.ok());
    CHECK(encode_edge_model(decoded.value()) == model);
    result.edge_model = std::move(decoded).value();
    result.edges.offsets.push_back(0);
    for (const json& row : parsed["rows"]) {
      for (const json& entry : row) {
        result.edges.targets.push_back(entry[0].get<std::uint32_t>());
        result.edges.synapse_counts.push_back(entry[1].get<std::uint32_t>());
      }
      result.edges.offsets.push_back(static_cast<std::uint32_t>(result.edges.targets.size()));
    }
  }
  return result;
}

Bytes encode_case(const Case& c) {
  const Bytes payload =
      c.kind == TileKind::Neurons           ? encode_neuron_columns(c.neurons, c.neuron_shape)
      : c.kind == TileKind::Synapses        ? encode_synapse_rows(c.synapses, c.synapse_shape)
      : c.kind == TileKind::SynapseOverview ? encode_synapse_overview(c.overview, c.overview_grid)
      : holds_edge_column(c.kind)
          ? encode_edge_column(c.neurons.columns[0], c.neuron_shape.columns[0])
          : encode_edge_rows(c.edges, c.dataset_neurons, c.edge_model);
  return encode_tile(c.kind, c.first_neuron, c.neuron_count, payload);
}

// Decodes with the context of `c` and compares with its contents.
void check_decodes_to(const Bytes& tile, const Case& c) {
  const auto header = decode_tile_header(tile);
  REQUIRE(header.ok());
  CHECK(header.value().kind == c.kind);
  CHECK(header.value().first_neuron == c.first_neuron);
  CHECK(header.value().neuron_count == c.neuron_count);
  const auto payload = std::span<const std::byte>{tile}.subspan(kTileHeaderBytes);
  if (c.kind == TileKind::Neurons) {
    const auto rows = decode_neuron_columns(payload, c.neuron_count, c.neuron_shape);
    REQUIRE(rows.ok());
    CHECK(rows.value().position == c.neurons.position);
    // Compared as bytes of one more encoding, because a NaN is not equal to itself.
    CHECK(encode_neuron_columns(rows.value(), c.neuron_shape) ==
          encode_neuron_columns(c.neurons, c.neuron_shape));
  } else if (holds_edge_column(c.kind)) {
    const ColumnShape shape = c.neuron_shape.columns[0];
    const auto values = decode_edge_column(payload, shape, max_entries(c.kind));
    REQUIRE(values.ok());
    CHECK(encode_edge_column(values.value(), shape) ==
          encode_edge_column(c.neurons.columns[0], shape));
  } else if (c.kind == TileKind::SynapseOverview) {
    CHECK(decode_synapse_overview(payload, c.neuron_count, c.overview_grid).value() == c.overview);
  } else if (c.kind == TileKind::Synapses) {
    CHECK(decode_synapse_rows(payload, c.neuron_count, c.synapse_shape).value() == c.synapses);
  } else {
    CHECK(decode_edge_rows(payload, c.neuron_count, c.dataset_neurons, c.edge_model).value() ==
          c.edges);
  }
}

Manifest golden_manifest() {
  const auto manifest = decode_manifest(read_text(golden_dir() / "dataset" / kManifestName));
  REQUIRE(manifest.ok());
  return manifest.value();
}

/// The column whose values a tile of `kind` holds: that of family `group` if it is of that kind,
/// else of the first that is.
const EdgeColumn& edge_column_of(const Manifest& manifest, TileKind kind, std::size_t group) {
  const TileFamily& named = manifest.families[group];
  const TileFamily& family = named.kind == kind ? named : *manifest.family(kind);
  const auto& columns =
      kind == TileKind::ConnectionColumns ? manifest.connection_columns : manifest.synapse_columns;
  return columns[family.column_indices[0]];
}

/// What is wrong with a tile, read as one of the golden dataset; a tile of columns as one of family
/// `group`.
Result<Done> decode_in_dataset(const Bytes& tile, const Manifest& manifest, std::size_t group) {
  const auto header = decode_tile_header(tile);
  if (!header.ok()) return header.error();
  const std::uint32_t rows = header.value().neuron_count;
  const auto payload = std::span<const std::byte>{tile}.subspan(kTileHeaderBytes);
  switch (header.value().kind) {
    case TileKind::Neurons: {
      const auto columns =
          decode_neuron_columns(payload, rows, manifest.neuron_shape(manifest.families[group]));
      if (!columns.ok()) return columns.error();
      return Done{};
    }
    case TileKind::ConnectionsOut:
    case TileKind::ConnectionsIn: {
      const auto model =
          decode_edge_model(manifest.family(header.value().kind)->model, manifest.neuron_count);
      REQUIRE(model.ok());
      const auto edges = decode_edge_rows(payload, rows, manifest.neuron_count, model.value());
      if (!edges.ok()) return edges.error();
      return Done{};
    }
    case TileKind::Synapses: {
      const auto synapses = decode_synapse_rows(payload, rows, manifest.synapse_shape);
      if (!synapses.ok()) return synapses.error();
      return Done{};
    }
    case TileKind::SynapseOverview: {
      const auto overview = decode_synapse_overview(payload, rows, manifest.overview_grid);
      if (!overview.ok()) return overview.error();
      return Done{};
    }
    case TileKind::ConnectionColumns:
    case TileKind::SynapseColumns: {
      const TileKind kind = header.value().kind;
      const auto values = decode_edge_column(payload, edge_column_of(manifest, kind, group).shape(),
                                             max_entries(kind));
      if (!values.ok()) return values.error();
      return Done{};
    }
  }
  return Done{};
}

std::string promised_error(const fs::path& path) {
  const std::string name = path.stem().string();
  return name.substr(0, name.find("--"));
}

/// The fenced blocks of docs/format.md by what stands after ```, "hex FILE" or "json FILE".
std::map<std::string, std::string> fenced_blocks() {
  std::istringstream document(read_text(source_dir() / "docs" / "format.md"));
  std::map<std::string, std::string> blocks;
  std::string line, title;
  bool inside = false;
  while (std::getline(document, line)) {
    if (line.rfind("```", 0) == 0) {
      inside = !inside;
      title = line.substr(3);
    } else if (inside) {
      blocks[title] += line + "\n";
    }
  }
  return blocks;
}

/// The bytes of a block: hex pairs, and after a semicolon words for people.
Bytes hex_bytes(const std::string& block) {
  Bytes result;
  std::istringstream lines(block);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream pairs(line.substr(0, line.find(';')));
    for (std::string pair; pairs >> pair;) {
      REQUIRE(pair.size() == 2);
      result.push_back(static_cast<std::byte>(std::stoi(pair, nullptr, 16)));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("golden contents encode to exactly the golden bytes, and these decode to them") {
  std::size_t tiles = 0;
  for (const char* folder : {"encode", "decode"}) {
    for (const fs::path& path : files_with(golden_dir() / folder, ".json")) {
      const std::string name = path.filename().string();
      CAPTURE(name);
      const Case c = read_case(path);
      const Bytes tile = read_bytes(fs::path(path).replace_extension(".tile"));
      CHECK(encode_case(c) == tile);
      check_decodes_to(tile, c);
      ++tiles;
    }
  }
  CHECK(tiles >= 15);
}

TEST_CASE("every golden tile that must be refused is refused for the reason in its name") {
  const Manifest manifest = golden_manifest();
  const auto paths = files_with(golden_dir() / "reject", ".tile");
  CHECK(paths.size() >= 40);
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const bool others = name.find("--others-") != std::string::npos;
    const auto result = decode_in_dataset(read_bytes(path), manifest, others ? 3 : 0);
    CHECK_FALSE(result.ok());
    if (!result.ok()) CHECK(error_code_name(result.error().code) == promised_error(path));
  }
}

TEST_CASE("every golden manifest that must be refused is refused for the reason in its name") {
  const auto paths = files_with(golden_dir() / "reject", ".json");
  CHECK(paths.size() >= 40);
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const auto result = decode_manifest(read_text(path));
    CHECK_FALSE(result.ok());
    if (!result.ok()) CHECK(error_code_name(result.error().code) == promised_error(path));
  }
}

TEST_CASE("the golden dataset is canonical and every tile in it is what its manifest promises") {
  const Manifest manifest = golden_manifest();
  CHECK(encode_manifest(manifest) == read_text(golden_dir() / "dataset" / kManifestName));
  CHECK(manifest.connection_count == 5);
  CHECK(manifest.synapse_count == 8);
  std::size_t tiles = 0;
  for (const TileFamily& family : manifest.families) {
    for (std::size_t t = 0; t < family.tiles.size(); ++t, ++tiles) {
      const Bytes tile = read_bytes(golden_dir() / "dataset" / tile_path(family.tiles[t].hash));
      CHECK(tile.size() == family.tiles[t].bytes);
      CHECK(xxh3_64(tile) == family.tiles[t].hash);
      const auto header = decode_tile_header(tile);
      REQUIRE(header.ok());
      CHECK(header.value().kind == family.kind);
      const bool overview = family.kind == TileKind::SynapseOverview;
      CHECK(header.value().first_neuron == (overview ? t : t * family.block_neurons));
      const auto group = static_cast<std::size_t>(&family - manifest.families.data());
      CHECK(decode_in_dataset(tile, manifest, group).ok());
    }
  }
  CHECK(tiles == 17);
}

TEST_CASE("the examples of docs/format.md are the golden files, byte for byte") {
  std::size_t hex_blocks = 0, json_blocks = 0;
  for (const auto& entry : fenced_blocks()) {
    const std::string& title = entry.first;
    const std::string& block = entry.second;
    CAPTURE(title);
    std::istringstream words(title);
    std::string language, file;
    std::size_t first = 0, count = 0;
    words >> language >> file;
    if (language == "json") {
      ++json_blocks;
      CHECK(block == read_text(golden_dir() / file));
    } else if (language == "hex") {
      ++hex_blocks;
      Bytes expected = read_bytes(golden_dir() / file);
      if (words >> first >> count) {  // a part of the file
        REQUIRE(first + count <= expected.size());
        expected = Bytes(expected.begin() + static_cast<std::ptrdiff_t>(first),
                         expected.begin() + static_cast<std::ptrdiff_t>(first + count));
      }
      CHECK(hex_bytes(block) == expected);
    }
  }
  CHECK(hex_blocks == 6);
  CHECK(json_blocks == 1);
}
