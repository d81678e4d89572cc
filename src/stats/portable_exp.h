#pragma once
// portable_exp.h — an exponential that has the same last digit on every machine, for weights that
// decide what a random number chooses (portable_log.h says why).
//
// Include it only in files built with -ffp-contract=off (CMakeLists.txt).

#include <cmath>

#include "base/check.h"

namespace cnx {

/// exp(-t) for t >= 0, error below 1e-15 relative; 0 where it is smaller than the smallest double.
inline double portable_exp_of_minus(double t) {
  CNX_CHECK(t >= 0);
  if (t > 745) return 0;
  constexpr double kLog2High = 0x1.62e42feep-1, kLog2Low = 0x1.a39ef35793c76p-33;
  const double halvings = std::floor(t / (kLog2High + kLog2Low) + 0.5);
  // The product with the high part is exact: it has 21 zeros at its end.
  const double rest = (halvings * kLog2High - t) + halvings * kLog2Low;  // |rest| < 0.35
  double sum = 1;
  for (int i = 16; i >= 1; --i) sum = 1 + rest / i * sum;  // 0.35^17 / 17! is below 2^-73
  return std::ldexp(sum, -static_cast<int>(halvings));
}

}  // namespace cnx
