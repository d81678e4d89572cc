#pragma once
// exact_division.h — many divisions by one number, of which nearly all leave nothing over.

#include <bit>
#include <cstdint>
#include <limits>

namespace cnx {

/// Multiplies by the inverse modulo 2^64 (Granlund and Montgomery 1994), which takes numbers that
/// the divisor divides to their quotients, and all others to what is above every quotient.
class ExactDivisor {
 public:
  /// Precondition: divisor >= 1.
  explicit ExactDivisor(std::uint64_t divisor)
      : shift_(std::countr_zero(divisor)),
        largest_(std::numeric_limits<std::uint64_t>::max() / divisor) {
    const std::uint64_t odd = divisor >> shift_;
    inverse_ = odd * 3 ^ 2;  // right in 5 bits; each round doubles them
    for (int round = 0; round < 4; ++round) inverse_ *= 2 - odd * inverse_;
  }

  /// The quotient, or a number above 2^64 / divisor where something would be left over.
  std::uint64_t quotient(std::uint64_t number) const {
    return std::rotr(number * inverse_, shift_);
  }
  bool divides(std::uint64_t number) const { return quotient(number) <= largest_; }

 private:
  int shift_;
  std::uint64_t largest_, inverse_;
};

}  // namespace cnx
