#include "format/manifest.h"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "format/hostile_bytes.h"
#include "format/manifests.h"
#include "format/memory_meter.h"

using namespace cnx;
using namespace cnx::test;

namespace {

Result<Manifest> decode_after(const std::function<void(Manifest&)>& change) {
  Manifest manifest = small_manifest();
  change(manifest);
  return decode_manifest(encode_manifest(manifest));
}

ErrorCode error_after(const std::function<void(Manifest&)>& change) {
  const auto manifest = decode_after(change);
  REQUIRE_FALSE(manifest.ok());
  return manifest.error().code;
}

}  // namespace

TEST_CASE("a manifest comes back as it was, and its text is canonical") {
  const Manifest manifest = small_manifest();
  const std::string text = encode_manifest(manifest);
  const auto decoded = decode_manifest(text);
  REQUIRE(decoded.ok());
  CHECK(decoded.value() == manifest);
  CHECK(encode_manifest(decoded.value()) == text);
}

TEST_CASE("manifests with fewer parts come back as they were") {
  for (const SynapseShape shape :
       {SynapseShape{false, false}, SynapseShape{true, false}, SynapseShape{false, true}}) {
    Manifest manifest = small_manifest();
    manifest.synapse_shape = shape;
    manifest.connection_columns.clear();
    manifest.synapse_columns.clear();
    manifest.source_edges.clear();
    for (int edge_columns = 0; edge_columns < 3; ++edge_columns) manifest.families.pop_back();
    if (!shape.has_position) manifest.families.pop_back();
    if (!shape.has_position && !shape.has_size) manifest.families.pop_back();
    manifest.notes.clear();
    manifest.dataset_name.clear();
    manifest.synthetic = false;
    manifest.connection_count = manifest.autapse_count = manifest.synapse_count = 0;
    if (shape.has_position) manifest.families.back().tiles.clear();
    manifest.fingerprint = manifest_fingerprint(manifest);
    const auto decoded = decode_manifest(encode_manifest(manifest));
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == manifest);
  }
}

TEST_CASE("a manifest is read in any white space and order of fields") {
  std::string text = encode_manifest(small_manifest());
  const std::string first = "  \"format\": \"connectoscope-tiles\",\n";
  REQUIRE(text.find(first) == 2);
  text.erase(2, first.size());
  text.replace(text.rfind("\n}\n"), 3, ",\r\n\t" + first.substr(0, first.size() - 2) + "}");
  const auto decoded = decode_manifest(text);
  REQUIRE(decoded.ok());
  CHECK(decoded.value() == small_manifest());
}

TEST_CASE("the fingerprint follows the data and not the names and notes") {
  const std::uint64_t fingerprint = manifest_fingerprint(small_manifest());
  const auto after = [](const std::function<void(Manifest&)>& change) {
    Manifest manifest = small_manifest();
    change(manifest);
    return manifest_fingerprint(manifest);
  };
  CHECK(after([](Manifest& m) { m.dataset_name = "other"; }) == fingerprint);
  CHECK(after([](Manifest& m) { m.source_file = "other"; }) == fingerprint);
  CHECK(after([](Manifest& m) { m.source_group = "other"; }) == fingerprint);
  CHECK(after([](Manifest& m) { m.source_edges.clear(); }) == fingerprint);
  CHECK(after([](Manifest& m) { m.edge_weight = "other"; }) == fingerprint);
  CHECK(after([](Manifest& m) { m.notes.clear(); }) == fingerprint);
  CHECK(after([](Manifest& m) { m.fingerprint = 0; }) == fingerprint);
  CHECK(after([](Manifest& m) { m.synthetic = false; }) != fingerprint);
  CHECK(after([](Manifest& m) { ++m.synapse_count; }) != fingerprint);
  CHECK(after([](Manifest& m) { m.columns[5].categories[1] = "x"; }) != fingerprint);
  CHECK(after([](Manifest& m) { m.columns[0].type = StoredType::Int64; }) != fingerprint);
  CHECK(after([](Manifest& m) { m.synapse_columns[1].name = "x"; }) != fingerprint);
  CHECK(after([](Manifest& m) { ++m.synapse_grid.step_nm[2]; }) != fingerprint);
  CHECK(after([](Manifest& m) { ++m.families[3].tiles[1].hash; }) != fingerprint);
}

