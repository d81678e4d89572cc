#include "ui/charts_inference.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

ImU32 with_alpha(ImU32 color, unsigned alpha) {
  return (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

/// Where values are on the screen.
struct Plot {
  ImVec2 low, high;  // top left, bottom right
  LineAxes axes;

  ImVec2 at(double x, double y) const {
    const auto share_x = static_cast<float>((x - axes.x0) / (axes.x1 - axes.x0));
    // What is too high or too low leaves the picture, where it is cut off.
    const auto share_y = static_cast<float>(std::clamp(axes.y_share(y), -3.0, 4.0));
    return ImVec2(low.x + share_x * (high.x - low.x), high.y - share_y * (high.y - low.y));
  }
};

/// True when no bin lies between two points.
bool neighbors(const LinePoint& a, const LinePoint& b, double bin_width) {
  return b.x - a.x < 1.5 * bin_width;
}

/// How a line is told from the others without its color.
enum class LineLook { Solid, Dashed, Squares };

void draw_line(ImDrawList& list, const Plot& plot, const LineChart& chart,
               const std::vector<LinePoint>& points, ImU32 color, LineLook look, float scale) {
  const bool dashed = look == LineLook::Dashed;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ImVec2 here = plot.at(points[i].x, points[i].y);
    if (!plot.axes.shows(points[i].y)) {  // an arrow: it is farther up, or down
      const bool up = points[i].y > plot.axes.y1;
      const float edge = up ? plot.low.y : plot.high.y, half = 4 * scale, tip = up ? -half : half;
      list.AddTriangleFilled(ImVec2(here.x - half, edge - tip), ImVec2(here.x, edge + tip),
                             ImVec2(here.x + half, edge - tip), color);
    } else if (points[i].faint) {
      list.AddCircle(here, 2.6f * scale, color, 0, scale);
    } else if (look == LineLook::Squares) {
      const ImVec2 half(2.4f * scale, 2.4f * scale);
      list.AddRectFilled(ImVec2(here.x - half.x, here.y - half.y),
                         ImVec2(here.x + half.x, here.y + half.y), color);
    } else {
      list.AddCircleFilled(here, (dashed ? 1.6f : 2.2f) * scale, color);
    }
    if (i == 0 || !neighbors(points[i - 1], points[i], chart.bin_width)) continue;
    const ImVec2 before = plot.at(points[i - 1].x, points[i - 1].y);
    if (!dashed) {
      list.AddLine(before, here, color, 1.8f * scale);
      continue;
    }
    const float length = std::hypot(here.x - before.x, here.y - before.y), dash = 4 * scale;
    for (float from = 0; from < length; from += 2 * dash) {
      const float a = from / length, b = std::min(1.0f, (from + dash) / length);
      list.AddLine(ImVec2(before.x + a * (here.x - before.x), before.y + a * (here.y - before.y)),
                   ImVec2(before.x + b * (here.x - before.x), before.y + b * (here.y - before.y)),
                   color, 1.4f * scale);
    }
  }
}

void draw_band(ImDrawList& list, const Plot& plot, const LineChart& chart,
               const std::vector<LinePoint>& points, ImU32 color) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const LinePoint& here = points[i];
    if (here.low == here.high) continue;
    const ImVec2 low = plot.at(here.x, here.low), high = plot.at(here.x, here.high);
    list.AddLine(low, high, with_alpha(color, 150), 1);
    if (i == 0 || !neighbors(points[i - 1], here, chart.bin_width)) continue;
    const LinePoint& before = points[i - 1];
    list.AddQuadFilled(plot.at(before.x, before.high), high, low, plot.at(before.x, before.low),
                       with_alpha(color, 70));
  }
}

/// Arrows at the edge where a band goes on beyond it.
void draw_cuts(ImDrawList& list, const Plot& plot, const std::vector<LinePoint>& points,
               ImU32 color, float scale) {
  const float half = 4 * scale;
  const auto arrow = [&](float x, float edge, float inwards) {
    list.AddLine(ImVec2(x - half, edge + inwards), ImVec2(x, edge), color, 1.4f * scale);
    list.AddLine(ImVec2(x, edge), ImVec2(x + half, edge + inwards), color, 1.4f * scale);
  };
  for (const LinePoint& point : points) {
    if (!plot.axes.shows(point.y)) continue;  // it has an arrow of its own
    const float x = plot.at(point.x, point.y).x;
    if (plot.axes.cuts_above(point)) arrow(x, plot.low.y - half / 2, half);
    if (plot.axes.cuts_below(point)) arrow(x, plot.high.y + half / 2, -half);
  }
}

/// A short line and its name; where the next one begins.
float legend_entry(ImDrawList& list, ImVec2 at, ImU32 line_color, ImU32 text_color, bool dashed,
                   const std::string& name, float scale) {
  const float y = at.y + ImGui::GetTextLineHeight() / 2;
  if (dashed) {
    list.AddLine(ImVec2(at.x, y), ImVec2(at.x + 5 * scale, y), line_color, 1.6f * scale);
    list.AddLine(ImVec2(at.x + 10 * scale, y), ImVec2(at.x + 15 * scale, y), line_color,
                 1.6f * scale);
  } else {
    list.AddLine(ImVec2(at.x, y), ImVec2(at.x + 15 * scale, y), line_color, 1.6f * scale);
  }
  draw_text(list, ImVec2(at.x + 19 * scale, at.y), text_color, name);
  return at.x + 19 * scale + text_size(name).x + 12 * scale;
}

