#pragma once
// proportion.h — how sure one can be of "k of n".

#include <cstdint>
#include <optional>

namespace cnx {

/// Within so many standard deviations lie 95 % of a normal distribution.
inline constexpr double kNormal95 = 1.959963984540054;

/// A proportion with the ends of its 95 % interval; 0 <= low <= value <= high <= 1.
struct Proportion {
  double value = 0, low = 0, high = 0;

  bool operator==(const Proportion&) const = default;
};

/// k of n with the Wilson score interval at 95 % (Wilson 1927; z = kNormal95), or
/// nullopt when n is 0 and there is nothing to say. The interval takes the n trials to be
/// independent. Precondition: k <= n. The same digits on every machine. O(1).
std::optional<Proportion> wilson_proportion(std::uint64_t k, std::uint64_t n);

/// Of a network without self-loops the edges that are answered, among all. The two edges of a
/// reciprocal pair are answered together or not at all: the interval is Wilson's of x, the
/// reciprocal pairs among the connected ones, as 2x / (1 + x), and takes pairs of vertices to be
/// independent. Precondition: 2 * reciprocal_pairs <= edges. O(1).
std::optional<Proportion> answered_proportion(std::uint64_t reciprocal_pairs, std::uint64_t edges);

/// A difference of two proportions with the ends of its 95 % interval.
struct ProportionDifference {
  double value = 0, low = 0, high = 0;

  bool operator==(const ProportionDifference&) const = default;
};

/// a - b, with the interval that their Wilson intervals make (Newcombe 1998, his method 10). It
/// takes the two for independent of each other. O(1).
ProportionDifference difference_of(const Proportion& a, const Proportion& b);

}  // namespace cnx
