#include "report/analyzable_words.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "report/numbers.h"

namespace cnx {

std::string analyzable_network_words(std::uint64_t pre_neurons, bool block) {
  if (block) {
    return "n = " + counted(pre_neurons, "sending neuron") + " with an analyzable axon";
  }
  return "n = " + counted(pre_neurons, "neuron") + " with an analyzable axon, among each other";
}

std::string on_analyzable(const std::string& value, std::uint64_t n) {
  return "; on analyzable axons " + value + ", n = " + with_separators(n);
}

const Json* analyzable_of(const Json& result) {
  const auto found = result.find("analyzable");
  return found != result.end() && found->is_object() ? &*found : nullptr;
}

std::string analyzable_words(const Json& result) {
  const Json& about = result["about"];
  const bool block =
      about["pre_neurons"] != about["neurons"] || about["post_neurons"] != about["neurons"];
  return analyzable_network_words(
      (*analyzable_of(result))["about"]["pre_neurons"].get<std::uint64_t>(), block);
}

std::string analyzable_sentence(const Json& result, const std::string& key) {
  if (const Json* const part = analyzable_of(result)) {
    const auto why = part->find(key + "_why_not");
    if (!key.empty() && (*part)[key].is_null() && why != part->end()) {
      return "On analyzable axons alone: " + why->get<std::string>();
    }
    return "Numbers on analyzable axons are of the network of " + analyzable_words(result) + ".";
  }
  const auto why_not = result.find("analyzable_why_not");
  if (why_not == result.end() || !result["about"]["proofreading_known"].get<bool>()) return {};
  return why_not->get<std::string>();
}

void put_analyzable_cells(const HeatMap& good, HeatMap& map) {
  const std::vector<std::string>& columns = map.columns();
  for (std::size_t a = 0; a < good.labels.size(); ++a) {
    const auto row = std::find(map.labels.begin(), map.labels.end(), good.labels[a]);
    for (std::size_t b = 0; b < good.columns().size(); ++b) {
      const auto column = std::find(columns.begin(), columns.end(), good.columns()[b]);
      if (row == map.labels.end() || column == columns.end()) continue;
      const auto at = (row - map.labels.begin()) * static_cast<std::ptrdiff_t>(columns.size()) +
                      (column - columns.begin());
      const HeatCell& cell = good.cells[a * good.columns().size() + b];
      HeatCell& all = map.cells[static_cast<std::size_t>(at)];
      if (cell.defined) all.analyzable = cell.value;
      all.analyzable_n = cell.n;
      // Without its first line, which says from where to where.
      all.tooltip += "\nOn analyzable axons alone: " + cell.text + "; " +
                     cell.tooltip.substr(cell.tooltip.find('\n') + 1);
    }
  }
}

}  // namespace cnx
