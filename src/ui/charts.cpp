#include "ui/charts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "base/check.h"
#include "report/color_map.h"
#include "report/numbers.h"
#include "ui/chart_keys.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// Text that reads upwards, its first letter's lower left corner at `at`.
void draw_text_upwards(ImDrawList& list, ImVec2 at, ImU32 color, const std::string& text) {
  const int first = list.VtxBuffer.Size;
  // Drawn level without clipping, then its corners are turned: the window's own clip rectangle
  // still cuts it when it is drawn.
  ImGui::GetFont()->RenderText(&list, ImGui::GetFontSize(), at, color,
                               ImVec4(-1e6f, -1e6f, 1e6f, 1e6f), text.data(),
                               text.data() + text.size());
  for (int v = first; v < list.VtxBuffer.Size; ++v) {
    const ImVec2 p = list.VtxBuffer[v].pos;
    list.VtxBuffer[v].pos = ImVec2(at.x + (p.y - at.y), at.y - (p.x - at.x));
  }
}

std::string whole_text(std::int64_t number) {
  return number < 0 ? "−" + with_separators(0 - static_cast<std::uint64_t>(number))
                    : with_separators(static_cast<std::uint64_t>(number));
}

/// "80 to 89" or, with a bin of one, "80".
std::string bin_text(std::int64_t first, std::int64_t width) {
  if (width <= 1) return whole_text(first);
  return whole_text(first) + " to " + whole_text(first + width - 1);
}

/// "12 synapses", "1 synapse", from the title of an axis in the plural.
std::string counted_as(std::uint64_t count, const std::string& plural) {
  const bool one = count == 1 && plural.ends_with('s');
  return with_separators(count) + " " + (one ? plural.substr(0, plural.size() - 1) : plural);
}

void hatch(ImDrawList& list, ImVec2 low, ImVec2 high, ImU32 color, float step) {
  list.PushClipRect(low, high, true);
  const float height = high.y - low.y;
  for (float x = low.x - height; x < high.x; x += step) {
    list.AddLine(ImVec2(x, high.y), ImVec2(x + height, low.y), color, 1);
  }
  list.PopClipRect();
}

/// In the upper right corner of a cell: its q is low.
void corner_mark(ImDrawList& list, ImVec2 low, ImVec2 high, ImU32 color, float scale) {
  const float side = std::clamp(std::min(high.x - low.x, high.y - low.y) / 4, 3 * scale, 6 * scale);
  list.AddTriangleFilled(ImVec2(high.x - side, low.y), ImVec2(high.x, low.y),
                         ImVec2(high.x, low.y + side), color);
}

/// Labels as far as there is room for them, and how long the longest is then.
struct CutLabels {
  CutLabels(const std::vector<std::string>& labels, float limit_px) {
    texts.reserve(labels.size());
    for (const std::string& label : labels) {
      texts.push_back(ellipsized(label, limit_px));
      width = std::max(width, text_size(texts.back()).x);
    }
  }
  std::vector<std::string> texts;
  float width = 0;
};

/// Squares, unless there are many more of rows or columns than of the other: the few are then as
/// large as their labels. Of very many rows and few columns no taller than what one scrolls past.
ImVec2 cell_size(std::size_t rows, std::size_t columns, float room, float label_px, float scale) {
  const float across = room / static_cast<float>(columns), down = room / static_cast<float>(rows);
  const float widest = std::min(44 * scale, across);
  const float tallest =
      std::min(44 * scale, std::max(down, 1200 * scale / static_cast<float>(rows)));
  return {std::min(widest, std::max(tallest, label_px)),
          std::min(tallest, std::max(widest, std::min(label_px, down)))};
}

std::size_t bar_at(double share, std::size_t bars) {
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(bars);
  return std::min(bars - 1, static_cast<std::size_t>(at));
}

/// Over what is being dragged across.
ImU32 drag_shade(const Palette& colors) { return (colors.accent & ~IM_COL32_A_MASK) | 0x40000000u; }

