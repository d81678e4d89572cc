#include "stats/virtual_experiment.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "graph/random_graph.h"
#include "stats/portable_exp.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Somata anywhere in a box of so many µm.
std::vector<std::int32_t> box_nm(std::uint32_t neurons, std::uint32_t side_um, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::int32_t> positions_nm;
  for (std::uint32_t i = 0; i < 3 * neurons; ++i) {
    positions_nm.push_back(static_cast<std::int32_t>(random.below(side_um * 1000)) - 70'000);
  }
  return positions_nm;
}

std::vector<std::uint8_t> everyone(std::size_t n) { return std::vector<std::uint8_t>(n, 1); }

/// The definition word by word: an angle, its sine and cosine, and every neuron looked at.
std::set<Vertex> slow_cut(const std::vector<std::int32_t>& positions_nm, double thickness_um,
                          Random& random) {
  double x = 0, z = 0;
  do {
    x = 2 * random.uniform() - 1;
    z = 2 * random.uniform() - 1;
  } while (x * x + z * z > 1);
  const double angle = std::atan2(z, x), share = random.uniform();
  const std::size_t n = positions_nm.size() / 3;
  double mean_x = 0, mean_z = 0;
  for (std::size_t v = 0; v < n; ++v) {
    mean_x += positions_nm[3 * v] / 1000.0 / static_cast<double>(n);
    mean_z += positions_nm[3 * v + 2] / 1000.0 / static_cast<double>(n);
  }
  std::vector<double> across;
  for (std::size_t v = 0; v < n; ++v) {
    across.push_back(-std::sin(angle) * (positions_nm[3 * v] / 1000.0 - mean_x) +
                     std::cos(angle) * (positions_nm[3 * v + 2] / 1000.0 - mean_z));
  }
  const auto [low, high] = std::minmax_element(across.begin(), across.end());
  const double middle = *high - *low > thickness_um
                            ? *low + thickness_um / 2 + share * (*high - *low - thickness_um)
                            : (*low + *high) / 2;
  std::set<Vertex> inside;
  for (std::size_t v = 0; v < n; ++v) {
    if (std::fabs(across[v] - middle) < thickness_um / 2) inside.insert(static_cast<Vertex>(v));
  }
  return inside;
}

/// The definition word by word, every product made anew for every choice.
std::vector<Vertex> slow_patch(const TissueSlice& slice, const ExperimentPlan& plan,
                               Random& random) {
  const std::size_t n = slice.neurons.size();
  if (n < plan.patched) return {};
  const auto z_score = [&](const std::vector<double>& values, std::size_t i) {
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::fabs(values[i] - mean) / std::sqrt(squares / static_cast<double>(n - 1));
  };
  std::vector<std::size_t> middle;
  for (std::size_t i = 0; i < n; ++i) {
    if (z_score(slice.along_um, i) < 1 && z_score(slice.depth_um, i) < 1) middle.push_back(i);
  }
  std::vector<std::size_t> chosen{middle[random.below(static_cast<std::uint32_t>(middle.size()))]};
  while (chosen.size() < plan.patched) {
    std::vector<double> weights(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const double dx = std::fabs(slice.along_um[i] - slice.along_um[chosen[0]]);
      const double dy = std::fabs(slice.depth_um[i] - slice.depth_um[chosen[0]]);
      if (dx >= 3 * plan.spread_um || dy >= 3 * plan.spread_um) continue;
      weights[i] = 1;
      for (const std::size_t other : chosen) {
        const double d = std::hypot(slice.along_um[i] - slice.along_um[other],
                                    slice.depth_um[i] - slice.depth_um[other]);
        weights[i] *=
            std::exp(-d * d / (2 * plan.spread_um * plan.spread_um)) * std::min(d / 10, 1.0);
      }
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (sum == 0) return {};
    double left = random.uniform() * sum;
    std::size_t i = 0;
    while (left >= weights[i]) left -= weights[i++];
    chosen.push_back(i);
  }
  std::vector<Vertex> found;
  for (const std::size_t i : chosen) found.push_back(slice.neurons[i]);
  return found;
}

}  // namespace

TEST_CASE("the portable exponential is that of the library but for the last digits") {
  Random random(4);
  for (int i = 0; i < 20'000; ++i) {
    const double t = random.uniform() * (i % 2 == 0 ? 2 : 700);
    CAPTURE(t);
    CHECK(std::fabs(portable_exp_of_minus(t) / std::exp(-t) - 1) < 1e-15);
  }
  CHECK(portable_exp_of_minus(0) == 1);
  for (const double s : {-700.0, -1.5, -1e-9, 0.0, 1e-9, 0.7, 3.0, 700.0}) {
    CHECK(std::fabs(portable_exp(s) / std::exp(s) - 1) < 2e-15);
  }
  CHECK(std::isinf(portable_exp(1000)));
  CHECK(portable_exp(-1000) == 0);
  CHECK(std::isnan(portable_exp(NAN)));
  CHECK(portable_exp_of_minus(745.0) > 0);
  CHECK(portable_exp_of_minus(746) == 0);
  CHECK(portable_exp_of_minus(1e300) == 0);
}

TEST_CASE("a slice holds the neurons that its definition names") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const auto positions = box_nm(300, 500, seed);
    const VirtualTissue tissue(positions, everyone(300));
    Random random(seed), again(seed);
    const double thickness = 20.0 + 30.0 * static_cast<double>(seed);  // beyond the box at the end
    const TissueSlice slice = tissue.cut(thickness, random);
    CHECK(std::set<Vertex>(slice.neurons.begin(), slice.neurons.end()) ==
          slow_cut(positions, thickness, again));
    CHECK(random.next() == again.next());
    CHECK(slice.along_um.size() == slice.neurons.size());
  }
}

