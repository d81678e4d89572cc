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

SweepVerdict judge_sweep(std::span<const Ratio> points, std::size_t in_use) {
  CNX_CHECK(in_use < points.size());
  SweepVerdict verdict;
  verdict.judged.assign(points.size(), 0);
  verdict.at = in_use;
  const Ratio& here = points[in_use];
  if (here.events < kLeastExpectedEvents || !(here.base > 0)) return verdict;
  const double value = here.events / here.base;
  bool others = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].base * value < kLeastExpectedEvents * (1 - 1e-12)) continue;
    verdict.judged[i] = 1;
    if (i == in_use) continue;
    others = true;
    const double change = points[i].events / points[i].base / value - 1;
    if (std::fabs(change) > std::fabs(verdict.largest_change)) {
      verdict.largest_change = change;
      verdict.at = i;
    }
  }
  if (!others) return verdict;
  verdict.stability = std::fabs(verdict.largest_change) <= kLargestStableChange
                          ? Stability::Stable
                          : Stability::Changes;
  return verdict;
}

}  // namespace cnx
