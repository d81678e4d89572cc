#include "report/chart_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "report/numbers.h"
#include "view/number_text.h"

namespace cnx {
namespace {

TableCell whole(std::int64_t number) {
  return {std::to_string(number), static_cast<double>(number)};
}

TableCell real(double number) {
  std::string text = number_text(number);
  return {std::move(text), number};
}

TableCell real_or_none(double number) { return std::isfinite(number) ? real(number) : no_number(); }

}  // namespace

Table chart_table(const HistogramChart& chart) {
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{"from: " + chart.x_title, true}, {"to", true}, {chart.y_title, true}};
  if (!chart.other.empty()) table.columns.push_back({chart.y_title + " " + chart.other_name, true});
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    const auto width = static_cast<std::int64_t>(chart.bin_width);
    const std::int64_t from = chart.first + static_cast<std::int64_t>(i) * width;
    table.rows.push_back(
        {whole(from), whole(from + width - 1), whole(static_cast<std::int64_t>(chart.bars[i]))});
    if (chart.other.empty()) continue;
    table.rows.back().push_back(whole(static_cast<std::int64_t>(chart.other[i])));
  }
  return table;
}

Table chart_table(const NamedBars& chart) {
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{"name", false}, {chart.x_title, true}};
  const bool spreads = !chart.spread_name.empty();
  if (!chart.expected_name.empty()) {
    table.columns.push_back({chart.expected_name, true});
    if (spreads) {
      table.columns.push_back({chart.spread_name + ", from", true});
      table.columns.push_back({chart.spread_name + ", to", true});
    }
  }
  for (const NamedBar& bar : chart.bars) {
    table.rows.push_back({{bar.label, 0}, real(bar.value)});
    if (chart.expected_name.empty()) continue;
    table.rows.back().push_back(bar.expected ? real(*bar.expected) : no_number());
    if (!spreads) continue;
    table.rows.back().push_back(bar.low != bar.high ? real(bar.low) : no_number());
    table.rows.back().push_back(bar.low != bar.high ? real(bar.high) : no_number());
  }
  return table;
}