/// A press on the last item, whose bars begin at `left` and are `width` wide together. None when it
/// began beside the bars.
std::optional<BarPress> press_on_last_item(float left, float width, std::size_t bars) {
  const ImGuiIO& io = ImGui::GetIO();
  // Not when something else ended it: a finger that began to scroll.
  const bool ended = ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  const bool lasts = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (!ended && !lasts) return std::nullopt;
  const auto share = [&](float x) { return static_cast<double>((x - left) / width); };
  const double start = share(io.MouseClickedPos[ImGuiMouseButton_Left].x);
  const double end = std::clamp(share(io.MousePos.x), 0.0, 1.0);
  if (start < 0 || start > 1) return std::nullopt;
  BarPress press;
  press.range = {std::min(start, end), std::max(start, end)};
  press.bars = {bar_at(press.range.from, bars), bar_at(press.range.to, bars)};
  press.dragged = io.MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] >=
                  io.MouseDragThreshold * io.MouseDragThreshold;
  if (!press.dragged) press.bars.last = press.bars.first;
  press.ended = ended;
  return press;
}

}  // namespace

std::optional<BarRange> draw_histogram(const HistogramChart& chart, const Palette& colors,
                                       float scale, const HistogramUse& use) {
  wrapped(chart.title);
  caption(chart.caption, colors);
  if (chart.bars.empty()) return std::nullopt;

  const TextSize small(kSmallTextPx);
  const float line = ImGui::GetTextLineHeight();
  const std::uint64_t highest = chart.tallest();
  const std::uint64_t y_step = nice_step(static_cast<double>(highest) / 3);
  const std::uint64_t y_end = std::max<std::uint64_t>(1, (highest + y_step - 1) / y_step) * y_step;

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(120 * scale, ImGui::GetContentRegionAvail().x);
  const float left = text_size(with_separators(y_end)).x + 6 * scale;
  const std::string mark = chart.mark ? "| " + chart.mark_name : "";
  const float both = text_size(chart.y_title).x + text_size(mark).x + line;
  const float mark_y = chart.mark && both > width ? at.y + line : at.y;
  const ImVec2 low(at.x + left, mark_y + line + 6 * scale);  // top left of the plot
  const ImVec2 high(at.x + width - 6 * scale, low.y + 96 * scale);
  const float plot_width = std::max(10 * scale, high.x - low.x);
  const float plot_height = high.y - low.y;

  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_text(list, at, colors.muted, chart.y_title);
  for (std::uint64_t y = 0; y <= y_end; y += y_step) {
    const float share = static_cast<float>(static_cast<double>(y) / static_cast<double>(y_end));
    const float py = std::round(high.y - share * plot_height);
    list.AddLine(ImVec2(low.x, py), ImVec2(low.x + plot_width, py),
                 y == 0 ? colors.muted : colors.border, 1);
    const std::string number = with_separators(y);
    draw_text(list, ImVec2(low.x - 5 * scale - text_size(number).x, py - line / 2), colors.muted,
              number);
  }

  const float bar_width = plot_width / static_cast<float>(chart.bars.size());
  const float gap = bar_width > 4 * scale ? std::max(1.0f, std::round(scale)) : 0;
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    if (chart.bars[i] == 0) continue;
    const double share = static_cast<double>(chart.bars[i]) / static_cast<double>(y_end);
    // A bin with one neuron among thousands is still to be seen.
    const float tall = std::max(1.0f, static_cast<float>(share) * plot_height);
    const float x = low.x + bar_width * static_cast<float>(i);
    list.AddRectFilled(ImVec2(x, high.y - tall), ImVec2(x + bar_width - gap, high.y), colors.bar);
    if (i >= use.selected.size() || use.selected[i] == 0) continue;
    const double part = static_cast<double>(use.selected[i]) / static_cast<double>(y_end);
    const float part_tall = std::max(1.0f, static_cast<float>(part) * plot_height);
    list.AddRectFilled(ImVec2(x, high.y - part_tall), ImVec2(x + bar_width - gap, high.y),
                       colors.warn);
  }

  // Not as one path: its joints would bulge where steps are equal.
  float step_x = low.x, before = high.y;
  for (const double height : chart.steps()) {
    const float y = high.y - static_cast<float>(height / static_cast<double>(y_end)) * plot_height;
    list.AddLine(ImVec2(step_x, before), ImVec2(step_x, y), colors.text, 2 * scale);
    list.AddLine(ImVec2(step_x, y), ImVec2(step_x + bar_width, y), colors.text, 2 * scale);
    step_x += bar_width;
    before = y;
  }

  const auto x_of = [&](double value) {
    return std::round(low.x + static_cast<float>(chart.share_of(value)) * plot_width);
  };
  if (chart.mark) {
    const float px = x_of(*chart.mark);
    list.AddLine(ImVec2(px, low.y), ImVec2(px, high.y), colors.warn, 2 * scale);
    draw_text(list, ImVec2(at.x + width - 6 * scale - text_size(mark).x, mark_y), colors.warn,
              mark);
  }
  const std::int64_t x_span = chart.span(), x_end = chart.first + x_span;
  const float wide =
      std::max(text_size(whole_text(x_end)).x, text_size(whole_text(chart.first)).x) + 14 * scale;
  const auto x_step =
      static_cast<std::int64_t>(nice_step(static_cast<double>(x_span) * wide / plot_width));
  // The first multiple of the step that is not before the first bin.
  std::int64_t x = chart.first / x_step * x_step;
  if (x < chart.first) x += x_step;
  for (; x <= x_end && chart.share_of(static_cast<double>(x)) <= 1; x += x_step) {
    const float px = x_of(static_cast<double>(x));
    list.AddLine(ImVec2(px, high.y), ImVec2(px, high.y + 4 * scale), colors.muted, 1);
    const std::string number = whole_text(x);
    const float half = text_size(number).x / 2;
    draw_text(list, ImVec2(std::min(px - half, at.x + width - 2 * half), high.y + 5 * scale),
              colors.muted, number);
  }
  const float title_y = high.y + 6 * scale + line;
  axis_title(list, chart.x_title, low.x + (plot_width - text_size(chart.x_title).x) / 2, at.x,
             width, title_y, colors);

  ImGui::PushID(chart.title.c_str());
  const bool can_press = use.press_hint != nullptr;
  ImGui::InvisibleButton("histogram", ImVec2(width, title_y + line + 8 * scale - at.y),
                         can_press ? ImGuiButtonFlags_EnableNav : ImGuiButtonFlags_None);
  ImGui::PopID();
  const std::optional<ChartKey> key = can_press ? chart_keys(chart.bars.size(), 1) : std::nullopt;
  const bool by_key = key && (key->used || keyboard_points() || !ImGui::IsItemHovered());
  const float mouse = ImGui::GetMousePos().x - low.x;
  const std::optional<BarPress> press =
      can_press ? press_on_last_item(low.x, plot_width, chart.bars.size()) : std::nullopt;
  const bool pressing = press && !press->ended;
  if (pressing || by_key || (ImGui::IsItemHovered() && mouse >= 0 && mouse < plot_width)) {
    const std::size_t i = by_key ? key->column : bar_at(mouse / plot_width, chart.bars.size());
    const BarRange framed = pressing ? press->bars : BarRange{i, i};
    const ImVec2 frame_low(low.x + bar_width * static_cast<float>(framed.first), low.y);
    const ImVec2 frame_high(low.x + bar_width * static_cast<float>(framed.last + 1), high.y);
    if (pressing) list.AddRectFilled(frame_low, frame_high, drag_shade(colors));
    list.AddRect(frame_low, frame_high, colors.accent, 0, 0, by_key ? 2 * scale : 1);
    const std::uint64_t bars = framed.last - framed.first + 1;
    const std::int64_t first =
        chart.first + static_cast<std::int64_t>(framed.first * chart.bin_width);
    const auto sum = [&](std::span<const std::uint64_t> of) {
      const auto from = of.begin() + static_cast<std::ptrdiff_t>(framed.first);
      return std::accumulate(from, from + static_cast<std::ptrdiff_t>(bars), std::uint64_t{0});
    };
    std::string text = bin_text(first, static_cast<std::int64_t>(bars * chart.bin_width)) + " " +
                       chart.x_title + ": " + counted_as(sum(chart.bars), chart.y_title);
    if (use.selected.size() == chart.bars.size()) {
      text += ", " + with_separators(sum(use.selected)) + " selected";
    }
    if (!chart.other.empty()) {
      text += ", " + with_separators(sum(chart.other)) + " " + chart.other_name;
    }
    if (by_key && use.actions != nullptr) {
      use.actions->requests.push_back(ReadValue{chart.title + ": " + text});
    }
    if ((!by_key || keyboard_points()) && ImGui::BeginTooltip()) {
      ImGui::TextUnformatted(text.c_str());
      if (can_press) ImGui::TextDisabled("%s", use.press_hint);
      ImGui::EndTooltip();
    }
  }
  if (key && key->used) return BarRange{key->column, key->column};
  if (press && press->ended) return press->bars;
  return std::nullopt;
}

