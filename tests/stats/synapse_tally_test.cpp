#include "stats/synapse_tally.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "stats/proportion.h"

using namespace cnx;

namespace {

struct Connection {
  std::size_t cell = 0;
  bool analyzable = false;
  std::vector<std::uint32_t> sizes;
  std::array<std::vector<std::int64_t>, 3> nm;

  ConnectionSynapses view(bool with_sizes, bool with_places) const {
    ConnectionSynapses all;
    all.count = sizes.size();
    if (with_sizes) all.sizes = sizes;
    for (std::size_t axis = 0; with_places && axis < 3; ++axis) all.from_soma_nm[axis] = nm[axis];
    return all;
  }
};

std::vector<Connection> random_connections(std::uint32_t seed, std::size_t cells) {
  std::mt19937 random(seed);
  std::vector<Connection> connections(random() % 60);
  for (Connection& connection : connections) {
    connection.cell = random() % cells;
    connection.analyzable = random() % 2 == 0;
    const std::size_t count = 1 + random() % (random() % 4 == 0 ? 12 : 3);
    for (std::size_t s = 0; s < count; ++s) {
      connection.sizes.push_back(random() % 7 == 0 ? random() : random() % 50);
      for (auto& axis : connection.nm) {
        axis.push_back(static_cast<std::int64_t>(random() % 31) - 15);
      }
    }
  }
  return connections;
}

/// Distances as the definition has them, each synapse with each other.
SynapseCounts slow_counts(const std::vector<const Connection*>& connections, std::int64_t near,
                          std::int64_t clump) {
  SynapseCounts counts;
  for (const Connection* c : connections) {
    const std::size_t n = c->sizes.size();
    for (std::size_t i = 0; i < n; ++i) {
      ++counts.synapses;
      counts.size_sum += c->sizes[i];
      counts.multiple += n > 1 ? 1 : 0;
      std::int64_t from_soma = 0;
      for (const auto& axis : c->nm) from_soma += axis[i] * axis[i];
      counts.near += from_soma <= near * near ? 1 : 0;
      bool clumped = false;
      for (std::size_t k = 0; k < n; ++k) {
        std::int64_t apart = 0;
        for (const auto& axis : c->nm) apart += (axis[i] - axis[k]) * (axis[i] - axis[k]);
        clumped = clumped || (k != i && apart <= clump * clump);
      }
      counts.clumped += clumped ? 1 : 0;
    }
  }
  return counts;
}

/// The value that has `share` of the others below it, between neighbors in proportion.
double slow_quantile(std::vector<std::uint32_t> sizes, double share) {
  std::sort(sizes.begin(), sizes.end());
  const double at = share * (static_cast<double>(sizes.size()) - 1);
  const double below = sizes[static_cast<std::size_t>(std::floor(at))];
  const double above = sizes[static_cast<std::size_t>(std::ceil(at))];
  return below + (at - std::floor(at)) * (above - below);
}

}  // namespace

