#include "commands/stats_network.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "commands/text_format.h"
#include "report/bin_points.h"
#include "report/inference_report.h"
#include "report/motifs_report.h"
#include "report/numbers.h"
#include "report/table.h"
#include "stats/proportion.h"

namespace cnx {
namespace {

std::string table_text(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    widths.push_back(columns_of(table.columns[c].title));
    for (const auto& row : table.rows) widths[c] = std::max(widths[c], columns_of(row[c].text));
  }
  const auto line = [&](auto text_of) {
    std::string text;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const std::string& cell = text_of(c);
      const std::string filled(widths[c] - columns_of(cell), ' ');
      text += "  " + (table.columns[c].numeric ? filled + cell : cell + filled);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = table.title + "\n  " + table.caption + "\n";
  text += line([&](std::size_t c) -> const std::string& { return table.columns[c].title; });
  for (const auto& row : table.rows) {
    text += line([&](std::size_t c) -> const std::string& { return row[c].text; });
  }
  return text;
}

/// What share of pairs is connected, and its interval.
void add_share(std::vector<TableCell>& row, std::uint64_t connected, std::uint64_t pairs) {
  const auto share = wilson_proportion(connected, pairs);
  const PercentTexts texts =
      share ? percent_with_interval(share->value, share->low, share->high) : PercentTexts{"–", "–"};
  row.push_back({texts.value});
  row.push_back({texts.interval});
}

}  // namespace

std::string motifs_text(const std::string& json) {
  MotifsReport report;
  put_motifs(json, report);
  std::string text;
  for (const StatisticLine& line : report.lines) {
    text += line.name + ": " + line.value + ", " + line.n + "\n";
  }
  for (const auto* table : {&report.triads, &report.simplices}) {
    if (*table) text += (text.empty() ? "" : "\n") + table_text(**table);
  }
  return text;
}

std::string distance_text(const std::string& json) {
  const auto report = distance_report(json);
  CNX_CHECK(report.has_value());
  const Json told = parse_json(json);
  const auto found = told.find("distance_profile");
  std::string text;
  if (found != told.end() && found->is_object() && !report->probability.points.empty()) {
    const Json& profile = *found;
    const double width = profile["bin_um"].get<double>();
    const double first = profile["first_bin"].get<double>();
    const auto count = [&](const char* key, std::size_t k) {
      return profile[key][k].get<std::uint64_t>();
    };
    const bool beside = !report->probability.second.empty();
    Table table;
    table.title = report->probability.title;
    table.caption = report->probability.caption;
    table.columns = {{report->probability.x_title},
                     {"pairs", true},
                     {"connected", true},
                     {"share", true},
                     {"95 %", true},
                     {"synapses each", true}};
    if (beside) {
      table.columns.insert(table.columns.end(),
                           {{"analyzable pairs", true}, {"share", true}, {"95 %", true}});
    }
    for (std::size_t k = 0; k < profile["pairs"].size(); ++k) {
      const std::uint64_t pairs = count("pairs", k), connected = count("connected", k);
      std::vector<TableCell> row = {{bin_words((first + static_cast<double>(k)) * width, width)},
                                    {with_separators(pairs)},
                                    {with_separators(connected)}};
      add_share(row, connected, pairs);
      row.push_back({connected == 0 ? "–"
                                    : decimal_text(static_cast<double>(count("synapses", k)) /
                                                       static_cast<double>(connected),
                                                   2)});
      if (beside) {
        const std::uint64_t good = count("analyzable_pairs", k);
        row.push_back({with_separators(good)});
        add_share(row, count("analyzable_connected", k), good);
      }
      table.rows.push_back(std::move(row));
    }
    text = table_text(table);
  }
  for (const std::string& sentence : report->sentences) text += "  " + sentence + "\n";
  return text;
}

}  // namespace cnx
