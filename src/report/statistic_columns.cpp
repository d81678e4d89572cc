#include "report/statistic_columns.h"

#include <limits>

#include "base/check.h"
#include "base/json.h"

namespace cnx {
namespace {

constexpr std::string_view kParticipation = "directed simplices of dimension ";

std::vector<double> values_of(const Json& by_neuron) {
  std::vector<double> values;
  values.reserve(by_neuron.size());
  for (const Json& value : by_neuron) {
    values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                     : value.get<double>());
  }
  return values;
}

}  // namespace

std::string participation_column(std::size_t dimension) {
  return std::string(kParticipation) + std::to_string(dimension);
}

std::vector<DerivedColumn> statistic_columns(std::string_view text) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  std::vector<DerivedColumn> columns;
  if (json.contains("local_clustering")) {
    columns.push_back({kClusteringColumn,
                       "Share of the pairs of its neighbors that are connected, in any direction, "
                       "among the neurons that were counted; none with fewer than two neighbors.",
                       values_of(json["local_clustering"]),
                       {}});
  }
  if (json.contains("participation")) {
    std::size_t dimension = 1;
    for (const Json& by_neuron : json["participation"]) {
      ++dimension;
      columns.push_back({participation_column(dimension),
                         "How many directed simplices of dimension " + std::to_string(dimension) +
                             " hold it, among the neurons that were counted.",
                         values_of(by_neuron),
                         {}});
    }
  }
  if (json.contains("structure") && json["structure"].contains("core_numbers")) {
    columns.push_back({kCoreColumn,
                       "The largest k such that it lies in a group of neurons that each have k "
                       "neighbors or more within it, among the neurons that were counted.",
                       values_of(json["structure"]["core_numbers"]),
                       {}});
  }
  if (json.contains("edge_map") && !json["edge_map"].is_null()) {
    columns.push_back({kOuterColumn,
                       "Share of the synapses it receives that lie where the volume runs out of "
                       "synapses, of the whole dataset.",
                       values_of(json["edge_map"]["outer_fraction"]),
                       {}});
  }
  return columns;
}

const char* section_of_column(std::string_view name) {
  if (name.substr(0, kParticipation.size()) == kParticipation) return "Motifs";
  if (name == kClusteringColumn) return "Motifs";
  if (name == kOuterColumn) return "Robustness";
  return name == kCoreColumn ? "Structure" : nullptr;
}

}  // namespace cnx
