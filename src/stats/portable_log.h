#pragma once
// portable_log.h — a logarithm that has the same last digit on every machine.
//
// The logarithms of C libraries differ in the last digit, and a random network must not depend on
// whose library drew it. This one is made of basic arithmetic, which IEEE 754 fixes. Include it
// only in files built with -ffp-contract=off (CMakeLists.txt).

#include <array>
#include <cmath>

namespace cnx {

namespace detail {
inline constexpr std::array<double, 38> kReciprocals = [] {
  std::array<double, 38> values{};
  for (int i = 1; i < 38; ++i) values[static_cast<std::size_t>(i)] = 1.0 / i;
  return values;
}();
}  // namespace detail

/// log((1 + s) / (1 - s)) for |s| <= 1/3, by its series; error below 4e-16 relative.
inline double log_of_quotient(double s) {
  const double square = s * s;
  // Horner from the smallest term on; 9^-19 / 39 is below 2^-60.
  double sum = 1.0 / 37;
  for (int odd = 35; odd >= 1; odd -= 2)
    sum = sum * square + detail::kReciprocals[static_cast<std::size_t>(odd)];
  return 2 * s * sum;
}

/// log(y) for a finite y > 0.
inline double portable_log(double y) {
  int exponent = 0;
  const double mantissa = std::frexp(y, &exponent);  // in [0.5, 1); exact
  constexpr double kLog2 = 0.69314718055994530942;
  return exponent * kLog2 - log_of_quotient((1 - mantissa) / (1 + mantissa));
}

/// log(1 - p) for 0 <= p < 1, exact to a few units of the last digit also where p is tiny.
inline double portable_log_of_rest(double p) {
  if (p <= 0.5) return -log_of_quotient(p / (2 - p));
  return portable_log(1 - p);
}

}  // namespace cnx