TEST_CASE("sizes and places of synapses are those of the definition, on random connections") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const std::size_t cells = 1 + seed % 4;
    const auto connections = random_connections(seed, cells);
    std::vector<std::uint64_t> room(cells, seed % 3);  // more than there will be
    for (const Connection& connection : connections) {
      room[connection.cell] += connection.sizes.size();
    }
    SynapseTallyOptions options{true, true, true, 12, 6, 4, true};
    SynapseTally tally(room, options);
    for (const Connection& connection : connections) {
      tally.add(connection.cell, connection.analyzable, connection.view(true, true));
    }
    std::vector<const Connection*> all, analyzable;
    for (const Connection& connection : connections) {
      all.push_back(&connection);
      if (connection.analyzable) analyzable.push_back(&connection);
    }
    CHECK(tally.all() == slow_counts(all, 12, 6));
    CHECK(tally.analyzable() == slow_counts(analyzable, 12, 6));
    std::vector<std::uint64_t> by_distance(kSomaDistanceBins, 0),
        analyzable_by_distance(by_distance);
    std::vector<std::uint32_t> sizes, analyzable_sizes;
    constexpr std::uint32_t kBin = 7;
    constexpr double kLast = 60.5;
    for (std::size_t cell = 0; cell < cells; ++cell) {
      std::vector<const Connection*> in_cell, analyzable_in_cell;
      std::vector<std::uint32_t> cell_sizes, cell_analyzable_sizes;
      for (const Connection& c : connections) {
        if (c.cell != cell) continue;
        in_cell.push_back(&c);
        cell_sizes.insert(cell_sizes.end(), c.sizes.begin(), c.sizes.end());
        if (c.analyzable) {
          analyzable_in_cell.push_back(&c);
          cell_analyzable_sizes.insert(cell_analyzable_sizes.end(), c.sizes.begin(), c.sizes.end());
        }
        for (std::size_t s = 0; s < c.sizes.size(); ++s) {
          const double nm = std::hypot(c.nm[0][s], c.nm[1][s], c.nm[2][s]);
          ++by_distance[static_cast<std::size_t>(nm / 4 + 1e-12)];
          if (c.analyzable) ++analyzable_by_distance[static_cast<std::size_t>(nm / 4 + 1e-12)];
        }
      }
      CHECK(tally.counts(cell) == slow_counts(in_cell, 12, 6));
      CHECK(tally.analyzable(cell) == slow_counts(analyzable_in_cell, 12, 6));
      for (const SynapsesOf of : {SynapsesOf::AnalyzableAxons, SynapsesOf::All}) {
        const auto& expected = of == SynapsesOf::All ? cell_sizes : cell_analyzable_sizes;
        const auto quartiles = tally.quartiles(cell, of);
        REQUIRE(quartiles.has_value() == !expected.empty());
        if (quartiles) {
          CHECK(quartiles->low == doctest::Approx(slow_quantile(expected, 0.25)));
          CHECK(quartiles->median == doctest::Approx(slow_quantile(expected, 0.5)));
          CHECK(quartiles->high == doctest::Approx(slow_quantile(expected, 0.75)));
        }
        std::vector<std::uint64_t> bars;
        for (const std::uint32_t size : expected) {
          if (size > kLast) continue;
          bars.resize(std::max<std::size_t>(bars.size(), size / kBin + 1), 0);
          ++bars[size / kBin];
        }
        CHECK(tally.size_bars(cell, kBin, kLast, of) == bars);
      }
      analyzable_sizes.insert(analyzable_sizes.end(), cell_analyzable_sizes.begin(),
                              cell_analyzable_sizes.end());
      sizes.insert(sizes.end(), cell_sizes.begin(), cell_sizes.end());
    }
    CHECK(std::equal(by_distance.begin(), by_distance.end(), tally.soma_distances().begin()));
    const auto said = tally.soma_distances(SynapsesOf::AnalyzableAxons);
    CHECK(std::equal(analyzable_by_distance.begin(), analyzable_by_distance.end(), said.begin()));
    std::sort(sizes.begin(), sizes.end());
    std::sort(analyzable_sizes.begin(), analyzable_sizes.end());
    for (const double share : {0.0, 0.1, 0.25, 0.5, 0.75, 0.99, 1.0}) {
      CHECK(tally.quantile_of_all(share) == quantile_of(sizes, share));
      CHECK(tally.quantile_of_all(share, SynapsesOf::AnalyzableAxons) ==
            quantile_of(analyzable_sizes, share));
    }
  }
}

TEST_CASE("without sizes, places or somata the rest is counted all the same") {
  const auto connections = random_connections(5, 1);
  const std::vector<std::uint64_t> room = {1000};
  std::vector<const Connection*> all;
  for (const Connection& connection : connections) all.push_back(&connection);
  SynapseCounts expected = slow_counts(all, 12, 6);
  REQUIRE(expected.clumped > 0);
  for (const bool sizes : {false, true}) {
    for (const bool places : {false, true}) {
      SynapseTally tally(room, {sizes, places, false, 12, 6, 4});
      for (const Connection& connection : connections) {
        tally.add(0, false, connection.view(sizes, places));
      }
      SynapseCounts counted = expected;
      counted.near = 0;
      if (!sizes) counted.size_sum = 0;
      if (!places) counted.clumped = 0;
      CHECK(tally.all() == counted);
      CHECK(tally.analyzable() == SynapseCounts{});
      CHECK(tally.quartiles(0).has_value() == sizes);
      CHECK(tally.quantile_of_all(0.5).has_value() == sizes);
      CHECK(tally.size_bars(0, 10, 1e9).empty() != sizes);
      CHECK(tally.soma_distances().empty());
    }
  }
}

