#include "dataset/neuron_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "dataset/column_groups.h"
#include "dataset/small_table.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Rows [first, last) of a column.
ColumnValues slice(const ColumnValues& values, std::size_t first, std::size_t last) {
  return std::visit(
      [&](const auto& rows) {
        using Rows = std::decay_t<decltype(rows)>;
        return ColumnValues(Rows(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                 rows.begin() + static_cast<std::ptrdiff_t>(last)));
      },
      values);
}

}  // namespace

TEST_CASE("a table that no tile has reached has names and no values") {
  const NeuronTable table(small_manifest(3));
  CHECK(table.neuron_count() == 3);
  CHECK(table.columns().size() == 8);
  for (std::uint32_t column = 0; column < 8; ++column) {
    CHECK_FALSE(table.has(column));
    CHECK(table.text(column, 0) == "…");
  }
  CHECK_FALSE(table.has_ids());
  CHECK(table.positions_um().empty());
  CHECK(table.find("region") == 5u);
  CHECK(table.find("Region") == std::nullopt);
  CHECK(table.find(ColumnRole::NeuronId) == 6u);
  CHECK(table.find(ColumnRole::AxonStatus) == std::nullopt);
  CHECK(NeuronTable().neuron_count() == 0);
  CHECK_FALSE(NeuronTable().has_ids());
}

TEST_CASE("tiles in any order, and tiles that come twice, fill the table with the same values") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t neurons = 1 + seed % 50;
    const auto values = random_values(seed, neurons);
    const auto& x = *std::get_if<IntegerValues>(&values[1]);

    struct Tile {
      std::uint32_t column, first, last;
    };
    std::vector<Tile> tiles;
    for (std::uint32_t column = 0; column < 8; ++column) {
      for (std::uint32_t first = 0; first < neurons; first += 7) {
        tiles.push_back({column, first, std::min(first + 7, neurons)});
        if (random() % 3 == 0) tiles.push_back(tiles.back());
      }
    }
    for (std::size_t i = tiles.size(); i > 1; --i) std::swap(tiles[i - 1], tiles[random() % i]);

    NeuronTable table(small_manifest(neurons));
    std::vector<std::vector<bool>> there(8, std::vector<bool>(neurons));
    for (const Tile& tile : tiles) {
      const std::vector<std::uint32_t> columns = {tile.column};
      table.set_rows(tile.first, columns, {slice(values[tile.column], tile.first, tile.last)});
      for (std::uint32_t row = tile.first; row < tile.last; ++row) there[tile.column][row] = true;
      for (std::uint32_t column = 0; column < 8; ++column) {
        const bool complete =
            std::find(there[column].begin(), there[column].end(), false) == there[column].end();
        CHECK(table.has(column) == complete);
      }
      CHECK(table.positions_um().empty() == !(table.has(1) && table.has(2) && table.has(3)));
      CHECK(table.has_ids() == table.has(6));
    }
    for (std::uint32_t i = 0; i < neurons; ++i) {
      CHECK(table.codes(4)[i] == (*std::get_if<CategoryValues>(&values[4]))[i]);
      CHECK(table.integers(6)[i] == (*std::get_if<IntegerValues>(&values[6]))[i]);
      CHECK(table.positions_um()[3 * i] == static_cast<float>(static_cast<double>(x[i]) / 1000));
      CHECK(table.find_id(table.id(i)) == i);
    }
  }
}

TEST_CASE("positions count from the center of the bounds, in micrometers") {
  NeuronTable table(small_manifest(1));
  const std::vector<std::uint32_t> columns = {1, 2, 3};
  table.set_rows(0, columns,
                 {IntegerValues{-1'000'000}, IntegerValues{500'001}, IntegerValues{3'000'001}});
  CHECK(table.center_nm() == std::array<double, 3>{0, 250'000.5, 3'000'000});
  REQUIRE(table.positions_um().size() == 3);
  CHECK(table.positions_um()[0] == -1000.0f);
  CHECK(table.positions_um()[1] == 250.0005f);
  CHECK(table.positions_um()[2] == 0.001f);
}

TEST_CASE("positions come in parts, in any order of tiles, each nearer to the exact ones") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t neurons = 20 + random() % 40, block = 1 + random() % 20;
    const auto values = random_values(seed, neurons);
    std::array<IntegerValues, 3> nm;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      nm[axis] = *std::get_if<IntegerValues>(&values[1 + axis]);
    }
    const PositionGrid grid = choose_position_grid({nm[0], nm[1], nm[2]});
    Manifest manifest = small_manifest(neurons);
    manifest.min_nm = grid.min_nm;
    manifest.max_nm = grid.max_nm;
    manifest.position_step_nm = grid.step_nm;
    manifest.position_cell_voxels = grid.cell_voxels;

    struct Tile {
      PositionPart part;
      std::uint32_t first;
    };
    std::vector<Tile> tiles;
    for (const auto part : {PositionPart::Coarse, PositionPart::Fine, PositionPart::Exact}) {
      for (std::uint32_t first = 0; first < neurons; first += block) tiles.push_back({part, first});
    }
    std::shuffle(tiles.begin(), tiles.end(), random);
    NeuronTable table(manifest);
    std::array<std::size_t, 4> arrived{};
    const std::size_t each = (neurons + block - 1) / block;
    for (const Tile& tile : tiles) {
      const std::uint32_t last = std::min(tile.first + block, neurons);
      TileFamily family;
      family.position = tile.part;
      NeuronColumns rows;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        for (std::uint32_t i = tile.first; i < last; ++i) {
          rows.position[axis].push_back(grid.part_of(tile.part, axis, nm[axis][i]));
        }
      }
      table.set_tile(tile.first, family, rows);
      table.set_tile(tile.first, family, rows);  // dropped, and come again
      ++arrived[static_cast<std::size_t>(tile.part)];

      const bool coarse = arrived[1] == each, fine = coarse && arrived[2] == each;
      const bool exact = fine && arrived[3] == each;
      CHECK(table.positions_um().empty() == !coarse);
      CHECK(table.has(2) == exact);
      CHECK(table.positions_exact() == exact);
      if (!coarse) continue;
      const double error_um = table.position_error_um();
      CHECK(error_um == (exact ? 0.0 : fine ? 0.5 : 4.0));
      for (std::uint32_t i = 0; i < neurons; ++i) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const double um = (static_cast<double>(nm[axis][i]) - table.center_nm()[axis]) / 1000;
          CHECK(std::abs(table.positions_um()[3 * i + axis] - um) <= error_um + 1e-3);
        }
      }
    }
    CHECK(std::equal(nm[1].begin(), nm[1].end(), table.integers(2).begin()));
  }
}

