// to_svg_inference.cpp — figures of the charts by distance and against chance (to_svg.h).

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "report/numbers.h"
#include "report/svg_writer.h"
#include "report/to_svg.h"

namespace cnx {
namespace {

using Anchor = SvgWriter::Anchor;

constexpr std::uint32_t kMuted = 0x545d68, kGrid = 0xd3d7dc, kLine = 0x2f6fb3, kSecond = 0xa85a00,
                        kInk = 0x1b2026;
constexpr double kMarginPx = 12, kTitlePx = 15, kTextPx = 12, kHeadPx = 52;

SvgWriter begin(const std::string& title, const std::string& caption, double height_px,
                std::span<const std::string> notes) {
  SvgWriter svg(kSvgWidthPx, height_px, title, notes);
  svg.text(kMarginPx, 22, title, Anchor::Start, kTitlePx);
  svg.text(kMarginPx, 40, caption, Anchor::Start, kTextPx, kMuted);
  return svg;
}

}  // namespace

std::string to_svg(const LineChart& chart, std::span<const std::string> notes) {
  constexpr double kHeightPx = 340, kLeft = 70, kRight = kSvgWidthPx - 16;
  constexpr double kTop = kHeadPx + 20, kBottom = kHeightPx - 66;
  SvgWriter svg = begin(chart.title, chart.caption, kHeightPx, notes);
  svg.text(kMarginPx, kTop - 8, chart.y_title, Anchor::Start, kTextPx, kMuted);
  svg.text((kLeft + kRight) / 2, kBottom + 36, chart.x_title, Anchor::Middle, kTextPx, kMuted);
  if (chart.points.empty()) return std::move(svg).finish();

  const LineAxes axes = line_axes(chart, 4, 6);
  const auto x_of = [&](double x) {
    return kLeft + (x - axes.x0) / (axes.x1 - axes.x0) * (kRight - kLeft);
  };
  const auto y_of = [&](double y) {
    return kBottom - std::clamp(y / axes.y1, 0.0, 1.0) * (kBottom - kTop);
  };
  for (double y = 0; y < axes.y1 + axes.y_step / 2; y += axes.y_step) {
    svg.line(kLeft, y_of(y), kRight, y_of(y), y == 0 ? kMuted : kGrid);
    svg.text(kLeft - 6, y_of(y) + 4, y_tick_text(chart, y), Anchor::End, kTextPx, kMuted);
  }
  for (double x = axes.first_x_tick(); x <= axes.x1 + axes.x_step * 1e-6; x += axes.x_step) {
    svg.line(x_of(x), kBottom, x_of(x), kBottom + 4, kMuted);
    svg.text(x_of(x), kBottom + 17, std::abs(x) < axes.x_step / 2 ? "0" : short_number(x),
             Anchor::Middle, kTextPx, kMuted);
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
  const auto polyline = [&](std::span<const LinePoint> points, std::uint32_t color, double width) {
    std::vector<double> xy;
    for (const LinePoint& point : points) {
      xy.push_back(x_of(point.x));
      xy.push_back(y_of(point.y));
    }
    svg.polyline(xy, color, width);
  };
  runs(chart.points, gap, [&](std::span<const LinePoint> points) {
    std::vector<double> xy;
    for (const LinePoint& point : points) {
      xy.push_back(x_of(point.x));
      xy.push_back(y_of(point.high));
    }
    for (std::size_t i = points.size(); i-- > 0;) {
      xy.push_back(x_of(points[i].x));
      xy.push_back(y_of(points[i].low));
    }
    svg.polygon(xy, kLine, 0.25);
  });
  runs(chart.second, gap,
       [&](std::span<const LinePoint> points) { polyline(points, kSecond, 1.2); });
  runs(chart.points, gap, [&](std::span<const LinePoint> points) { polyline(points, kLine, 2); });
  if (!chart.curve.empty()) polyline(chart.curve, kInk, 1);

  double x = kMarginPx;
  const auto legend = [&](const std::string& name, std::uint32_t color) {
    svg.line(x, kHeightPx - 14, x + 18, kHeightPx - 14, color, 2);
    svg.text(x + 24, kHeightPx - 10, name, Anchor::Start, kTextPx, kMuted);
    x += 220;
  };
  if (!chart.name.empty()) legend(chart.name, kLine);
  if (!chart.curve.empty()) legend(chart.curve_name, kInk);
  if (!chart.second.empty()) legend(chart.second_name, kSecond);
  return std::move(svg).finish();
}

std::string to_svg(const ControlsChart& chart, std::span<const std::string> notes) {
  constexpr double kRowPx = 44, kLeft = kMarginPx, kRight = kSvgWidthPx - kMarginPx;
  const double height = kHeadPx + kRowPx * static_cast<double>(chart.rows.size()) + 12;
  SvgWriter svg = begin(chart.title, chart.caption, height, notes);
  double top = kHeadPx;
  for (const ControlsRow& row : chart.rows) {
    svg.text(kLeft, top + 14, row.name, Anchor::Start, kTextPx, row.remarkable ? kInk : kMuted);
    svg.text(kRight, top + 14, row.text, Anchor::End, kTextPx, kMuted);
    const auto [low, high] = controls_range(row);
    if (high > low) {
      const auto x_of = [&, from = low, to = high](double value) {
        return kLeft + (value - from) / (to - from) * (kRight - kLeft);
      };
      const double middle = top + 28;
      svg.line(kLeft, middle, kRight, middle, kGrid);
      for (const double value : row.values) {
        svg.line(x_of(value), middle - 4, x_of(value), middle + 4, kLine, 1);
      }
      svg.line(x_of(row.observed), middle - 8, x_of(row.observed), middle + 8, kInk, 3);
    }
    top += kRowPx;
  }
  return std::move(svg).finish();
}

}  // namespace cnx