/// Axes, band, lines and legend, and a tooltip of the nearest point; `size` without the titles of
/// the axes: the whole width, and the height of the plot.
void draw_plot(const LineChart& chart, ImVec2 size, const Palette& colors, float scale) {
  const TextSize small(kSmallTextPx);
  const float line = ImGui::GetTextLineHeight();
  Plot plot;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  plot.axes = line_axes(chart, kScreenYTicks, std::max(2.0f, (size.x - 60 * scale) / (70 * scale)));
  const LineAxes& axes = plot.axes;
  const float width = size.x;
  const double x_step = axes.x_step;
  const auto y_text = [&](double y) { return y_tick_text(chart, y); };

  float left = 0;
  for (const double y : axes.y_ticks()) {
    left = std::max(left, text_size(y_text(y)).x + 8 * scale);
  }
  const bool cut = !chart.y_title.empty() && cuts_bands(chart, axes);
  const float both = text_size(chart.y_title).x + text_size(kCutBands).x + line;
  const float second = cut && both > width ? line : 0;  // what is said of the bands is below
  plot.low =
      ImVec2(at.x + left, at.y + second + (chart.y_title.empty() ? line / 2 : line + 6 * scale));
  plot.high = ImVec2(at.x + width - 8 * scale, plot.low.y + size.y);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_text(list, at, colors.muted, chart.y_title);
  if (cut) {
    const float x = std::max(at.x, at.x + width - text_size(kCutBands).x);
    draw_text(list, ImVec2(x, at.y + second), colors.muted, kCutBands);
  }
  for (const double y : axes.y_ticks()) {
    const float py = std::round(plot.at(axes.x0, y).y);
    list.AddLine(ImVec2(plot.low.x, py), ImVec2(plot.high.x, py),
                 y == 0 ? colors.muted : colors.border, 1);
    const std::string number = y_text(y);
    draw_text(list, ImVec2(plot.low.x - 6 * scale - text_size(number).x, py - line / 2),
              colors.muted, number);
  }
  for (double x = axes.first_x_tick(); x <= axes.x1 + x_step * 1e-6; x += x_step) {
    const float px = std::round(plot.at(x, 0).x);
    list.AddLine(ImVec2(px, plot.high.y), ImVec2(px, plot.high.y + 4 * scale), colors.muted, 1);
    const std::string number = std::abs(x) < x_step / 2 ? "0" : short_number(x);
    const float half = text_size(number).x / 2;
    draw_text(list, ImVec2(std::min(px - half, at.x + width - 2 * half), plot.high.y + 5 * scale),
              colors.muted, number);
  }

  const float mark = 4 * scale;  // a point on the frame is whole
  list.PushClipRect(ImVec2(plot.low.x - mark, plot.low.y - mark),
                    ImVec2(plot.high.x + mark, plot.high.y + mark), true);
  draw_band(list, plot, chart, chart.other, colors.other);
  draw_band(list, plot, chart, chart.points, colors.bar);
  draw_cuts(list, plot, chart.other, colors.other, scale);
  draw_cuts(list, plot, chart.points, colors.bar, scale);
  draw_line(list, plot, chart, chart.second, colors.warn, LineLook::Dashed, scale);
  draw_line(list, plot, chart, chart.other, colors.other, LineLook::Squares, scale);
  draw_line(list, plot, chart, chart.points, colors.bar, LineLook::Solid, scale);
  for (std::size_t i = 1; i < chart.curve.size(); ++i) {
    list.AddLine(plot.at(chart.curve[i - 1].x, chart.curve[i - 1].y),
                 plot.at(chart.curve[i].x, chart.curve[i].y), colors.text, scale);
  }
  list.PopClipRect();

  float y = plot.high.y + 6 * scale + line;
  axis_title(list, chart.x_title, (plot.low.x + plot.high.x - text_size(chart.x_title).x) / 2, at.x,
             width, y, colors);
  y += line + 2 * scale;
  float x = at.x;
  const auto legend = [&](bool drawn, const std::string& name, ImU32 color, bool dashed = false) {
    if (!drawn || name.empty()) return;
    if (x > at.x && x + 19 * scale + text_size(name).x > at.x + width) {
      x = at.x;
      y += line;
    }
    x = legend_entry(list, ImVec2(x, y), color, colors.muted, dashed, name, scale);
  };
  legend(true, chart.name, colors.bar);
  legend(!chart.other.empty(), chart.other_name, colors.other);
  legend(!chart.curve.empty(), chart.curve_name, colors.text);
  legend(!chart.second.empty(), chart.second_name, colors.warn, true);
  if (x > at.x) y += line;

  ImGui::PushID(chart.title.c_str());
  ImGui::InvisibleButton("line chart", ImVec2(width, y + 8 * scale - at.y));
  ImGui::PopID();
  const float mouse = ImGui::GetMousePos().x;
  if (!ImGui::IsItemHovered() || mouse < plot.low.x || mouse > plot.high.x) return;
  const double pointed =
      axes.x0 +
      static_cast<double>((mouse - plot.low.x) / (plot.high.x - plot.low.x)) * (axes.x1 - axes.x0);
  // The bin is that of the nearest point of either.
  const LinePoint* nearest = nullptr;
  for (const auto* points : {&chart.points, &chart.other}) {
    for (const LinePoint& point : *points) {
      if (nearest == nullptr || std::abs(point.x - pointed) < std::abs(nearest->x - pointed)) {
        nearest = &point;
      }
    }
  }
  list.AddCircle(plot.at(nearest->x, std::clamp(nearest->y, axes.y0, axes.y1)), 5 * scale,
                 colors.accent, 0, 2 * scale);
  if (!ImGui::BeginTooltip()) return;
  const auto tell = [&](const std::vector<LinePoint>& points, const std::string& name,
                        bool has_band = true) {
    for (const LinePoint& point : points) {
      if (point.x != nearest->x) continue;
      if (!name.empty()) ImGui::TextDisabled("%s", name.c_str());
      ImGui::TextUnformatted(point.tooltip.c_str());
      const std::string beyond = has_band ? beyond_words(chart, axes, point) : std::string();
      if (!beyond.empty()) ImGui::TextUnformatted(beyond.c_str());
    }
  };
  tell(chart.points, chart.other.empty() ? std::string() : chart.name);
  tell(chart.second, chart.second_name, false);
  tell(chart.other, chart.other_name);
  ImGui::EndTooltip();
}

}  // namespace

