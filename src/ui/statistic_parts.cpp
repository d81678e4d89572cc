#include "ui/statistic_parts.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/widgets.h"

namespace cnx {

std::string why_not_counted(const FrameModel& model) {
  const LoadStatus& loading = model.loading;
  if (!loading.ended()) return "";
  std::uint32_t missing = loading.connection_tiles_missing, total = loading.connection_tiles;
  if (model.statistics != nullptr && model.statistics->tiles_missing > 0) {
    missing = model.statistics->tiles_missing;
    total = model.statistics->tiles_total;
  }
  if (missing == 0) return "";
  return with_separators(missing) + " of " + counted(total, "tile") +
         " did not load: " + loading.failure_reason + ".";
}

void waiting_line(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const std::string why = why_not_counted(model);
  if (why.empty()) {
    wrapped("Counting starts when all connections of these neurons are here.", colors.muted);
    return;
  }
  wrapped("Not counted. " + why, colors.warn);
  ImGui::PushID("waiting");
  if (ImGui::Button("Retry")) actions.requests.push_back(RetryFailedTiles{});
  ImGui::PopID();
}

bool job_progress(bool running, bool stopped, bool nothing_yet, float share_done,
                  const std::string& doing, const FrameModel& model, Actions& actions) {
  if (running) {
    const double percent = std::round(100.0 * static_cast<double>(share_done));
    const std::string text = doing + ": " + percent_text(percent / 100);
    ImGui::ProgressBar(share_done, ImVec2(-1, 0), text.c_str());
    return ImGui::Button("Stop counting");
  }
  if (stopped) {
    caption("Stopped. What was counted before stays.", palette(model.dark));
    return ImGui::Button("Count again");
  }
  if (nothing_yet) waiting_line(model, actions);
  return false;
}

void statistic_line(const StatisticLine& line, const Palette& colors, float scale) {
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, scale));
  const float spacing = ImGui::GetStyle().ItemSpacing.x;
  const float width = text_size(line.name).x + spacing + text_size(line.value).x;
  const bool one_line = width <= ImGui::GetContentRegionAvail().x;
  wrapped(line.name);
  if (one_line) ImGui::SameLine();
  text_right(line.value);
  caption(line.n, colors);
  ImGui::PopStyleVar();
  ImGui::EndGroup();
  hint(line.tooltip.c_str(), scale);
}

void distribution(const HistogramChart& chart, const char* id, const FrameModel& model,
                  Actions& actions) {
  const Palette colors = palette(model.dark);
  const float scale = model.scale;
  const bool as_shares = model.view.charts.cumulative;
  ImGui::PushID(id);
  if (as_shares && !chart.bars.empty()) {
    const LineChart shares = cumulative(chart);
    draw_line_chart(shares, colors, scale);
    chart_buttons(shares, scale, actions);
  } else {
    draw_histogram(chart, colors, scale, {{}, nullptr, &actions});
    if (!chart.bars.empty()) chart_buttons(chart, scale, actions);
  }
  if (!chart.bars.empty()) {
    ImGui::SameLine();
    if (small_button(as_shares ? "As histogram" : "Cumulative")) {
      ChartsState charts = model.view.charts;
      charts.cumulative = !as_shares;
      actions.commands.push_back(SetCharts{std::move(charts)});
    }
    hint("All histograms: bars, or the share of all that is at most as large", scale);
  }
  ImGui::PopID();
}

namespace {

/// A cell: its first line, and smaller below it what that rests on.
template <typename Line>
void cell_lines(const std::string& text, const Palette& colors, const Line& line) {
  const std::size_t end = text.find('\n');
  line(text.substr(0, end));
  if (end == std::string::npos) return;
  const TextSize small(kSmallTextPx);
  const TextColor muted(colors.muted);
  line(text.substr(end + 1));
}

/// Of a column of words, in letters' heights: narrower, words would be broken.
constexpr float kLeastWords = 4.5f;

float cell_width(const std::string& text, const Palette& colors) {
  float width = 0;
  cell_lines(text, colors, [&](const std::string& lines) {
    width = std::max(width, ImGui::CalcTextSize(lines.c_str()).x);
  });
  return width;
}

}  // namespace

