#include "stats/proportion.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace cnx;

TEST_CASE("Wilson's interval has the values of its closed form") {
  // Made with 60 decimal digits from ((p + z²/2n) ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
  struct Row {
    std::uint64_t k, n;
    double low, high;
  };
  constexpr Row kRows[] = {
      {0, 1, 0.0, 0.7934506856227626},
      {1, 1, 0.20654931437723742, 1.0},
      {0, 10, 0.0, 0.2775327998628892},
      {1, 10, 0.017876213095072906, 0.4041500267952385},
      {5, 10, 0.236593090512564, 0.763406909487436},
      {10, 10, 0.7224672001371107, 1.0},
      {81, 263, 0.2552885198782742, 0.36620957698280004},
      {86564, 5595590, 0.015368116746880973, 0.015572628125638883},
      {1, 1000000, 1.765245767453715e-07, 5.664911804311442e-06},
      {7700000, 3605702256, 0.0021340001189291105, 0.002137013606462612},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.k);
    CAPTURE(row.n);
    const auto proportion = wilson_proportion(row.k, row.n);
    REQUIRE(proportion.has_value());
    CHECK(proportion->value == static_cast<double>(row.k) / static_cast<double>(row.n));
    CHECK(std::abs(proportion->low - row.low) <= 1e-15);
    CHECK(std::abs(proportion->high - row.high) <= 1e-15);
  }
}

TEST_CASE("the proportion of nothing is nothing, not a NaN") {
  CHECK_FALSE(wilson_proportion(0, 0).has_value());
}

TEST_CASE(
    "the interval holds its value, stays within 0 and 1, and mirrors when successes and failures "
    "swap") {
  for (std::uint64_t n = 1; n < 60; ++n) {
    for (std::uint64_t k = 0; k <= n; ++k) {
      CAPTURE(k);
      CAPTURE(n);
      const auto p = *wilson_proportion(k, n);
      const auto mirrored = *wilson_proportion(n - k, n);
      CHECK(0 <= p.low);
      CHECK(p.low <= p.value);
      CHECK(p.value <= p.high);
      CHECK(p.high <= 1);
      CHECK(p.low < p.high);
      CHECK(std::abs(p.low - (1 - mirrored.high)) < 1e-15);
    }
  }
}

TEST_CASE("Wilson's interval covers the true share about as often as it promises") {
  // Not drawn but added up: of every k the chance, times whether its interval holds p.
  for (const std::uint64_t n : {10u, 50u, 400u}) {
    CAPTURE(n);
    constexpr int kShares = 199;
    double sum = 0, least = 1;
    for (int i = 1; i <= kShares; ++i) {
      const double p = i / (kShares + 1.0);
      double covered = 0;
      for (std::uint64_t k = 0; k <= n; ++k) {
        const auto share = wilson_proportion(k, n);
        if (share->low > p || share->high < p) continue;
        const auto real = [](std::uint64_t value) { return static_cast<double>(value); };
        covered += std::exp(std::lgamma(real(n + 1)) - std::lgamma(real(k + 1)) -
                            std::lgamma(real(n - k + 1)) + real(k) * std::log(p) +
                            real(n - k) * std::log1p(-p));
      }
      sum += covered;
      least = std::fmin(least, covered);
    }
    CHECK(std::abs(sum / kShares - 0.95) < 0.01);
    CHECK(least > 0.82);  // near 0 and 1, where it is known to promise too much
  }
}

TEST_CASE("answered edges come in pairs, and their interval knows it") {
  CHECK_FALSE(answered_proportion(0, 0).has_value());
  for (const auto& [pairs, edges] : {std::pair{0u, 7u}, {3u, 10u}, {5u, 10u}}) {
    const auto share = answered_proportion(pairs, edges);
    const auto of_pairs = wilson_proportion(pairs, edges - pairs);
    REQUIRE(share.has_value());
    CHECK(share->value == 2.0 * pairs / edges);
    CHECK(share->low == 2 * of_pairs->low / (1 + of_pairs->low));
    CHECK(share->high == 2 * of_pairs->high / (1 + of_pairs->high));
    CHECK(share->low <= share->value);
    CHECK(share->value <= share->high);
  }
}

TEST_CASE("the interval of a difference is Newcombe's of his published examples") {
  // Newcombe 1998, table II, method 10.
  struct Row {
    std::uint64_t a, m, b, n;
    double low, high;
  };
  constexpr Row kRows[] = {{56, 70, 48, 80, 0.0524, 0.3339},
                           {9, 10, 3, 10, 0.1705, 0.8090},
                           {10, 10, 0, 20, 0.6791, 1.0},
                           {0, 10, 0, 20, -0.1611, 0.2775},
                           {10, 10, 0, 10, 0.6075, 1.0}};
  for (const Row& row : kRows) {
    CAPTURE(row.a);
    CAPTURE(row.n);
    const Proportion a = *wilson_proportion(row.a, row.m), b = *wilson_proportion(row.b, row.n);
    const ProportionDifference difference = difference_of(a, b), turned = difference_of(b, a);
    CHECK(difference.value == a.value - b.value);
    CHECK(std::abs(difference.low - row.low) < 5.1e-5);
    CHECK(std::abs(difference.high - row.high) < 5.1e-5);
    CHECK(turned == ProportionDifference{-difference.value, -difference.high, -difference.low});
  }
}
