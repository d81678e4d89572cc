#include "report/to_svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "report/color_map.h"
#include "report/numbers.h"
#include "report/svg_figure.h"

namespace cnx {
namespace {

using Anchor = SvgWriter::Anchor;

constexpr std::uint32_t kBar = 0x2f6fb3, kMark = 0xa34700, kInk = 0x1a1a1a;

std::string whole_text(std::int64_t number) {
  return number < 0 ? "−" + with_separators(0 - static_cast<std::uint64_t>(number))
                    : with_separators(static_cast<std::uint64_t>(number));
}

}  // namespace

std::string to_svg(const HistogramChart& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  constexpr double kHeightPx = 300, kLeft = 64, kRight = kSvgWidthPx - 16;
  constexpr double kTop = kSvgHeadPx + 20, kBottom = kHeightPx - 44;
  SvgWriter svg = begin_figure(chart.title, chart.caption, kHeightPx, notes, foot);
  svg.text(kSvgMarginPx, kTop - 12, chart.y_title, Anchor::Start, kSvgTextPx, kSvgMuted);
  svg.text((kLeft + kRight) / 2, kHeightPx - 8, chart.x_title, Anchor::Middle, kSvgTextPx,
           kSvgMuted);
  if (chart.bars.empty()) return std::move(svg).finish();

  const std::uint64_t highest = chart.tallest();
  const std::uint64_t y_step = nice_step(static_cast<double>(highest) / 4);
  const std::uint64_t y_end = std::max<std::uint64_t>(1, (highest + y_step - 1) / y_step) * y_step;
  for (std::uint64_t y = 0; y <= y_end; y += y_step) {
    const double share = static_cast<double>(y) / static_cast<double>(y_end);
    const double at = kBottom - share * (kBottom - kTop);
    svg.line(kLeft, at, kRight, at, y == 0 ? kSvgMuted : kSvgGrid);
    svg.text(kLeft - 6, at + 4, with_separators(y), Anchor::End, kSvgTextPx, kSvgMuted);
  }
  const double bar = (kRight - kLeft) / static_cast<double>(chart.bars.size());
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    if (chart.bars[i] == 0) continue;
    const double tall =
        static_cast<double>(chart.bars[i]) / static_cast<double>(y_end) * (kBottom - kTop);
    svg.rect(kLeft + bar * static_cast<double>(i), kBottom - tall, bar > 4 ? bar - 1 : bar, tall,
             kBar);
  }
  double before = kBottom;
  double left = kLeft;
  for (const double height : chart.steps()) {
    const double at = kBottom - height / static_cast<double>(y_end) * (kBottom - kTop);
    svg.line(left, before, left, at, kInk);
    svg.line(left, at, left + bar, at, kInk, 2);
    before = at;
    left += bar;
  }
  const auto x_of = [&](double value) { return kLeft + chart.share_of(value) * (kRight - kLeft); };
  const auto x_step = static_cast<std::int64_t>(nice_step(static_cast<double>(chart.span()) / 6));
  std::int64_t x = chart.first / x_step * x_step;
  if (x < chart.first) x += x_step;
  for (; chart.share_of(static_cast<double>(x)) <= 1; x += x_step) {
    const double at = x_of(static_cast<double>(x));
    svg.line(at, kBottom, at, kBottom + 4, kSvgMuted);
    svg.text(at, kBottom + 17, whole_text(x), Anchor::Middle, kSvgTextPx, kSvgMuted);
  }
  if (chart.mark) {
    const double at = x_of(*chart.mark);
    svg.line(at, kTop, at, kBottom, kMark, 2);
    svg.text(kRight, kTop - 8, "| " + chart.mark_name, Anchor::End, kSvgTextPx, kMark);
  }
  return std::move(svg).finish();
}

std::string to_svg(const NamedBars& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  constexpr double kRight = kSvgWidthPx - 84, kBarPx = 14;
  const bool plain = chart.scale == BarScale::Plain;
  // Long names stand above their bars.
  const bool above = !plain && std::any_of(chart.bars.begin(), chart.bars.end(), [](const auto& b) {
    return lines_of(b.label, 24).size() > 1;
  });
  const double left = above ? 24 : 170, row = above ? 36 : 20;
  const double end = kSvgHeadPx + row * static_cast<double>(chart.bars.size());
  const double height = end + (plain ? 30 : 62);
  SvgWriter svg = begin_figure(chart.title, chart.caption, height, notes, foot);
  const BarAxis axis = bar_axis(chart, 6);
  const auto x_of = [&](double share) { return left + share * (kRight - left); };
  for (const double tick : axis.ticks) {
    const double x = x_of(axis.share(tick));
    svg.text(x, end + 14, BarAxis::tick_text(tick), Anchor::Middle, kSvgTextPx, kSvgMuted);
  }
  double top = kSvgHeadPx;
  for (const NamedBar& bar : chart.bars) {
    svg.text(above ? left : left - 8, top + 14, bar.label, above ? Anchor::Start : Anchor::End);
    const double y = top + (above ? 19 : 3);
    for (const double tick : axis.ticks) {  // not through the names
      const double x = x_of(axis.share(tick));
      svg.line(x, y - 3, x, top + row, tick == 0 ? kSvgMuted : kSvgGrid);
    }
    const auto [from, to] = axis.bar(bar.value);
    const bool spreads = bar.low != bar.high;
    if (spreads) {
      const double x = x_of(axis.share(bar.low));
      svg.rect(x, y - 1, x_of(axis.share(bar.high)) - x, kBarPx + 2, 0xc9d3de);
    }
    const double length = x_of(to) - x_of(from), inset = chart.spread_name.empty() ? 0 : 3;
    if (plain || length > 0) {
      svg.rect(x_of(from), y + inset, std::max(length, 0.5), kBarPx - 2 * inset, kBar);
    }
    if (bar.expected && !(axis.log && *bar.expected <= 0)) {
      const double x = x_of(axis.share(*bar.expected));
      svg.line(x, y - 1, x, y + kBarPx + 1, kMark, 2);
    }
    svg.text(plain ? x_of(to) + 6 : kRight + 8, y + 11, bar.text, Anchor::Start, kSvgTextPx,
             kSvgMuted);
    top += row;
  }
  svg.text(left, end + (plain ? 18 : 30), chart.x_title, Anchor::Start, kSvgTextPx, kSvgMuted);
  if (!chart.expected_name.empty()) {
    svg.text(left, end + 46, chart.legend(), Anchor::Start, kSvgTextPx, kMark);
  }
  return std::move(svg).finish();
}

