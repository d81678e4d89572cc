// chart_axes.cpp — where the axes of a chart begin and end, for the screen and for figures alike.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "report/chart.h"
#include "report/numbers.h"

namespace cnx {
namespace {

/// The smallest of 1, 2, 5 times a power of ten that is at least span / steps.
double nice_real_step(double span, double steps) {
  const double wanted = span / steps;
  if (!(wanted > 0) || !std::isfinite(wanted)) return 1;
  const double ten = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (wanted <= factor * ten * (1 + 1e-9)) return factor * ten;
  }
  return 10 * ten;
}

}  // namespace

std::vector<double> HistogramChart::steps() const {
  const auto sum = [](const std::vector<std::uint64_t>& counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  };
  std::vector<double> heights(other.begin(), other.end());
  const double scale = heights.empty() ? 0 : sum(bars) / sum(other);
  for (double& height : heights) height *= scale;
  return heights;
}

std::uint64_t HistogramChart::tallest() const {
  double highest = static_cast<double>(*std::max_element(bars.begin(), bars.end()));
  for (const double height : steps()) highest = std::max(highest, height);
  return static_cast<std::uint64_t>(std::ceil(highest));
}

LineChart cumulative(const HistogramChart& chart) {
  LineChart line;
  line.title = chart.title + ", cumulative";
  line.caption = chart.caption;
  if (const std::size_t at = line.caption.find(kStepsAreOf); at != std::string::npos) {
    line.caption.replace(at, std::string_view(kStepsAreOf).size(), "; dashed: ");
  }
  line.x_title = chart.x_title;
  line.y_title = "share of the " + chart.y_title;
  line.n_title = chart.y_title;
  line.percent = true;
  line.bin_width = chart.bin_width;
  if (!chart.other.empty()) line.name = "all";
  line.second_name = chart.other_name;
  const auto shares = [&](const std::vector<std::uint64_t>& counts, std::uint64_t beyond,
                          std::vector<LinePoint>& points) {
    const std::uint64_t n = std::accumulate(counts.begin(), counts.end(), beyond);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < counts.size() && n > 0; ++i) {
      below += counts[i];
      LinePoint& point = points.emplace_back();
      const std::int64_t end =
          chart.first + static_cast<std::int64_t>((i + 1) * std::uint64_t{chart.bin_width});
      point.x = static_cast<double>(end - (chart.whole ? 1 : 0));
      point.y = point.low = point.high = static_cast<double>(below) / static_cast<double>(n);
      point.n = n;
      point.tooltip = percent_text(point.y) + (chart.whole ? " at most " : " below ") +
                      decimal_text(point.x, 0) + "\n" + with_separators(below) + " of " +
                      with_separators(n) + " " + chart.y_title;
    }
  };
  shares(chart.bars, chart.beyond, line.points);
  shares(chart.other, chart.other_beyond, line.second);
  return line;
}

std::string y_tick_text(const LineChart& chart, double y) {
  return chart.percent ? short_number(100 * y) + " %" : short_number(y);
}

void set_color_end(HeatMap& map) {
  double certain = 0, any = 0;
  for (const HeatCell& cell : map.cells) {
    if (!cell.defined) continue;
    any = std::max(any, cell.value);
    if (!cell.uncertain) certain = std::max(certain, cell.value);
  }
  map.max_value = certain > 0 ? certain : any;
}

bool HeatMap::any_remarkable() const {
  return std::any_of(cells.begin(), cells.end(),
                     [](const HeatCell& cell) { return cell.remarkable(); });
}

std::optional<double> HeatMap::bar_mark_share() const {
  if (!bar_mark || !(max_value >= *bar_mark)) return std::nullopt;
  return *bar_mark / max_value;
}

double BarAxis::share(double value) const {
  if (log && !(value > 0)) return 0;
  return std::clamp(((log ? std::log10(value) : value) - from) / (to - from), 0.0, 1.0);
}

std::pair<double, double> BarAxis::bar(double value) const {
  const double zero = share(0), end = share(value);
  return {std::min(zero, end), std::max(zero, end)};
}

std::string BarAxis::tick_text(double tick) {
  if (tick >= 1e12) return short_number(tick / 1e12) + " trillion";
  if (tick >= 1e9) return short_number(tick / 1e9) + " billion";
  if (tick >= 1e6) return short_number(tick / 1e6) + " million";
  return short_number(tick);
}

