#include "report/comparison_report.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/bin_points.h"
#include "report/measure_words.h"
#include "report/numbers.h"
#include "stats/label_noise.h"

namespace cnx {
namespace {

TableCell number_cell(const Json& value, const std::string& name) {
  const double number = number_of(value);
  if (measure_is_share(name)) return share_cell(number);
  return {short_number(number), number};
}

const Json& member(const Json& told, const std::string& key) {
  static const Json kNone;
  const auto found = told.find(key);
  return found == told.end() ? kNone : *found;
}

std::vector<TableCell> sizes_row(const std::string& title, const Json& comparison,
                                 const char* key) {
  const auto of_set = [&](const char* set) {
    return count_cell(comparison[set][key].get<std::uint64_t>());
  };
  const TableCell none = no_number("");
  return {{title}, {title}, of_set("a"), of_set("b"), none, {""},
          none,    none,    none,        none,        none, none};
}

/// A value of a set, and on the screen its interval, where one of the sets has any, and its n.
TableCell set_cell(const Json& told, const std::string& set, const std::string& name,
                   bool has_interval) {
  TableCell cell = number_cell(told[set], name);
  const double low = number_of(member(told, set + "_low"));
  const double high = number_of(member(told, set + "_high"));
  if (has_interval) {
    cell.text += "\n";
    if (!std::isfinite(low)) {
      cell.text += "–";
    } else if (measure_is_share(name)) {
      cell.text += percent_with_interval(cell.number, low, high).interval;
    } else {
      cell.text += short_number(low) + " to " + short_number(high);
    }
  }
  if (const Json& n = member(told, set + "_n"); n.is_number()) {
    cell.text += "\nn = " + with_separators(n.get<std::uint64_t>());
  }
  return cell;
}

/// `named`: the row has its own name, and no other one above it has said what its n counts.
std::vector<TableCell> numbers_row(const std::string& title, const Json& told,
                                   const std::string& name, bool named) {
  const double ratio = number_of(told["ratio"]);
  const bool has_interval = member(told, "a_low").is_number() || member(told, "b_low").is_number();
  const std::string n_title = measure_n_title(name);
  std::vector<TableCell> row = {{title, 0},
                                {title + (named ? "\nn: " + n_title : ""), 0},
                                set_cell(told, "a", name, has_interval),
                                set_cell(told, "b", name, has_interval),
                                {std::isfinite(ratio) ? short_number(ratio) + " ×" : "–", ratio},
                                {n_title, 0}};
  for (const char* key : {"a_n", "b_n", "a_low", "a_high", "b_low", "b_high"}) {
    row.push_back({"", number_of(member(told, key))});
  }
  return row;
}

/// Whether A and B are blocks of connections, and not sets of neurons.
bool has_blocks(const Json& comparison) { return comparison.contains("dealt"); }

/// "300 of A and 120 of B (20 of both stay)"
std::string dealt_words(const Json& side) {
  const auto count = [&](const char* key) { return side[key].get<std::uint64_t>(); };
  std::string text =
      with_separators(count("a")) + " of A and " + with_separators(count("b")) + " of B";
  if (count("both") > 0) text += " (" + with_separators(count("both")) + " of both stay)";
  return text;
}

std::string sets_caption(const Json& comparison) {
  std::string text = "Connections among A's own neurons, and among B's own.";
  if (const auto shared = comparison["shared_neurons"].get<std::uint64_t>(); shared > 0) {
    text += " " + counted(shared, "neuron") + " of both sets " + (shared == 1 ? "is" : "are") +
            " left out of both.";
  }
  return text;
}

std::string blocks_caption(const Json& comparison) {
  std::string text =
      "Connections from A's sending neurons onto its receiving ones, and from B's onto B's.";
  const Json& probability = comparison["statistics"]["connection_probability"];
  const auto points = [&](const char* key) {
    return short_number(100 * number_of(probability[key]));
  };
  return text + " The connection probabilities differ by " + points("difference") +
         " percentage points, 95 % interval " + points("difference_low") + " to " +
         points("difference_high") + " (as if pairs were independent).";
}

/// `good`: the comparison on analyzable axons, or null.
Table numbers_table(const Json& comparison, const Json* good) {
  Table table;
  table.title = "A against B";
  const bool blocks = has_blocks(comparison);
  const char* const of = blocks ? "of the block" : "of the set";
  table.caption = (blocks ? blocks_caption(comparison) : sets_caption(comparison)) +
                  " Below a value: its 95 % interval, where it has one, and n, which it rests on.";
  constexpr ColumnUse kFiles = ColumnUse::Files;
  table.columns = {{of, false, kFiles}, {of, false, ColumnUse::Screen}, {"A", true}, {"B", true},
                   {"A / B", true},     {"n counts", false, kFiles}};
  for (const char* title : {"n of A", "n of B", "interval of A from", "interval of A to",
                            "interval of B from", "interval of B to"}) {
    table.columns.push_back({title, true, kFiles});
  }
  const bool sized = comparison["a"].contains("size_sum");  // the n of their mean
  for (const auto& [key, name] :
       {std::pair{"neurons", "Neurons"}, std::pair{"pre_neurons", "Sending neurons"},
        std::pair{"post_neurons", "Receiving neurons"}, std::pair{"pairs", "Pairs"},
        std::pair{"connections", "Connections"}, std::pair{"synapses", "Synapses"}}) {
    if (key == std::string_view("synapses") && !sized) continue;
    if (!comparison["a"].contains(key)) continue;
    table.rows.push_back(sizes_row(name, comparison, key));
    if (good != nullptr) table.rows.push_back(sizes_row(kOnAnalyzableRow, *good, key));
  }
  for (const auto& [name, told] : comparison["statistics"].items()) {
    table.rows.push_back(numbers_row(measure_title(name), told, name, true));
    if (good != nullptr && (*good)["statistics"].contains(name)) {
      table.rows.push_back(numbers_row(kOnAnalyzableRow, (*good)["statistics"][name], name, false));
    }
  }
  return table;
}

ControlsRow permutations_row(const std::string& name, const Json& told) {
  ControlsRow row;
  row.name = measure_title(name);
  // Differences of shares in percentage points.
  const bool share = measure_is_share(name);
  const double unit = share ? 100 : 1;
  row.observed = unit * number_of(told["difference"]);
  row.mean = unit * number_of(told["mean"]);
  row.sd = unit * number_of(told["sd"]);
  for (const Json& value : told["values"]) {
    if (value.is_number()) row.values.push_back(unit * value.get<double>());
  }
  const auto text = [decimals = decimals_by_spread(row.sd)](double value) {
    return decimal_text(value, decimals);
  };
  row.text = "A − B = " + text(row.observed) + (share ? " percentage points" : "") +
             "; dealt out " + text(row.mean) + " ± " + text(row.sd) +
             ", z = " + decimal_text(number_of(told["z"]), 1) + ", " + p_text(number_of(told["p"]));
  if (std::isfinite(number_of(told["q"]))) {
    row.text += ", q = " + short_number(number_of(told["q"]));
  }
  row.z = number_of(told["z"]);
  row.p = number_of(told["p"]);
  row.q = number_of(told["q"]);
  row.unit = share ? "percentage points" : "";
  row.remarkable = row.q < kRemarkableQ;
  const auto [low, high] = controls_range(row);
  row.low_text = short_number(low) + (share ? " pp" : "");
  row.high_text = short_number(high) + (share ? " pp" : "");
  return row;
}

/// A share of nothing has no difference, and there is nothing to draw; nor is there before the
/// first deal, which some numbers wait for.
bool has_row(const Json& told) {
  return !told["difference"].is_null() && told["permutations"] != 0;
}

/// `good`: the comparison on analyzable axons, or null.
ControlsChart permutations_chart(const Json& comparison, const Json* good) {
  ControlsChart chart;
  const auto done = comparison["permutations_done"].get<std::uint64_t>();
  chart.title = "Difference A − B against " + counted(done, "random deal");
  chart.caption =
      std::string(
          has_blocks(comparison)
              ? "Dots: who sends in one block alone dealt out among those who do, and so who "
                "receives; mark: the blocks as they are. "
              : "Dots: the same neurons dealt out to two sets of the same sizes; mark: the "
                "sets as they are. ") +
      "pp are percentage points. p is two-sided and empirical, q corrected for all rows; a "
      "colored mark: below 0.05. Seed " +
      std::to_string(comparison["seed"].get<std::uint64_t>()) + ".";
  const auto costly = comparison.value("costly_permutations_done", std::uint64_t{0});
  if (costly > 0) {
    chart.caption += " What takes longer is counted of the first " + counted(costly, "deal") + ".";
  }
  if (done == 0) return chart;
  for (const auto& [name, told] : comparison["statistics"].items()) {
    if (!has_row(told)) continue;
    chart.rows.push_back(permutations_row(name, told));
    if (good == nullptr || !(*good)["statistics"].contains(name)) continue;
    if (const Json& other = (*good)["statistics"][name]; has_row(other)) {
      chart.rows.push_back(permutations_row(name, other));
      chart.rows.back().name = kOnAnalyzableRow;
    }
  }
  std::uint64_t tests = 0;
  bool any = false;
  for (const ControlsRow& row : chart.rows) {
    tests += row.name != kOnAnalyzableRow ? 1 : 0;
    any = any || row.remarkable;
  }
  const std::string few = few_draws_sentence(tests, "row", costly > 0 ? costly : done, "deal");
  if (!any && !few.empty()) chart.caption += " " + few;
  return chart;
}

/// Differences of all kinds on one axis.
NamedBars effects_chart(const ControlsChart& permutations) {
  NamedBars chart;
  std::size_t deals = 0;
  for (const ControlsRow& row : permutations.rows) {
    if (!std::isfinite(row.z) || !(row.sd > 0) || row.values.empty()) continue;
    std::vector<double> sorted = row.values;
    std::sort(sorted.begin(), sorted.end());
    const auto in_sd = [&](double value) { return (value - row.mean) / row.sd; };
    deals = std::max(deals, sorted.size());
    NamedBar& bar = chart.bars.emplace_back(
        NamedBar{row.name, row.z, decimal_text(row.z, 1), row.name + ": " + row.text + "."});
    bar.expected = 0;
    bar.low = in_sd(quantile(sorted, 0.025));
    bar.high = in_sd(quantile(sorted, 0.975));
  }
  chart.title = "How far A − B is from chance";
  chart.x_title = "A − B less the mean of the deals, in their standard deviations";
  chart.scale = BarScale::Axis;
  chart.caption = "n = " + counted(deals, "random deal") +
                  "; 95 % of them: from the 2.5th to the 97.5th percentile. A number whose deals "
                  "are all equal has no bar.";
  chart.expected_name = "mean of the deals";
  chart.spread_name = "95 % of the deals";
  return chart;
}

/// "z = −3.1, p = 0.005, q = 0.02"
std::string test_text(double z, double p, double q) {
  return "z = " + decimal_text(z, 1) + ", " + p_text(p) + ", q = " + short_number(q);
}

std::string points_text(double share) { return short_number(100 * share); }

/// `result`: of the whole job. Precondition: the comparison has a class matrix.
HeatMap cells_map(const Json& comparison, const Json& result) {
  const Json& matrix = comparison["class_matrix"];
  constexpr std::uint64_t kFewConnections = 5;
  HeatMap map;
  map.title = of_groups("Connection probability of A over that of B, by class", result);
  map.row_title = "pre";
  map.column_title = "post";
  map.hatched = "fewer than 5 connections in A or in B";
  map.n_title = "connections of A and B";
  map.labels = matrix["groups"].get<std::vector<std::string>>();
  map.column_labels = matrix["post_groups"].get<std::vector<std::string>>();
  std::uint64_t tests = 0, low_q = 0;
  for (std::size_t row = 0; row < map.labels.size(); ++row) {
    for (std::size_t column = 0; column < map.columns().size(); ++column) {
      const auto of = [&](const char* key) { return number_of(matrix[key][row][column]); };
      const auto count = [&](const char* set, const char* key) {
        return matrix[set][key][row][column].get<std::uint64_t>();
      };
      const auto words = [&](const char* set) {
        return percent_text(number_of(matrix[set]["probability"][row][column])) + " of " +
               counted(count(set, "pairs"), "pair");
      };
      const double a = number_of(matrix["a"]["probability"][row][column]),
                   b = number_of(matrix["b"]["probability"][row][column]);
      HeatCell cell;
      cell.n = count("a", "connections") + count("b", "connections");
      cell.defined = std::isfinite(a / b);
      cell.value = cell.defined ? a / b : 0;
      cell.text = cell.defined ? short_number(cell.value) : "–";
      cell.uncertain =
          std::min(count("a", "connections"), count("b", "connections")) < kFewConnections;
      if (std::isfinite(of("q"))) cell.q = of("q");
      tests += std::isfinite(of("p"));
      low_q += of("q") < kRemarkableQ;
      cell.tooltip = map.labels[row] + " to " + map.columns()[column] + "\nA " + words("a") +
                     ", B " + words("b") + "\nA − B = " + points_text(of("difference")) +
                     " percentage points; dealt out " + points_text(of("mean")) + " ± " +
                     points_text(of("sd")) + "\n" + test_text(of("z"), of("p"), of("q")) + ".";
      map.cells.push_back(std::move(cell));
    }
  }
  map.bar_mark = 1;
  set_color_end(map);
  map.caption = corrected_words(tests, "cell", low_q,
                                comparison["permutations_done"].get<std::uint64_t>(), "deal") +
                " Rows send, columns receive.";
  return map;
}

/// `good`: the profile on analyzable axons, or null. Precondition: the comparison has a profile.
Table bins_table(const Json& comparison, const Json* good) {
  const Json& profile = comparison["distance_profile"];
  const double width = number_of(profile["bin_um"]);
  Table table;
  table.title = "A against B by distance";
  // The screen has room for three numbers, and what they rest on below them.
  constexpr ColumnUse kFiles = ColumnUse::Files, kScreen = ColumnUse::Screen;
  table.columns = {{"distance", false},          {"A", true, kFiles},
                   {"pairs of A", true, kFiles}, {"B", true, kFiles},
                   {"pairs of B", true, kFiles}, {"A − B (percentage points)", true, kFiles},
                   {"z", true, kFiles},          {"p", true, kFiles},
                   {"q", true, kFiles},          {"A", true, kScreen},
                   {"B", true, kScreen},         {"A − B (pp)", true, kScreen}};
  if (good != nullptr) table.columns.push_back({"A − B on analyzable axons", true, kFiles});
  std::uint64_t tests = 0, low_q = 0;
  for (std::size_t bin = 0; bin < profile["difference"].size(); ++bin) {
    const auto of = [&](const char* key) { return number_of(profile[key][bin]); };
    const auto set = [&](const char* which, const char* key) {
      const Json& list = profile[which][key];
      return bin < list.size() ? number_of(list[bin]) : kNoNumber;
    };
    const auto points = [](double share) {
      return std::isfinite(share) ? TableCell{points_text(share), 100 * share} : no_number();
    };
    const auto plain = [](double number) {
      return std::isfinite(number) ? TableCell{short_number(number), number} : no_number();
    };
    tests += std::isfinite(of("p"));
    low_q += of("q") < kRemarkableQ;
    const TableCell a = share_cell(set("a", "probability")),
                    b = share_cell(set("b", "probability"));
    const TableCell a_pairs = plain(set("a", "pairs")), b_pairs = plain(set("b", "pairs"));
    const TableCell difference = points(of("difference")), z = plain(of("z")), q = plain(of("q"));
    TableCell alone;
    if (good != nullptr) {
      const Json& others = (*good)["difference"];
      alone = points(bin < others.size() ? number_of(others[bin]) : kNoNumber);
    }
    const auto over = [](const TableCell& cell, const std::string& below) {
      return TableCell{cell.text + "\n" + below, cell.number};
    };
    std::string tested = "z " + z.text + ", q " + q.text;
    if (good != nullptr) tested += "\nanalyzable " + alone.text;
    table.rows.push_back({{bin_words(static_cast<double>(bin) * width, width)},
                          a,
                          a_pairs,
                          b,
                          b_pairs,
                          difference,
                          z,
                          plain(of("p")),
                          q,
                          over(a, "n = " + a_pairs.text),
                          over(b, "n = " + b_pairs.text),
                          over(difference, tested)});
    if (good != nullptr) table.rows.back().push_back(alone);
  }
  table.caption =
      std::string(
          "Connection probability by the distance of the somata, n pairs; pp: percentage ") +
      "points" + (good == nullptr ? ". " : "; analyzable: A − B on analyzable axons alone. ") +
      corrected_words(tests, "bin", low_q,
                      comparison.value("costly_permutations_done", std::uint64_t{0}), "deal");
  return table;
}

/// What is counted by class and by distance, as far as it is there.
void put_cells_and_bins(const Json& comparison, const Json* good, const Json& result,
                        ComparisonReport& report) {
  report.cells_why_not = comparison.value("class_matrix_why_not", "");
  const auto has = [](const Json* json, const char* key) {
    return json != nullptr && json->contains(key) && (*json)[key].is_object();
  };
  if (has(&comparison, "class_matrix")) {
    report.cells = cells_map(comparison, result);
    if (has(good, "class_matrix")) put_analyzable_cells(cells_map(*good, result), *report.cells);
    bool compared = false;  // a cell that has pairs in both
    for (const Json& row : comparison["class_matrix"]["difference"]) {
      for (const Json& difference : row) compared = compared || difference.is_number();
    }
    if (!compared) {
      report.cells.reset();
      report.cells_why_not =
          "No cell of the class matrix has pairs in A and in B, so none can be compared.";
    }
  }
  if (has(&comparison, "distance_profile")) {
    report.bins = bins_table(
        comparison, has(good, "distance_profile") ? &(*good)["distance_profile"] : nullptr);
  }
}

std::string caveat_of_test(const Json& comparison) {
  if (!has_blocks(comparison)) {
    return "The test asks whether the labels A and B matter for the wiring, not why: sets in "
           "different places differ because near neurons connect more, the mean degree grows with "
           "the size of a set, and sets whose axons were proofread differently differ by that.";
  }
  if (comparison.contains("permutations_why_not")) {
    return comparison["permutations_why_not"].get<std::string>() +
           " Blocks in different places differ because near neurons connect more.";
  }
  return "Dealt out: of those who send " + dealt_words(comparison["dealt"]["pre"]) +
         "; of those who receive " + dealt_words(comparison["dealt"]["post"]) +
         ". The test asks whether it matters who sends and receives in A and who in B, not why: "
         "blocks in different places differ because near neurons connect more, and a p may be "
         "small because one side's neurons send or receive more anywhere.";
}

}  // namespace

std::vector<std::string> lines_of(const TableCell& cell) {
  std::vector<std::string> lines(1);
  for (const char letter : cell.text) {
    if (letter == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += letter;
    }
  }
  return lines;
}

std::string set_words(const std::vector<TableCell>& row, ComparisonColumn set) {
  const std::vector<std::string> lines = lines_of(row[static_cast<std::size_t>(set)]);
  if (lines.size() == 1) return lines[0];
  const std::string interval = lines.size() > 2 ? "95 % interval " + lines[1] + ", " : "";
  return lines[0] + " (" + interval + lines.back() + " " +
         row[static_cast<std::size_t>(ComparisonColumn::NTitle)].text + ")";
}

ComparisonReport comparison_report(std::string_view text) {
  const Json json = parse_json(text);
  ComparisonReport report;
  const Json& comparison = json["comparison"];
  if (comparison.is_null()) {
    report.why_not = json["comparison_why_not"].get<std::string>();
    return report;
  }
  const Json* good = analyzable_of(json);
  if (good != nullptr) good = (*good)["comparison"].is_object() ? &(*good)["comparison"] : nullptr;
  report.numbers = numbers_table(comparison, good);
  report.permutations = permutations_chart(comparison, good);
  report.effects = effects_chart(report.permutations);
  put_cells_and_bins(comparison, good, json, report);
  report.caveat = caveat_of_test(comparison);
  if (good != nullptr) {
    const bool blocks = has_blocks(comparison);
    const auto those = [&](const char* which) {
      return counted((*good)[which][blocks ? "pre_neurons" : "neurons"].get<std::uint64_t>(),
                     blocks ? "sending neuron" : "neuron");
    };
    report.caveat += " Numbers on analyzable axons are of the " + those("a") + " of A and the " +
                     those("b") + " of B that have one.";
  } else if (const std::string why = analyzable_sentence(json, "comparison"); !why.empty()) {
    report.caveat += " " + why;
  }
  if (comparison.contains("modularity_why_not")) {
    report.caveat +=
        " Left out: modularity. " + comparison["modularity_why_not"].get<std::string>();
  }
  report.caveat += measure_note_words(comparison);
  if (comparison.value("simplices_truncated", false)) {
    report.caveat += " Groups of more than 20 neurons that are all connected are not counted.";
  }
  return report;
}

}  // namespace cnx
