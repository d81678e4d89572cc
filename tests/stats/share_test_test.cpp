#include "stats/share_test.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace cnx;

TEST_CASE("the test of a share gives the p-values of a table") {
  // z = 1.96 and 2.5758: 5 % and 1 % (n = 10,000, half expected: standard deviation 50).
  CHECK(share_test(5098, 10000, 0.5).value() == doctest::Approx(0.05).epsilon(0.001));
  CHECK(share_test(4902, 10000, 0.5).value() == doctest::Approx(0.05).epsilon(0.001));
  CHECK(share_test(5129, 10000, 0.5).value() == doctest::Approx(0.00988).epsilon(0.005));
  CHECK(share_test(5000, 10000, 0.5).value() == 1);
}

TEST_CASE("the p-values are those of the C library's erfc but for its last digits") {
  // Expected 5,000 with a standard deviation of 50: z = |k - 5000| / 50, from 0 to 37.
  for (std::uint64_t k = 3150; k <= 6850; k += 3) {
    CAPTURE(k);
    const double z = std::abs(static_cast<double>(k) - 5000) / 50;
    const double expected = std::erfc(z / std::sqrt(2.0));
    // Where p is near 1 minus what lies nearer, digits are lost to the subtraction; below, erfc
    // itself loses some to its argument.
    CHECK(std::abs(share_test(k, 10000, 0.5).value() - expected) <= 1e-12 * expected);
  }
  CHECK(share_test(1'000'000, 10'000'000, 0.5).value() == 0);  // below 1e-304
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
