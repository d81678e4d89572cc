#pragma once
// sample_random.h — random numbers, exp and log that are the same on every machine.
//
// The distributions of <random> and the last bits of libm differ between libraries. A sample
// is promised to be the same bytes everywhere, so what it is drawn with is here: integers,
// + - * / and sqrt only, which IEEE 754 fixes (the target is built with -ffp-contract=off).

#include <cstdint>

namespace cnx {

/// e^x to a few units in the last place for |x| <= 700; beyond that, its value at the limit.
double portable_exp(double x);

/// Natural logarithm to a few units in the last place; x must be positive and normal.
double portable_log(double x);

/// xoshiro256++ (Blackman & Vigna 2019), seeded by SplitMix64.
class SampleRandom {
 public:
  /// Streams of one seed are independent for our purposes: one for each thing that is drawn,
  /// so that a change to one step leaves the random numbers of the others alone.
  SampleRandom(std::uint64_t seed, std::uint64_t stream);

  /// 64 random bits.
  std::uint64_t bits() {
    const std::uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

  /// Uniform integer in [0, n), n >= 1. Its bias, below n / 2^32, does not matter here.
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(((bits() >> 32) * n) >> 32);
  }

  /// Mean 0, variance 1: the sum of twelve uniforms (Irwin-Hall), normal to within 0.003 in its
  /// distribution function and never beyond 6.
  double normal();

  /// Exponential with mean 1.
  double exponential();

 private:
  static std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

  std::uint64_t state_[4];
};

}  // namespace cnx
