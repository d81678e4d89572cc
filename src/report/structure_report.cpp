#include "report/structure_report.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/measure_words.h"
#include "report/numbers.h"

namespace cnx {
namespace {

constexpr std::size_t kMaxCoreBars = 50;

LineNumbers of_n(const Json& value, double n) {
  return {number_of(value), kNoNumber, kNoNumber, n};
}

StatisticLine components_line(const char* name, const Json& components, std::uint64_t neurons,
                              const char* definition) {
  return {name, with_separators(whole_number(components["count"])),
          "the largest holds " + with_separators(whole_number(components["largest"])) + " of " +
              counted(neurons, "neuron"),
          definition, of_n(components["count"], static_cast<double>(neurons))};
}

StatisticLine modularity_line(const char* name, const Json& modularity, const char* unit) {
  const Json& value = modularity["value"];
  return {name, value.is_null() ? "–" : short_number(value.get<double>()),
          whole_number(modularity["total"]) == 0
              ? std::string("there is no ") + unit
              : share_text(modularity["within_share"]) + " of " +
                    counted(whole_number(modularity["total"]), unit) + " stay within a class, " +
                    share_text(modularity["expected_share"]) + " expected",
          "The share that stays within a class, less the share that would if every neuron kept its "
          "numbers of inputs and outputs and their ends were chance (Leicht and Newman). 0: as "
          "expected.",
          of_n(value, number_of(modularity["total"]))};
}

void put_lines(const Json& structure, std::uint64_t neurons, std::vector<StatisticLine>& lines) {
  const Json& core = structure["core"];
  const std::uint64_t largest = whole_number(core["largest"]);
  const std::uint64_t inside =
      core["neurons"].empty() ? 0 : core["neurons"].back().get<std::uint64_t>();
  lines = {components_line("Weak components", structure["components"]["weak"], neurons,
                           "Groups of neurons that are joined by paths, directions ignored."),
           components_line("Strong components", structure["components"]["strong"], neurons,
                           "Groups in which every neuron reaches every other along the directions "
                           "of the connections."),
           {"Innermost core", "k = " + with_separators(largest),
            with_separators(inside) + " of " + counted(neurons, "neuron") + " have " +
                counted(largest, "neighbor") + " or more among each other",
            "The k-core is the largest group of neurons of which each has k neighbors or more "
            "within the group; directions are ignored.",
            of_n(core["largest"], static_cast<double>(neurons))}};
  const Json& modularity = structure["modularity"];
  if (structure.contains("modularity_why_not")) {
    std::string why = structure["modularity_why_not"].get<std::string>();
    if (why.ends_with('.')) why.pop_back();  // lines are no sentences
    lines.push_back({"Modularity of classes", "–", std::move(why),
                     "How much more stays within the classes than the neurons' degrees let "
                     "expect."});
  }
  if (!modularity.is_object()) return;
  lines.push_back(
      modularity_line("Modularity of classes", modularity["connections"], "connection"));
  lines.push_back(modularity_line("Modularity by synapses", modularity["synapses"], "synapse"));
}

HistogramChart core_chart(const Json& core, std::uint64_t neurons) {
  HistogramChart chart;
  chart.title = "Core number";
  chart.caption = "n = " + counted(neurons, "neuron");
  chart.x_title = "neighbors or more within its core (core number)";
  chart.y_title = "neurons";
  const Json& counts = core["neurons"];
  if (counts.empty()) return chart;
  chart.caption += ", largest " + with_separators(counts.size() - 1);
  chart.bin_width = static_cast<std::uint32_t>(
      nice_step(static_cast<double>(counts.size()) / static_cast<double>(kMaxCoreBars)));
  chart.bars.assign((counts.size() - 1) / chart.bin_width + 1, 0);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    chart.bars[k / chart.bin_width] += counts[k].get<std::uint64_t>();
  }
  return chart;
}

/// Behind the title of what there is of all axons, too.
constexpr const char* kOfAnalyzable = ", analyzable axons alone";

Table shared_table(const Json& shared) {
  const auto cell = [](const Json& value, const char* unit) {
    TableCell decimal = decimal_cell(number_of(value), 2);
    if (!value.is_null()) decimal.text += unit;
    return decimal;
  };
  Table table;
  table.title = "Shared partners of two neurons";
  const auto pairs_of = [&](const char* kind) {
    return counted(whole_number(shared[kind]["connected"]["pairs"]), "connected pair") + " and " +
           counted(whole_number(shared[kind]["unconnected"]["pairs"]), "other");
  };
  const bool block = shared["either"].is_null();
  table.caption =
      "n = " +
      (block ? pairs_of("targets") + " of neurons that send (outputs), " + pairs_of("sources") +
                   " of those that receive (inputs)"
             : pairs_of("either")) +
      ". Mean of a pair, and what its two numbers of partners let expect if all neurons" +
      (block ? " of the other side" : "") +
      " were equally likely partners. They are not, so compare connected pairs with the others.";
  table.columns = {{"partners, pairs", false}, {"mean", true}, {"expected", true}, {"ratio", true}};
  for (const auto& [key, name] : {std::pair{"targets", "outputs"}, std::pair{"sources", "inputs"},
                                  std::pair{"either", "any"}}) {
    if (shared[key].is_null()) continue;  // of a block
    for (const auto& [pairs, word] :
         {std::pair{"connected", "connected"}, std::pair{"unconnected", "others"}}) {
      const Json& part = shared[key][pairs];
      table.rows.push_back({{std::string(name) + ", " + word, 0},
                            cell(part["mean"], ""),
                            cell(part["expected"], ""),
                            cell(part["ratio"], " ×")});
    }
  }
  return table;
}

/// The means of that table, with the expectation as a line.
NamedBars shared_bars(const Table& table) {
  NamedBars chart;
  chart.title = table.title + ", against expectation";
  // Its n; the table below says the rest.
  chart.caption = table.caption.substr(0, table.caption.find(". Mean"));
  chart.x_title = "shared partners of a pair, mean";
  chart.scale = BarScale::Axis;
  chart.expected_name = "expected";
  for (const std::vector<TableCell>& row : table.rows) {
    if (!std::isfinite(row[1].number)) continue;  // no such pair
    NamedBar& bar =
        chart.bars.emplace_back(NamedBar{row[0].text, row[1].number, row[1].text,
                                         row[0].text + ": mean " + row[1].text + ", expected " +
                                             row[2].text + ", ratio " + row[3].text + "."});
    if (std::isfinite(row[2].number)) bar.expected = row[2].number;
  }
  return chart;
}

/// Of a block of two sets: the ordered pairs of the club, which its density is over.
std::string pairs_words(const Json& club, std::size_t k) {
  if (!club.contains("pairs")) return {};
  return ", " + counted(club["pairs"][k].get<std::uint64_t>(), "ordered pair") + " of the block";
}

LineChart club_chart(const Json& club) {
  LineChart chart;
  const std::uint64_t controls = whole_number(club["controls_done"]);
  chart.title = "Rich club";
  chart.caption =
      "Density among the neurons with k connections or more, in and out; band: from the "
      "least to the most dense of " +
      counted(controls, "rewired network") + ". Clubs of fewer than " +
      with_separators(kLeastClub) + " neurons are left out.";
  chart.x_title = "k (inputs + outputs)";
  chart.y_title = "connected";
  chart.n_title = "neurons of the club";
  chart.name = "rewired, degrees kept";
  chart.curve_name = "this network";
  chart.percent = true;
  const Json& degrees = club["degree"];
  if (degrees.size() > 1) {
    chart.bin_width = degrees[1].get<double>() - degrees[0].get<double>();
  }
  if (controls == 0) return chart;
  for (std::size_t k = 0; k < degrees.size(); ++k) {
    const auto neurons = club["neurons"][k].get<std::uint64_t>();
    if (neurons < kLeastClub) break;
    const auto real = [&](const char* key) { return club[key][k].get<double>(); };
    LinePoint point;
    point.x = degrees[k].get<double>();
    // A mean of equal controls may differ from them in the last digit.
    point.y = std::clamp(real("control_mean"), real("control_low"), real("control_high"));
    point.low = real("control_low");
    point.high = real("control_high");
    point.tooltip = "k = " + with_separators(degrees[k].get<std::uint64_t>()) +
                    " or more: " + percent_text(real("density")) + " connected\n" +
                    counted(club["connections"][k].get<std::uint64_t>(), "connection") + " among " +
                    counted(neurons, "neuron") + pairs_words(club, k) +
                    "\nrewired: " + percent_text(point.y) + " (" + percent_text(point.low) +
                    " to " + percent_text(point.high) + "), ratio " +
                    (club["ratio"][k].is_null() ? "–" : decimal_text(real("ratio"), 2)) +
                    ", one-sided p = " + short_number(real("p_high"));
    LinePoint observed;
    observed.x = point.x;
    observed.y = observed.low = observed.high = real("density");
    observed.n = point.n = neurons;
    chart.points.push_back(std::move(point));
    chart.curve.push_back(observed);
  }
  return chart;
}

std::string caveat_of_structure(const Json& about) {
  const std::string effect =
      "too few connections: its degree, and the cores and clubs that it would be part of, are too "
      "small.";
  if (!about["proofreading_known"].get<bool>()) {
    return "The dataset does not say which axons were proofread. A neuron whose axon is "
           "cut off has " +
           effect;
  }
  const std::uint64_t neurons = whole_number(about["pre_neurons"]),
                      good = whole_number(about["analyzable_pre_neurons"]);
  return with_separators(good) + " of " + counted(neurons, "neuron") +
         " have an axon that was proofread well enough to count its outputs. Each of the others "
         "has " +
         effect + " A high degree is in part a sign of proofreading.";
}

/// The same on analyzable axons, behind the lines and in a table and a chart of their own.
/// `network` says whose it is.
void put_analyzable(const Json& result, const std::string& network, StructureReport& report) {
  const Json& structure = result["structure"];
  std::vector<StatisticLine> lines;
  put_lines(structure, whole_number(result["about"]["neurons"]), lines);
  for (StatisticLine& line : report.lines) {
    const auto same = std::find_if(lines.begin(), lines.end(), [&](const StatisticLine& other) {
      return other.name == line.name;
    });
    if (same == lines.end()) continue;
    line.n += "; on analyzable axons " + same->value + ", " + same->n;
    line.numbers.analyzable_value = same->numbers.value;
    line.numbers.analyzable_n = same->numbers.n;
  }
  report.shared_analyzable = shared_table(structure["shared_neighbors"]);
  report.shared_analyzable.title += kOfAnalyzable;
  report.shared_analyzable.caption += " Of the network of " + network + ".";
  report.shared_bars_analyzable = shared_bars(report.shared_analyzable);
  report.rich_club_analyzable = club_chart(structure["rich_club"]);
  report.rich_club_analyzable.title += kOfAnalyzable;
  report.rich_club_analyzable.caption += " Of the network of " + network + ".";
}

}  // namespace

StructureReport structure_report(std::string_view text) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object() && json.contains("structure"));
  const Json& structure = json["structure"];
  const Json& about = json["about"];
  StructureReport report;
  const std::uint64_t neurons = whole_number(about["neurons"]);
  put_lines(structure, neurons, report.lines);
  if (const Json* const good = analyzable_of(json)) {
    put_analyzable(*good, analyzable_words(json), report);
  }
  for (StatisticLine& line : report.lines) {
    line.name = of_groups(line.name, json);
    line.n = of_groups(line.n, json);
  }
  report.cores = core_chart(structure["core"], neurons);
  report.shared = shared_table(structure["shared_neighbors"]);
  report.shared_bars = shared_bars(report.shared);
  report.rich_club = club_chart(structure["rich_club"]);
  report.caveat = caveat_of_structure(about);
  if (const std::string more = analyzable_sentence(json); !more.empty()) {
    report.caveat += " " + more;
  }
  return report;
}

}  // namespace cnx