TEST_CASE("a slice thicker than the tissue holds all of it") {
  const auto positions = box_nm(200, 300, 1);
  auto chosen = everyone(200);
  chosen[7] = 0;
  const VirtualTissue tissue(positions, chosen);
  CHECK(tissue.neurons().size() == 199);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    CHECK(tissue.cut(500, random).neurons == tissue.neurons());
  }
}

TEST_CASE("the patched neurons are those that the slow definition draws") {
  std::size_t made = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const VirtualTissue tissue(box_nm(250, 400, seed), everyone(250));
    Random random(seed);
    const TissueSlice slice = tissue.cut(150, random);
    ExperimentPlan plan;
    plan.spread_um = 20 + 3 * static_cast<double>(seed);
    plan.patched = 2 + static_cast<std::uint32_t>(seed % 11);
    Random again = random;
    const std::vector<Vertex> found = patch(slice, plan, random);
    CHECK(found == slow_patch(slice, plan, again));
    CHECK(std::set<Vertex>(found.begin(), found.end()).size() == found.size());
    made += found.empty() ? 0 : 1;
  }
  CHECK(made > 40);
}

TEST_CASE("neurons in one place are never patched together, and too few are none at all") {
  TissueSlice slice;
  slice.neurons = {4, 5, 6, 7};
  slice.along_um = {0, 0, 30, 60};
  slice.depth_um = {0, 0, 10, -10};
  ExperimentPlan plan;
  plan.patched = 3;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    const auto found = patch(slice, plan, random);
    REQUIRE(found.size() == 3);
    CHECK(std::count(found.begin(), found.end(), 4u) + std::count(found.begin(), found.end(), 5u) ==
          1);
  }
  plan.patched = 4;
  Random random(1);
  CHECK(patch(slice, plan, random).empty());
  plan.patched = 5;
  CHECK(patch(slice, plan, random).empty());
  plan.patched = 2;
  CHECK(patch({}, plan, random).empty());
  slice.depth_um.assign(slice.neurons.size(), 70);  // a flat culture: all are in the middle of it
  CHECK(patch(slice, plan, random).size() == 2);
}

TEST_CASE("neurons are found although their weights are smaller than any number") {
  // Two in the middle, a hundred to each side: who was chosen on one side makes those on the other
  // unlikely by exp(-16.8) each.
  TissueSlice slice;
  for (Vertex v = 0; v < 202; ++v) {
    slice.neurons.push_back(v);
    slice.along_um.push_back(v < 2 ? 0 : v % 2 == 0 ? -29 : 29);
    slice.depth_um.push_back(v < 2 ? v : -15 + 0.15 * v);
  }
  ExperimentPlan plan;
  plan.spread_um = 10;
  plan.patched = 202;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Random random(seed);
    CHECK(patch(slice, plan, random).size() == 202);
  }
}