TEST_CASE(
    "text that is not UTF-8 is written as replacement characters and still fits its fingerprint") {
  const auto decoded = decode_after([](Manifest& m) {
    m.columns[5].categories[0] = "caf\xe9";
    m.dataset_name = "\xff";
  });
  REQUIRE(decoded.ok());
  CHECK(decoded.value().columns[5].categories[0] == "caf\xef\xbf\xbd");
  CHECK(decoded.value().dataset_name == "\xef\xbf\xbd");
  // Names that only differ in what is not UTF-8 are the same name then.
  CHECK(error_after([](Manifest& m) {
          m.columns[5].categories = {"\xfe", "\xff"};
        }) == ErrorCode::OutOfRange);
}

TEST_CASE("parts of a manifest that do not agree are refused") {
  using M = Manifest;
  const auto kOutOfRange = ErrorCode::OutOfRange;
  CHECK(error_after([](M& m) { m.neuron_count = 0; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.neuron_count = kMaxNeurons + 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.neuron_count = 7; }) == kOutOfRange);  // 4 tiles wanted
  CHECK(error_after([](M& m) { m.neuron_count = 4; }) == kOutOfRange);  // 2 tiles wanted
  CHECK(decode_after([](M& m) { m.neuron_count = 6; }).ok());
  CHECK(error_after([](M& m) { m.connection_count = 26; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.autapse_count = 6; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.connection_count = m.synapse_count = 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_count = 6; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_count = 7 * 0xffffffffull + 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_count = 1000; }) == kOutOfRange);  // overview tiles
  CHECK(error_after([](M& m) { m.connection_count = m.autapse_count = 0; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.min_nm[1] = 0; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.max_nm[0] += 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_grid.step_nm[0] = 0; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.max_nm[2] = 8; }) == kOutOfRange);  // not a whole step
  CHECK(error_after([](M& m) { m.position_step_nm[0] = 1 << 18; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.position_cell_voxels[2] += 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.overview_grid.cells[0] += 1; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.overview_grid.cell_voxels[1] = 0; }) == kOutOfRange);
}

TEST_CASE("columns that a viewer could not use are refused") {
  using M = Manifest;
  const auto kOutOfRange = ErrorCode::OutOfRange;
  CHECK(error_after([](M& m) { m.columns[9].name = ""; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.columns[9].name = "id"; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.columns[9].role = ColumnRole::Region; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.columns[10].role = ColumnRole::Region; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.columns[10].categories.clear(); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.columns[10].categories = {"a", "b", "a"}; }) == kOutOfRange);
  CHECK(error_after([](M& m) {
          auto& names = m.columns[10].categories;
          names.clear();
          for (int i = 0; i <= 65536; ++i) names.push_back(std::to_string(i));
        }) == kOutOfRange);
  for (const std::size_t column : {0, 2, 3, 4}) {
    CAPTURE(column);
    CHECK(error_after([column](M& m) { m.columns[column].role = ColumnRole::None; }) ==
          ErrorCode::Missing);
  }
  CHECK(decode_after([](M& m) { m.columns[1].role = ColumnRole::None; }).ok());
}

