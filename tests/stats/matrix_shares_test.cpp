#include "stats/matrix_shares.h"

#include <doctest/doctest.h>

#include <cmath>

#include "stats/random.h"

using namespace cnx;

namespace {

/// One set with so many reciprocal pairs and pairs connected one way, and some autapses.
LocalStatistics of_pairs(std::uint64_t mutual, std::uint64_t one_way, std::uint64_t autapses = 0) {
  LocalStatistics s;
  s.neurons = s.pre_neurons = s.post_neurons = 100;
  s.autapses = autapses;
  s.reciprocal_pairs = mutual;
  s.answered = 2 * mutual;
  s.connections = 2 * mutual + one_way + autapses;
  return s;
}

}  // namespace

TEST_CASE("of one set the interval of the reciprocity counts pairs, not connections") {
  // Made with 60 decimal digits: Wilson's interval of m of m + a, each end x as 2x / (1 + x).
  struct Row {
    std::uint64_t mutual, one_way;
    double low, high;
  };
  constexpr Row kRows[] = {
      {1, 1, 0.1727336876993243, 0.950389528278443278},
      {0, 5, 0.0, 0.60576894517682063},
      {5, 0, 0.7224672001371108, 1.0},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.mutual);
    const auto share = answered_share(of_pairs(row.mutual, row.one_way, 3));
    REQUIRE(share.has_value());
    const auto mutual = static_cast<double>(row.mutual);
    CHECK(share->value == 2 * mutual / (2 * mutual + static_cast<double>(row.one_way)));
    CHECK(std::abs(share->low - row.low) <= 1e-14);
    CHECK(std::abs(share->high - row.high) <= 1e-14);
  }
  CHECK_FALSE(answered_share(of_pairs(0, 0, 2)).has_value());
  for (std::uint64_t mutual = 0; mutual < 40; ++mutual) {
    const auto share = *answered_share(of_pairs(mutual, 40 - mutual));
    CHECK(0 <= share.low);
    CHECK(share.low <= share.value);
    CHECK(share.value <= share.high);
    CHECK(share.high <= 1);
  }
}

TEST_CASE("in a block, where answers may lie outside, connections are counted") {
  LocalStatistics s = of_pairs(10, 30);
  s.pre_neurons = 60;
  s.post_neurons = 40;
  s.answered = 7;
  CHECK(answered_share(s) == wilson_proportion(7, 50));
  s.pre_neurons = 100;  // from all onto some of them
  CHECK(answered_share(s) == wilson_proportion(7, 50));
}

TEST_CASE("the interval of the reciprocity covers the true one as often as it promises") {
  // Networks of 100 vertices whose pairs are drawn one by one: reciprocal, one way, or neither.
  struct Row {
    double mutual, one_way;
    double of_connections;  // what Wilson's interval of the connections covers of these
  };
  constexpr int kNetworks = 2000, kPairs = 100 * 99 / 2;
  for (const Row& row : {Row{0.002, 0.03, 0.85}, Row{0.01, 0.06, 0.87}, Row{0.05, 0.05, 0.91}}) {
    const double truth = 2 * row.mutual / (2 * row.mutual + row.one_way);
    CAPTURE(truth);
    Random random(1);
    double covered = 0, by_connections = 0;
    for (int network = 0; network < kNetworks; ++network) {
      std::uint64_t mutual = 0, one_way = 0;
      for (int pair = 0; pair < kPairs; ++pair) {
        const double drawn = random.uniform();
        if (drawn < row.mutual) {
          ++mutual;
        } else if (drawn < row.mutual + row.one_way) {
          ++one_way;
        }
      }
      const auto holds = [&](const Proportion& share) {
        return share.low <= truth && truth <= share.high ? 1.0 : 0.0;
      };
      covered += holds(*answered_share(of_pairs(mutual, one_way)));
      by_connections += holds(*wilson_proportion(2 * mutual, 2 * mutual + one_way));
    }
    CHECK(std::abs(covered / kNetworks - 0.95) < 0.015);
    CHECK(std::abs(by_connections / kNetworks - row.of_connections) < 0.03);
  }
}
