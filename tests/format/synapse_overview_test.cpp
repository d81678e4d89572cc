#include "format/synapse_overview.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>

#include "format/hostile_bytes.h"
#include "format/tile_header.h"

using namespace cnx;
using namespace cnx::test;

namespace {

OverviewGrid grid_of(std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  OverviewGrid grid;
  grid.cells = {x, y, z};
  return grid;
}

std::vector<std::uint64_t> random_places(std::mt19937& random, std::size_t count,
                                         const OverviewGrid& grid) {
  std::vector<std::uint64_t> places(count);
  for (auto& place : places) {
    Cell cell{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      cell[axis] = static_cast<std::uint32_t>(random() % grid.cells[axis]);
    }
    place = morton_place(cell);
  }
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

TEST_CASE(
    "the levels of an overview hold every synapse once, in order, and tiles hold the levels") {
  for (const std::uint64_t synapses : {0, 1, 15, 16, 17, 255, 256, 257, 4096, 10'000}) {
    for (const std::uint32_t block : {1u, 7u, 65536u}) {
      CAPTURE(synapses);
      CAPTURE(block);
      std::vector<int> seen(synapses);
      std::uint64_t tile = 0, last_rank = 0;
      std::size_t last_level = 0;
      for (; tile < overview_tile_count(synapses, block); ++tile) {
        const OverviewTile cut = overview_tile(tile, synapses, block);
        REQUIRE(cut.count >= 1);
        REQUIRE(cut.count <= block);
        REQUIRE(cut.level >= last_level);
        for (std::uint32_t i = 0; i < cut.count; ++i) {
          const std::uint64_t rank = overview_rank(cut.level, cut.first + i);
          REQUIRE(rank < synapses);
          ++seen[rank];
          REQUIRE(cut.level == (rank % 256 == 0 ? 0 : rank % 16 == 0 ? 1 : 2));
          REQUIRE((cut.level != last_level || rank == 0 || rank > last_rank));
          last_rank = rank;
          last_level = cut.level;
        }
      }
      CHECK(overview_tile(tile, synapses, block).count == 0);
      CHECK(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
    }
  }
}

TEST_CASE("the places of an overview come back as they were") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const OverviewGrid grid = grid_of(seed * 20 + 1, 900, 1u << seed % (kMaxCurveBits + 1));
    const auto places = random_places(random, random() % 300, grid);
    const auto decoded = decode_synapse_overview(encode_synapse_overview(places, grid),
                                                 static_cast<std::uint32_t>(places.size()), grid);
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == places);
  }
}

TEST_CASE("a cell counts from the smallest voxel") {
  OverviewGrid grid = grid_of(3, 1, 2);
  grid.min_voxel = {-5, 10, 0};
  grid.cell_voxels = {4, 250, 25};
  CHECK(grid.cell_of({-5, 10, 0}) == Cell{0, 0, 0});
  CHECK(grid.cell_of({-1, 259, 25}) == Cell{1, 0, 1});
  CHECK(grid.cell_of({6, 10, 49}) == Cell{2, 0, 1});
}

TEST_CASE("a place is inside a grid where each of its coordinates is") {
  const OverviewGrid largest =
      grid_of(1u << kMaxCurveBits, 1u << kMaxCurveBits, 1u << kMaxCurveBits);
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const unsigned shift = random() % kMaxCurveBits;
    OverviewGrid grid;
    Cell cell{};
    bool inside = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      grid.cells[axis] = 1 + static_cast<std::uint32_t>(random() % (1u << kMaxCurveBits) >> shift);
      // Near the end of the grid as often as anywhere.
      const auto past_end = static_cast<std::uint32_t>(random() % 2);
      const std::uint32_t last = (1u << kMaxCurveBits) - 1;
      cell[axis] = random() % 2 == 0 ? static_cast<std::uint32_t>(random() % grid.cells[axis])
                                     : std::min(grid.cells[axis] - 1 + past_end, last);
      inside = inside && cell[axis] < grid.cells[axis];
    }
    const Bytes coded = encode_synapse_overview(std::array{morton_place(cell)}, largest);
    const auto decoded = decode_synapse_overview(coded, 1, grid);
    CHECK(decoded.ok() == inside);
    if (!decoded.ok()) CHECK(decoded.error().code == ErrorCode::OutOfRange);
  }
}

TEST_CASE("damaged overviews give an error or the same bytes, and cells stay inside the grid") {
  for (std::uint32_t seed = 0; seed < 6; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const OverviewGrid grid = grid_of(1 + seed, 9, 1 + seed % 3);
    const auto places = random_places(random, 1 + random() % 6, grid);
    check_hostile_bytes(encode_synapse_overview(places, grid),
                        [&](std::span<const std::byte> input) -> Result<Bytes> {
                          const auto decoded = decode_synapse_overview(
                              input, static_cast<std::uint32_t>(places.size()), grid);
                          if (!decoded.ok()) return decoded.error();
                          for (const std::uint64_t place : decoded.value()) {
                            const Cell cell = morton_cell(place);
                            for (std::size_t axis = 0; axis < 3; ++axis)
                              CHECK(cell[axis] < grid.cells[axis]);
                          }
                          return encode_synapse_overview(decoded.value(), grid);
                        });
  }
  CHECK(decode_synapse_overview({}, kMaxTileNeurons + 1, {}).error().code == ErrorCode::OutOfRange);
}