TEST_CASE("codings that a column or its place does not allow are refused") {
  using M = Manifest;
  const auto with = [](std::size_t column, ColumnCoding coding) {
    return decode_after([=](M& m) { m.columns[column].coding = coding; }).ok();
  };
  CHECK(with(0, ColumnCoding::Previous));
  CHECK(with(5, ColumnCoding::Plain));
  CHECK(with(6, ColumnCoding::Previous));
  CHECK_FALSE(with(0, ColumnCoding::SlabX));     // an integer
  CHECK_FALSE(with(2, ColumnCoding::Previous));  // a position
  CHECK_FALSE(with(6, ColumnCoding::SlabX));     // not beside the coarse part
  CHECK_FALSE(with(9, ColumnCoding::Previous));  // a real
}

TEST_CASE("parts of the positions stand once each, coarse to fine, from the first family on") {
  using M = Manifest;
  const auto with = [](std::array<PositionPart, 3> parts) {
    return decode_after([=](M& m) {
             for (std::size_t f = 0; f < 3; ++f) m.families[f].position = parts[f];
             m.columns[5].coding = ColumnCoding::Plain;
           })
        .ok();
  };
  using enum PositionPart;
  CHECK(with({Coarse, Fine, Exact}));
  CHECK_FALSE(with({Fine, Coarse, Exact}));
  CHECK_FALSE(with({Coarse, Exact, Fine}));
  CHECK_FALSE(with({Coarse, Fine, None}));
  CHECK_FALSE(with({Coarse, Coarse, Exact}));
  CHECK(error_after([](M& m) { m.families[1].column_indices.push_back(2); }) ==
        ErrorCode::OutOfRange);
}

TEST_CASE("families that follow from others may be missing, and no others") {
  for (int without = 1; without < 4; ++without) {
    Manifest manifest = small_manifest();
    std::erase_if(manifest.families, [&](const TileFamily& family) {
      return (family.kind == TileKind::ConnectionsIn && (without & 1) != 0) ||
             (family.kind == TileKind::SynapseOverview && (without & 2) != 0);
    });
    manifest.fingerprint = manifest_fingerprint(manifest);
    const auto decoded = decode_manifest(encode_manifest(manifest));
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == manifest);
  }
  for (const TileKind kind : {TileKind::ConnectionsOut, TileKind::Synapses}) {
    CHECK(error_after([&](Manifest& m) {
            std::erase_if(m.families, [&](const TileFamily& f) { return f.kind == kind; });
          }) == ErrorCode::OutOfRange);
  }
}

TEST_CASE("families that do not cover the dataset once are refused") {
  using M = Manifest;
  const auto kOutOfRange = ErrorCode::OutOfRange;
  CHECK(error_after([](M& m) { m.families.erase(m.families.begin() + 1); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[1].column_indices.pop_back(); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[1].column_indices.push_back(2); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[1].column_indices[0] = 11; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[1].column_indices[0] = UINT32_MAX; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families.pop_back(); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_shape = {false, false}; }) == kOutOfRange);
  CHECK(error_after([](M& m) { std::swap(m.families[3], m.families[4]); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families.insert(m.families.begin() + 4, m.families[3]); }) ==
        kOutOfRange);
  CHECK(error_after([](M& m) { m.families[3].tiles.pop_back(); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[3].block_neurons = 3; }) == kOutOfRange);
  CHECK(error_after([](M& m) {
          m.families[3].block_neurons = 0;
          m.families[3].tiles.clear();
        }) == kOutOfRange);
  CHECK(error_after([](M& m) {
          m.families[3].block_neurons = kMaxTileNeurons + 1;
          m.families[3].tiles.resize(1);
        }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[3].tiles[0].bytes = kTileHeaderBytes - 1; }) ==
        kOutOfRange);
  CHECK(error_after([](M& m) { m.families[3].tiles[0].bytes = kMaxTileBytes + 1; }) == kOutOfRange);
}

