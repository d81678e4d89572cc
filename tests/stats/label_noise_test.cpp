#include "stats/label_noise.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

void count(LabelNoise& noise, std::uint64_t work = UINT64_MAX) {
  while (!noise.advance(work)) {
  }
}

LabelCounts by_pairs(const ChosenGraph& g, const std::vector<std::uint16_t>& labels,
                     std::uint32_t label_count) {
  LabelCounts counts;
  counts.connections.assign(std::size_t{label_count} * label_count, 0);
  counts.pairs = counts.connections;
  for (Vertex u = 0; u < g.vertex_count(); ++u) {
    for (Vertex v = 0; v < g.vertex_count(); ++v) {
      if (u == v || !g.pre[u] || !g.post[v]) continue;
      const std::size_t cell = std::size_t{labels[u]} * label_count + labels[v];
      counts.pairs[cell] += 1;
      counts.connections[cell] += g.has(u, v);
    }
  }
  return counts;
}

std::vector<std::uint16_t> random_labels(std::uint32_t seed, std::uint32_t n, std::uint32_t kinds) {
  Random random(seed, 9);
  std::vector<std::uint16_t> labels(n);
  for (auto& label : labels) label = static_cast<std::uint16_t>(random.below(kinds));
  return labels;
}

}  // namespace

TEST_CASE("labels as they are, or kept for certain, are counted pair by pair, in any slices") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, seed % 25);
    const std::uint32_t kinds = 1 + seed % 4;
    const auto labels = random_labels(seed, g.vertex_count(), kinds);
    LabelNoise noise(g.view(), g.weights, g.choice(), labels, kinds);
    count(noise, 1 + seed % 7);
    CHECK(noise.counts() == by_pairs(g, labels, kinds));
    Random random(seed);
    noise.redraw(1, random);
    count(noise);
    CHECK(noise.counts() == by_pairs(g, labels, kinds));
    noise.redraw(0.5, random);
    count(noise);
    noise.observe();
    count(noise);
    CHECK(noise.counts() == by_pairs(g, labels, kinds));
  }
}

TEST_CASE("two neurons of two classes are labelled in four ways, as often as their accuracy says") {
  // 0 (class 0) -> 1 (class 1). A neuron that loses its class can only get the other one.
  const ChosenGraph g = whole_graph(make_graph(2, {{0, 1}}));
  LabelNoise noise(g.view(), g.weights, g.choice(), std::vector<std::uint16_t>{0, 1}, 2);
  constexpr double kAccuracy = 0.77;
  constexpr int kDraws = 20000;
  std::map<std::vector<std::uint64_t>, int> seen;  // by where the one connection is
  Random random(4);
  for (int i = 0; i < kDraws; ++i) {
    noise.redraw(kAccuracy, random);
    count(noise);
    ++seen[noise.counts().connections];
  }
  const double keep = kAccuracy, lose = 1 - kAccuracy;
  const std::map<std::vector<std::uint64_t>, double> expected = {{{0, 1, 0, 0}, keep * keep},
                                                                 {{1, 0, 0, 0}, keep * lose},
                                                                 {{0, 0, 0, 1}, lose * keep},
                                                                 {{0, 0, 1, 0}, lose * lose}};
  REQUIRE(seen.size() == 4);
  double chi_square = 0;
  for (const auto& [way, share] : expected) {
    chi_square += std::pow(seen[way] - kDraws * share, 2) / (kDraws * share);
  }
  CHECK(chi_square < 21.1);  // 3 degrees of freedom: passed by chance once in 10,000
}