void draw_line_chart(const LineChart& chart, const Palette& colors, float scale) {
  wrapped(chart.title);
  caption(chart.caption, colors);
  if (chart.points.empty() && chart.other.empty()) return;
  const float width = std::max(160 * scale, ImGui::GetContentRegionAvail().x);
  draw_plot(chart, ImVec2(width, 130 * scale), colors, scale);
}

void draw_sweep(const SweepChart& chart, const Palette& colors, float scale) {
  wrapped(chart.title);
  caption(chart.caption, colors);
  const int columns = ImGui::GetContentRegionAvail().x >= 280 * scale ? 2 : 1;
  if (!ImGui::BeginTable("sweep", columns, ImGuiTableFlags_SizingStretchSame)) return;
  for (const SweepPanel& panel : chart.panels) {
    ImGui::TableNextColumn();
    wrapped(panel.line.title);
    {
      const ImU32 mood = panel.mood == SweepMood::Good  ? colors.good
                         : panel.mood == SweepMood::Bad ? colors.warn
                                                        : colors.muted;
      const TextColor color(mood);
      ImGui::TextUnformatted(panel.word.c_str());
    }
    if (!panel.sentence.empty()) caption(panel.sentence, colors);
    if (panel.line.points.empty()) continue;
    draw_plot(panel.line, ImVec2(ImGui::GetContentRegionAvail().x, 80 * scale), colors, scale);
  }
  ImGui::EndTable();
}

void draw_controls(const ControlsChart& chart, const Palette& colors, float scale) {
  wrapped(chart.title);
  caption(chart.caption, colors);
  for (const ControlsRow& row : chart.rows) {
    {
      const TextColor color(row.remarkable ? colors.text : colors.muted);
      ImGui::TextUnformatted(row.name.c_str());
    }
    caption(row.text, colors);
    const auto range = controls_range(row);
    const double low = range.first, high = range.second;
    if (!(high > low)) continue;  // all equal: there is nothing to see
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = 16 * scale, edge = 6 * scale;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const TextSize small(kSmallTextPx);
    const float middle = at.y + height / 2, text_y = middle - ImGui::GetTextLineHeight() / 2;
    const float left = at.x + text_size(row.low_text).x + edge;
    const float right = at.x + width - text_size(row.high_text).x - edge;
    draw_text(list, ImVec2(at.x, text_y), colors.muted, row.low_text);
    draw_text(list, ImVec2(right + edge, text_y), colors.muted, row.high_text);
    const auto x_of = [&](double value) {
      return left + static_cast<float>((value - low) / (high - low)) * (right - left);
    };
    list.AddLine(ImVec2(left, middle), ImVec2(right, middle), colors.border, 1);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      // Dots one above the other would hide how many there are.
      const float offset = static_cast<float>(static_cast<int>(i % 5) - 2) * 2 * scale;
      list.AddCircleFilled(ImVec2(x_of(row.values[i]), middle + offset), 2 * scale,
                           with_alpha(colors.bar, 130));
    }
    const float x = x_of(row.observed);
    const ImU32 mark = row.remarkable ? colors.accent : colors.text;
    list.AddLine(ImVec2(x, at.y), ImVec2(x, at.y + height), mark, 3 * scale);
    ImGui::Dummy(ImVec2(width, height));
  }
}

}  // namespace cnx