BarAxis bar_axis(const NamedBars& chart, double most_ticks) {
  BarAxis axis;
  axis.log = chart.scale == BarScale::Log;
  std::vector<double> values;
  for (const NamedBar& bar : chart.bars) {
    for (const double value : {bar.value, bar.expected.value_or(bar.value), bar.low, bar.high}) {
      if (!axis.log) values.push_back(value);
      if (axis.log && value > 0) values.push_back(std::log10(value));
    }
  }
  if (!axis.log || values.empty()) values.push_back(0);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  double step = 1;
  if (axis.log) {
    // What is as small as the first power of ten still has a bar.
    const double first = std::floor(*least), last = std::max(first + 1, std::ceil(*most));
    axis.from = first - 0.3;
    axis.to = last;
    step = std::ceil((last - first) / most_ticks);
    for (double tick = first; tick <= last; tick += step) {
      axis.ticks.push_back(std::pow(10.0, tick));
    }
    return axis;
  }
  axis.from = *least;
  axis.to = *most > *least ? *most : *least + 1;
  if (chart.scale == BarScale::Plain) return axis;
  step = nice_real_step(axis.to - axis.from, most_ticks);
  const double first = std::floor(axis.from / step + 1e-9), last = std::ceil(axis.to / step - 1e-9);
  axis.from = first * step;
  axis.to = last * step;
  for (double tick = first; tick <= last; ++tick) axis.ticks.push_back(tick * step);
  return axis;
}

double LineAxes::first_x_tick() const { return std::ceil(x0 / x_step) * x_step; }

std::vector<double> LineAxes::y_ticks() const {
  std::vector<double> ticks;
  const auto steps = static_cast<int>(std::lround((y1 - y0) / y_step));
  const auto below = static_cast<int>(std::lround(-y0 / y_step));
  for (int i = 0; i <= steps; ++i) ticks.push_back((i - below) * y_step);
  return ticks;
}

LineAxes line_axes(const LineChart& chart, double y_ticks, double x_ticks) {
  LineAxes axes;
  bool any = false;
  for (const auto* points : {&chart.points, &chart.other}) {
    if (points->empty()) continue;
    axes.x0 = std::min(axes.x0, points->front().x - chart.bin_width / 2);
    const double end = points->back().x + chart.bin_width / 2;
    axes.x1 = any ? std::max(axes.x1, end) : end;
    any = true;
  }
  // The lines decide; an interval of a bin with two pairs may reach out of the picture, and so may
  // a point that rests on too little, unless there are no others.
  double highest = 0, lowest = 0;
  for (const auto* points : {&chart.points, &chart.second, &chart.other, &chart.curve}) {
    for (const LinePoint& point : *points) {
      if (point.faint) continue;
      highest = std::max(highest, point.y);
      lowest = std::min(lowest, point.y);
    }
  }
  // A band that rests on enough is seen whole, unless it would press the lines flat.
  const double most = 1.5 * highest;
  for (const auto* points : {&chart.points, &chart.other}) {
    for (const LinePoint& point : *points) {
      if (!point.faint) highest = std::max(highest, std::min(point.high, most));
    }
  }
  if (highest == 0 && lowest == 0) {
    for (const auto* points : {&chart.points, &chart.other}) {
      for (const LinePoint& point : *points) {
        highest = std::max(highest, point.y);
        lowest = std::min(lowest, point.y);
      }
    }
  }
  if (highest == 0 && lowest == 0) highest = 1;
  axes.y_step = nice_real_step(highest - lowest, y_ticks);
  axes.y0 = std::floor(lowest / axes.y_step + 1e-9) * axes.y_step;
  axes.y1 = std::ceil(highest / axes.y_step - 1e-9) * axes.y_step;
  axes.x_step = nice_real_step(axes.x1 - axes.x0, x_ticks);
  // One tick says nothing of how far apart two places are.
  while (axes.x1 > axes.x0 && axes.first_x_tick() + axes.x_step > axes.x1 + axes.x_step * 1e-6) {
    axes.x_step = nice_real_step(axes.x_step / 2.5, 1);
  }
  return axes;
}

// Ends of the axis are rounded: a band that ends at the last tick is whole.
constexpr double kSeen = 1e-6;

bool LineAxes::cuts_above(const LinePoint& point) const {
  return point.low != point.high && y_share(point.high) > 1 + kSeen;
}

bool LineAxes::cuts_below(const LinePoint& point) const {
  return point.low != point.high && y_share(point.low) < -kSeen;
}

bool cuts_bands(const LineChart& chart, const LineAxes& axes) {
  const auto cut = [&](const LinePoint& point) {
    return axes.cuts_above(point) || axes.cuts_below(point);
  };
  return std::any_of(chart.points.begin(), chart.points.end(), cut) ||
         std::any_of(chart.other.begin(), chart.other.end(), cut);
}

std::string beyond_words(const LineChart& chart, const LineAxes& axes, const LinePoint& point) {
  const bool above = axes.cuts_above(point), below = axes.cuts_below(point);
  const auto ends_at = [&](double y) { return ", which ends at " + y_tick_text(chart, y); };
  if (!axes.shows(point.y)) {
    return "beyond the axis" + ends_at(point.y > axes.y1 ? axes.y1 : axes.y0);
  }
  if (above && below) return "its band goes beyond both ends of the axis";
  if (!above && !below) return {};
  return "its band goes beyond the axis" + ends_at(above ? axes.y1 : axes.y0);
}

std::pair<double, double> controls_range(const ControlsRow& row) {
  if (row.values.empty() || !std::isfinite(row.observed)) return {0, 0};
  double low = row.observed, high = row.observed;
  for (const double value : row.values) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return {low, high};
}

}  // namespace cnx
