#include "format/position_grid.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace cnx;

namespace {

PositionGrid grid_of(const std::array<std::vector<std::int64_t>, 3>& nm) {
  return choose_position_grid({nm[0], nm[1], nm[2]});
}

}  // namespace

TEST_CASE("the grid has the largest voxels that the positions allow and cells of a micrometer") {
  const PositionGrid grid =
      grid_of({std::vector<std::int64_t>{8, 400'000, 12}, {-5, -5, -5}, {80, 0, 1'200'000}});
  CHECK(grid.min_nm == std::array<std::int64_t, 3>{8, -5, 0});
  CHECK(grid.max_nm == std::array<std::int64_t, 3>{400'000, -5, 1'200'000});
  CHECK(grid.step_nm == std::array<std::int64_t, 3>{4, 1, 80});
  CHECK(grid.cell_voxels == std::array<std::uint32_t, 3>{250, 1000, 13});
  CHECK(grid.cells(0) == 400);
  CHECK(grid.coarse_cells(2) == 145);  // 15,001 voxels: 1,154 cells
  CHECK(grid.coarse_bits() == 8);
}

TEST_CASE("the three parts of a position are the position, however far apart they are") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const std::uint64_t range = std::uint64_t{1} << (seed % 42);
    std::array<std::vector<std::int64_t>, 3> nm;
    for (auto& axis : nm) {
      const auto step = static_cast<std::int64_t>(1 + random() % 50);
      for (int i = 0; i < 30; ++i) {
        axis.push_back(static_cast<std::int64_t>(random() % range) / step * step);
      }
    }
    const PositionGrid grid = grid_of(nm);
    REQUIRE(grid.valid());
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double side_nm =
          static_cast<double>(grid.step_nm[axis]) * static_cast<double>(grid.cell_voxels[axis]);
      for (const std::int64_t value : nm[axis]) {
        const auto coarse = grid.part_of(PositionPart::Coarse, axis, value);
        const auto fine = grid.part_of(PositionPart::Fine, axis, value);
        const auto exact = grid.part_of(PositionPart::Exact, axis, value);
        CHECK(coarse < grid.part_below(PositionPart::Coarse, axis));
        CHECK(fine < grid.part_below(PositionPart::Fine, axis));
        CHECK(exact < grid.part_below(PositionPart::Exact, axis));
        CHECK(grid.nm(axis, coarse, fine, exact) == value);
        const auto off = [&](const std::uint32_t* f, const std::uint32_t* e) {
          return std::abs(grid.center_nm(axis, coarse, f, e) - static_cast<double>(value));
        };
        CHECK(off(nullptr, nullptr) <= 4 * side_nm);
        CHECK(off(&fine, nullptr) <= side_nm / 2);
        CHECK(off(&fine, &exact) == 0);
      }
    }
  }
}

TEST_CASE("grids that positions cannot be stored in are told apart") {
  CHECK(PositionGrid{}.valid());
  const auto with = [](auto change) {
    PositionGrid grid;
    change(grid);
    return grid.valid();
  };
  CHECK_FALSE(with([](PositionGrid& g) { g.max_nm[0] = -1; }));
  CHECK_FALSE(with([](PositionGrid& g) { g.step_nm[1] = 0; }));
  CHECK_FALSE(with([](PositionGrid& g) { g.cell_voxels[2] = 0; }));
  CHECK_FALSE(with([](PositionGrid& g) { g.cell_voxels[2] = (1u << 31) + 1; }));
  CHECK_FALSE(with([](PositionGrid& g) {
    g.max_nm[0] = 7;
    g.step_nm[0] = 2;
  }));
  // 2^21 cells of 1000 voxels end before voxel 1000 * 2^21
  CHECK(with([](PositionGrid& g) { g.max_nm[0] = 1000ll * (1 << 21) - 1; }));
  CHECK_FALSE(with([](PositionGrid& g) { g.max_nm[0] = 1000ll * (1 << 21); }));
  CHECK_FALSE(with([](PositionGrid& g) {
    g.min_nm[0] = INT64_MIN;
    g.max_nm[0] = INT64_MAX;
  }));
}
