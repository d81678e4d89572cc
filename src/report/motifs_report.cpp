#include "report/motifs_report.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/measure_words.h"
#include "report/numbers.h"

namespace cnx {
namespace {

/// How each kind is wired, in the order of the census.
constexpr std::array<const char*, 16> kWirings = {"no connection",
                                                  "a → b",
                                                  "a ↔ b",
                                                  "b → a, b → c",
                                                  "a → b, c → b",
                                                  "a → b, b → c",
                                                  "a ↔ b, c → b",
                                                  "a ↔ b, b → c",
                                                  "a → b, b → c, a → c",
                                                  "a → b, b → c, c → a",
                                                  "a ↔ b, b ↔ c",
                                                  "b → a, b → c, a ↔ c",
                                                  "a → b, c → b, a ↔ c",
                                                  "a → b, b → c, a ↔ c",
                                                  "a → b, b ↔ c, a ↔ c",
                                                  "a ↔ b, b ↔ c, a ↔ c"};

/// `good`: the motifs on analyzable axons, or null.
void put_lines(const Json& motifs, const Json* good, std::vector<StatisticLine>& lines) {
  const auto beside = [&](const char* key, const char* n) -> std::string {
    if (good == nullptr) return {};
    const Json& value = (*good)[key];
    return on_analyzable(value.is_number_unsigned() ? with_separators(value.get<std::uint64_t>())
                                                    : share_text(value),
                         whole_number((*good)[n]));
  };
  const auto numbers = [&](const char* key, const char* n) {
    LineNumbers all{number_of(motifs[key]), kNoNumber, kNoNumber, number_of(motifs[n])};
    if (good != nullptr) {
      all.analyzable_value = number_of((*good)[key]);
      all.analyzable_n = number_of((*good)[n]);
    }
    return all;
  };
  const std::uint64_t triangles = whole_number(motifs["triangles"]);
  lines = {
      {"Triangles", with_separators(triangles),
       "among " + counted(whole_number(motifs["connected_triples"]), "connected triple") +
           beside("triangles", "connected_triples"),
       "Three neurons of which each pair is connected, in any direction.",
       numbers("triangles", "connected_triples")},
      {"Transitivity", share_text(motifs["transitivity"]),
       with_separators(3 * triangles) + " of " +
           counted(whole_number(motifs["connected_triples"]), "connected triple") + " are closed" +
           beside("transitivity", "connected_triples"),
       "Of two connected pairs that share a neuron: how often the third pair is connected, too. "
       "Directions are ignored.",
       numbers("transitivity", "connected_triples")},
      {"Transitive share", share_text(motifs["transitive_share"]),
       with_separators(whole_number(motifs["transitive_triples"])) + " of " +
           counted(whole_number(motifs["two_paths"]), "path") + " i → j → k" +
           beside("transitive_share", "two_paths"),
       "Of the paths i → j → k of three different neurons: how many have i → k, too.",
       numbers("transitive_share", "two_paths")},
      {"Mean clustering", share_text(motifs["mean_clustering"]),
       "mean of " + counted(whole_number(motifs["clustering_neurons"]), "neuron") +
           " with two neighbors or more" + beside("mean_clustering", "clustering_neurons"),
       "Of the pairs of a neuron's neighbors, how many are connected; directions are ignored.",
       numbers("mean_clustering", "clustering_neurons")},
      {"Mean transitive clustering", share_text(motifs["mean_transitive_clustering"]),
       "mean of " + counted(whole_number(motifs["transitive_clustering_neurons"]), "neuron") +
           beside("mean_transitive_clustering", "transitive_clustering_neurons"),
       "Directed triangles (2-simplices) that hold the neuron, divided by those that its degrees "
       "would allow, as in Connectome-utilities.",
       numbers("mean_transitive_clustering", "transitive_clustering_neurons")}};
}

Table triads_table(const Json& result, std::uint64_t neurons) {
  const Json& census = result["triad_census"];
  const Json* const good = analyzable_of(result);
  Table table;
  table.title = "Triads";
  table.caption = "n = " + counted(neurons, "neuron") +
                  ": every three of them, by how they are wired. Autapses are left out.";
  table.columns = {{"triad", false}, {"wiring", false}, {"number", true}};
  if (good != nullptr) {
    table.caption += " Analyzable: " + analyzable_words(result) + ".";
    table.columns.push_back({"analyzable", true});
  }
  std::size_t kind = 0;
  for (const auto& [name, count] : census.items()) {
    CNX_CHECK(kind < kWirings.size());
    table.rows.push_back(
        {{name, 0}, {kWirings[kind++], 0}, count_cell(count.get<std::uint64_t>())});
    if (good != nullptr) {
      table.rows.back().push_back(count_cell(whole_number((*good)["triad_census"][name])));
    }
  }
  return table;
}

/// "n = 4 neurons", or of what else a table is: the title says so, too.
Table of_network(const char* title, const std::string& n, bool analyzable) {
  Table table;
  table.title = std::string(title) + (analyzable ? ", analyzable axons alone" : "");
  table.caption = n;
  return table;
}

Table simplices_table(const Json& json, const std::string& n, bool analyzable) {
  const Json& directed = json["directed_simplices"];
  const Json& more = json["simplices"];
  Table table = of_network("Directed simplices", n, analyzable);
  table.caption +=
      ". Dimension k: k + 1 neurons in an order in which each sends to all that follow.";
  if (more["truncated"].get<bool>()) {
    table.caption += " Groups of more than 20 neurons exist and were not counted.";
  }
  table.columns = {
      {"dim.", true}, {"simplices", true}, {"reciprocal", true}, {"neurons in one", true}};
  const auto entry = [](const Json& counts, std::size_t k) {
    return k < counts.size() ? counts[k].get<std::uint64_t>() : 0;
  };
  for (std::size_t k = 0; k < directed.size(); ++k) {
    table.rows.push_back({count_cell(k), count_cell(entry(directed, k)),
                          count_cell(entry(more["reciprocal"], k)),
                          count_cell(entry(more["neurons_in"], k))});
  }
  return table;
}

Table connections_table(const Json& participation, const std::string& network, bool analyzable) {
  const std::string n = "n = " + counted(whole_number(participation["connections"]), "connection");
  Table table = of_network("Connections in simplices", n + network, analyzable);
  table.caption +=
      ", by the largest directed simplex that holds them (dimension 1: none but the "
      "connection itself). Autapses are left out. Synapses: mean of a connection, with "
      "its standard deviation; 2 or more: share of connections with as many, and its "
      "95 % interval (Wilson), as if each were drawn by itself.";
  if (participation["truncated"].get<bool>()) {
    table.caption += " Simplices of more than 20 neurons exist and were not looked at.";
  }
  table.columns = {{"dim.", true},
                   {"number", true},
                   {"synapses", true},
                   {"sd", true},
                   {"2 or more", true},
                   {"95 %", true, ColumnUse::Screen},
                   {"95 % from", true, ColumnUse::Files},
                   {"95 % to", true, ColumnUse::Files}};
  for (const Json& line : participation["largest"]) {
    const double multiple = number_of(line["multiple_share"]),
                 low = number_of(line["multiple_low"]), high = number_of(line["multiple_high"]);
    const PercentTexts texts = percent_with_interval(multiple, low, high);
    table.rows.push_back({count_cell(whole_number(line["dimension"])),
                          count_cell(whole_number(line["connections"])),
                          decimal_cell(number_of(line["synapses_mean"]), 3),
                          decimal_cell(number_of(line["synapses_sd"]), 2),
                          {texts.value, multiple},
                          {texts.interval, low},
                          share_cell(low),
                          share_cell(high)});
  }
  return table;
}

std::string caveat_of_motifs(const Json& about) {
  const std::uint64_t neurons = whole_number(about["pre_neurons"]),
                      good = whole_number(about["analyzable_pre_neurons"]);
  if (!about["proofreading_known"].get<bool>()) {
    return "The dataset does not say which axons were proofread. Where one is cut off, its "
           "connections are missing, and so are the motifs that they would be part of.";
  }
  return with_separators(good) + " of " + counted(neurons, "neuron") +
         " have an axon that was proofread well enough to count its outputs. The other axons miss "
         "connections, and a motif is missed when one of its connections is: large ones most.";
}

/// The row of the controls that is about this number, or null.
const ControlsRow* controls_of(const ControlsChart* controls, const std::string& title,
                               double observed) {
  if (controls == nullptr) return nullptr;
  for (const ControlsRow& row : controls->rows) {
    if (row.name == title && row.observed == observed && !row.values.empty()) return &row;
  }
  return nullptr;
}

/// What the bars of a table are of.
struct BarsOf {
  const char* title;
  const char* measure;  // before the name of a row, in the names of measures (measure_words.h)
  const char* label;    // before it, beside its bar
  const char* x_title;
  std::size_t column;  // of the table: the number
};

void add_bars(const Table& table, const BarsOf& of, const ControlsChart* controls,
              std::vector<NamedBars>& charts) {
  // One bar among nothing says no more than its number in the table.
  const auto bars = std::count_if(table.rows.begin(), table.rows.end(),
                                  [&](const auto& row) { return row[of.column].number > 0; });
  if (bars < 2 && table.rows.size() > 1) return;
  NamedBars& chart = charts.emplace_back();
  chart.title = of.title;
  // Of analyzable axons in a column beside the others, its caption has their n at its end.
  constexpr std::string_view kTheirs = "Analyzable: ";
  const std::size_t theirs = table.caption.find(kTheirs);
  chart.caption = of.column < 3 ? table.caption.substr(0, theirs)
                                : table.caption.substr(theirs + kTheirs.size()) + " ";
  if (!chart.caption.ends_with(' ')) chart.caption += ' ';
  chart.caption += "0 has no bar.";
  chart.x_title = std::string(of.x_title) + " (log axis)";
  chart.scale = BarScale::Log;
  for (const std::vector<TableCell>& row : table.rows) {
    const TableCell& cell = row[of.column];
    const std::string title = measure_title(of.measure + row[0].text);
    NamedBar& bar = chart.bars.emplace_back(
        NamedBar{of.label + row[0].text, cell.number, cell.text, title + ": " + cell.text});
    if (const ControlsRow* const chance = controls_of(controls, title, cell.number)) {
      bar.expected = chance->mean;
      bar.low = chance->mean - chance->sd;
      bar.high = chance->mean + chance->sd;
      bar.tooltip = title + ": " + chance->text;
      chart.expected_name = "mean of " + counted(chance->values.size(), "random control");
      chart.spread_name = "mean ± sd";
    }
    bar.tooltip += ".";
  }
}

}  // namespace

void put_motifs(const std::string& text, MotifsReport& report) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object() && json.contains("about"));
  const std::uint64_t neurons = whole_number(json["about"]["neurons"]);
  const Json* const good = analyzable_of(json);
  report.caveat = caveat_of_motifs(json["about"]);
  if (const std::string more = analyzable_sentence(json); !more.empty()) {
    report.caveat += " " + more;
  }
  if (json.contains("triad_census")) {
    put_lines(json["motifs"], good == nullptr ? nullptr : &(*good)["motifs"], report.lines);
    report.triads = triads_table(json, neurons);
  }
  if (json.contains("directed_simplices")) {
    report.simplices = simplices_table(json, "n = " + counted(neurons, "neuron"), false);
    report.simplices_analyzable.reset();
    if (good != nullptr) {
      report.simplices_analyzable = simplices_table(*good, analyzable_words(json), true);
    }
  }
  if (json.contains("edge_participation")) {
    report.connections = connections_table(json["edge_participation"], "", false);
    report.connections_analyzable.reset();
    if (good != nullptr) {
      report.connections_analyzable = connections_table((*good)["edge_participation"],
                                                        " (" + analyzable_words(json) + ")", true);
    }
  }
}

std::vector<NamedBars> motif_charts(const MotifsReport& report, const ChanceReport* chance) {
  const ControlsChart* const all = chance != nullptr ? &chance->controls : nullptr;
  const ControlsChart* const good = chance != nullptr ? &chance->analyzable : nullptr;
  std::vector<NamedBars> charts;
  if (report.triads) {
    add_bars(*report.triads, {"Triads by kind", "triad_", "", "triads", 2}, all, charts);
    if (report.triads->columns.size() > 3) {
      add_bars(*report.triads,
               {"Triads by kind, analyzable axons alone", "triad_", "", "triads", 3}, good, charts);
    }
  }
  if (report.simplices) {
    add_bars(*report.simplices,
             {"Simplices by dimension", "simplices_", "dim. ", "directed simplices", 1}, all,
             charts);
  }
  if (report.simplices_analyzable) {
    add_bars(*report.simplices_analyzable,
             {"Simplices by dimension, analyzable axons alone", "simplices_", "dim. ",
              "directed simplices", 1},
             good, charts);
  }
  return charts;
}

}  // namespace cnx