TEST_CASE("a column has a kind that the type it was stored as allows") {
  const auto with = [](std::size_t column, StoredType type) {
    return decode_after([=](Manifest& m) { m.columns[column].type = type; }).ok();
  };
  for (int i = 0; i <= static_cast<int>(StoredType::Category); ++i) {
    CAPTURE(i);
    const auto type = static_cast<StoredType>(i);
    const bool names = type == StoredType::Text || type == StoredType::Category;
    const bool whole = type >= StoredType::Boolean && type <= StoredType::TimeDeltaNs;
    CHECK(with(1, type) == !names);              // integers
    CHECK(with(6, type));                        // a category
    CHECK(with(9, type) == (!names && !whole));  // reals
  }
}

TEST_CASE("columns of connections and synapses come from where their values can be had") {
  using M = Manifest;
  // No family goes with the sources that these take away or give: only derived ones change.
  const auto connection = [](std::size_t column, EdgeSource source, std::uint32_t of) {
    return decode_after([=](M& m) {
             m.connection_columns[column].source = source;
             m.connection_columns[column].of = of;
           })
        .ok();
  };
  const auto synapse = [](EdgeSource source, SynapseShape shape) {
    return decode_after([=](M& m) {
             m.synapse_shape = shape;
             m.connection_columns[2] = {"mean_size", StoredType::Float64, EdgeSource::Count};
             for (const std::size_t c : {0, 1, 3}) m.synapse_columns[c].source = source;
             const auto is_gone = [shape](const TileFamily& f) {
               return (f.kind == TileKind::SynapseOverview && !shape.has_position) ||
                      (f.kind == TileKind::Synapses && !shape.has_position && !shape.has_size);
             };
             std::erase_if(m.families, is_gone);
           })
        .ok();
  };
  using enum EdgeSource;
  CHECK(connection(0, Mean, 3));
  CHECK(connection(0, Sum, 2));
  CHECK_FALSE(connection(0, Sum, 0));    // a distance is no whole number
  CHECK_FALSE(connection(0, Sum, 4));    // nor are reals
  CHECK_FALSE(connection(0, Sum, 5));    // not there
  CHECK_FALSE(connection(0, Tiles, 0));  // without its family
  for (const EdgeSource source :
       {PositionX, PositionY, PositionZ, Size, OffsetX, OffsetY, OffsetZ, SomaDistance}) {
    CAPTURE(edge_source_name(source));
    CHECK_FALSE(connection(0, source, 0));
    CHECK(synapse(source, {true, true}));
    CHECK(synapse(source, {true, false}) == (source != Size));
    CHECK(synapse(source, {false, true}) == (source == Size));
    CHECK_FALSE(synapse(source, {false, false}));
  }
  for (const EdgeSource source : {Count, Sum, Mean}) CHECK_FALSE(synapse(source, {true, true}));
}

TEST_CASE("columns of connections and synapses have names, numbers and their own families") {
  using M = Manifest;
  const auto kOutOfRange = ErrorCode::OutOfRange;
  CHECK(error_after([](M& m) { m.connection_columns[1].name = ""; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.connection_columns[1].name = "count"; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_columns[1].name = "id"; }) == kOutOfRange);
  CHECK(decode_after([](M& m) { m.connection_columns[1].name = "id"; }).ok());  // another list
  for (const auto type : {StoredType::Generated, StoredType::Text, StoredType::Category}) {
    CHECK(error_after([=](M& m) { m.synapse_columns[1].type = type; }) == kOutOfRange);
  }
  CHECK(decode_after([](M& m) { m.synapse_columns[2].type = StoredType::Boolean; }).ok());
  CHECK(error_after([](M& m) { m.synapse_columns[4].type = StoredType::Int8; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_columns[2].kind = ColumnKind::Category; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_columns[2].coding = ColumnCoding::SlabX; }) ==
        kOutOfRange);
  CHECK(error_after([](M& m) { m.synapse_columns[4].coding = ColumnCoding::Previous; }) ==
        kOutOfRange);
  CHECK(error_after([](M& m) { m.families[8].column_indices = {4}; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[8].column_indices = {}; }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[8].column_indices = {2, 4}; }) == kOutOfRange);
  CHECK(error_after([](M& m) { std::swap(m.families[7], m.families[8]); }) == kOutOfRange);
  CHECK(error_after([](M& m) { std::swap(m.families[8], m.families[9]); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families.push_back(m.families.back()); }) == kOutOfRange);
  CHECK(error_after([](M& m) { m.families[7].tiles.pop_back(); }) == kOutOfRange);
}

