#include "report/bin_points.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "report/numbers.h"
#include "stats/proportion.h"

namespace cnx {
namespace {


}  // namespace

std::string distance_words(std::string_view measure) {
  if (measure == "lateral") return "lateral distance in x and z (µm)";
  if (measure == "depth") return "y of post less y of pre (µm)";
  if (measure == "deeper") return "distance (µm), post at larger y";
  if (measure == "shallower") return "distance (µm), post at smaller y";
  return "distance between somata (µm)";
}

std::string bin_words(double from_um, double width_um) {
  return short_number(from_um) + " to " + short_number(from_um + width_um) + " µm";
}

void put_mean_interval(LinePoint& point, double sd, double n) {
  const double error = kNormal95 * sd / std::sqrt(n);
  point.low = std::max(0.0, point.y - error);
  point.high = point.y + error;
}

void draw_beside(LineChart& chart, const LineChart& more, const std::string& name) {
  if (more.points.empty()) return;
  if (chart.title.empty()) {  // these neurons have no profile
    chart = more;
    chart.points.clear();
    chart.second.clear();
    chart.curve.clear();
    chart.caption = name + ": " + more.caption;
  } else {
    chart.caption += ". " + name + ": " + more.caption.substr(0, more.caption.find(';'));
  }
  if (!chart.points.empty()) chart.name = "these neurons";
  chart.other = more.points;
  chart.other_name = name;
}

void draw_analyzable_over(HistogramChart& chart, std::vector<std::uint64_t> counts,
                          const char* thing, const char* name) {
  const std::uint64_t all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  if (chart.bars.empty() || all == 0) return;
  counts.resize(chart.bars.size(), 0);
  if (counts == chart.bars) return;
  chart.other = std::move(counts);
  chart.other_name = name;
  chart.caption += kStepsAreOf + counted(all, thing) + " " + chart.other_name;
}

}  // namespace cnx
