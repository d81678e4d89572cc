#include "stats/empirical_test.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "stats/random.h"

using namespace cnx;

TEST_CASE("a test counted by hand: mean, spread, z, and p-values that count the observed one") {
  EmpiricalTest test(7);
  for (const double control : {1.0, 3.0, 5.0, 7.0}) test.add(control);
  CHECK(test.controls() == 4);
  CHECK(test.mean() == 4);
  CHECK(std::abs(test.sd() - std::sqrt(20.0 / 3)) < 1e-15);
  CHECK(std::abs(test.z() - 3 / std::sqrt(20.0 / 3)) < 1e-15);
  CHECK(test.p_high() == 2.0 / 5);  // one control is as large
  CHECK(test.p_low() == 1);
  CHECK(test.p() == 4.0 / 5);
}

TEST_CASE("controls within a tie of the observed number are as large, and as small") {
  EmpiricalTest exact(0.2), tied(0.2, 1e-12);
  for (const double control : {0.3 - 0.1, 0.2 + 1e-9, 0.2 - 1e-9}) {
    exact.add(control);
    tied.add(control);
  }
  CHECK(exact.p_high() == 2.0 / 4);
  CHECK(tied.p_high() == 3.0 / 4);
  CHECK(tied.p_low() == 3.0 / 4);
}

TEST_CASE("without controls p is 1, with equal ones z is undefined, and NaN is counted apart") {
  EmpiricalTest none(3);
  CHECK(none.p() == 1);
  CHECK(none.sd() == 0);
  CHECK(std::isnan(none.z()));
  EmpiricalTest equal(3);
  equal.add(3);
  equal.add(3);
  equal.add(std::numeric_limits<double>::quiet_NaN());
  CHECK(equal.controls() == 2);
  CHECK(equal.undefined() == 1);
  CHECK(equal.p() == 1);
  CHECK(std::isnan(equal.z()));
  const EmpiricalTest undefined(std::numeric_limits<double>::quiet_NaN());
  CHECK(std::isnan(undefined.p()));
}

TEST_CASE("the spread of large numbers that hardly differ is exact") {
  EmpiricalTest test(1e9);
  for (int i = 0; i < 1000; ++i) test.add(1e9 + i % 2);
  CHECK(std::abs(test.sd() - 0.5 * std::sqrt(1000.0 / 999)) < 1e-9);
}

TEST_CASE("when chance made the observed number too, p is below 0.05 in about 5 % of the cases") {
  Random random(51);
  int below = 0;
  for (int run = 0; run < 2000; ++run) {
    EmpiricalTest test(random.uniform());
    for (int i = 0; i < 199; ++i) test.add(random.uniform());
    below += test.p() <= 0.05;
  }
  CHECK(below > 60);
  CHECK(below < 145);
}

TEST_CASE("adjusted p-values are those of statsmodels' fdr_bh") {
  const std::vector<double> p = {0.01, 0.04, 0.03, 0.005, 0.5};
  const std::vector<double> adjusted = benjamini_hochberg(p);
  const std::vector<double> expected = {0.025, 0.05, 0.05, 0.025, 0.5};
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(std::abs(adjusted[i] - expected[i]) < 1e-15);
  CHECK(benjamini_hochberg({}).empty());
  // What is no test does not count as one.
  const double nan = std::nan("");
  const std::vector<double> some = benjamini_hochberg(std::vector<double>{nan, 0.01, 0.5, nan});
  CHECK(std::isnan(some[0]));
  CHECK(some[1] == 0.02);
  CHECK(some[2] == 0.5);
  CHECK(std::isnan(some[3]));
}
