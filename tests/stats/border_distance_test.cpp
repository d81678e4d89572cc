#include "stats/border_distance.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "stats/random.h"
#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The same from the definition of a hull: a line through two points that has all others on one
/// side carries an edge of it, and the border is as far as the nearest such line.
std::vector<double> by_lines(const std::vector<std::int32_t>& x,
                             const std::vector<std::int32_t>& z) {
  std::vector<double> distances(x.size(), std::numeric_limits<double>::infinity());
  for (std::size_t a = 0; a < x.size(); ++a) {
    for (std::size_t b = 0; b < x.size(); ++b) {
      const double dx = x[b] - x[a], dz = z[b] - z[a], length = std::hypot(dx, dz);
      if (length == 0) continue;
      const auto height = [&](std::size_t i) {
        return (dx * (z[i] - z[a]) - dz * (x[i] - x[a])) / length;
      };
      bool one_side = true;
      for (std::size_t i = 0; i < x.size(); ++i) one_side = one_side && height(i) >= -1e-9;
      if (!one_side) continue;
      for (std::size_t i = 0; i < x.size(); ++i) {
        distances[i] = std::min(distances[i], std::max(0.0, height(i)));
      }
    }
  }
  for (double& distance : distances) {
    if (std::isinf(distance)) distance = 0;
  }
  return distances;
}

}  // namespace

TEST_CASE("in a box every point is as far from the border as from the nearest wall") {
  std::vector<std::int32_t> x, z;
  for (std::int32_t i = 0; i <= 10; ++i) {
    for (std::int32_t k = 0; k <= 6; ++k) {
      x.push_back(100 * i - 500);
      z.push_back(100 * k);
    }
  }
  const auto distances = border_distances(x, z);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(distances[i] == std::min({x[i] + 500, 500 - x[i], z[i], 600 - z[i]}));
  }
}

TEST_CASE("the border is that of the definition, on grids with many points on one line as well") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::uint32_t spread = seed % 2 == 0 ? 8 : 100'000;
    std::vector<std::int32_t> x, z;
    for (std::uint32_t i = 0; i < seed % 30; ++i) {
      x.push_back(static_cast<std::int32_t>(random.below(spread)) - 4);
      z.push_back(static_cast<std::int32_t>(random.below(spread)));
    }
    const auto distances = border_distances(x, z), expected = by_lines(x, z);
    REQUIRE(distances.size() == expected.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      CHECK(distances[i] == doctest::Approx(expected[i]).epsilon(1e-9));
    }
  }
}

TEST_CASE("no area: everybody is at the border; the largest coordinates do not overflow") {
  CHECK(border_distances({}, {}).empty());
  CHECK(border_distances(std::vector{1}, std::vector{2}) == std::vector<double>{0});
  CHECK(border_distances(std::vector{1, 2, 3}, std::vector{2, 4, 6}) ==
        std::vector<double>{0, 0, 0});
  CHECK(border_distances(std::vector{5, 5, 5, 5}, std::vector{1, 9, 9, 3}) ==
        std::vector<double>(4, 0));
  const std::int32_t low = std::numeric_limits<std::int32_t>::min(), high = 2147483647;
  const auto corners =
      border_distances(std::vector{low, high, low, high, 0}, std::vector{low, low, high, high, 0});
  CHECK(corners[0] == 0);
  CHECK(corners[4] == 2147483647.0);
}

TEST_CASE("partners by distance are those of a look at every pair") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, seed % 30);
    Random random(seed, 2);
    std::vector<double> distances;
    for (Vertex v = 0; v < g.vertex_count(); ++v) distances.push_back(random.below(50));
    const auto bins = border_profile(g.view(), g.weights, g.choice(), distances, 10, 4);
    REQUIRE(bins.size() == 4);
    for (std::size_t k = 0; k < bins.size(); ++k) {
      BorderBin expected;
      for (Vertex v = 0; v < g.vertex_count(); ++v) {
        if ((g.pre[v] | g.post[v]) == 0) continue;
        if (distances[v] < 10.0 * k || distances[v] >= 10.0 * (k + 1)) continue;
        std::uint64_t in = 0, out = 0;
        for (Vertex u = 0; u < g.vertex_count(); ++u) {
          in += g.has(u, v);
          out += g.has(v, u);
        }
        expected.neurons += 1;
        expected.inputs += in;
        expected.input_squares += in * in;
        expected.outputs += out;
        expected.output_squares += out * out;
      }
      CHECK(bins[k] == expected);
    }
  }
}
