#include "stats/share_test.h"

#include <cmath>

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

}  // namespace cnx