TEST_CASE("the order of the neurons in the tiles does not change which somata are patched") {
  const auto positions = box_nm(150, 300, 3);
  std::vector<Vertex> to(150);
  std::iota(to.begin(), to.end(), 0u);
  Random order(9);
  shuffle(to, order);
  std::vector<std::int32_t> moved(positions.size());
  for (std::size_t v = 0; v < 150; ++v) {
    std::copy_n(positions.begin() + static_cast<std::ptrdiff_t>(3 * v), 3,
                moved.begin() + static_cast<std::ptrdiff_t>(3 * to[v]));
  }
  const VirtualTissue one(positions, everyone(150)), other(moved, everyone(150));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Random a(seed), b(seed);
    auto here = patch(one.cut(200, a), {200, 80, 5}, a);
    for (Vertex& v : here) v = to[v];
    CHECK(here == patch(other.cut(200, b), {200, 80, 5}, b));
  }
}

TEST_CASE("distances of pairs are their root mean square") {
  const auto positions = box_nm(40, 200, 5);
  const VirtualTissue tissue(positions, everyone(40));
  double squares = 0;
  for (std::size_t a = 0; a < 40; ++a) {
    for (std::size_t b = 0; b < 40; ++b) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        squares += std::pow((positions[3 * a + axis] - positions[3 * b + axis]) / 1000.0, 2);
      }
    }
  }
  CHECK(tissue.pair_distance_um() == doctest::Approx(std::sqrt(squares / (40 * 39))));
  const Vertex one[] = {3};
  CHECK(tissue.pair_distance_um(one) == 0);
  CHECK(VirtualTissue({}, {}).pair_distance_um() == 0);
}

TEST_CASE("distances of the pairs of a block are those of each of its pairs") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const auto positions = box_nm(40, 200, seed);
    const VirtualTissue tissue(positions, everyone(40));
    Random random(seed);
    std::vector<std::uint8_t> pre, post;
    std::vector<Vertex> some;
    for (Vertex v = 0; v < 40; ++v) {
      pre.push_back(static_cast<std::uint8_t>(random.below(2)));
      post.push_back(static_cast<std::uint8_t>(random.below(2)));
      if (random.below(3) > 0) some.push_back(v);
    }
    double squares = 0;
    for (const Vertex a : some) {
      for (const Vertex b : some) {
        if (!pre[a] || !post[b]) continue;
        for (std::size_t axis = 0; axis < 3; ++axis) {
          squares += std::pow((positions[3 * a + axis] - positions[3 * b + axis]) / 1000.0, 2);
        }
      }
    }
    CHECK(tissue.block_squares_um2(some, {pre, post}) == doctest::Approx(squares));
  }
}

TEST_CASE("connections and reciprocal pairs among neurons are those of the matrix") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 40;
    const OwnedGraph graph = make_graph(n, random_edges(seed, n, 500));
    Random random(seed);
    std::vector<std::uint32_t> weights;
    for (std::size_t e = 0; e < graph.out.targets.size(); ++e)
      weights.push_back(1 + random.below(3));
    std::vector<std::uint8_t> pre, post;
    std::vector<Vertex> all;
    for (Vertex v = 0; v < n; ++v) {
      pre.push_back(static_cast<std::uint8_t>(random.below(2)));
      // One set of neurons, or a block of two.
      post.push_back(seed % 2 == 0 ? pre.back() : static_cast<std::uint8_t>(random.below(2)));
      if (pre.back() || post.back()) all.push_back(v);
    }
    std::vector<std::vector<bool>> there(n, std::vector<bool>(n));
    for (Vertex v = 0; v < n; ++v) {
      for (std::uint32_t e = graph.out.offsets[v]; e < graph.out.offsets[v + 1]; ++e) {
        there[v][graph.out.targets[e]] = weights[e] >= 2;
      }
    }
    InsideCounts expected;
    for (const Vertex a : all) {
      for (const Vertex b : all) {
        if (a == b || !pre[a] || !post[b]) continue;
        const bool both_ways = post[a] && pre[b];
        expected.connections += there[a][b] ? 1 : 0;
        expected.answerable += there[a][b] && both_ways ? 1 : 0;
        expected.reciprocal_pairs += a < b && both_ways && there[a][b] && there[b][a] ? 1 : 0;
      }
    }
    CHECK(count_inside(graph.view(), weights, 2, pre, post, all, true) == expected);
    InsideCounts parts;
    for (const Vertex v : all) {
      const Vertex one[] = {v};
      const InsideCounts part = count_inside(graph.view(), weights, 2, pre, post, one, true);
      parts.connections += part.connections;
      parts.reciprocal_pairs += part.reciprocal_pairs;
      parts.answerable += part.answerable;
    }
    CHECK(parts == expected);
    expected.reciprocal_pairs = expected.answerable = 0;
    CHECK(count_inside(graph.view(), weights, 2, pre, post, all, false) == expected);
  }
}
