#include "stats/exponential_fit.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "stats/random.h"

using namespace cnx;

namespace {

bool near(double value, double expected, double relative) {
  return std::abs(value - expected) <= relative * std::abs(expected);
}

}  // namespace

TEST_CASE("a fit has the values and the standard errors of scipy.optimize.curve_fit") {
  // y = 0.2 exp(-x / 100) with a made-up scatter; scipy 1.10 with all tolerances at 1e-15.
  const double scatter[] = {1, -1, 2, 0, -2, 1, .5, -.5, 0, 1};
  std::vector<double> x, y;
  for (int i = 0; i < 10; ++i) {
    x.push_back(25 + 50.0 * i);
    y.push_back(0.2 * std::exp(-x.back() / 100) + 0.01 * scatter[i]);
  }
  const auto fit = fit_exponential(x, y);
  REQUIRE(fit.has_value());
  CHECK(near(fit->a, 0.21002417834718243, 1e-7));
  CHECK(near(fit->b, 0.010197291672537395, 1e-7));
  CHECK(near(fit->a_error, 0.019017756926899033, 1e-6));
  CHECK(near(fit->b_error, 0.0012772291679655644, 1e-6));
  CHECK(fit->points == 10);
}

TEST_CASE("three connections far from any curve still have the fit of scipy") {
  // Steps overshoot to and fro: 381 of them (thresholds of a small set of neurons had no fit).
  const double connected[] = {0, 2, 1, 0, 0, 0, 0, 0, 0, 0};
  const double pairs[] = {7930, 10744, 7290, 5230, 2956, 956, 248, 136, 36, 6};
  std::vector<double> x, y;
  for (int i = 0; i < 10; ++i) {
    x.push_back(25 + 50.0 * i);
    y.push_back(connected[i] / pairs[i]);
  }
  const auto fit = fit_exponential(x, y);
  REQUIRE(fit.has_value());
  CHECK(near(fit->a, 0.00010621, 1e-4));
  CHECK(near(fit->b, 0.00536863, 1e-5));
  CHECK(near(fit->b_error, std::sqrt(2.72094580e-05), 1e-3));
}

TEST_CASE("the fit of the published histograms of MICrONS v117 is the published one") {
  const char* const folder = std::getenv("CNX_TEST_DATA");
  if (!folder) {
    MESSAGE("skipped: CNX_TEST_DATA is not set");
    return;
  }
  std::ifstream file(std::string(folder) + "/microns_v117_small_center_distance_reference.json");
  REQUIRE(file.good());
  const auto reference = nlohmann::json::parse(file, nullptr, false);
  REQUIRE(!reference.is_discarded());
  std::vector<double> x, y;
  for (std::size_t i = 0; i < reference["count_all"].size(); ++i) {
    const double pairs = reference["count_all"][i];
    if (pairs == 0) continue;  // no pair, no probability, no point
    x.push_back((reference["dist_bins_nm"][i].get<double>() +
                 reference["dist_bins_nm"][i + 1].get<double>()) /
                2);
    y.push_back(reference["count_conn"][i].get<double>() / pairs);
  }
  const auto fit = fit_exponential(x, y);
  REQUIRE(fit.has_value());
  // The notebook stopped at scipy's default tolerance, 2e-6 before the minimum.
  CHECK(near(fit->a, reference["a"], 5e-6));
  CHECK(near(fit->b, reference["b_per_nm"], 5e-6));
  CHECK(near(fit->a, 0.14293454, 1e-7));
}

TEST_CASE("points on a curve give that curve, without errors, at any scale") {
  for (const double b : {1e-6, 0.01, 3.0, -0.02}) {
    CAPTURE(b);
    std::vector<double> x, y;
    for (int i = 0; i < 20; ++i) {
      x.push_back((i + 0.5) / std::abs(b) / 8);
      y.push_back(0.3 * std::exp(-b * x.back()));
    }
    const auto fit = fit_exponential(x, y);
    REQUIRE(fit.has_value());
    CHECK(near(fit->a, 0.3, 1e-10));
    CHECK(near(fit->b, b, 1e-10));
    CHECK(fit->a_error < 1e-8);
  }
}

TEST_CASE("standard errors cover the planted curve about as often as they promise") {
  // 500 noisy profiles: |a - planted| <= 2 errors in about 95 of 100, by the t distribution.
  Random random(21);
  int covered_a = 0, covered_b = 0;
  for (int run = 0; run < 500; ++run) {
    std::vector<double> x, y;
    for (int i = 0; i < 30; ++i) {
      x.push_back(10 + 20.0 * i);
      double noise = -6;  // a sum of 12 uniforms is close enough to a normal
      for (int j = 0; j < 12; ++j) noise += random.uniform();
      y.push_back(0.15 * std::exp(-0.01 * x.back()) + 0.004 * noise);
    }
    const auto fit = fit_exponential(x, y);
    REQUIRE(fit.has_value());
    covered_a += std::abs(fit->a - 0.15) <= 2.048 * fit->a_error;  // t(28), 97.5 %
    covered_b += std::abs(fit->b - 0.01) <= 2.048 * fit->b_error;
  }
  CHECK(covered_a > 460);
  CHECK(covered_a < 490);
  CHECK(covered_b > 460);
  CHECK(covered_b < 490);
}

TEST_CASE("what cannot be fitted gives no fit") {
  const std::vector<double> none;
  CHECK_FALSE(fit_exponential(none, none).has_value());
  const std::vector<double> x = {1, 2, 3}, zeros = {0, 0, 0}, one_positive = {0, 1, 0};
  CHECK_FALSE(fit_exponential(x, zeros).has_value());
  CHECK_FALSE(fit_exponential(x, one_positive).has_value());
  const std::vector<double> same = {5, 5, 5}, y = {1, 2, 3};
  CHECK_FALSE(fit_exponential(same, y).has_value());
}
