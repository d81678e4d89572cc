#include "app/region_estimate.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "format/position_grid.h"

using namespace cnx;

namespace {

/// 40 by 20 neurons, 10 um apart in x and z; the left half is of the region named first.
NeuronTable neurons(const char* left, const char* right, ColumnRole role = ColumnRole::Region) {
  constexpr int kAcross = 40, kDown = 20;
  Manifest manifest;
  manifest.neuron_count = kAcross * kDown;
  manifest.max_nm = {390'000, 0, 190'000};
  for (const auto& [name, axis] :
       {std::pair{"x", ColumnRole::PositionX}, std::pair{"y", ColumnRole::PositionY},
        std::pair{"z", ColumnRole::PositionZ}}) {
    manifest.columns.push_back({name, axis, ColumnKind::Integer, {}});
  }
  manifest.columns.push_back({"region", role, ColumnKind::Category, {left, right}});
  IntegerValues x, y, z;
  CategoryValues codes;
  for (int i = 0; i < kAcross * kDown; ++i) {
    x.push_back(i % kAcross * 10'000);
    y.push_back(0);
    z.push_back(i / kAcross * 10'000);
    codes.push_back(i % kAcross < kAcross / 2 ? 0 : 1);
  }
  NeuronTable table(manifest);
  const std::uint32_t columns[] = {0, 1, 2, 3};
  table.set_rows(0, columns, {x, y, z, codes});
  return table;
}

}  // namespace

TEST_CASE("regions have borders where y is depth, estimated once for the same somas") {
  const NeuronTable table = neurons("visp", "visal");
  RegionEstimate estimate;
  CHECK_FALSE(estimate.update(table, false));
  CHECK(estimate.borders() == nullptr);
  CHECK(estimate.update(table, true));
  REQUIRE(estimate.borders() != nullptr);
  REQUIRE(estimate.borders()->borders.size() == 1);
  for (const auto& [x, z] : estimate.borders()->borders[0].x_z_um) CHECK(std::abs(x) < 10);
  CHECK(estimate.column(table).name == "region");
  CHECK_FALSE(estimate.update(table, true));
}

TEST_CASE("there are no borders without a column of regions, or with one region that has a name") {
  RegionEstimate none, unnamed;
  CHECK_FALSE(none.update(neurons("visp", "visal", ColumnRole::CellClass), true));
  CHECK(none.borders() == nullptr);
  unnamed.update(neurons("visp", ""), true);
  CHECK(unnamed.borders() == nullptr);
}

TEST_CASE("borders are estimated anew when exact positions come") {
  const NeuronTable exact = neurons("visp", "visal");
  std::array<IntegerValues, 3> nm;
  for (std::uint32_t axis = 0; axis < 3; ++axis) {
    const auto values = exact.integers(axis);
    nm[axis].assign(values.begin(), values.end());
    // On no grid that is coarse.
    for (std::size_t i = 0; i < nm[axis].size(); ++i) {
      nm[axis][i] += static_cast<std::int64_t>(i * 7919 % 997);
    }
  }
  const PositionGrid grid = choose_position_grid({nm[0], nm[1], nm[2]});
  Manifest manifest;
  manifest.neuron_count = exact.neuron_count();
  manifest.columns.assign(exact.columns().begin(), exact.columns().end());
  manifest.min_nm = grid.min_nm;
  manifest.max_nm = grid.max_nm;
  manifest.position_step_nm = grid.step_nm;
  manifest.position_cell_voxels = grid.cell_voxels;
  NeuronTable table(manifest);
  RegionEstimate estimate;
  std::vector<RegionBorder> before;
  for (const auto part : {PositionPart::Coarse, PositionPart::Fine, PositionPart::Exact}) {
    CAPTURE(static_cast<int>(part));
    TileFamily family;
    family.position = part;
    NeuronColumns rows;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (const std::int64_t value : nm[axis]) {
        rows.position[axis].push_back(grid.part_of(part, axis, value));
      }
    }
    if (part == PositionPart::Coarse) {
      family.column_indices = {3};
      const auto codes = exact.codes(3);
      rows.columns = {CategoryValues(codes.begin(), codes.end())};
    }
    table.set_tile(0, family, rows);
    CHECK(estimate.update(table, true));
    CHECK_FALSE(estimate.update(table, true));
    REQUIRE(estimate.borders() != nullptr);
    REQUIRE(estimate.borders()->borders.size() == 1);
    if (!before.empty()) CHECK(before[0].x_z_um != estimate.borders()->borders[0].x_z_um);
    before = estimate.borders()->borders;
  }
}
