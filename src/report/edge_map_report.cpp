#include "report/edge_map_report.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "base/units.h"
#include "report/bin_points.h"
#include "report/numbers.h"

namespace cnx {

const char* const kEdgeMapCaveat =
    "After the notebook published with the MICrONS data: the synapses of the whole dataset, seen "
    "along y, "
    "in 50 × 50 bins; a bin is outer with fewer than 1,000 synapses, or among the first or last "
    "three of z. These limits fit its 10 million synapses; in a dataset with few every bin is "
    "outer. It tells of inputs, not of what an axon has lost.";

namespace {

TableCell cell(const Json& number, int decimals) {
  return decimal_cell(number_of(number), decimals);
}

constexpr std::uint64_t kFewNeurons = 10;  // of a bin: its mean is hatched

/// "120 to 145 µm"
std::string span_words(const Json& edges_nm, std::size_t bin) {
  return decimal_text(edges_nm[bin].get<double>() / kNmPerUm, 0) + " to " +
         decimal_text(edges_nm[bin + 1].get<double>() / kNmPerUm, 0) + " µm";
}

/// The same numbers of the inputs from analyzable axons; null where nobody knows them.
Json analyzable_part(const Json& map) {
  return map.contains("analyzable") ? map["analyzable"] : Json(nullptr);
}

/// Of the neurons with inputs, those with less than 5 % of them in outer bins.
double trusted_share(const Json& neurons) {
  return neurons["trusted"].get<double>() / neurons["with_inputs"].get<double>();
}

/// Axes without cells: the volume seen along y, x to the right.
HeatMap map_of(const Json& map, std::string title, std::string caption) {
  HeatMap chart;
  chart.title = std::move(title);
  chart.caption = std::move(caption);
  chart.row_title = "z (µm)";
  chart.column_title = "x (µm)";
  const auto labels = [&](const char* key) {
    std::vector<std::string> texts;
    for (std::size_t bin = 0; bin + 1 < map[key].size(); ++bin) {
      texts.push_back(decimal_text(map[key][bin].get<double>() / kNmPerUm, 0));
    }
    return texts;
  };
  chart.labels = labels("z_edges_nm");
  chart.column_labels = labels("x_edges_nm");
  return chart;
}

/// Behind what says how many synapses there are.
std::string limits_words(const Json& map) {
  return map["limits_why_not"].is_null() ? "" : "; limits on connections do not apply here";
}

void add_maps(const Json& map, std::uint64_t neurons, EdgeMapReport& report) {
  const Json some = analyzable_part(map);
  const auto all = map["synapses"].get<std::uint64_t>();
  report.shares = map_of(
      map, "Inputs in outer bins, by place of the soma",
      "Mean share over the neurons of each bin, seen along y; n = " + counted(neurons, "neuron") +
          " with inputs" + limits_words(map) + ". Empty: no such neuron");
  report.shares.hatched = "fewer than 10 neurons";
  report.shares.n_title = "neurons";
  report.synapses = map_of(
      map, "Synapses by bin",
      "Seen along y; n = " + counted(all, "synapse") + " of the whole dataset" + limits_words(map));
  report.synapses.hatched = "outer bin";
  for (std::size_t z = 0; z < report.shares.labels.size(); ++z) {
    for (std::size_t x = 0; x < report.shares.columns().size(); ++x) {
      const auto n = map["soma_neurons"][x][z].get<std::uint64_t>();
      const auto there = map["bin_synapses"][x][z].get<std::uint64_t>();
      const bool outer = map["outer"][x][z].get<int>() != 0;
      HeatCell share, count;
      share.defined = n > 0;
      share.value = share.defined ? map["soma_fraction"][x][z].get<double>() : 0;
      share.uncertain = n < kFewNeurons;
      share.n = n;
      share.text = share.defined ? percent_text(share.value) : "–";
      count.defined = true;
      count.value = static_cast<double>(there);
      count.uncertain = outer;
      count.text = with_separators(there);
      share.tooltip = count.tooltip =
          "x " + span_words(map["x_edges_nm"], x) + ", z " + span_words(map["z_edges_nm"], z) +
          "\n" + counted(there, "synapse") + (outer ? ": an outer bin" : "") + "\n" +
          (n > 0 ? share.text + " of the inputs in outer bins, mean of " + counted(n, "neuron")
                 : "No soma of a neuron with inputs is here.");
      if (!some.is_null()) {
        const auto of = some["soma_neurons"][x][z].get<std::uint64_t>();
        share.analyzable_n = of;
        if (of > 0) share.analyzable = number_of(some["soma_fraction"][x][z]);
        share.tooltip += "\nOf inputs from analyzable axons alone: " +
                         (of > 0 ? percent_text(some["soma_fraction"][x][z].get<double>()) : "–") +
                         ", mean of " + counted(of, "neuron") + ".";
      }
      report.shares.cells.push_back(std::move(share));
      report.synapses.cells.push_back(std::move(count));
    }
  }
  set_color_end(report.shares);
  set_color_end(report.synapses);
}

Table bins_table(const Json& map) {
  Table table;
  table.title = "Edge effect by bin";
  table.caption = "n = " + counted(map["synapses"].get<std::uint64_t>(), "synapse") +
                  " of the whole dataset" + limits_words(map);
  table.columns = {{"x from (µm)", true},
                   {"z from (µm)", true},
                   {"synapses", true},
                   {"outer", true},
                   {"mean share of inputs in outer bins", true},
                   {"n: neurons with inputs", true}};
  const Json some = analyzable_part(map);
  if (!some.is_null()) {
    table.columns.push_back({"mean share of inputs from analyzable axons in outer bins", true});
    table.columns.push_back({"n: neurons with such inputs", true});
  }
  const auto edge = [&](const char* key, std::size_t i) {
    return decimal_cell(map[key][i].get<double>() / kNmPerUm, 3);
  };
  for (std::size_t x = 0; x < map["outer"].size(); ++x) {
    for (std::size_t z = 0; z < map["outer"][x].size(); ++z) {
      table.rows.push_back({edge("x_edges_nm", x), edge("z_edges_nm", z),
                            cell(map["bin_synapses"][x][z], 0), cell(map["outer"][x][z], 0),
                            cell(map["soma_fraction"][x][z], 4),
                            cell(map["soma_neurons"][x][z], 0)});
      if (some.is_null()) continue;
      table.rows.back().push_back(cell(some["soma_fraction"][x][z], 4));
      table.rows.back().push_back(cell(some["soma_neurons"][x][z], 0));
    }
  }
  return table;
}

}  // namespace

EdgeMapReport edge_map_report(std::string_view text) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  EdgeMapReport report;
  const Json& map = json["edge_map"];
  if (map.is_null()) {
    report.why_not = json["edge_map_why_not"].get<std::string>();
    return report;
  }
  const Json& neurons = map["neurons"];
  const auto n = neurons["with_inputs"].get<std::uint64_t>();
  const auto trusted = neurons["trusted"].get<std::uint64_t>();
  const Json some = analyzable_part(map);
  std::string beside;
  LineNumbers numbers{trusted_share(neurons), kNoNumber, kNoNumber, static_cast<double>(n)};
  if (!some.is_null()) {
    numbers.analyzable_value = trusted_share(some["neurons"]);
    numbers.analyzable_n = number_of(some["neurons"]["with_inputs"]);
    beside = "; of inputs from analyzable axons " + percent_text(numbers.analyzable_value) +
             ", n = " + counted(some["neurons"]["with_inputs"].get<std::uint64_t>(), "neuron");
  } else if (map.contains("analyzable_why_not") &&
             json["about"]["proofreading_known"].get<bool>()) {
    beside = "; " + map["analyzable_why_not"].get<std::string>();
  }
  report.lines.push_back(
      {"Inputs away from the edge", percent_text(numbers.value),
       with_separators(trusted) + " of " + counted(n, "neuron") +
           " with inputs have less than 5 % of them in outer bins" + limits_words(map) + beside,
       "Of the chosen neurons; of two sets, of those that receive. A neuron with less than 5 % of "
       "its inputs in outer bins has "
       "practically all of them where the data is dense.",
       numbers});
  report.fractions.title = "Inputs in outer bins";
  report.fractions.caption = "n = " + counted(n, "neuron") + " with inputs, " +
                             counted(neurons["inputs"].get<std::uint64_t>(), "synapse") +
                             limits_words(map);
  report.fractions.x_title = "% of a neuron's inputs in outer bins";
  report.fractions.y_title = "neurons";
  const Json& bars = neurons["by_fraction"];
  report.fractions.whole = false;
  report.fractions.bin_width = static_cast<std::uint32_t>(100 / bars.size());
  for (const Json& count : bars) report.fractions.bars.push_back(count.get<std::uint64_t>());
  if (!some.is_null()) {
    std::vector<std::uint64_t> counts;
    for (const Json& count : some["neurons"]["by_fraction"]) {
      counts.push_back(count.get<std::uint64_t>());
    }
    draw_analyzable_over(report.fractions, std::move(counts), "neuron",
                         "by their inputs from analyzable axons");
  }
  add_maps(map, n, report);
  report.bins = bins_table(map);
  return report;
}

}  // namespace cnx