Table chart_table(const HeatMap& chart) {
  const std::size_t n = chart.columns().size();
  CNX_CHECK(chart.cells.size() == chart.labels.size() * n);
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{chart.row_title, false}, {chart.column_title, false}, {"value", true}};
  const auto any = [&](auto has) {
    return std::any_of(chart.cells.begin(), chart.cells.end(), has);
  };
  const auto has_interval = [](const HeatCell& cell) { return cell.low != cell.high; };
  const bool counts = !chart.n_title.empty(), intervals = any(has_interval);
  const bool tests = any([](const HeatCell& cell) { return cell.q.has_value(); });
  const bool analyzable = any([](const HeatCell& cell) { return cell.analyzable.has_value(); });
  if (counts) table.columns.push_back({"n: " + chart.n_title, true});
  if (intervals) {
    table.columns.push_back({"interval from", true});
    table.columns.push_back({"interval to", true});
  }
  if (tests) table.columns.push_back({"q", true});
  if (analyzable) {
    table.columns.push_back({"value on analyzable axons", true});
    table.columns.push_back({"n on analyzable axons", true});
  }
  table.columns.push_back({"in words", false, ColumnUse::Files});
  table.columns.push_back({chart.hatched, false});
  for (std::size_t i = 0; i < chart.cells.size(); ++i) {
    const HeatCell& cell = chart.cells[i];
    std::vector<TableCell> row = {{chart.labels[i / n], 0},
                                  {chart.columns()[i % n], 0},
                                  cell.defined ? TableCell{cell.text, cell.value} : no_number()};
    const auto as_value = [percent = cell.text.ends_with('%')](double number) {
      return percent ? share_cell(number) : TableCell{short_number(number), number};
    };
    if (counts) row.push_back(count_cell(cell.n));
    if (intervals) {
      row.push_back(has_interval(cell) ? as_value(cell.low) : no_number());
      row.push_back(has_interval(cell) ? as_value(cell.high) : no_number());
    }
    if (tests)
      row.push_back(cell.q ? TableCell{*cell.q > 0 ? short_number(*cell.q) : "< 1e-300", *cell.q}
                           : no_number());
    if (analyzable) {
      row.push_back(cell.analyzable ? as_value(*cell.analyzable) : no_number());
      row.push_back(count_cell(cell.analyzable_n));
    }
    row.push_back({cell.tooltip, 0});
    row.push_back({cell.uncertain ? "yes" : "no", 0});
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table chart_table(const LineChart& chart) {
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{"line", false},
                   {chart.x_title, true},
                   {chart.y_title, true},
                   {"interval from", true},
                   {"interval to", true}};
  const bool counts = !chart.n_title.empty();
  if (counts) table.columns.push_back({"n: " + chart.n_title, true});
  if (!chart.tests.empty()) {
    for (const char* const title : {"sd of the controls", "z", "p", "q"}) {
      table.columns.push_back({title, true});
    }
  }
  const auto put = [&](const std::string& name, const std::vector<LinePoint>& points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const LinePoint& point = points[i];
      auto& row = table.rows.emplace_back();
      row = {{name, 0}, real(point.x), real(point.y), real(point.low), real(point.high)};
      if (counts) {
        row.push_back(point.n > 0 ? whole(static_cast<std::int64_t>(point.n))
                                  : no_number(""));  // a fitted curve has none
      }
      if (chart.tests.empty()) continue;
      const bool tested = &points == &chart.points;
      const LineTest test = tested ? chart.tests[i] : LineTest();
      for (const double number : {test.sd, test.z, test.p, test.q}) {
        row.push_back(tested ? real_or_none(number) : no_number(""));
      }
    }
  };
  put(chart.name.empty() ? "all" : chart.name, chart.points);
  put(chart.second_name, chart.second);
  put(chart.other_name, chart.other);
  put(chart.curve_name, chart.curve);
  return table;
}

Table chart_table(const ControlsChart& chart) {
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{"statistic", false}, {"control", false}, {"value", true}};
  for (const ControlsRow& row : chart.rows) {
    const std::string name = row.name + (row.unit.empty() ? "" : " (" + row.unit + ")");
    table.rows.push_back({{name, 0}, {"observed", 0}, real_or_none(row.observed)});
    for (const auto& [what, value] :
         {std::pair{"mean of the controls", row.mean}, std::pair{"sd of the controls", row.sd},
          std::pair{"z", row.z}, std::pair{"p", row.p}, std::pair{"q", row.q}}) {
      table.rows.push_back({{name, 0}, {what, 0}, real_or_none(value)});
    }
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      table.rows.push_back({{name, 0}, {std::to_string(i + 1), 0}, real(row.values[i])});
    }
  }
  return table;
}

Table chart_table(const SweepChart& chart) {
  Table table;
  table.title = chart.title;
  table.caption = chart.caption;
  table.columns = {{"statistic", false},
                   {chart.panels.empty() ? "version" : chart.panels.front().line.x_title, true},
                   {"value", true},
                   {"interval from", true},
                   {"interval to", true},
                   {"n: connections", true},
                   {"judged", false},
                   {"verdict", false}};
  for (const SweepPanel& panel : chart.panels) {
    const auto put = [&](const std::string& name, const std::vector<LinePoint>& points,
                         const std::string& verdict) {
      for (const LinePoint& point : points) {
        const bool interval = point.low != point.high;
        table.rows.push_back({{name, 0},
                              real(point.x),
                              real(point.y),
                              interval ? real(point.low) : no_number(),
                              interval ? real(point.high) : no_number(),
                              whole(static_cast<std::int64_t>(point.n)),
                              {point.faint ? "no" : "yes", 0},
                              {verdict, 0}});
      }
    };
    put(panel.line.title, panel.line.points, panel.word);
    put(panel.line.title + ", " + panel.line.second_name, panel.line.second, "");
  }
  return table;
}

}  // namespace cnx
