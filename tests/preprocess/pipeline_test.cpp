#include "pipeline.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <set>
#include <string>

#include "build/scratch.h"
#include "build/tiling.h"
#include "parallel_for.h"
#include "preprocess/random_connectome.h"

using namespace cnx;
using namespace cnx::test;

namespace {

const ColumnValues& values_of(const TilesInMemory& folder, const DecodedTiles& decoded,
                              std::string_view name) {
  const auto index = folder.manifest.column_index(name);
  REQUIRE(index.has_value());
  return decoded.columns[*index];
}

/// pre row, post row, x, y, z, size, id
using SynapseSet = std::multiset<std::array<std::int64_t, 7>>;

SynapseSet synapses_of(const WholeSynapses& synapses) {
  SynapseSet set;
  for (std::size_t i = 0; i < synapses.pre.size(); ++i) {
    set.insert({synapses.pre[i], synapses.post[i], synapses.position_nm[0][i],
                synapses.position_nm[1][i], synapses.position_nm[2][i], synapses.size[i],
                synapses.ids[i]});
  }
  return set;
}

SynapseSet synapses_of(const TilesInMemory& folder, const DecodedTiles& decoded) {
  const auto& grid = folder.manifest.synapse_grid;
  const auto& rows = std::get<IntegerValues>(values_of(folder, decoded, "source_row"));
  std::array<IntegerValues, 3> soma_nm;
  const std::array<ColumnRole, 3> roles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                           ColumnRole::PositionZ};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    soma_nm[axis] =
        std::get<IntegerValues>(decoded.columns[*folder.manifest.column_index(roles[axis])]);
  }
  SynapseSet set;
  for (std::uint32_t post = 0; post < folder.manifest.neuron_count; ++post) {
    std::uint32_t s = decoded.synapses.offsets[post];
    for (std::uint32_t e = decoded.in.offsets[post]; e < decoded.in.offsets[post + 1]; ++e) {
      for (std::uint32_t k = 0; k < decoded.in.synapse_counts[e]; ++k, ++s) {
        std::array<std::int64_t, 7> synapse = {
            rows[decoded.in.targets[e]],
            rows[post],
            0,
            0,
            0,
            decoded.synapses.size[s],
            std::get<IntegerValues>(decoded.synapse_columns[0])[s]};
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const std::int64_t voxel =
              soma_voxel(soma_nm[axis][post], grid.origin_nm[axis], grid.step_nm[axis]) +
              decoded.synapses.residual[axis][s];
          synapse[2 + axis] = grid.origin_nm[axis] + grid.step_nm[axis] * voxel;
        }
        set.insert(synapse);
      }
    }
    CHECK(s == decoded.synapses.offsets[post + 1]);
  }
  return set;
}

TilesInMemory tiled(const RandomConnectome& raw, const TilingMeans& means = {}) {
  auto result = tiles_of(raw, means);
  if (!result.ok()) FAIL(result.error().where);
  return std::move(result).value();
}

}  // namespace

