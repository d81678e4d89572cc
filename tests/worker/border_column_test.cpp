#include "worker/border_column.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace cnx;

namespace {

Manifest of_somata(std::uint32_t neurons) {
  Manifest manifest;
  manifest.neuron_count = neurons;
  manifest.layout = Layout::Soma;
  manifest.columns = {{"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
                      {"x", ColumnRole::PositionX, ColumnKind::Integer, {}},
                      {"y", ColumnRole::PositionY, ColumnKind::Integer, {}},
                      {"z", ColumnRole::PositionZ, ColumnKind::Integer, {}}};
  return manifest;
}

void put(NeuronTable& table, std::uint32_t column, IntegerValues values) {
  std::vector<ColumnValues> columns;
  columns.emplace_back(std::move(values));
  table.set_rows(0, std::vector<std::uint32_t>{column}, std::move(columns));
}

}  // namespace

TEST_CASE("the column of the border is filled when the last position has arrived") {
  Manifest manifest = of_somata(5);
  add_border_column(manifest);
  REQUIRE(manifest.columns.size() == 5);
  CHECK(manifest.columns[4].name == kBorderColumn);
  CHECK(manifest.columns[4].type == StoredType::Generated);
  NeuronTable table(manifest);
  // A square of 100 µm, its middle and a place 20 µm from one side; y does not count.
  put(table, 1, {0, 100'000, 100'000, 0, 50'000});
  put(table, 2, {7, -70'000, 9'000'000, 0, 3});
  CHECK_FALSE(fill_border_column(table));
  put(table, 3, {0, 0, 100'000, 100'000, 20'000});
  CHECK_FALSE(table.has(4));
  CHECK(fill_border_column(table));
  REQUIRE(table.has(4));
  const auto um = table.reals(4);
  CHECK(std::vector<double>(um.begin(), um.end()) == std::vector<double>{0, 0, 0, 0, 20});
  CHECK_FALSE(fill_border_column(table));  // once
}

TEST_CASE("there is no column of the border without places, nor beside one of its name") {
  Manifest made_up = of_somata(2);
  made_up.layout = Layout::Line;
  add_border_column(made_up);
  CHECK(made_up.columns.size() == 4);
  NeuronTable without(made_up);
  CHECK_FALSE(fill_border_column(without));

  Manifest own = of_somata(2);
  own.columns.push_back({kBorderColumn, ColumnRole::None, ColumnKind::Real, {}});
  own.columns.back().type = StoredType::Float64;
  add_border_column(own);
  CHECK(own.columns.size() == 5);
  NeuronTable table(own);
  for (const std::uint32_t axis : {1u, 2u, 3u}) put(table, axis, {0, 1});
  CHECK_FALSE(fill_border_column(table));
  CHECK_FALSE(table.has(4));
}

TEST_CASE("somata that are too far apart for a distance have none") {
  Manifest manifest = of_somata(2);
  add_border_column(manifest);
  NeuronTable table(manifest);
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
  for (const std::uint32_t axis : {1u, 2u, 3u}) put(table, axis, {-kFar, kFar});
  CHECK(fill_border_column(table));
  CHECK(std::isnan(table.reals(4)[0]));
}
