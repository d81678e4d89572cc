#include "stats/multiple_tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace cnx {

std::optional<double> share_test(std::uint64_t k, std::uint64_t n, double expected_share) {
  CNX_CHECK(k <= n);
  constexpr double kLeast = 5;
  const double trials = static_cast<double>(n), expected = trials * expected_share;
  if (!(expected >= kLeast) || !(trials - expected >= kLeast)) return std::nullopt;
  const double deviation = std::sqrt(expected * (1 - expected_share));
  const double z = std::abs(static_cast<double>(k) - expected) / deviation;
  return std::erfc(z / std::sqrt(2.0));
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] > p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  const double tests = static_cast<double>(p_values.size());
  double least = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {  // from the largest down
    const double rank = tests - static_cast<double>(i);
    least = std::min(least, p_values[order[i]] * tests / rank);
    adjusted[order[i]] = least;
  }
  return adjusted;
}

}  // namespace cnx
