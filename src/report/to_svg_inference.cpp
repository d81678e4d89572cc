// to_svg_inference.cpp — figures of the charts by distance and against chance (to_svg.h).

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "report/numbers.h"
#include "report/svg_figure.h"
#include "report/to_svg.h"

namespace cnx {
namespace {

using Anchor = SvgWriter::Anchor;

constexpr std::uint32_t kLine = kSvgLines[0], kOther = kSvgLines[1], kSecond = kSvgLines[2],
                        kObserved = kSvgLines[3];

/// Characters of kSvgTextPx that fit into half of a figure.
constexpr std::size_t kHalfCharacters = 42;

/// Where the axes of a plot are, in pixels.
struct PlotFrame {
  double left = 0, right = 0, top = 0, bottom = 0;
};

/// Axes with ticks, band and lines.
void draw_plot(SvgWriter& svg, const LineChart& chart, const PlotFrame& frame,
               const LineAxes& axes) {
  const auto x_of = [&](double x) {
    return frame.left + (x - axes.x0) / (axes.x1 - axes.x0) * (frame.right - frame.left);
  };
  const auto y_of = [&](double y) {
    return frame.bottom - std::clamp(axes.y_share(y), 0.0, 1.0) * (frame.bottom - frame.top);
  };
  for (const double y : axes.y_ticks()) {
    svg.line(frame.left, y_of(y), frame.right, y_of(y), y == 0 ? kSvgMuted : kSvgGrid);
    svg.text(frame.left - 6, y_of(y) + 4, y_tick_text(chart, y), Anchor::End, kSvgTextPx,
             kSvgMuted);
  }
  for (double x = axes.first_x_tick(); x <= axes.x1 + axes.x_step * 1e-6; x += axes.x_step) {
    svg.line(x_of(x), frame.bottom, x_of(x), frame.bottom + 4, kSvgMuted);
    svg.text(x_of(x), frame.bottom + 17, std::abs(x) < axes.x_step / 2 ? "0" : short_number(x),
             Anchor::Middle, kSvgTextPx, kSvgMuted);
  }

  // Lines and bands stop where a bin has no value.
  const auto runs = [&](const std::vector<LinePoint>& points, double gap, auto draw) {
    for (std::size_t begin = 0, end; begin < points.size(); begin = end) {
      end = begin + 1;
      while (end < points.size() && points[end].x - points[end - 1].x < gap) ++end;
      draw(std::span(points).subspan(begin, end - begin));
    }
  };
  const double gap = 1.5 * chart.bin_width;
  // Where a line leaves the picture it ends at the edge, on its way to the point beyond.
  const auto polyline = [&](std::span<const LinePoint> points, std::uint32_t color, double width,
                            bool dashed = false) {
    std::vector<double> xy;
    const auto end_line = [&] {
      if (xy.size() > 2) svg.polyline(xy, color, width, dashed);
      xy.clear();
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
      const bool inside = axes.shows(points[i].y);
      if (i > 0 && inside != axes.shows(points[i - 1].y)) {
        const LinePoint &a = points[i - 1], &b = points[i];
        const double edge = std::max(a.y, b.y) > axes.y1 ? axes.y1 : axes.y0;
        xy.push_back(x_of(a.x + (b.x - a.x) * (edge - a.y) / (b.y - a.y)));
        xy.push_back(y_of(edge));
      }
      if (inside) {
        xy.push_back(x_of(points[i].x));
        xy.push_back(y_of(points[i].y));
      } else {
        end_line();
      }
    }
    end_line();
  };
  for (const auto& [line, color] :
       {std::pair{&chart.other, kOther}, std::pair{&chart.points, kLine}}) {
    runs(*line, gap, [&, fill = color](std::span<const LinePoint> points) {
      std::vector<double> xy;
      for (const LinePoint& point : points) {
        xy.push_back(x_of(point.x));
        xy.push_back(y_of(point.high));
      }
      for (std::size_t i = points.size(); i-- > 0;) {
        xy.push_back(x_of(points[i].x));
        xy.push_back(y_of(points[i].low));
      }
      svg.polygon(xy, fill, 0.25);
    });
  }
  runs(chart.second, gap,
       [&](std::span<const LinePoint> points) { polyline(points, kSecond, 1.2, true); });
  runs(chart.other, gap, [&](std::span<const LinePoint> points) { polyline(points, kOther, 2); });
  runs(chart.points, gap, [&](std::span<const LinePoint> points) { polyline(points, kLine, 2); });
  if (!chart.curve.empty()) polyline(chart.curve, kObserved, 1);
  // Arrows at the edge where a band goes on beyond it.
  for (const auto& [line, color] :
       {std::pair{&chart.other, kOther}, std::pair{&chart.points, kLine}}) {
    for (const LinePoint& point : *line) {
      if (!axes.shows(point.y)) continue;  // it has an arrow of its own
      const double x = x_of(point.x), above = frame.top - 2, below = frame.bottom + 2;
      if (axes.cuts_above(point)) {
        svg.polyline(std::array{x - 4, above + 4, x, above, x + 4, above + 4}, color, 1.4);
      }
      if (axes.cuts_below(point)) {
        svg.polyline(std::array{x - 4, below - 4, x, below, x + 4, below - 4}, color, 1.4);
      }
    }
  }
  for (const auto& [line, color] :
       {std::pair{&chart.second, kSecond}, std::pair{&chart.other, kOther},
        std::pair{&chart.points, kLine}}) {
    for (const LinePoint& point : *line) {
      const double x = x_of(point.x), y = y_of(point.y);
      if (!axes.shows(point.y)) {  // an arrow: it is farther up, or down
        const double tip = point.y > axes.y1 ? -4 : 4;
        svg.polygon(std::array{x - 4, y - tip, x, y + tip, x + 4, y - tip}, color, 1);
      } else if (point.faint) {  // a ring: too little to judge by
        svg.rect(x - 3, y - 3, 6, 6, color);
        svg.rect(x - 1.5, y - 1.5, 3, 3, 0xffffff);
      } else if (line == &chart.other) {
        svg.rect(x - 2.4, y - 2.4, 4.8, 4.8, color);
      }
    }
  }
}

}  // namespace

std::string to_svg(const LineChart& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  constexpr double kPlotPx = 340, kLegendPx = 18, kLeft = 70, kRight = kSvgWidthPx - 16;
  constexpr double kTop = kSvgHeadPx + 20, kBottom = kPlotPx - 66;
  std::vector<std::pair<std::string, std::uint32_t>> legend;
  if (!chart.name.empty()) legend.emplace_back(chart.name, kLine);
  if (!chart.other.empty()) legend.emplace_back(chart.other_name, kOther);
  if (!chart.curve.empty()) legend.emplace_back(chart.curve_name, kObserved);
  if (!chart.second.empty()) legend.emplace_back(chart.second_name, kSecond);
  // Two names in a row, when they fit.
  const bool two = std::all_of(legend.begin(), legend.end(), [](const auto& entry) {
    return lines_of(entry.first, kHalfCharacters - 4).size() == 1;
  });
  const std::size_t per_row = two ? 2 : 1;
  const std::size_t more_rows = legend.empty() ? 0 : (legend.size() - 1) / per_row;
  const double height_px = kPlotPx + kLegendPx * static_cast<double>(more_rows);
  SvgWriter svg = begin_figure(chart.title, chart.caption, height_px, notes, foot);
  svg.text(kSvgMarginPx, kTop - 12, chart.y_title, Anchor::Start, kSvgTextPx, kSvgMuted);
  svg.text((kLeft + kRight) / 2, kBottom + 36, chart.x_title, Anchor::Middle, kSvgTextPx,
           kSvgMuted);
  if (chart.points.empty() && chart.other.empty()) return std::move(svg).finish();
  const LineAxes axes = line_axes(chart, 4, 6);
  draw_plot(svg, chart, {kLeft, kRight, kTop, kBottom}, axes);
  if (cuts_bands(chart, axes)) {
    svg.text(kRight, kTop - 12, kCutBands, Anchor::End, kSvgTextPx, kSvgMuted);
  }

  for (std::size_t i = 0; i < legend.size(); ++i) {
    const double x = i % per_row == 0 ? kSvgMarginPx : kSvgWidthPx / 2;
    const double y = kPlotPx - 14 + kLegendPx * static_cast<double>(i / per_row);
    svg.polyline(std::array{x, y, x + 18, y}, legend[i].second, 2, legend[i].second == kSecond);
    svg.text(x + 24, y + 4, legend[i].first, Anchor::Start, kSvgTextPx, kSvgMuted);
  }
  return std::move(svg).finish();
}

std::string to_svg(const ControlsChart& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  constexpr double kRowPx = 44, kLeft = kSvgMarginPx, kRight = kSvgWidthPx - kSvgMarginPx;
  constexpr double kEndPx = 76;  // for the numbers at the ends of an axis
  const double height = kSvgHeadPx + kRowPx * static_cast<double>(chart.rows.size()) + 12;
  SvgWriter svg = begin_figure(chart.title, chart.caption, height, notes, foot);
  double top = kSvgHeadPx;
  for (const ControlsRow& row : chart.rows) {
    svg.text(kLeft, top + 14, row.name, Anchor::Start, kSvgTextPx,
             row.remarkable ? kObserved : kSvgMuted);
    svg.text(kRight, top + 14, row.text, Anchor::End, kSvgTextPx, kSvgMuted);
    const auto [low, high] = controls_range(row);
    if (high > low) {
      const double from_px = kLeft + kEndPx, to_px = kRight - kEndPx;
      const auto x_of = [&, from = low, to = high](double value) {
        return from_px + (value - from) / (to - from) * (to_px - from_px);
      };
      const double middle = top + 28;
      svg.line(from_px, middle, to_px, middle, kSvgGrid);
      svg.text(from_px - 8, middle + 4, row.low_text, Anchor::End, kSvgTextPx, kSvgMuted);
      svg.text(to_px + 8, middle + 4, row.high_text, Anchor::Start, kSvgTextPx, kSvgMuted);
      for (const double value : row.values) {
        svg.line(x_of(value), middle - 4, x_of(value), middle + 4, kLine, 1);
      }
      svg.line(x_of(row.observed), middle - 8, x_of(row.observed), middle + 8, kObserved, 3);
    }
    top += kRowPx;
  }
  return std::move(svg).finish();
}

std::string to_svg(const SweepChart& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  constexpr double kPlotPx = 110, kHalf = kSvgWidthPx / 2, kLinePx = 14;
  std::vector<std::vector<std::string>> words;  // by panel
  std::size_t most_lines = 1;
  for (const SweepPanel& panel : chart.panels) {
    words.push_back(lines_of(
        panel.sentence.empty() ? panel.word : panel.word + ": " + panel.sentence, kHalfCharacters));
    most_lines = std::max(most_lines, words.back().size());
  }
  const double words_px = kLinePx * static_cast<double>(most_lines), row_px = 196 + words_px;
  const double rows = std::ceil(static_cast<double>(chart.panels.size()) / 2);
  SvgWriter svg =
      begin_figure(chart.title, chart.caption, kSvgHeadPx + row_px * rows + 12, notes, foot);
  for (std::size_t i = 0; i < chart.panels.size(); ++i) {
    const SweepPanel& panel = chart.panels[i];
    const double x = i % 2 == 0 ? 0 : kHalf;
    const double y = kSvgHeadPx + row_px * static_cast<double>(i / 2);
    const double top = y + 32 + words_px;
    const PlotFrame frame{x + 56, x + kHalf - 16, top, top + kPlotPx};
    svg.text(x + kSvgMarginPx, y + 16, panel.line.title, Anchor::Start, kSvgTextPx);
    for (std::size_t line = 0; line < words[i].size(); ++line) {
      svg.text(x + kSvgMarginPx, y + 32 + kLinePx * static_cast<double>(line), words[i][line],
               Anchor::Start, kSvgTextPx, kSvgMuted);
    }
    svg.text((frame.left + frame.right) / 2, frame.bottom + 34, panel.line.x_title, Anchor::Middle,
             kSvgTextPx, kSvgMuted);
    if (!panel.line.points.empty()) {
      draw_plot(svg, panel.line, frame, line_axes(panel.line, 3, 4));
    }
  }
  return std::move(svg).finish();
}

}  // namespace cnx