TEST_CASE("a manifest cut off anywhere is refused") {
  const std::string text = encode_manifest(small_manifest());
  // All but the last line feed, without which it is still the same JSON.
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decode_manifest(std::string_view{text}.substr(0, size)).ok());
  }
}

TEST_CASE("a manifest with any byte changed is refused or reads back as the text it then is") {
  constexpr std::string_view kReplacements("09-\"}], x\\\xff\0", 12);
  const std::string good = encode_manifest(small_manifest());
  std::string text = good;
  std::mt19937 random{7};
  for (std::size_t at = 0; at < text.size(); ++at) {
    text[at] = kReplacements[random() % kReplacements.size()];
    const auto decoded = decode_manifest(text);
    if (decoded.ok()) {
      const auto again = decode_manifest(encode_manifest(decoded.value()));
      if (!again.ok() || !(again.value() == decoded.value())) {
        CAPTURE(at);
        CAPTURE(text[at]);
        FAIL_CHECK("accepted text does not survive another round trip");
      }
    }
    text[at] = good[at];
  }
}

TEST_CASE("hostile nesting and size are refused before the parser sees them") {
  const std::size_t before = bytes_allocated();
  CHECK(decode_manifest(std::string(1 << 20, '[')).error().code == ErrorCode::Syntax);
  CHECK(decode_manifest(std::string(kMaxManifestBytes + 1, ' ')).error().code ==
        ErrorCode::OutOfRange);
  CHECK(bytes_allocated() - before < (1u << 20) + kMaxManifestBytes + 65536);  // the two inputs
}

TEST_CASE("an object of more fields than any of ours is refused without a search for each") {
  std::string text = "{";
  for (int i = 0; i < 300'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  text.back() = '}';
  CHECK(decode_manifest(text).error().code == ErrorCode::Syntax);
}

TEST_CASE("roles have names that lead back to them") {
  for (int i = 0; i <= static_cast<int>(ColumnRole::DendriteStatus); ++i) {
    const auto role = static_cast<ColumnRole>(i);
    CAPTURE(i);
    CHECK(parse_column_role(column_role_name(role)) == role);
  }
  CHECK(column_role_name(ColumnRole::PositionX) == "position_x");
  CHECK(column_role_name(ColumnRole::DendriteStatus) == "dendrite_status");
  CHECK_FALSE(parse_column_role("soma").has_value());
  CHECK_FALSE(parse_column_role("").has_value());
}

TEST_CASE("families and columns are found by kind, role and name") {
  const Manifest manifest = small_manifest();
  CHECK(manifest.family(TileKind::Neurons) == &manifest.families[0]);
  CHECK(manifest.family(TileKind::Synapses) == &manifest.families[5]);
  CHECK(Manifest{}.family(TileKind::Neurons) == nullptr);
  CHECK(manifest.column(ColumnRole::Region) == &manifest.columns[6]);
  CHECK(Manifest{}.column(ColumnRole::Region) == nullptr);
  CHECK(manifest.edge_column_family(TileKind::ConnectionColumns, 1) == &manifest.families[7]);
  CHECK(manifest.edge_column_family(TileKind::SynapseColumns, 4) == &manifest.families[9]);
  CHECK(manifest.edge_column_family(TileKind::SynapseColumns, 1) == nullptr);
  CHECK(manifest.column_index(ColumnRole::PositionZ) == 4u);
  CHECK(manifest.column_index("volume") == 9u);
  CHECK_FALSE(manifest.column_index("Volume").has_value());
}
