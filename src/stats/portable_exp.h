#pragma once
// portable_exp.h — an exponential that has the same last digit on every machine, for weights that
// decide what a random number chooses (portable_log.h says why), and for fits, which magnify it.
//
// Include it only in files built with -ffp-contract=off (CMakeLists.txt).

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/check.h"

namespace cnx {

namespace detail {
inline constexpr std::array<double, 15> kInverseFactorials = [] {
  std::array<double, 15> values{};
  double factorial = 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) factorial *= static_cast<double>(i);
    values[i] = 1 / factorial;
  }
  return values;
}();
}  // namespace detail

/// exp(-t) for t >= 0, error below 1e-15 relative; 0 where it is smaller than the smallest double.
inline double portable_exp_of_minus(double t) {
  CNX_CHECK(t >= 0);
  if (t > 745) return 0;
  constexpr double kLog2High = 0x1.62e42feep-1, kLog2Low = 0x1.a39ef35793c76p-33;
  const double halvings = std::floor(t / (kLog2High + kLog2Low) + 0.5);
  // The product with the high part is exact: it has 21 zeros at its end.
  const double rest = (halvings * kLog2High - t) + halvings * kLog2Low;  // |rest| < 0.35
  double sum = detail::kInverseFactorials[14];  // 0.35^15 / 15! is below 2^-62
  for (std::size_t i = 14; i > 0; --i) sum = sum * rest + detail::kInverseFactorials[i - 1];
  // 2^-halvings as its bits, where it is a normal number: what ldexp does, in one step.
  if (halvings > 1000) return std::ldexp(sum, -static_cast<int>(halvings));
  const std::uint64_t bits = (1023 - static_cast<std::uint64_t>(halvings)) << 52;
  double power = 0;
  std::memcpy(&power, &bits, sizeof power);  // std::bit_cast is not in Emscripten's library yet
  return sum * power;
}

/// exp(s), of any number; infinity above 745.
inline double portable_exp(double s) {
  if (std::isnan(s)) return s;
  return s <= 0 ? portable_exp_of_minus(-s) : 1 / portable_exp_of_minus(s);
}

}  // namespace cnx