void axis_title(ImDrawList& list, const std::string& title, float x, float left, float width,
                float y, const Palette& colors) {
  const std::string text = ellipsized(title, width);
  const float last = left + width - text_size(text).x;
  draw_text(list, ImVec2(std::max(left, std::min(x, last)), y), colors.muted, text);
}

void draw_named_bars(const NamedBars& chart, const Palette& colors, float scale) {
  if (chart.bars.empty()) return;
  wrapped(chart.title);
  caption(chart.caption, colors);
  const TextSize small(kSmallTextPx);
  const float line = ImGui::GetTextLineHeight();
  const float width = std::max(120 * scale, ImGui::GetContentRegionAvail().x);
  float labels = 0, numbers = 0;
  for (const NamedBar& bar : chart.bars) {
    labels = std::max(labels, text_size(bar.label).x);
    numbers = std::max(numbers, text_size(bar.text).x);
  }
  const bool plain = chart.scale == BarScale::Plain;
  // Long names stand above their bars, and are whole as far as there is room.
  const bool above = !plain && labels > width * 0.35f;
  labels = above ? 0 : std::min(labels, width * 0.35f);
  const float row = line * (above ? 2 : 1) + 4 * scale;
  const float room = std::max(10 * scale, width - labels - numbers - 16 * scale);
  const BarAxis axis = bar_axis(chart, std::max(2.0f, room / (56 * scale)));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float left = ImGui::GetCursorScreenPos().x + labels + 6 * scale;
  const auto x_of = [&](double share) {
    return std::round(left + static_cast<float>(share) * room);
  };
  const float grid_end =
      ImGui::GetCursorScreenPos().y + row * static_cast<float>(chart.bars.size());
  for (const double tick : axis.ticks) {
    const std::string number = BarAxis::tick_text(tick);
    const float x = x_of(axis.share(tick)) - text_size(number).x / 2;
    draw_text(list, ImVec2(std::max(x, ImGui::GetCursorScreenPos().x), grid_end + 3 * scale),
              colors.muted, number);
  }
  ImGui::PushID(chart.title.c_str());
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    const NamedBar& bar = chart.bars[i];
    ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushID(static_cast<int>(i));
    ImGui::InvisibleButton("bar", ImVec2(width, row));
    ImGui::PopID();
    const ImVec2 after(ImGui::GetCursorScreenPos().x, at.y + row);
    hint(bar.tooltip.c_str(), scale);
    draw_text(list, at, colors.text, ellipsized(bar.label, above ? width : labels));
    if (above) at.y += line;
    for (const double tick : axis.ticks) {  // not through the names
      const float x = x_of(axis.share(tick));
      list.AddLine(ImVec2(x, at.y), ImVec2(x, after.y), tick == 0 ? colors.muted : colors.border,
                   1);
    }
    const float top = at.y + 1, end = at.y + line - 1;
    const auto [from, to] = axis.bar(bar.value);
    const float right = plain ? std::max(x_of(from) + 1, x_of(to)) : x_of(to);
    if (bar.low != bar.high) {
      list.AddRectFilled(ImVec2(x_of(axis.share(bar.low)), top - 1),
                         ImVec2(x_of(axis.share(bar.high)) + 1, end + 1), colors.bar_muted);
    }
    const float inset = chart.spread_name.empty() ? 0 : 3 * scale;  // spreads are seen around it
    list.AddRectFilled(ImVec2(x_of(from), top + inset), ImVec2(right, end - inset), colors.bar);
    if (bar.expected && !(axis.log && *bar.expected <= 0)) {
      const float x = x_of(axis.share(*bar.expected));
      list.AddLine(ImVec2(x, top - 1), ImVec2(x, end + 1), colors.warn, 2 * scale);
    }
    // Beside an axis the numbers have a column of their own.
    const float text_x = plain ? right + 5 * scale : at.x + width - text_size(bar.text).x;
    draw_text(list, ImVec2(text_x, at.y), colors.muted, bar.text);
    ImGui::SetCursorScreenPos(after);
  }
  ImGui::PopID();
  float below = 4 * scale;
  if (!plain) {
    below = 2 * line + 6 * scale;
    axis_title(list, chart.x_title, left, ImGui::GetCursorScreenPos().x, width,
               grid_end + line + 3 * scale, colors);
    if (!chart.expected_name.empty()) {
      draw_text(list, ImVec2(left, grid_end + 2 * line + 3 * scale), colors.warn, chart.legend());
      below += line;
    }
  }
  ImGui::Dummy(ImVec2(width, below));
}