namespace {

/// Each row below the other, for screens that its columns do not fit.
void stacked_rows(const Table& table, const std::vector<std::size_t>& shown, const char* id,
                  const Palette& colors) {
  if (!ImGui::BeginTable(id, 1, ImGuiTableFlags_RowBg)) return;
  for (const auto& row : table.rows) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    for (const std::size_t c : shown) {
      if (row[c].text.empty()) continue;
      if (c == shown.front()) {
        cell_lines(row[c].text, colors, [](const std::string& lines) { wrapped(lines); });
        continue;
      }
      {
        const TextColor muted(colors.muted);
        ImGui::TextUnformatted(table.columns[c].title.c_str());
      }
      const float first = text_size(row[c].text.substr(0, row[c].text.find('\n'))).x;
      ImGui::SameLine();
      if (first > ImGui::GetContentRegionAvail().x) ImGui::NewLine();
      cell_lines(row[c].text, colors, [](const std::string& lines) { text_right(lines); });
    }
  }
  ImGui::EndTable();
}

}  // namespace

void number_table(const Table& table, const char* id, const Palette& colors, Actions& actions) {
  ImGui::TextUnformatted(table.title.c_str());
  caption(table.caption, colors);
  std::vector<std::size_t> shown;
  // A number that is cut looks like another number: where there is a column of words, the last one
  // takes what the others leave, and its words wrap.
  std::optional<std::size_t> words;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].use == ColumnUse::Files) continue;
    shown.push_back(c);
    if (!table.columns[c].numeric) words = c;
  }
  // As wide as its widest text: text at the right has no width of its own for the table.
  std::vector<float> widths;
  float needed = 0;
  for (const std::size_t c : shown) {
    float width = text_size(table.columns[c].title).x;
    for (const auto& row : table.rows) width = std::max(width, cell_width(row[c].text, colors));
    widths.push_back(width);
    needed += c == words ? std::min(width, kLeastWords * ImGui::GetFontSize()) : width;
  }
  if (needed > ImGui::GetContentRegionAvail().x) {
    stacked_rows(table, shown, id, colors);
  } else if (ImGui::BeginTable(id, static_cast<int>(shown.size()),
                               ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingStretchProp)) {
    for (std::size_t i = 0; i < shown.size(); ++i) {
      ImGui::TableSetupColumn(table.columns[shown[i]].title.c_str(),
                              !words || shown[i] == *words ? ImGuiTableColumnFlags_WidthStretch
                                                           : ImGuiTableColumnFlags_WidthFixed,
                              widths[i]);
    }
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (const std::size_t c : shown) {
      ImGui::TableNextColumn();
      const TableColumn& column = table.columns[c];
      if (column.numeric) {
        text_right(column.title);
      } else {
        ImGui::TextUnformatted(column.title.c_str());
      }
    }
    for (const auto& row : table.rows) {
      ImGui::TableNextRow();
      for (const std::size_t c : shown) {
        ImGui::TableNextColumn();
        const std::string& text = row[c].text;
        if (table.columns[c].numeric) {
          cell_lines(text, colors, [](const std::string& lines) { text_right(lines); });
        } else if (c == words) {
          cell_lines(text, colors, [](const std::string& lines) { wrapped(lines); });
        } else {
          ImGui::TextUnformatted(text.c_str());
        }
      }
    }
    ImGui::EndTable();
  }
  ImGui::PushID(id);  // else all buttons of a section were one
  csv_button(table, actions);
  ImGui::PopID();
}

std::uint32_t number_choice(const char* label, std::initializer_list<std::uint32_t> numbers,
                            std::uint32_t current, const char* unit, float scale) {
  const auto words = [&](std::uint32_t number) { return with_separators(number) + unit; };
  std::uint32_t chosen = current;
  const float width = std::min(ImGui::GetContentRegionAvail().x * 0.62f, 240 * scale);
  if (begin_list(list_label(label, width).c_str(), words(current))) {
    for (const std::uint32_t number : numbers) {
      if (ImGui::Selectable(words(number).c_str(), number == current)) chosen = number;
    }
    ImGui::EndCombo();
  }
  return chosen;
}

void statistic_lines(const char* title, std::span<const StatisticLine> lines, const Palette& colors,
                     float scale, Actions& actions) {
  if (lines.empty()) return;
  for (const StatisticLine& line : lines) statistic_line(line, colors, scale);
  ImGui::PushID(title);
  csv_button(statistic_table(title, lines), actions);
  ImGui::PopID();
}

}  // namespace cnx
