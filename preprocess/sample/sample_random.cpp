// sample_random.cpp — see sample_random.h for why none of this is the standard library's.

#include "sample/sample_random.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cnx {

double portable_exp(double x) {
  x = std::clamp(x, -700.0, 700.0);
  // x = k ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts keeps r exact to the last bits.
  constexpr double kLn2High = 0x1.62e42fee00000p-1;
  constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
  const double k = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = 1.0;
  for (int n = 14; n >= 1; --n) sum = 1.0 + sum * r / n;  // Taylor; 0.35^15 / 15! < 2^-60
  return std::ldexp(sum, static_cast<int>(k));
}

double portable_log(double x) {
  CNX_CHECK(x > 0.0);
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // in [0.5, 1)
  if (mantissa < 0.7071067811865476) {
    mantissa *= 2.0;
    exponent -= 1;
  }
  // log m = 2 atanh((m - 1) / (m + 1)), where the argument is at most 0.172.
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double square = s * s;
  double sum = 0.0;
  for (int n = 21; n >= 1; n -= 2) sum = sum * square + 1.0 / n;
  return 2.0 * s * sum + exponent * 0.6931471805599453;
}

SampleRandom::SampleRandom(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t x = seed * 0x9e3779b97f4a7c15u + stream * 0xd1342543de82ef95u;
  for (std::uint64_t& word : state_) {  // SplitMix64: never gives four zeros in a row
    x += 0x9e3779b97f4a7c15u;
    std::uint64_t z = x;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    word = z ^ (z >> 31);
  }
}

double SampleRandom::normal() {
  std::uint32_t sum = 0;  // of twelve 16-bit numbers
  for (int i = 0; i < 3; ++i) {
    const std::uint64_t x = bits();
    sum += static_cast<std::uint32_t>((x & 0xffff) + ((x >> 16) & 0xffff) + ((x >> 32) & 0xffff) +
                                      (x >> 48));
  }
  return (static_cast<double>(sum) + 6.0) / 65536.0 - 6.0;
}

double SampleRandom::exponential() { return -portable_log(1.0 - uniform()); }

}  // namespace cnx
