// Built with -ffp-contract=off (CMakeLists.txt): a fused multiply-add would change the last
// digit on some processors, and page and tool must agree to the last digit.

#include "stats/proportion.h"

#include <cmath>

#include "base/check.h"

namespace cnx {

std::optional<Proportion> wilson_proportion(std::uint64_t k, std::uint64_t n) {
  CNX_CHECK(k <= n);
  if (n == 0) return std::nullopt;
  const double trials = static_cast<double>(n);
  const double share = static_cast<double>(k) / trials;
  const double z2_per_n = kNormal95 * kNormal95 / trials;
  const double center = share + z2_per_n / 2;
  const double half_width = kNormal95 * std::sqrt(share * (1 - share) / trials + z2_per_n / (4 * trials));
  Proportion proportion;
  proportion.value = share;
  // Exact at the ends, where rounding would leave 1e-19 instead of 0.
  proportion.low = k == 0 ? 0 : (center - half_width) / (1 + z2_per_n);
  proportion.high = k == n ? 1 : (center + half_width) / (1 + z2_per_n);
  return proportion;
}

std::optional<Proportion> answered_proportion(std::uint64_t reciprocal_pairs, std::uint64_t edges) {
  std::optional<Proportion> share = wilson_proportion(2 * reciprocal_pairs, edges);
  if (!share) return share;
  const auto of_pairs = wilson_proportion(reciprocal_pairs, edges - reciprocal_pairs);
  share->low = 2 * of_pairs->low / (1 + of_pairs->low);
  share->high = 2 * of_pairs->high / (1 + of_pairs->high);
  return share;
}

ProportionDifference difference_of(const Proportion& a, const Proportion& b) {
  const auto length = [](double x, double y) { return std::sqrt(x * x + y * y); };
  const double value = a.value - b.value;
  return {value, value - length(a.value - a.low, b.high - b.value),
          value + length(a.high - a.value, b.value - b.low)};
}

}  // namespace cnx
