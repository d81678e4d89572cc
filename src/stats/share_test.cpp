#include "stats/share_test.h"

#include <cmath>

#include "base/check.h"

namespace cnx {
namespace {

// The exp and erfc of C libraries differ in the last digit, and page and tool must not. These are
// made of basic arithmetic, which IEEE 754 fixes (built with -ffp-contract=off, CMakeLists.txt).

/// exp(-x) for x >= 0; 0 from 700 on, where it is below 1e-304.
double exp_of_minus(double x) {
  if (!(x < 700)) return 0;
  constexpr double kLog2High = 0x1.62e42fee00000p-1, kLog2Low = 0x1.a39ef35793c76p-33;
  const double halvings = std::floor(x / (kLog2High + kLog2Low) + 0.5);
  const double rest = (x - halvings * kLog2High) - halvings * kLog2Low;  // within ln 2 / 2 of 0
  double sum = 1;
  for (int k = 18; k >= 1; --k) sum = 1 - rest / k * sum;
  return std::ldexp(sum, -static_cast<int>(halvings));
}

/// Chance of a standard normal number farther from 0 than z. Precondition: z >= 0.
double two_sided_p(double z) {
  constexpr double kTwoDensities = 0.79788456080286535588;  // 2 / sqrt(2 pi)
  const double density = kTwoDensities * exp_of_minus(z * z / 2);
  if (z < 2.5) {
    // What lies nearer, by its series: z + z^3 / 3 + z^5 / 15 + ...
    double term = z, sum = z;
    for (int odd = 3; odd < 100; odd += 2) {
      term *= z * z / odd;
      sum += term;
    }
    return 1 - density * sum;
  }
  // By Laplace's continued fraction, from deep inside it outward.
  double fraction = z;
  for (int k = 100; k >= 1; --k) fraction = z + k / fraction;
  return density / fraction;
}

}  // namespace

std::optional<double> share_test(std::uint64_t k, std::uint64_t n, double expected_share) {
  CNX_CHECK(k <= n);
  constexpr double kLeast = 5;
  const double trials = static_cast<double>(n), expected = trials * expected_share;
  if (!(expected >= kLeast) || !(trials - expected >= kLeast)) return std::nullopt;
  const double deviation = std::sqrt(expected * (1 - expected_share));
  const double z = std::abs(static_cast<double>(k) - expected) / deviation;
  return two_sided_p(z);
}

}  // namespace cnx
