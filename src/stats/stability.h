#pragma once
// stability.h — whether a number survives that its network is cut another way: "stable" or
// "changes", by a rule that anybody can check (docs/statistics.md, robustness).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/network_counts.h"

namespace cnx {

/// A point is judged when so many events or more are to be expected in it if nothing changed: their
/// number is then known to about a tenth, and a fifth is more than its scatter.
inline constexpr double kLeastExpectedEvents = 100;
/// Stable: never farther from the value in use than this share of it.
inline constexpr double kLargestStableChange = 0.2;

enum class Stability : std::uint8_t { Stable, Changes, TooFew };
/// "stable", "changes", "too few".
const char* stability_word(Stability stability);

struct SweepVerdict {
  Stability stability = Stability::TooFew;
  std::vector<std::uint8_t> judged;  // [points] 1: it has events enough
  double largest_change = 0;  // value / value in use - 1, the farthest from 0 of those judged
  std::size_t at = 0;         // the point that has it
};

/// `points` are versions of one statistic, and points[in_use] is the one that is on the screen.
/// TooFew: fewer than kLeastExpectedEvents in use, or no other point is judged.
/// Precondition: in_use < points.size(). O(points).
SweepVerdict judge_sweep(std::span<const Ratio> points, std::size_t in_use);

/// The same of a statistic that is no share of counted events, such as a mean of lengths: a version
/// is judged when it, and that in use, rest on kLeastExpectedEvents vertices or edges or more, and
/// have a value. TooFew also where the value in use is 0. Precondition: spans of one length.
SweepVerdict judge_sweep(std::span<const double> values, std::span<const double> rests_on,
                         std::size_t in_use);

}  // namespace cnx
