#include "stats/edge_effect.h"

#include <doctest/doctest.h>

#include "stats/random.h"

using namespace cnx;

TEST_CASE("the edges of the bins are equal steps from the smallest to one past the largest value") {
  const auto edges = edge_bin_edges({-100, 399});
  REQUIRE(edges.size() == kEdgeBins + 1);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    CHECK(edges[i] == -100 + 10 * static_cast<double>(i));
  }
  CHECK(edge_bin_edges({7, 7}).back() == 8);  // one place: bins of a fiftieth
}

TEST_CASE("every place is in the one bin whose edges hold it") {
  const EdgeExtent x{255'003, 1'639'991}, z{593'680, 1'114'600};
  const EdgeGrid grid(x, z);
  const auto slow = [](const std::vector<double>& edges, std::int64_t value) {
    std::size_t bin = 0;
    while (!(edges[bin] <= static_cast<double>(value) &&
             static_cast<double>(value) < edges[bin + 1])) {
      ++bin;
    }
    return bin;
  };
  Random random(3);
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t at_x = x.min + random.below(static_cast<std::uint32_t>(x.max - x.min + 1));
    const std::int64_t at_z = z.min + random.below(static_cast<std::uint32_t>(z.max - z.min + 1));
    CHECK(grid.bin(at_x, at_z) ==
          slow(grid.x_edges(), at_x) * kEdgeBins + slow(grid.z_edges(), at_z));
  }
  CHECK(grid.bin(x.min, z.min) == 0);
  CHECK(grid.bin(x.max, z.max) == kEdgeBins * kEdgeBins - 1);
  CHECK(grid.bin(-1'000'000, 99'000'000) == kEdgeBins - 1);  // a soma beyond the synapses
}

TEST_CASE("a bin is outer with fewer than 1,000 synapses, or among the three at an end of z") {
  EdgeGrid grid({0, 49}, {0, 49});
  const auto fill = [&](std::int64_t x, std::int64_t z, std::uint64_t synapses) {
    for (std::uint64_t i = 0; i < synapses; ++i) grid.add(x, z);
    return grid.outer(grid.bin(x, z));
  };
  CHECK(fill(10, 10, 999));
  CHECK(!fill(10, 10, 1));
  CHECK(fill(10, 2, 5000));
  CHECK(!fill(10, 3, 5000));
  CHECK(!fill(10, 46, 5000));
  CHECK(fill(10, 47, 5000));
  CHECK(!fill(0, 20, 1000));  // the ends of x are no border by themselves
  CHECK(grid.outer(grid.bin(30, 30)));
  CHECK(grid.counts()[grid.bin(10, 10)] == 1000);
}
