#include "report/edge_map_report.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "report/numbers.h"

namespace cnx {

const char* const kEdgeMapCaveat =
    "After the notebook published with the MICrONS data: the synapses of the whole dataset, seen "
    "along y, "
    "in 50 × 50 bins; a bin is outer with fewer than 1,000 synapses, or among the first or last "
    "three of z. These limits fit its 10 million synapses; in a dataset with few every bin is "
    "outer. It tells of inputs, not of what an axon has lost.";

namespace {

using Json = nlohmann::ordered_json;

TableCell cell(const Json& number, int digits) {
  if (number.is_null()) return {"–", 0};
  const double value = number.get<double>();
  return {decimal_text(value, digits), value};
}

Table bins_table(const Json& map) {
  Table table;
  table.title = "Edge effect by bin";
  table.caption = "n = " + counted(map["synapses"].get<std::uint64_t>(), "synapse");
  table.columns = {{"x from (µm)", true},
                   {"z from (µm)", true},
                   {"synapses", true},
                   {"outer", true},
                   {"mean share of inputs in outer bins", true}};
  constexpr double kNmPerUm = 1000;
  const auto edge = [&](const char* key, std::size_t i) {
    const double um = map[key][i].get<double>() / kNmPerUm;
    return TableCell{decimal_text(um, 3), um};
  };
  for (std::size_t x = 0; x < map["outer"].size(); ++x) {
    for (std::size_t z = 0; z < map["outer"][x].size(); ++z) {
      table.rows.push_back({edge("x_edges_nm", x), edge("z_edges_nm", z),
                            cell(map["bin_synapses"][x][z], 0), cell(map["outer"][x][z], 0),
                            cell(map["soma_fraction"][x][z], 4)});
    }
  }
  return table;
}

}  // namespace

EdgeMapReport edge_map_report(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
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
  report.lines.push_back(
      {"Inputs away from the edge",
       n == 0 ? "–" : percent_text(static_cast<double>(trusted) / static_cast<double>(n)),
       with_separators(trusted) + " of " + counted(n, "neuron") +
           " with inputs have less than 5 % of them in outer bins",
       "Of the chosen neurons; of two sets, of those that receive. A neuron with less than 5 % of "
       "its inputs in outer bins has "
       "practically all of them where the data is dense."});
  report.fractions.title = "Inputs in outer bins";
  report.fractions.caption = "n = " + counted(n, "neuron") + " with inputs, " +
                             counted(map["synapses"].get<std::uint64_t>(), "synapse");
  report.fractions.x_title = "% of a neuron's inputs in outer bins";
  report.fractions.y_title = "neurons";
  const Json& bars = neurons["by_fraction"];
  report.fractions.bin_width = static_cast<std::uint32_t>(100 / bars.size());
  for (const Json& count : bars) report.fractions.bars.push_back(count.get<std::uint64_t>());
  report.bins = bins_table(map);
  return report;
}

}  // namespace cnx