TEST_CASE("bounds as wide as 64-bit numbers go have a center") {
  Manifest manifest = small_manifest(0);
  manifest.min_nm = {INT64_MAX, INT64_MIN, INT64_MIN};
  manifest.max_nm = {INT64_MAX, INT64_MAX, INT64_MIN};
  const auto center = NeuronTable(manifest).center_nm();
  CHECK(center[0] == 9223372036854775808.0);
  CHECK(std::abs(center[1]) < 1);
  CHECK(center[2] == -9223372036854775808.0);
}

TEST_CASE("neighboring 64-bit ids are told apart, and an id that is not there is not found") {
  const std::uint32_t neurons = 500;
  const NeuronTable table = full_table(3, neurons);
  const auto ids = table.integers(6);
  for (std::int64_t id = 864691135400000000 - 3; id < 864691135400000000 + 600; ++id) {
    const auto at = std::find(ids.begin(), ids.end(), id);
    const auto found = table.find_id(NeuronId{id});
    CHECK(found.has_value() == (at != ids.end()));
    if (found) CHECK(ids[*found] == id);
  }
}

TEST_CASE("without ids a neuron's id is its source row") {
  Manifest manifest = small_manifest(3);
  manifest.columns[6].role = ColumnRole::None;
  NeuronTable table(manifest);
  const std::vector<std::uint32_t> ids = {6}, rows = {0};
  table.set_rows(0, ids, {IntegerValues{1, 2, 3}});
  CHECK_FALSE(table.has_ids());
  table.set_rows(0, rows, {IntegerValues{20, 0, 10}});
  CHECK(table.has_ids());
  CHECK(table.id(2) == NeuronId{10});
  CHECK(table.find_id(NeuronId{20}) == 0u);
  CHECK(table.find_id(NeuronId{3}) == std::nullopt);
}

TEST_CASE("cells are text for people: names, exact integers, reals with six digits") {
  NeuronTable table(small_manifest(4));
  const std::vector<std::uint32_t> columns = {4, 5, 6, 7};
  table.set_rows(0, columns,
                 {CategoryValues{2, 0, 1, 3}, CategoryValues{0, 1, 2, 0},
                  IntegerValues{864691135400010101, -1, INT64_MIN, 0},
                  RealValues{std::nan(""), 0.1, -1234567, 100}});
  CHECK(table.text(4, 0) == "BC");
  CHECK(table.text(5, 2) == "");
  CHECK(table.text(6, 0) == "864691135400010101");
  CHECK(table.text(6, 2) == "-9223372036854775808");
  CHECK(table.text(7, 0) == "–");
  CHECK(table.text(7, 1) == "0.1");
  CHECK(table.text(7, 2) == "-1.23457e+06");
  CHECK(table.text(7, 3) == "100");
}

TEST_CASE("a dataset without neurons is complete from the start") {
  const NeuronTable table(small_manifest(0));
  CHECK(table.has(4));
  CHECK(table.has_ids());
  CHECK(table.find_id(NeuronId{0}) == std::nullopt);
  CHECK(table.positions_um().empty());
}

TEST_CASE("of whole numbers the different ones are known where they are few and all are here") {
  for (const std::uint32_t different : {1u, 128u, 129u}) {
    CAPTURE(different);
    Manifest manifest;
    manifest.neuron_count = 300;
    manifest.columns = {Column{"n", ColumnRole::None, ColumnKind::Integer, {}}};
    NeuronTable table(manifest);
    const std::uint32_t column[] = {0};
    IntegerValues values;
    for (std::uint32_t v = 0; v < 300; ++v) values.push_back(-std::int64_t{v % different} * 1'000);
    table.set_rows(0, column, {IntegerValues(values.begin(), values.begin() + 299)});
    CHECK(table.few_values(0).empty());
    table.set_rows(299, column, {IntegerValues{values.back()}});
    const auto few = table.few_values(0);
    REQUIRE(few.size() == (different > kMaxNumberGroups ? 0 : different));
    CHECK(std::is_sorted(few.begin(), few.end()));
    for (NeuronIndex v = 0; v < 300 && !few.empty(); ++v) {
      CHECK(few[group_of(table, 0, v)] == values[v]);
      CHECK(group_names(table, 0)[group_of(table, 0, v)] == table.text(0, v));
    }
  }
}