TEST_CASE("what the tiles decode to is the input, for random connectomes") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed * 3;
    const auto raw = with_ids(random_connectome(seed, neurons, seed * 20), seed);
    const auto folder = tiled(raw);
    const auto decoded = decode_tiles(folder);
    const Manifest& manifest = folder.manifest;

    // Every column of the input, value by value, through the source rows.
    const auto& rows = std::get<IntegerValues>(values_of(folder, decoded, "source_row"));
    CHECK(std::set<std::int64_t>(rows.begin(), rows.end()).size() == neurons);
    for (const RawColumn& column : raw.columns) {
      CAPTURE(column.column.name);
      const auto& values = values_of(folder, decoded, column.column.name);
      const auto& names = manifest.columns[*manifest.column_index(column.column.name)].categories;
      for (std::uint32_t i = 0; i < neurons; ++i) {
        const auto row = static_cast<std::size_t>(rows[i]);
        if (const auto* integers = std::get_if<IntegerValues>(&values)) {
          CHECK((*integers)[i] == std::get<IntegerValues>(column.values)[row]);
        } else if (const auto* reals = std::get_if<RealValues>(&values)) {
          const double expected = std::get<RealValues>(column.values)[row];
          CHECK(((*reals)[i] == expected || (std::isnan((*reals)[i]) && std::isnan(expected))));
        } else {
          CHECK(names[std::get<CategoryValues>(values)[i]] ==
                column.column.categories[std::get<CategoryValues>(column.values)[row]]);
        }
      }
    }

    PairCounts pairs;
    for (std::uint32_t pre = 0; pre < neurons; ++pre) {
      for (std::uint32_t e = decoded.out.offsets[pre]; e < decoded.out.offsets[pre + 1]; ++e) {
        pairs[{static_cast<std::uint32_t>(rows[pre]),
               static_cast<std::uint32_t>(rows[decoded.out.targets[e]])}] =
            decoded.out.synapse_counts[e];
      }
    }
    CHECK(pairs == slow_counts(*raw.synapses));
    CHECK(manifest.connection_count == pairs.size());
    CHECK(manifest.synapse_count == raw.synapses->pre.size());
    CHECK(manifest.autapse_count == static_cast<std::uint64_t>(std::count_if(
                                        pairs.begin(), pairs.end(), [](const auto& pair) {
                                          return pair.first.first == pair.first.second;
                                        })));
    if (raw.synapses->pre.empty()) {
      CHECK(manifest.family(TileKind::Synapses) == nullptr);
    } else {
      CHECK(synapses_of(folder, decoded) == synapses_of(*raw.synapses));
    }
  }
}

TEST_CASE("a column of synapses has tiles of its own size, smaller or larger than a block") {
  for (const bool wide : {false, true}) {
    CAPTURE(wide);
    RandomConnectome raw = random_connectome(5, 1'000, 200'000);
    std::mt19937_64 random{5};
    for (std::size_t i = 0; i < raw.synapses->pre.size(); ++i) {
      raw.synapses->ids.push_back(static_cast<std::int64_t>(random() >> (wide ? 1 : 63)));
    }
    // Without positions a block has many synapses.
    if (wide) raw.synapses->position_nm = {};
    const auto folder = tiled(raw);
    const TileFamily& blocks = *folder.manifest.family(TileKind::Synapses);
    const TileFamily& column = *folder.manifest.edge_column_family(TileKind::SynapseColumns, 0);
    REQUIRE(blocks.tiles.size() > 1);
    if (wide) {
      CHECK(column.block_neurons < blocks.block_neurons);
    } else {
      CHECK(column.block_neurons > blocks.block_neurons);
    }
    for (const TileEntry& tile : column.tiles) CHECK(tile.bytes < 1.1 * kLargeTileBytes);

    const auto decoded = decode_tiles(folder);
    const auto& rows = std::get<IntegerValues>(values_of(folder, decoded, "source_row"));
    const auto& ids = std::get<IntegerValues>(decoded.synapse_columns[0]);
    std::vector<std::array<std::int64_t, 4>> found, expected;  // pre row, post row, size, id
    std::size_t s = 0;
    for (std::uint32_t post = 0; post < folder.manifest.neuron_count; ++post) {
      for (std::uint32_t e = decoded.in.offsets[post]; e < decoded.in.offsets[post + 1]; ++e) {
        for (std::uint32_t k = 0; k < decoded.in.synapse_counts[e]; ++k, ++s) {
          REQUIRE(s < ids.size());
          found.push_back(
              {rows[decoded.in.targets[e]], rows[post], decoded.synapses.size[s], ids[s]});
        }
      }
    }
    for (std::size_t i = 0; i < raw.synapses->pre.size(); ++i) {
      expected.push_back({raw.synapses->pre[i], raw.synapses->post[i], raw.synapses->size[i],
                          raw.synapses->ids[i]});
    }
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    CHECK(found == expected);
  }
}