std::optional<HeatClick> draw_heat_map(const HeatMap& chart, const char* max_text,
                                       const Palette& colors, float scale, const HeatMapUse& use) {
  const std::size_t rows = chart.labels.size(), columns = chart.columns().size();
  CNX_CHECK(chart.cells.size() == rows * columns);
  caption(chart.caption, colors);
  if (chart.cells.empty()) return std::nullopt;

  const TextSize small(kSmallTextPx);
  const float line = ImGui::GetTextLineHeight();
  const CutLabels row_labels(chart.labels, 90 * scale), column_labels(chart.columns(), 90 * scale);

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(140 * scale, ImGui::GetContentRegionAvail().x);
  // Labels, and the axis title beside them.
  const ImVec2 margin(row_labels.width + line + 10 * scale,
                      column_labels.width + line + 10 * scale);
  const float room = width - margin.x - 2 * scale;
  const ImVec2 cell = cell_size(rows, columns, room, line + 2 * scale, scale);
  const ImVec2 size(cell.x * static_cast<float>(columns), cell.y * static_cast<float>(rows));
  const ImVec2 low(std::round(at.x + margin.x), std::round(at.y + margin.y));
  const ImVec2 high(low.x + size.x, low.y + size.y);

  // A long title begins where a short one of a wider map would.
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_text(list,
            ImVec2(std::max(at.x, low.x + (size.x - text_size(chart.column_title).x) / 2), at.y),
            colors.muted, chart.column_title);
  const float row_title = text_size(chart.row_title).x;
  const float row_title_end = std::max(at.y + line + row_title, low.y + (size.y + row_title) / 2);
  draw_text_upwards(list, ImVec2(at.x, row_title_end), colors.muted, chart.row_title);

  // Where cells are smaller than letters, every k-th label is written.
  const auto every = [&](float cell_px) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(line / cell_px)));
  };
  for (std::size_t i = 0; i < rows; i += every(cell.y)) {
    const std::string& label = row_labels.texts[i];
    const float middle = cell.y * (static_cast<float>(i) + 0.5f);
    draw_text(list, ImVec2(low.x - 4 * scale - text_size(label).x, low.y + middle - line / 2),
              colors.text, label);
  }
  for (std::size_t i = 0; i < columns; i += every(cell.x)) {
    const float middle = cell.x * (static_cast<float>(i) + 0.5f);
    draw_text_upwards(list, ImVec2(low.x + middle - line / 2, low.y - 4 * scale), colors.text,
                      column_labels.texts[i]);
  }

  ImGui::SetCursorScreenPos(low);
  ImGui::PushID(chart.title.c_str());
  const bool can_press = use.press_hint != nullptr;
  const bool clicked = ImGui::InvisibleButton(
      "heat map", size, can_press ? ImGuiButtonFlags_EnableNav : ImGuiButtonFlags_None);
  ImGui::PopID();
  const std::optional<ChartKey> cursor = can_press ? chart_keys(columns, rows) : std::nullopt;
  const bool hovered = ImGui::IsItemHovered();

  const bool large = std::min(cell.x, cell.y) > 6 * scale;
  const float gap = large ? 1.0f : 0.0f;
  const auto corner = [&](std::size_t row, std::size_t column) {
    return ImVec2(low.x + cell.x * static_cast<float>(column),
                  low.y + cell.y * static_cast<float>(row));
  };
  // Numbers in some cells only would look as if the others had none.
  float widest = 0;
  bool any_uncertain = false;
  for (const HeatCell& value : chart.cells) {
    if (!value.defined) continue;
    widest = std::max(widest, text_size(value.text).x);
    any_uncertain = any_uncertain || value.uncertain;
  }
  const bool texts_fit = widest + 4 * scale <= cell.x && line <= cell.y;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const HeatCell& value = chart.cells[row * columns + column];
      const ImVec2 from = corner(row, column);
      const ImVec2 to(from.x + cell.x - gap, from.y + cell.y - gap);
      if (!value.defined) {
        list.AddRect(from, to, colors.border);
        continue;
      }
      const double share = chart.max_value > 0 ? value.value / chart.max_value : 0;
      const std::uint32_t rgb = sequential_color(share);
      list.AddRectFilled(from, to, from_rgb(rgb));
      const ImU32 ink = wants_dark_text(rgb) ? IM_COL32(0, 0, 0, 255) : IM_COL32_WHITE;
      const ImU32 stroke = (ink & ~IM_COL32_A_MASK) | 0x60000000u;
      if (value.uncertain && large) {
        hatch(list, from, to, stroke, 5 * scale);
      } else if (value.uncertain && std::min(cell.x, cell.y) > 3 * scale) {
        list.AddLine(ImVec2(from.x, to.y), ImVec2(to.x, from.y), stroke, 1);
      }
      if (value.remarkable() && large) corner_mark(list, from, to, ink, scale);
      const ImVec2 words = text_size(value.text);
      if (texts_fit) {
        draw_text(list, ImVec2(from.x + (cell.x - words.x) / 2, from.y + (cell.y - words.y) / 2),
                  ink, value.text);
      }
    }
  }

  // In the gap between labels and cells: how much of each group is selected.
  const float near = 1.5f * scale, far = 3.5f * scale;
  const auto length = [&](float cell_px, double share) {
    return std::max(2.0f, (cell_px - gap) * static_cast<float>(share));
  };
  for (std::size_t i = 0; i < std::min(rows, use.selected_rows.size()); ++i) {
    if (!(use.selected_rows[i] > 0)) continue;
    const float from = corner(i, 0).y;
    list.AddRectFilled(ImVec2(low.x - far, from),
                       ImVec2(low.x - near, from + length(cell.y, use.selected_rows[i])),
                       colors.warn);
  }
  for (std::size_t i = 0; i < std::min(columns, use.selected_columns.size()); ++i) {
    if (!(use.selected_columns[i] > 0)) continue;
    const float from = corner(0, i).x;
    list.AddRectFilled(ImVec2(from, low.y - far),
                       ImVec2(from + length(cell.x, use.selected_columns[i]), low.y - near),
                       colors.warn);
  }

  if (use.chosen && use.chosen->row < rows && use.chosen->column < columns) {
    const ImVec2 from = corner(use.chosen->row, use.chosen->column);
    list.AddRect(from, ImVec2(from.x + cell.x, from.y + cell.y), colors.warn, 0, 0, 2 * scale);
  }

  // The color bar says what dark and bright mean.
  const ImVec2 bar(low.x, high.y + 8 * scale);
  const float bar_width = std::min(room, 120 * scale);
  for (int i = 0; i < 32; ++i) {
    const float from = bar_width * static_cast<float>(i) / 32,
                to = bar_width * static_cast<float>(i + 1) / 32;
    list.AddRectFilled(ImVec2(bar.x + from, bar.y), ImVec2(bar.x + to, bar.y + 8 * scale),
                       from_rgb(sequential_color((i + 0.5) / 32)));
  }
  const float bar_text_y = bar.y + 4 * scale - line / 2;
  draw_text(list, ImVec2(bar.x - 5 * scale - text_size("0").x, bar_text_y), colors.muted, "0");
  draw_text(list, ImVec2(bar.x + bar_width + 5 * scale, bar_text_y), colors.muted, max_text);
  float end_y = bar.y + 8 * scale + line;
  if (const std::optional<double> mark = chart.bar_mark_share()) {
    const float x = std::round(bar.x + bar_width * static_cast<float>(*mark));
    const std::string number = short_number(*chart.bar_mark);
    list.AddLine(ImVec2(x, bar.y - 2 * scale), ImVec2(x, bar.y + 10 * scale), colors.text,
                 2 * scale);
    draw_text(list, ImVec2(x - text_size(number).x / 2, bar.y + 10 * scale), colors.text, number);
    end_y += 6 * scale;
  }
  if (chart.any_remarkable() && large) {
    const ImVec2 key(low.x, end_y), key_end(key.x + line, key.y + line);
    list.AddRectFilled(key, key_end, colors.raised);
    corner_mark(list, key, key_end, colors.text, scale);
    draw_text(list, ImVec2(key_end.x + 5 * scale, key.y), colors.muted, kRemarkableCell);
    end_y = key_end.y + 4 * scale;
  }
  if (any_uncertain) {
    const ImVec2 key(low.x, end_y), key_end(key.x + line, key.y + line);
    list.AddRectFilled(key, key_end, colors.raised);
    hatch(list, key, key_end, colors.muted, 5 * scale);
    draw_text(list, ImVec2(key_end.x + 5 * scale, key.y), colors.muted, chart.hatched);
    end_y = key_end.y + 4 * scale;
  }
  end_y = std::max(end_y, row_title_end + 4 * scale);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(ImVec2(width, end_y - at.y));

  if (!hovered && !cursor) return std::nullopt;
  const ImVec2 mouse = ImGui::GetMousePos();
  HeatClick click;
  const auto index = [&](float offset_in_cells, std::size_t n) {
    return static_cast<std::uint32_t>(std::clamp(offset_in_cells, 0.0f, static_cast<float>(n - 1)));
  };
  const bool by_key = cursor && (cursor->used || keyboard_points() || !hovered);
  click.row =
      by_key ? static_cast<std::uint32_t>(cursor->row) : index((mouse.y - low.y) / cell.y, rows);
  click.column = by_key ? static_cast<std::uint32_t>(cursor->column)
                        : index((mouse.x - low.x) / cell.x, columns);
  const ImVec2 from = corner(click.row, click.column);
  list.AddRect(from, ImVec2(from.x + cell.x, from.y + cell.y), colors.accent, 0, 0, 2 * scale);
  const std::string& text = chart.cells[click.row * columns + click.column].tooltip;
  if (by_key && use.actions != nullptr) use.actions->requests.push_back(ReadValue{text});
  if (cursor && cursor->moved && use.moved_to != nullptr) *use.moved_to = click;
  if ((!by_key || keyboard_points()) && ImGui::BeginTooltip()) {
    wrapped_at(text, 340 * scale);
    if (use.press_hint != nullptr) ImGui::TextDisabled("%s", use.press_hint);
    ImGui::EndTooltip();
  }
  if (clicked) return click;
  return std::nullopt;
}

