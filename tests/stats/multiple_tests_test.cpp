#include "stats/multiple_tests.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace cnx;

TEST_CASE("the test of a share gives the p-values of a table") {
  // z = 1.96 and 2.5758: 5 % and 1 % (n = 10,000, half expected: standard deviation 50).
  CHECK(share_test(5098, 10000, 0.5).value() == doctest::Approx(0.05).epsilon(0.001));
  CHECK(share_test(4902, 10000, 0.5).value() == doctest::Approx(0.05).epsilon(0.001));
  CHECK(share_test(5129, 10000, 0.5).value() == doctest::Approx(0.00988).epsilon(0.005));
  CHECK(share_test(5000, 10000, 0.5).value() == 1);
}

TEST_CASE("where too few are expected, or all, there is no p-value") {
  CHECK(!share_test(0, 0, 0.5));
  CHECK(!share_test(3, 49, 0.1));
  CHECK(share_test(3, 50, 0.1));
  CHECK(!share_test(9, 49, 0.9));
  CHECK(!share_test(9, 10, 0));
  CHECK(!share_test(10, 10, 1));
}

TEST_CASE("of true nulls about five in a hundred are below 0.05") {
  std::mt19937 random(11);
  std::binomial_distribution<int> draw(400, 0.3);
  int below = 0;
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    below += share_test(static_cast<std::uint64_t>(draw(random)), 400, 0.3).value() < 0.05;
  }
  CHECK(below > kDraws * 0.04);
  CHECK(below < kDraws * 0.06);
}

TEST_CASE("adjusted p-values are the least false discovery rate that lets each through") {
  // The example of Benjamini & Hochberg (1995), 15 tests; at 5 % the first four are let through.
  const std::vector<double> p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};
  const std::vector<double> q = benjamini_hochberg(p);
  CHECK(std::count_if(q.begin(), q.end(), [](double value) { return value <= 0.05; }) == 4);
  CHECK(benjamini_hochberg({}).empty());

  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> values(1 + random() % 30);
    for (double& value : values) value = static_cast<double>(random() % 1000) / 999;
    const std::vector<double> adjusted = benjamini_hochberg(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      // Slow: the least p_(j) m / j over all j whose p_(j) is not below that of i.
      double least = 1;
      for (const double other : values) {
        if (other < values[i]) continue;
        const auto rank = std::count_if(values.begin(), values.end(),
                                        [&](double value) { return value <= other; });
        least =
            std::min(least, other * static_cast<double>(values.size()) / static_cast<double>(rank));
      }
      CHECK(adjusted[i] == doctest::Approx(least).epsilon(1e-12));
    }
  }
}