TEST_CASE("who loses a class gets another one by the number of its neurons") {
  // 2, 3 and 5 neurons; the fourth class has none, and nobody gets it.
  const std::vector<std::uint16_t> labels = {2, 0, 2, 1, 2, 0, 1, 2, 2, 1};
  const ChosenGraph g = whole_graph(make_graph(10, {}));
  LabelNoise noise(g.view(), g.weights, g.choice(), labels, 4);
  CHECK(noise.sizes() == std::vector<std::uint64_t>{2, 3, 5, 0});
  // The size of a class by the pairs within it: n (n - 1).
  constexpr int kDraws = 4000;
  std::array<double, 3> mean{};
  Random random(11);
  for (int i = 0; i < kDraws; ++i) {
    noise.redraw(0.6, random);
    count(noise);
    CHECK(noise.counts().pairs[15] == 0);
    for (std::size_t c = 0; c < 3; ++c) {
      const auto within = static_cast<double>(noise.counts().pairs[c * 4 + c]);
      // 0 and 1 both have no pair: tell them apart by the pairs with another class.
      double size = (1 + std::sqrt(1 + 4 * within)) / 2;
      if (within == 0) {
        std::uint64_t out = 0;
        for (std::size_t b = 0; b < 3; ++b) out += noise.counts().pairs[c * 4 + b];
        size = out > 0 ? 1 : 0;
      }
      mean[c] += size / kDraws;
    }
  }
  // Kept, and gained from each other class by its share of what is not that class.
  CHECK(mean[0] == doctest::Approx(0.6 * 2 + 0.4 * (3 * 2 / 7.0 + 5 * 2 / 5.0)).epsilon(0.03));
  CHECK(mean[1] == doctest::Approx(0.6 * 3 + 0.4 * (2 * 3 / 8.0 + 5 * 3 / 5.0)).epsilon(0.03));
  CHECK(mean[2] == doctest::Approx(0.6 * 5 + 0.4 * (2 * 5 / 8.0 + 3 * 5 / 7.0)).epsilon(0.03));
}

TEST_CASE("connections of drawn labels are on average what the closed form says") {
  const ChosenGraph g = random_chosen_graph(6, 40);
  const auto labels = random_labels(6, 40, 3);
  LabelNoise noise(g.view(), g.weights, g.choice(), labels, 3);
  count(noise);
  const LabelCounts observed = noise.counts();
  constexpr double kAccuracy = 0.77;
  constexpr int kDraws = 5000;
  const auto chance = [&](std::size_t from, std::size_t to) {
    if (from == to) return kAccuracy;
    const auto size = [&](std::size_t c) { return static_cast<double>(noise.sizes()[c]); };
    return (1 - kAccuracy) * size(to) / (size(0) + size(1) + size(2) - size(from));
  };
  std::array<double, 9> sum{}, squares{};
  Random random(8);
  for (int i = 0; i < kDraws; ++i) {
    noise.redraw(kAccuracy, random);
    count(noise);
    for (std::size_t cell = 0; cell < 9; ++cell) {
      const auto connections = static_cast<double>(noise.counts().connections[cell]);
      sum[cell] += connections;
      squares[cell] += connections * connections;
    }
  }
  for (std::size_t cell = 0; cell < 9; ++cell) {
    double expected = 0;
    for (std::size_t from = 0; from < 9; ++from) {
      expected += static_cast<double>(observed.connections[from]) * chance(from / 3, cell / 3) *
                  chance(from % 3, cell % 3);
    }
    const double mean = sum[cell] / kDraws;
    const double error = std::sqrt((squares[cell] / kDraws - mean * mean) / kDraws);
    CHECK(std::fabs(mean - expected) < 4.5 * error);
  }
}

TEST_CASE("one class alone is kept, and nobody has no classes") {
  const ChosenGraph g = whole_graph(make_graph(3, {{0, 1}, {1, 2}}));
  LabelNoise noise(g.view(), g.weights, g.choice(), std::vector<std::uint16_t>{1, 1, 1}, 2);
  Random random(1);
  noise.redraw(0, random);
  count(noise);
  CHECK(noise.counts().connections == std::vector<std::uint64_t>{0, 0, 0, 2});
  CHECK(noise.counts().pairs == std::vector<std::uint64_t>{0, 0, 0, 6});
  const ChosenGraph empty = whole_graph(make_graph(0, {}));
  LabelNoise nobody(empty.view(), empty.weights, empty.choice(), {}, 1);
  nobody.redraw(0.5, random);
  count(nobody);
  CHECK(nobody.counts().pairs == std::vector<std::uint64_t>{0});
}

TEST_CASE("a quantile lies between its neighbors in proportion") {
  const std::vector<double> values = {1, 2, 4, 8, 16};
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 16);
  CHECK(quantile(values, 0.5) == 4);
  CHECK(quantile(values, 0.125) == 1.5);
  CHECK(quantile(values, 0.9) == doctest::Approx(12.8));
  CHECK(quantile(std::vector<double>{3}, 0.3) == 3);
}
