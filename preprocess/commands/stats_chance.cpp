#include "commands/stats_chance.h"

#include <algorithm>

#include "base/check.h"
#include "base/json.h"
#include "commands/text_format.h"
#include "report/comparison_report.h"
#include "report/inference_report.h"

namespace cnx {
namespace {

constexpr std::size_t kMostColumns = 12;  // of a page of text; more are in --json

std::string controls_lines(const ControlsChart& chart) {
  if (chart.rows.empty()) return {};
  std::string text = "\n" + chart.title + "\n";
  bool any = false;
  for (const ControlsRow& row : chart.rows) {
    text += "  " + row.name + "\n    " + row.text + (row.remarkable ? " *" : "") + "\n";
    any = any || row.remarkable;
  }
  if (any) text += "  * below 0.05 when corrected for all rows\n";
  return text;
}

/// Spaces that fill `text` up to `width` columns, one at least.
std::string spaces_to(const std::string& text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return std::string(columns < width ? width - columns : 1, ' ');
}
std::string padded(const std::string& text, std::size_t width) {
  return spaces_to(text, width) + text;
}

std::string map_lines(const HeatMap& map) {
  const std::vector<std::string>& columns = map.columns();
  if (map.cells.empty()) return {};
  std::string text = "\n" + map.title + "\n  " + map.caption + "\n";
  if (columns.size() > kMostColumns) {
    return text + "  " + number(map.labels.size()) + " rows by " + number(columns.size()) +
           " columns: all with --json\n";
  }
  text += spaces_to("", 14);
  for (const std::string& column : columns) text += padded(column, 10);
  text += "\n";
  bool any = false;
  for (std::size_t row = 0; row < map.labels.size(); ++row) {
    text += padded(map.labels[row], 14);
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const HeatCell& cell = map.cells[row * columns.size() + column];
      const bool few = cell.defined && cell.uncertain;
      any = any || few;
      text += padded(
          (few ? "(" : "") + cell.text + (few ? ")" : "") + (cell.remarkable() ? "*" : ""), 10);
    }
    text += "\n";
  }
  if (any) text += "  (…) " + map.hatched + "\n";
  if (map.any_remarkable()) text += std::string("  * ") + kRemarkableCell + "\n";
  return text;
}

/// The rows of a table of numbers below its title, with the columns of its file: those of the screen
/// have several lines.
std::string rows_text(const Table& table) {
  constexpr std::size_t kFirst = 18, kWidth = 12;
  std::string text = "\n" + table.title + "\n  " + table.caption + "\n";
  const auto add = [&](auto text_of) {
    text += "  " + text_of(0) + spaces_to(text_of(0), kFirst);
    for (std::size_t c = 1; c < table.columns.size(); ++c) {
      if (table.columns[c].use == ColumnUse::Screen) continue;
      text += padded(text_of(c), std::max(kWidth, columns_of(table.columns[c].title) + 2));
    }
    text += "\n";
  };
  add([&](std::size_t c) { return table.columns[c].title; });
  for (const auto& row : table.rows) {
    add([&](std::size_t c) { return row[c].text; });
  }
  return text;
}

}  // namespace

std::string chance_text(const std::string& json) {
  const auto report = chance_report(json);
  CNX_CHECK(report.has_value());
  std::string text = "Against chance\n";
  for (const std::string& sentence : report->sentences) text += "  " + sentence + "\n";
  text += controls_lines(report->controls);
  for (const LineChart& profile : report->profiles) {
    text += "\n" + profile.title + "\n  " + profile.caption + "\n";
    for (const LinePoint& point : profile.points) {
      std::string words = point.tooltip;
      std::replace(words.begin(), words.end(), '\n', ' ');
      text += "  " + words + "\n";
    }
  }
  for (const HeatMap& map : report->maps) text += map_lines(map);
  return text;
}

std::string comparison_text(const std::string& json) {
  const ComparisonReport report = comparison_report(json);
  if (!report.why_not.empty()) return "A against B: " + report.why_not + "\n";
  std::string text = report.numbers.title + "\n  " + report.numbers.caption + "\n";
  text += format("  %-44s%20s%20s%14s\n", "", "A", "B", "A / B");
  const auto at = [](const std::vector<TableCell>& row, ComparisonColumn column) {
    return row[static_cast<std::size_t>(column)];
  };
  for (const auto& row : report.numbers.rows) {
    const std::vector<std::string> of_a = lines_of(at(row, ComparisonColumn::A));
    const std::vector<std::string> of_b = lines_of(at(row, ComparisonColumn::B));
    for (std::size_t line = 0; line < of_a.size(); ++line) {
      const bool last = line + 1 == of_a.size();
      const std::string name =
          line == 0 ? at(row, ComparisonColumn::Name).text
                    : (last ? "  n: " + at(row, ComparisonColumn::NTitle).text : "  95 % interval");
      text += "  " + name + spaces_to(name, 44) + padded(of_a[line], 20) + padded(of_b[line], 20);
      if (line == 0) text += padded(at(row, ComparisonColumn::Ratio).text, 14);
      text += "\n";
    }
  }
  text += controls_lines(report.permutations);
  if (report.cells) text += map_lines(*report.cells);
  if (!report.cells_why_not.empty()) text += "\n  Cells: " + report.cells_why_not + "\n";
  if (report.bins) text += rows_text(*report.bins);
  text += "\n  " + report.caveat + "\n";
  const Json told = parse_json(json);
  if (const auto verdicts = told.find("comparison_validity"); verdicts != told.end()) {
    text += "  Validity: A " + verdicts->value("a", "") + ", B " + verdicts->value("b", "") + ".\n";
  }
  return text;
}

}  // namespace cnx
