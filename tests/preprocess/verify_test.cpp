#include "commands/verify.h"

#include "base/hash.h"
#include "format/edge_column.h"
#include "format/tile_header.h"
#include "preprocess/random_connectome.h"

using namespace cnx;
using namespace cnx::test;

namespace {

TilesInMemory some_tiles() {
  auto tiles = tiles_of(random_connectome(4, 40, 300));
  REQUIRE(tiles.ok());
  return std::move(tiles).value();
}

std::vector<std::string> findings_in(const TilesInMemory& folder) {
  return verify_tiles(folder.manifest,
                      [&](const TileEntry& entry) -> Result<std::vector<std::byte>> {
                        const auto found = folder.tiles.find(entry.hash);
                        if (found == folder.tiles.end()) return Error{ErrorCode::Missing, "gone"};
                        return found->second;
                      });
}

TileFamily& family(TilesInMemory& folder, TileKind kind) {
  for (TileFamily& each : folder.manifest.families) {
    if (each.kind == kind) return each;
  }
  FAIL("no such family");
  std::abort();
}

/// Puts another payload into the first tile of a family, with the right header and hash.
void replace_payload(TilesInMemory& folder, TileFamily& of, const std::vector<std::byte>& payload) {
  const auto tile = encode_tile(of.kind, 0, folder.manifest.neuron_count, payload);
  of.tiles[0] = {xxh3_64(tile), static_cast<std::uint32_t>(tile.size())};
  folder.tiles[of.tiles[0].hash] = tile;
}

/// Puts other connections into the first tile of connections_in, with a model that fits them.
void replace_connections_in(TilesInMemory& folder, const EdgeRows& rows) {
  TileFamily& in = family(folder, TileKind::ConnectionsIn);
  const std::uint32_t neurons = folder.manifest.neuron_count;
  const EdgeModel model = make_edge_model({&rows, 1}, neurons);
  in.model = encode_edge_model(model);
  replace_payload(folder, in, encode_edge_rows(rows, neurons, model));
}

/// Adds a column with tiles for all neurons at once, and its values.
void add_edge_column(TilesInMemory& folder, TileKind kind, const EdgeColumn& column,
                     const ColumnValues& values) {
  auto& columns = kind == TileKind::ConnectionColumns ? folder.manifest.connection_columns
                                                      : folder.manifest.synapse_columns;
  TileFamily added;
  added.kind = kind;
  added.block_neurons = folder.manifest.neuron_count;
  added.column_indices = {static_cast<std::uint32_t>(columns.size())};
  added.tiles.resize(1);
  columns.push_back(column);
  replace_payload(folder, added, encode_edge_column(values, column.shape()));
  folder.manifest.families.push_back(added);
}

/// The one finding, or what there is, for a readable failure.
std::string only_finding(const TilesInMemory& folder) {
  const auto findings = findings_in(folder);
  std::string text;
  for (const std::string& finding : findings) text += finding + "\n";
  CHECK_MESSAGE(findings.size() == 1, text);
  return text;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("tiles as they were made have no findings") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const auto tiles = tiles_of(random_connectome(seed, 1 + seed * 5, seed * 9));
    REQUIRE(tiles.ok());
    CHECK(findings_in(tiles.value()).empty());
  }
}

TEST_CASE("a missing, cut or changed tile is named with its family, number and file") {
  for (const auto kind : {TileKind::Neurons, TileKind::ConnectionsOut, TileKind::ConnectionsIn,
                          TileKind::Synapses, TileKind::SynapseOverview}) {
    CAPTURE(static_cast<int>(kind));
    auto folder = some_tiles();
    const std::uint64_t hash = family(folder, kind).tiles[0].hash;
    const std::vector<std::byte> whole = folder.tiles[hash];

    folder.tiles.erase(hash);
    CHECK(has(only_finding(folder), hash_to_hex(hash).c_str()));

    folder.tiles[hash] = whole;
    folder.tiles[hash].pop_back();
    CHECK(has(only_finding(folder), "bytes, and the manifest says"));

    folder.tiles[hash] = whole;
    folder.tiles[hash].back() ^= std::byte{1};
    CHECK(has(only_finding(folder), "hash"));
  }
}

TEST_CASE("a tile of other neurons in the right place is found by its header") {
  auto folder = some_tiles();
  TileFamily& out = family(folder, TileKind::ConnectionsOut);
  out.tiles[0] = family(folder, TileKind::ConnectionsIn).tiles[0];
  CHECK(has(only_finding(folder), "header"));
}

TEST_CASE("a count that differs between the two directions is found, with the pair") {
  auto folder = some_tiles();
  EdgeRows in = decode_tiles(folder).in;
  in.synapse_counts[7] += 1;
  replace_connections_in(folder, in);
  const auto findings = findings_in(folder);
  REQUIRE(findings.size() == 2);
  CHECK(has(findings[0], "is not the same in the connections_out and connections_in tiles"));
  CHECK(has(findings[1], "synapses, and its connections say"));
}

TEST_CASE("a connection that only one direction has is found") {
  auto folder = some_tiles();
  EdgeRows in = decode_tiles(folder).in;
  // The last connection of the last neuron that has any.
  in.targets.pop_back();
  in.synapse_counts.pop_back();
  for (auto& offset : in.offsets)
    offset = std::min(offset, static_cast<std::uint32_t>(in.targets.size()));
  replace_connections_in(folder, in);
  const auto findings = findings_in(folder);
  REQUIRE_FALSE(findings.empty());
  CHECK(has(findings[0], "connections_in tiles hold"));
}

