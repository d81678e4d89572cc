#include "build/tiling.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace cnx;

namespace {

Column column(std::string name, ColumnRole role) {
  return {.name = std::move(name), .role = role, .kind = ColumnKind::Integer, .categories = {}};
}

std::vector<std::uint32_t> even_rows(std::uint32_t rows, std::uint32_t entries_each) {
  return std::vector<std::uint32_t>(rows, entries_each);
}

}  // namespace

TEST_CASE("columns are grouped by when the page needs them") {
  const std::vector<Column> columns = {
      column("size", ColumnRole::None),           column("x", ColumnRole::PositionX),
      column("id", ColumnRole::NeuronId),         column("class", ColumnRole::CellClass),
      column("y", ColumnRole::PositionY),         column("z", ColumnRole::PositionZ),
      column("axon", ColumnRole::AxonStatus),     column("dendrite", ColumnRole::DendriteStatus),
      column("region", ColumnRole::Region),       column("age", ColumnRole::None),
      column("source_row", ColumnRole::SourceRow)};
  CHECK(group_columns(columns) == std::vector<ColumnGroup>{{PositionPart::Coarse, {3}},
                                                           {PositionPart::Fine, {6, 7, 8}},
                                                           {PositionPart::Exact, {}},
                                                           {PositionPart::None, {2, 10}},
                                                           {PositionPart::None, {0}},
                                                           {PositionPart::None, {9}}});
}

TEST_CASE("a block is the power of two that brings a tile nearest to the target") {
  // 128 entries of 2.5 bytes: 321 bytes a row, 160,000 / 321 = 498
  CHECK(choose_block(even_rows(60'000, 128), 2.5, 10) == 512u);
  CHECK(choose_block(even_rows(60'000, 0), 2.5, 10) == kMaxTileNeurons);
  CHECK(choose_block(even_rows(1, 0), 2.5, 10) == kMaxTileNeurons);
  CHECK(choose_block(even_rows(0, 0), 2.5, 10) == kMaxTileNeurons);
}

TEST_CASE("a block shrinks until no tile can pass the limit, and a row that cannot fit is told") {
  // Almost empty rows, but for 64 heavy ones side by side.
  std::vector<std::uint32_t> rows(100'000, 0);
  std::fill(rows.begin(), rows.begin() + 64, 100'000u);
  const auto block = choose_block(rows, 0.01, 10);
  REQUIRE(block.has_value());
  CHECK(*block == 32u);  // 32 * 100,000 * 10 bytes is the most under 32 MiB

  CHECK(choose_block(even_rows(2, 4'000'000), 2.5, 10) == std::nullopt);
}

TEST_CASE("a block shrinks where one stretch of neurons has many times the entries of others") {
  std::vector<std::uint32_t> rows(60'000, 100);
  std::fill(rows.begin() + 10'000, rows.begin() + 11'000, 2'000u);
  CHECK(choose_block(even_rows(60'000, 130), 1.3, 10) == 1024u);
  CHECK(choose_block(rows, 1.3, 10) == 64u);  // 64 * 2,000 * 1.3 bytes; the mean tile alone: 1,024
}

TEST_CASE("a block of a column goes by what its numbers take, and by its limits") {
  const auto rows = even_rows(4'096, 100);
  CHECK(choose_column_block(rows, 4, kMaxTileNeurons, 1'000'000) == 512u);       // 401 bytes a row
  CHECK(choose_column_block(rows, 0.1, kMaxTileNeurons, 1'000'000) == 16'384u);  // 11 bytes
  CHECK(choose_column_block(rows, 0.1, 2'048, 1'000'000) == 2'048u);
  CHECK(choose_column_block(rows, 0.1, 2'048, 102'400) == 1'024u);
  CHECK(choose_column_block(rows, 0.1, 2'048, 102'399) == 512u);
  CHECK(choose_column_block(even_rows(3, 1'000'000), 8, 64, 1) == 1u);
}

TEST_CASE("neurons are one tile where they are small, and near the target where they are large") {
  CHECK(choose_neuron_block(60'000, 50'000) == kMaxTileNeurons);
  CHECK(choose_neuron_block(60'000, 352'000) == 32'768u);  // 192 kB, nearer than 384 or 96
  CHECK(choose_neuron_block(65'536, 524'288) == 16'384u);
  CHECK(choose_neuron_block(0, 0) == kMaxTileNeurons);
}