std::string to_svg(const HeatMap& chart, std::span<const std::string> notes,
                   const std::string& foot) {
  const std::size_t rows = chart.labels.size(), columns = chart.columns().size();
  CNX_CHECK(chart.cells.size() == rows * columns);
  constexpr double kLeft = 110;
  const std::string axes = chart.row_title + " ↓  " + chart.column_title + " →";
  // What does not fit beside the labels of the columns is above them.
  const bool above = axes.size() > 24;
  const double top = kSvgHeadPx + 96 + (above ? 16 : 0);
  // Of many rows and few columns not much taller than a page, as far as labels can be read.
  constexpr double kTallest = 2 * kSvgWidthPx, kSmallest = 7;
  const double cell =
      chart.cells.empty()
          ? 0
          : std::min({40.0, (kSvgWidthPx - kLeft - 16) / static_cast<double>(columns),
                      std::max(kSmallest, kTallest / static_cast<double>(rows))});
  const double height = cell * static_cast<double>(rows);
  SvgWriter svg = begin_figure(chart.title, chart.caption, top + height + 58, notes, foot);
  svg.text(kSvgMarginPx, above ? kSvgHeadPx + 8 : top - 8, axes, Anchor::Start, kSvgTextPx,
           kSvgMuted);
  const double text_px = std::clamp(cell - 2, 5.0, kSvgTextPx);
  for (std::size_t column = 0; column < columns; ++column) {
    svg.text_upwards(kLeft + cell * (static_cast<double>(column) + 0.5) + text_px / 3, top - 6,
                     chart.columns()[column], text_px);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const double y = top + cell * static_cast<double>(row);
    svg.text(kLeft - 6, y + cell / 2 + text_px / 3, chart.labels[row], Anchor::End, text_px);
    for (std::size_t column = 0; column < columns; ++column) {
      const HeatCell& value = chart.cells[row * columns + column];
      const double x = kLeft + cell * static_cast<double>(column);
      if (!value.defined) continue;
      const double share = chart.max_value > 0 ? value.value / chart.max_value : 0;
      const std::uint32_t fill = sequential_color(share);
      svg.rect(x, y, cell - 0.5, cell - 0.5, fill);
      if (value.uncertain) svg.hatch(x, y, cell - 0.5, cell - 0.5);
      if (value.remarkable()) {
        const double side = std::clamp(cell / 4, 2.0, 6.0), right = x + cell - 0.5;
        svg.polygon(std::array{right - side, y, right, y, right, y + side},
                    wants_dark_text(fill) ? 0x000000u : 0xffffffu, 1);
      }
      if (cell >= 30) {
        svg.text(x + cell / 2, y + cell / 2 + 3, value.text, Anchor::Middle, 9,
                 wants_dark_text(fill) ? 0x000000u : 0xffffffu);
      }
    }
  }
  const bool beyond = std::any_of(chart.cells.begin(), chart.cells.end(), [&](const HeatCell& c) {
    return c.defined && c.value > chart.max_value;
  });
  const auto largest = std::find_if(chart.cells.begin(), chart.cells.end(), [&](const HeatCell& c) {
    return c.defined && c.value == chart.max_value;
  });
  // The bar of colors, and in words what it and the cells show.
  constexpr double kColorsPx = 160;
  constexpr int kColors = 32;
  const double bar = top + height + 12;
  for (int step = 0; step < kColors; ++step) {
    svg.rect(kLeft + kColorsPx * step / kColors, bar, kColorsPx / kColors, 8,
             sequential_color((step + 0.5) / kColors));
  }
  const std::string most =
      (largest != chart.cells.end() ? largest->text : short_number(chart.max_value)) +
      (beyond ? " or more" : "");
  svg.text(kLeft - 6, bar + 8, "0", Anchor::End, kSvgTextPx, kSvgMuted);
  svg.text(kLeft + kColorsPx + 6, bar + 8, most, Anchor::Start, kSvgTextPx, kSvgMuted);
  if (const std::optional<double> mark = chart.bar_mark_share()) {
    const double x = kLeft + kColorsPx * *mark;
    svg.line(x, bar - 3, x, bar + 11, kInk, 2);
    svg.text(x, bar + 23, short_number(*chart.bar_mark), Anchor::Middle, kSvgTextPx, kSvgMuted);
  }
  svg.text(kLeft, bar + 36,
           "Hatched: " + chart.hatched + "; empty: none." +
               (chart.any_remarkable() ? std::string(" Corner: ") + kRemarkableCell + "." : ""),
           Anchor::Start, kSvgTextPx, kSvgMuted);
  return std::move(svg).finish();
}

}  // namespace cnx