TEST_CASE("numbers of the manifest that the tiles do not hold are found") {
  auto folder = some_tiles();
  folder.manifest.connection_count += 1;
  CHECK(has(only_finding(folder), "connections, and the manifest says"));
  folder.manifest.connection_count -= 1;
  folder.manifest.autapse_count += 1;
  CHECK(has(only_finding(folder), "autapses, and the manifest says"));
  folder.manifest.autapse_count -= 1;
  folder.manifest.synapse_count += 1;
  const auto findings = findings_in(folder);  // the overview's tiles are cut differently, too
  REQUIRE_FALSE(findings.empty());
  CHECK(has(findings[0], "synapses, and the manifest says"));
  folder.manifest.synapse_count -= 1;
  folder.manifest.max_nm[1] += folder.manifest.position_step_nm[1];
  CHECK(has(only_finding(folder), "nm along y"));
}

TEST_CASE("an overview that shows a synapse elsewhere is found") {
  auto folder = some_tiles();
  TileFamily& overview = family(folder, TileKind::SynapseOverview);
  const OverviewGrid& grid = folder.manifest.overview_grid;
  const std::uint64_t synapses = folder.manifest.synapse_count;
  const std::size_t last = overview.tiles.size() - 1;
  const std::uint32_t count = overview_tile(last, synapses, overview.block_neurons).count;
  const auto& tile = folder.tiles.at(overview.tiles[last].hash);
  const auto decoded =
      decode_synapse_overview(std::span{tile}.subspan(kTileHeaderBytes), count, grid);
  REQUIRE(decoded.ok());
  auto places = decoded.value();
  places.front() = 0;
  const auto moved = encode_tile(TileKind::SynapseOverview, static_cast<NeuronIndex>(last), count,
                                 encode_synapse_overview(places, grid));
  overview.tiles[last] = {xxh3_64(moved), static_cast<std::uint32_t>(moved.size())};
  folder.tiles[overview.tiles[last].hash] = moved;
  CHECK(has(only_finding(folder), "other places"));
}

TEST_CASE("source rows that are no permutation and ids that name two neurons are found") {
  auto folder = some_tiles();
  TileFamily* named = nullptr;
  for (TileFamily& each : folder.manifest.families) {
    for (const std::uint32_t c : each.column_indices) {
      if (folder.manifest.columns[c].role == ColumnRole::SourceRow) named = &each;
    }
  }
  REQUIRE(named != nullptr);
  const auto decoded = decode_tiles(folder);
  NeuronColumns rows;
  for (const std::uint32_t c : named->column_indices) {
    rows.columns.push_back(decoded.columns[c]);
    auto& numbers = std::get<IntegerValues>(rows.columns.back());
    numbers[1] = numbers[0];
  }
  const NeuronShape shape = folder.manifest.neuron_shape(*named);
  replace_payload(folder, *named, encode_neuron_columns(rows, shape));
  const auto findings = findings_in(folder);
  REQUIRE(findings.size() == 2);
  CHECK(has(findings[0], "names two neurons"));
  CHECK(has(findings[1], "permutation"));
}

TEST_CASE("columns of connections and synapses have an entry for each, of the type they had") {
  const TilesInMemory good = some_tiles();
  const auto connections = static_cast<std::size_t>(good.manifest.connection_count);
  const auto synapses = static_cast<std::size_t>(good.manifest.synapse_count);
  const EdgeColumn delay{"delay", StoredType::Float32, EdgeSource::Tiles, 0, ColumnKind::Real};
  const EdgeColumn level{"level", StoredType::Int8, EdgeSource::Tiles};
  using enum TileKind;

  auto folder = good;
  add_edge_column(folder, ConnectionColumns, delay, RealValues(connections, 0.25));
  add_edge_column(folder, SynapseColumns, level, IntegerValues(synapses, -128));
  folder.manifest.fingerprint = manifest_fingerprint(folder.manifest);
  CHECK(findings_in(folder).empty());
  CHECK(decode_manifest(encode_manifest(folder.manifest)).ok());

  folder = good;
  add_edge_column(folder, ConnectionColumns, delay, RealValues(connections - 1, 0.25));
  CHECK(has(only_finding(folder), "and its neurons have"));
  folder = good;
  add_edge_column(folder, SynapseColumns, level, IntegerValues(synapses + 1, 5));
  CHECK(has(only_finding(folder), "synapses"));
  folder = good;
  add_edge_column(folder, SynapseColumns, level, IntegerValues(synapses, -129));
  CHECK(has(only_finding(folder), "column \"level\" holds -129, which is no int8"));
  folder = good;
  add_edge_column(folder, ConnectionColumns, delay, RealValues(connections, 0.1));
  CHECK(has(only_finding(folder), "which is no float32"));
  folder = good;
  EdgeColumn wrong = level;
  wrong.coding = ColumnCoding::Previous;
  IntegerValues levels(synapses, 5);
  levels.back() = 100;
  add_edge_column(folder, SynapseColumns, level, levels);
  folder.manifest.synapse_columns.back() = wrong;
  CHECK(has(only_finding(folder), "edge column"));
}

TEST_CASE("a value that the stored type of a neuron column cannot have is found") {
  auto folder = some_tiles();
  for (Column& column : folder.manifest.columns) {
    if (column.role == ColumnRole::NeuronId) column.type = StoredType::Boolean;
  }
  CHECK(has(only_finding(folder), "which is no bool"));
}