TEST_CASE("neurons with wide columns are several tiles, and the same neurons") {
  RandomConnectome raw = random_connectome(6, 50'000, 10);
  std::mt19937_64 random{6};
  IntegerValues wide(50'000);
  for (auto& value : wide) value = static_cast<std::int64_t>(random() >> 1);
  raw.columns.push_back(integer_column("wide", wide));
  const auto folder = tiled(raw);
  const std::uint32_t column = *folder.manifest.column_index("wide");
  std::size_t tiles = 0;
  for (const TileFamily& family : folder.manifest.families) {
    if (family.kind == TileKind::Neurons && family.column_indices == std::vector{column}) {
      tiles = family.tiles.size();
    }
  }
  CHECK(tiles == 4);  // 400 kB: two of 262 and 138 are farther from the target than 131
  const auto decoded = decode_tiles(folder);
  const auto& rows = std::get<IntegerValues>(values_of(folder, decoded, "source_row"));
  const auto& values = std::get<IntegerValues>(decoded.columns[column]);
  REQUIRE(values.size() == wide.size());
  bool same = true;
  for (std::size_t i = 0; i < wide.size(); ++i) {
    same = same && values[i] == wide[static_cast<std::size_t>(rows[i])];
  }
  CHECK(same);
}

TEST_CASE("the same input gives the same bytes in the same order, with one thread or with many") {
  const auto raw = with_ids(random_connectome(3, 5000, 60'000), 3);
  const auto once = tiled(raw);
  CHECK(once.manifest.families.size() >= 4);
  for (const unsigned threads : {1u, 2u, 7u}) {
    CAPTURE(threads);
    const ThreadLimit limit{threads};
    CHECK(tiled(raw) == once);
  }
}

TEST_CASE("the same bytes come out whether everything fits into memory or hardly anything") {
  const auto raw = with_ids(random_connectome(4, 3000, 120'000), 4);
  const auto roomy = tiled(raw, {.memory_bytes = std::size_t{1} << 30});
  const std::string folder = std::filesystem::temp_directory_path();
  CHECK(tiled(raw, {.scratch_folder = folder, .memory_bytes = 0}) == roomy);
  const std::size_t three_chunks = kFixedMemoryBytes + 3 * Scratch::kChunkBytes;
  CHECK(tiled(raw, {.scratch_folder = folder, .memory_bytes = three_chunks}) == roomy);
}

TEST_CASE("what does not fit anywhere is told") {
  const auto folder = tiles_of(random_connectome(4, 300, 12'000),
                               {.scratch_folder = "/nowhere/at/all", .memory_bytes = 0});
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.error().code == ErrorCode::Unwritable);
  CHECK(folder.error().where.find("/nowhere/at/all") != std::string::npos);
}

TEST_CASE("the order of synapses does not depend on their order in the input") {
  const auto raw = with_ids(random_connectome(5, 9, 400), 5);
  auto reversed = raw;
  WholeSynapses& synapses = *reversed.synapses;
  const auto reverse = [](auto& values) { std::reverse(values.begin(), values.end()); };
  reverse(synapses.pre), reverse(synapses.post), reverse(synapses.size), reverse(synapses.ids);
  for (auto& axis : synapses.position_nm) reverse(axis);
  CHECK(tiled(reversed) == tiled(raw));
}

TEST_CASE("a condensed group that is left out changes only what is said of its columns") {
  auto raw = random_connectome(8, 60, 500);
  const auto both = tiled(raw);
  raw.connections.reset();
  auto full = tiled(raw);
  CHECK(full.manifest.connection_columns.empty());
  REQUIRE(both.manifest.connection_columns.size() == 1);
  CHECK(both.manifest.connection_columns[0].source == EdgeSource::Count);
  CHECK(full.tiles == both.tiles);
}

TEST_CASE("connections alone make tiles without synapses") {
  auto raw = random_connectome(9, 60, 500);
  const std::size_t pairs = raw.connections->pre.size();
  raw.synapses.reset();
  const auto folder = tiled(raw);
  CHECK(folder.manifest.connection_count == pairs);
  CHECK(folder.manifest.synapse_count == 500);
  CHECK(folder.manifest.family(TileKind::Synapses) == nullptr);
}

TEST_CASE("synapses without position and size count, and make no tiles of their own") {
  auto raw = random_connectome(10, 60, 500);
  raw.synapses->position_nm = {};
  raw.synapses->size = {};
  const auto folder = tiled(raw);
  CHECK(folder.manifest.synapse_count == 500);
  CHECK(folder.manifest.family(TileKind::Synapses) == nullptr);
}

TEST_CASE("one neuron without any connection is a connectome") {
  const auto folder = tiled(random_connectome(11, 1, 0));
  CHECK(folder.manifest.neuron_count == 1);
  CHECK(folder.manifest.connection_count == 0);
}

TEST_CASE("a condensed group that does not fit the full one is refused, with the neuron") {
  auto raw = random_connectome(12, 30, 200);
  raw.connections->synapse_count[5] += 1;
  const auto folder = tiles_of(raw);
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.error().code == ErrorCode::NotCanonical);
  CHECK(folder.error().where.find("from row " + std::to_string(raw.connections->pre[5]) + " ") !=
        std::string::npos);

  // The same numbers for each neuron, but other partners.
  auto swapped = random_connectome(12, 30, 200);
  WholeConnections& connections = *swapped.connections;
  for (std::size_t e = 1; e < connections.pre.size(); ++e) {
    if (connections.pre[e] != connections.pre[e - 1]) continue;
    if (connections.synapse_count[e] == connections.synapse_count[e - 1]) continue;
    std::swap(connections.synapse_count[e], connections.synapse_count[e - 1]);
    break;
  }
  const auto other = tiles_of(swapped);
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().where.find("but to other neurons or with other counts") != std::string::npos);
}

TEST_CASE("input that cannot be a connectome is refused with a reason") {
  const auto code = [](const RandomConnectome& raw) {
    const auto folder = tiles_of(raw);
    REQUIRE_FALSE(folder.ok());
    CHECK_FALSE(folder.error().where.empty());
    return folder.error().code;
  };
  CHECK(code(random_connectome(1, 0, 0)) == ErrorCode::Missing);

  auto without_edges = random_connectome(1, 5, 0);
  without_edges.synapses.reset();
  without_edges.connections.reset();
  CHECK(code(without_edges) == ErrorCode::Missing);

  auto beyond = random_connectome(1, 5, 10);
  beyond.synapses->post[3] = 5;
  CHECK(code(beyond) == ErrorCode::OutOfRange);

  auto beyond_condensed = random_connectome(1, 5, 10);
  beyond_condensed.synapses.reset();
  beyond_condensed.connections->pre[0] = 77;
  CHECK(code(beyond_condensed) == ErrorCode::OutOfRange);

  auto far = random_connectome(1, 5, 10);
  far.synapses->position_nm[2][4] = std::int64_t{1} << 50;
  CHECK(code(far) == ErrorCode::OutOfRange);

  auto twice = random_connectome(1, 5, 10);
  twice.columns[5].column.name = twice.columns[6].column.name;
  CHECK(code(twice) == ErrorCode::OutOfRange);
}

TEST_CASE("sizes that are no numbers of voxels are left out, and a note says so") {
  auto raw = random_connectome(2, 5, 10);
  raw.synapses->size[4] = -1;
  const auto folder = tiled(raw);
  CHECK_FALSE(folder.manifest.synapse_shape.has_size);
  CHECK(folder.manifest.synapse_shape.has_position);
  REQUIRE(folder.manifest.notes.size() == 1);
  CHECK(folder.manifest.notes[0].starts_with("synapse sizes are left out"));
}
