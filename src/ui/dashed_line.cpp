#include "ui/dashed_line.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace cnx {
namespace {

constexpr double kDashPx = 6, kGapPx = 4;  // CSS pixels

/// Shares of the way from one point to another between which it lies in a rectangle.
std::pair<double, double> seen_part(ImVec2 from, ImVec2 to, ImVec2 low, ImVec2 high) {
  double enters = 0, leaves = 1;
  const auto cut = [&](double start, double step, double least, double most) {
    if (step == 0) {
      if (start < least || start > most) leaves = 0;
      return;
    }
    const auto [first, last] = std::minmax({(least - start) / step, (most - start) / step});
    enters = std::max(enters, first);
    leaves = std::min(leaves, last);
  };
  cut(from.x, double{to.x} - from.x, low.x, high.x);
  cut(from.y, double{to.y} - from.y, low.y, high.y);
  return {enters, leaves};
}

}  // namespace

void draw_dashed(ImDrawList& list, std::span<const ImVec2> points, ImU32 color, float width_px,
                 float scale) {
  const double dash = kDashPx * scale, period = (kDashPx + kGapPx) * scale;
  const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
  double along = 0;  // of the line so far, in its period
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 from = points[i - 1], to = points[i];
    const double across = double{to.x} - from.x, down = double{to.y} - from.y;
    const double length = std::hypot(across, down);
    if (!std::isfinite(length)) {
      along = 0;
      continue;
    }
    // Near the camera a piece may be longer than numbers of pixels are exact: its dashes are
    // walked along what is seen of it, from where it enters the picture.
    const auto [enters, leaves] = seen_part(from, to, low, high);
    if (enters < leaves) {
      const auto at = [&](double share) {
        return std::array{std::clamp<double>(from.x + across * share, low.x, high.x),
                          std::clamp<double>(from.y + down * share, low.y, high.y)};
      };
      const auto begin = at(enters), end = at(leaves);
      const double seen = std::hypot(end[0] - begin[0], end[1] - begin[1]);
      const auto place = [&](double px) {
        const double share = px / seen;
        return ImVec2(static_cast<float>(begin[0] + (end[0] - begin[0]) * share),
                      static_cast<float>(begin[1] + (end[1] - begin[1]) * share));
      };
      const double phase = std::fmod(along + enters * length, period);
      const int dashes = static_cast<int>((seen + phase) / period) + 1;
      for (int n = 0; n < dashes; ++n) {
        const double start = n * period - phase, stop = std::min(start + dash, seen);
        if (stop > std::max(start, 0.0)) {
          list.AddLine(place(std::max(start, 0.0)), place(stop), color, width_px);
        }
      }
    }
    along = std::fmod(along + length, period);
  }
}

}  // namespace cnx