std::optional<BarPress> draw_mini_histogram(const std::vector<std::uint32_t>& bars, double from,
                                            double to, const Palette& colors, float scale,
                                            std::optional<std::size_t>& focused) {
  focused.reset();
  if (bars.empty()) return std::nullopt;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(1.0f, ImGui::GetContentRegionAvail().x), height = 36 * scale;
  const std::uint32_t highest = std::max(1u, *std::max_element(bars.begin(), bars.end()));
  const float bar_width = width / static_cast<float>(bars.size());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (bars[i] == 0) continue;
    const float tall =
        std::max(1.0f, height * static_cast<float>(bars[i]) / static_cast<float>(highest));
    const double middle = (static_cast<double>(i) + 0.5) / static_cast<double>(bars.size());
    const float x = at.x + bar_width * static_cast<float>(i);
    list.AddRectFilled(ImVec2(x, at.y + height - tall),
                       ImVec2(x + bar_width - (bar_width > 3 ? 1.0f : 0.0f), at.y + height),
                       middle >= from && middle <= to ? colors.bar : colors.bar_muted);
  }
  ImGui::InvisibleButton("histogram range", ImVec2(width, height), ImGuiButtonFlags_EnableNav);
  if (const std::optional<ChartKey> key = chart_keys(bars.size(), 1)) {
    focused = key->column;
    const float left = at.x + bar_width * static_cast<float>(key->column);
    list.AddRect(ImVec2(left, at.y), ImVec2(left + bar_width, at.y + height), colors.accent, 0, 0,
                 2 * scale);
    if (key->used) {
      BarPress used;
      used.bars = {key->column, key->column};
      used.ended = true;
      return used;
    }
  }
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  const std::optional<BarPress> press = press_on_last_item(at.x, width, bars.size());
  if (press && press->dragged && !press->ended) {
    const auto x = [&](double share) { return at.x + static_cast<float>(share) * width; };
    list.AddRectFilled(ImVec2(x(press->range.from), at.y),
                       ImVec2(x(press->range.to), at.y + height), drag_shade(colors));
  }
  return press;
}

}  // namespace cnx
