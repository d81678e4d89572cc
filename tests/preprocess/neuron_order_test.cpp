#include "build/neuron_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <random>

#include "format/position_grid.h"

using namespace cnx;

namespace {

std::vector<std::uint32_t> order_of(const std::array<std::vector<std::int64_t>, 3>& p) {
  return rows_along_curve({p[0], p[1], p[2]});
}

}  // namespace

TEST_CASE("neurons on a full grid are ordered so that each is beside the one before it") {
  std::array<std::vector<std::int64_t>, 3> p;
  for (int x = 0; x < 8; ++x) {
    for (int y = 0; y < 8; ++y) {
      for (int z = 0; z < 8; ++z) {
        p[0].push_back(x - 4);
        p[1].push_back(y + 1000);
        p[2].push_back(z);
      }
    }
  }
  const auto rows = order_of(p);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    std::int64_t steps = 0;
    for (const auto& axis : p) steps += std::abs(axis[rows[i]] - axis[rows[i - 1]]);
    REQUIRE(steps == 1);
  }
}

TEST_CASE("the order is a permutation, whatever the positions") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const std::size_t count = seed * 7;
    // From one point to the largest coordinates that are allowed.
    const std::uint64_t range = seed == 1 ? 1 : std::uint64_t{1} << (seed % 42);
    std::array<std::vector<std::int64_t>, 3> p;
    for (auto& axis : p) {
      for (std::size_t i = 0; i < count; ++i) {
        axis.push_back(static_cast<std::int64_t>(random() % range) -
                       static_cast<std::int64_t>(range / 2));
      }
    }
    auto rows = order_of(p);
    const auto index_of = inverse_permutation(rows);
    for (std::uint32_t i = 0; i < rows.size(); ++i) CHECK(index_of[rows[i]] == i);
    std::sort(rows.begin(), rows.end());
    for (std::uint32_t i = 0; i < rows.size(); ++i) CHECK(rows[i] == i);
    CHECK(rows.size() == count);
  }
}

TEST_CASE("in their order, neurons never go back along the curve of the tiles") {
  std::mt19937_64 random{5};
  std::array<std::vector<std::int64_t>, 3> p;
  for (auto& axis : p) {
    for (int i = 0; i < 500; ++i) {
      axis.push_back(static_cast<std::int64_t>(random() % 200'000) * 4);
    }
  }
  const PositionGrid grid = choose_position_grid({p[0], p[1], p[2]});
  std::uint64_t before = 0;
  for (const std::uint32_t row : order_of(p)) {
    Cell cell{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      cell[axis] = grid.part_of(PositionPart::Coarse, axis, p[axis][row]);
    }
    const std::uint64_t place = hilbert_place(cell, grid.coarse_bits());
    CHECK(place >= before);
    before = place;
  }
}

TEST_CASE("neurons in one place keep the order of their rows") {
  const std::array<std::vector<std::int64_t>, 3> p = {
      std::vector<std::int64_t>{7, 7, -90, 7}, {1, 1, 5, 1}, {0, 0, 0, 0}};
  const auto rows = order_of(p);
  std::vector<std::uint32_t> same;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(same),
               [](auto row) { return row != 2; });
  CHECK(same == std::vector<std::uint32_t>{0, 1, 3});
}
