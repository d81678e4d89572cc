#include "report/bin_points.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/distance_profile.h"
#include "stats/random.h"
#include "stats/size_by_distance.h"

using namespace cnx;

namespace {

constexpr int kCoverageRounds = 1000;

/// From the standard normal distribution (G. E. P. Box and M. E. Muller 1958).
double draw_normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

/// In how many of kCoverageRounds the interval of `point`, made of n draws, holds the true mean.
double covered(double mean, const std::function<LinePoint(Random&)>& point) {
  int holds = 0;
  for (int round = 0; round < kCoverageRounds; ++round) {
    Random random(2026, static_cast<std::uint64_t>(round));
    const LinePoint made = point(random);
    holds += made.low <= mean && mean <= made.high ? 1 : 0;
  }
  return static_cast<double>(holds) / kCoverageRounds;
}

/// Four standard deviations of a share of kCoverageRounds.
double slack(double share) { return 4 * std::sqrt(share * (1 - share) / kCoverageRounds); }

}  // namespace

// What is expected was found with numpy, in 40,000 rounds each: of many values what is promised, of
// few and skewed ones less, as docs/statistics.md says.

TEST_CASE("the interval of a mean size by distance holds the planted mean as often as documented") {
  struct Row {
    std::uint32_t n;
    bool skewed;
    double expected;
  };
  for (const Row& row : {Row{400, false, 0.95}, Row{400, true, 0.943}, Row{100, false, 0.946},
                         Row{100, true, 0.931}, Row{30, true, 0.90}}) {
    CAPTURE(row.n);
    CAPTURE(row.skewed);
    const std::vector<std::int32_t> x_nm = {0, 60'000}, zero_nm = {0, 0};
    const double mean = row.skewed ? std::exp(7.5 + 0.8 * 0.8 / 2) : 3000;
    const double share = covered(mean, [&](Random& random) {
      std::vector<std::uint32_t> sizes(row.n);
      for (std::uint32_t& size : sizes) {
        const double normal = draw_normal(random);
        const double voxels = row.skewed ? std::exp(7.5 + 0.8 * normal) : 3000 + 600 * normal;
        size = static_cast<std::uint32_t>(std::lround(std::fmax(voxels, 0.0)));
      }
      SizeByDistance by_distance({x_nm, zero_nm, zero_nm}, DistanceMeasure::Soma, 50'000);
      by_distance.add(0, 1, sizes);
      const SizeBin& bin = by_distance.bins().back();
      LinePoint point{};
      point.y = bin.mean();
      put_mean_interval(point, bin.sd(), static_cast<double>(bin.synapses));
      return point;
    });
    CHECK(std::abs(share - row.expected) <= slack(row.expected));
  }
}

TEST_CASE(
    "the interval of the mean number of synapses by distance holds the planted mean as often as "
    "documented") {
  constexpr double kStop = 0.7;  // geometric: after each synapse a connection ends with this chance
  struct Row {
    std::uint32_t n;
    double expected;
  };
  for (const Row& row : {Row{400, 0.947}, Row{100, 0.936}}) {
    CAPTURE(row.n);
    // One neuron with n outputs, all in the second bin.
    std::vector<std::int32_t> x_nm(row.n + 1, 60'000);
    const std::vector<std::int32_t> zero_nm(row.n + 1, 0);
    x_nm[0] = 0;
    std::vector<std::uint32_t> offsets(row.n + 2, row.n), targets(row.n);
    offsets[0] = 0;
    for (std::uint32_t i = 0; i < row.n; ++i) targets[i] = i + 1;
    std::vector<std::uint8_t> pre(row.n + 1, 0), post(row.n + 1, 1);
    pre[0] = 1;
    post[0] = 0;
    const double share = covered(1 / kStop, [&](Random& random) {
      std::vector<std::uint32_t> synapses(row.n, 1);
      for (std::uint32_t& count : synapses) {
        while (random.uniform() >= kStop) ++count;
      }
      DistanceProfileInput input{};
      input.graph.out_offsets = offsets;
      input.graph.out_targets = targets;
      input.synapse_counts = synapses;
      input.positions = {x_nm, zero_nm, zero_nm};
      input.pre = pre;
      input.post = post;
      input.bin_nm = 50'000;
      const DistanceBin bin = distance_profile(input).bins.back();
      CHECK(bin.connections == row.n);
      LinePoint point{};
      point.y = static_cast<double>(bin.synapses) / static_cast<double>(bin.connections);
      put_mean_interval(point, bin.synapses_sd(), static_cast<double>(bin.connections));
      return point;
    });
    CHECK(std::abs(share - row.expected) <= slack(row.expected));
  }
}
