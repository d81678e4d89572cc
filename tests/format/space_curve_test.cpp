#include "format/space_curve.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>
#include <vector>

using namespace cnx;

TEST_CASE("the hilbert curve visits each cell of a cube once, and moves to a neighbor each time") {
  for (const unsigned bits : {1u, 2u, 3u, 4u}) {
    CAPTURE(bits);
    const std::uint64_t places = std::uint64_t{1} << (3 * bits);
    std::vector<bool> visited(places);
    CHECK(hilbert_cell(0, bits) == Cell{0, 0, 0});
    for (std::uint64_t place = 0; place < places; ++place) {
      const Cell cell = hilbert_cell(place, bits);
      REQUIRE(hilbert_place(cell, bits) == place);
      visited[morton_place(cell)] = true;
      if (place == 0) continue;
      const Cell before = hilbert_cell(place - 1, bits);
      int steps = 0;
      for (std::size_t axis = 0; axis < 3; ++axis)
        steps += std::abs(static_cast<int>(cell[axis]) - static_cast<int>(before[axis]));
      REQUIRE(steps == 1);
    }
    for (const bool each : visited) REQUIRE(each);
  }
}

TEST_CASE("places lead back to their cells on both curves, and without three bits to larger ones") {
  std::mt19937 random{3};
  for (int i = 0; i < 5000; ++i) {
    const unsigned bits = random() % (kMaxCurveBits + 1);
    Cell cell{}, larger{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      cell[axis] = static_cast<std::uint32_t>(random()) & ((1u << bits) - 1);
      larger[axis] = cell[axis] / 2;
    }
    CAPTURE(bits);
    CHECK(hilbert_cell(hilbert_place(cell, bits), bits) == cell);
    CHECK(morton_cell(morton_place(cell)) == cell);
    if (bits == 0) continue;
    CHECK((hilbert_place(cell, bits) >> 3) == hilbert_place(larger, bits - 1));
    CHECK((morton_place(cell) >> 3) == morton_place(larger));
  }
}