TEST_CASE("places at the ends of what numbers can be do not overflow, and are far") {
  constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
  Connection connection;
  connection.sizes = {UINT32_MAX, 0, UINT32_MAX};
  for (auto& axis : connection.nm) axis = {kLow, kHigh, kHigh};
  const std::vector<std::uint64_t> room = {3};
  SynapseTally tally(room, {true, true, true, 10'000'000, 10'000'000, 10'000});
  tally.add(0, true, connection.view(true, true));
  CHECK(tally.all().near == 0);
  CHECK(tally.all().clumped == 2);
  CHECK(tally.soma_distances().back() == 3);
  CHECK(tally.quartiles(0)->median == UINT32_MAX);
  CHECK(tally.quantile_of_all(0) == 0);
  CHECK(tally.quantile_of_all(1) == UINT32_MAX);
  CHECK(tally.size_bars(0, UINT32_MAX, 1e10) == std::vector<std::uint64_t>{1, 2});
  CHECK(tally.all().size_sum == 2 * std::uint64_t{UINT32_MAX});
}

TEST_CASE("distances of exactly the limit count") {
  Connection connection;
  connection.sizes = {1, 1, 1};
  connection.nm = {std::vector<std::int64_t>{30, 33, 900}, {40, 44, 0}, {0, 0, 0}};
  const std::vector<std::uint64_t> room = {3};
  SynapseTally at(room, {true, true, true, 50, 5, 10});
  at.add(0, false, connection.view(true, true));
  CHECK(at.all().near == 1);
  CHECK(at.all().clumped == 2);
  SynapseTally below(room, {true, true, true, 49, 4, 10});
  below.add(0, false, connection.view(true, true));
  CHECK(below.all().near == 0);
  CHECK(below.all().clumped == 0);
}

TEST_CASE("the intervals of shares near the soma and clumped cover what was planted") {
  constexpr int kRounds = 400, kConnections = 120;
  constexpr double kNear = 0.3, kClumped = 0.6;
  std::mt19937 random(7);
  const auto uniform = [&] { return static_cast<double>(random()) * 0x1p-32; };
  int near_covered = 0, clumped_covered = 0;
  for (int round = 0; round < kRounds; ++round) {
    SynapseTallyOptions options;
    options.positions = options.somata = true;
    options.near_nm = 1000;
    options.clump_nm = 100;
    SynapseTally tally(std::vector<std::uint64_t>{3 * kConnections}, options);
    for (int i = 0; i < kConnections; ++i) {
      // One synapse, near or not; and a pair far from the soma, clumped or not: to clump is of
      // both.
      Connection one, two;
      one.sizes = {1};
      two.sizes = {1, 1};
      one.nm = {{{uniform() < kNear ? 500 : 5000}, {0}, {0}}};
      two.nm = {{{5000, uniform() < kClumped ? 5050 : 9000}, {0, 0}, {0, 0}}};
      tally.add(0, false, one.view(false, true));
      tally.add(0, false, two.view(false, true));
    }
    const SynapseCounts& all = tally.all();
    const auto near = wilson_proportion(all.near, kConnections);
    near_covered += near->low <= kNear && kNear <= near->high ? 1 : 0;
    // Of pairs: the two of a pair are not independent draws, as docs/statistics.md says.
    const auto pairs = wilson_proportion(all.clumped / 2, all.multiple / 2);
    clumped_covered += pairs->low <= kClumped && kClumped <= pairs->high ? 1 : 0;
  }
  CHECK(near_covered > 0.92 * kRounds);
  CHECK(near_covered < 0.98 * kRounds);
  CHECK(clumped_covered > 0.92 * kRounds);
  CHECK(clumped_covered < 0.98 * kRounds);
}
