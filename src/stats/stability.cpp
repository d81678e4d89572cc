#include "stats/stability.h"

#include <cmath>

#include "base/check.h"

namespace cnx {

const char* stability_word(Stability stability) {
  switch (stability) {
    case Stability::Stable: return "stable";
    case Stability::Changes: return "changes";
    case Stability::TooFew: return "too few";
  }
  return "";
}

namespace {

/// What the versions that are judged make of the one in use; `value_of` their values.
template <typename ValueOf>
void compare_judged(SweepVerdict& verdict, std::size_t in_use, ValueOf value_of) {
  bool others = false;
  for (std::size_t i = 0; i < verdict.judged.size(); ++i) {
    if (verdict.judged[i] == 0 || i == in_use) continue;
    others = true;
    const double change = value_of(i) / value_of(in_use) - 1;
    if (std::fabs(change) > std::fabs(verdict.largest_change)) {
      verdict.largest_change = change;
      verdict.at = i;
    }
  }
  if (!others) return;
  verdict.stability = std::fabs(verdict.largest_change) <= kLargestStableChange
                          ? Stability::Stable
                          : Stability::Changes;
}

}  // namespace

SweepVerdict judge_sweep(std::span<const double> values, std::span<const double> rests_on,
                         std::size_t in_use) {
  CNX_CHECK(in_use < values.size() && rests_on.size() == values.size());
  SweepVerdict verdict;
  verdict.judged.assign(values.size(), 0);
  verdict.at = in_use;
  const auto enough = [&](std::size_t i) {
    return std::isfinite(values[i]) && rests_on[i] >= kLeastExpectedEvents;
  };
  if (!enough(in_use) || values[in_use] == 0) return verdict;
  for (std::size_t i = 0; i < values.size(); ++i) verdict.judged[i] = enough(i) ? 1 : 0;
  compare_judged(verdict, in_use, [&](std::size_t i) { return values[i]; });
  return verdict;
}

SweepVerdict judge_sweep(std::span<const Ratio> points, std::size_t in_use) {
  CNX_CHECK(in_use < points.size());
  SweepVerdict verdict;
  verdict.judged.assign(points.size(), 0);
  verdict.at = in_use;
  const Ratio& here = points[in_use];
  if (here.events < kLeastExpectedEvents || !(here.base > 0)) return verdict;
  const double value = here.events / here.base;
  for (std::size_t i = 0; i < points.size(); ++i) {
    verdict.judged[i] = points[i].base * value < kLeastExpectedEvents * (1 - 1e-12) ? 0 : 1;
  }
  compare_judged(verdict, in_use, [&](std::size_t i) { return points[i].events / points[i].base; });
  return verdict;
}

}  // namespace cnx
