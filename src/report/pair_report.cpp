#include "report/pair_report.h"

#include <utility>

#include "report/neuron_cells.h"
#include "report/numbers.h"
#include "report/partners_report.h"

namespace cnx {
namespace {

constexpr std::uint64_t kVeryMany = ~std::uint64_t{0};

/// "23P 864…475": what a reader needs to follow a path.
std::string stop_name(const NeuronTable& neurons, NeuronIndex neuron) {
  const std::optional<std::uint32_t> column = neurons.find(ColumnRole::CellClass);
  const std::string name = neuron_name(neurons, neuron);
  if (!column || !neurons.has(*column)) return name;
  return neurons.text(*column, neuron) + " " + name;
}

}  // namespace

NeuronRows shared_partners_report(const NeuronTable& neurons, std::span<const NeuronIndex> asked,
                                  std::span<const SharedPartner> shared, bool inputs) {
  NeuronRows rows;
  const NeuronCells cells(neurons);
  rows.table.title = std::string("Shared ") + (inputs ? "inputs" : "outputs") + " of " +
                     counted(asked.size(), "neuron");
  rows.table.caption = counted(shared.size(), "neuron") +
                       (inputs ? " with synapses onto " : " that receive synapses from ") +
                       (asked.size() == 2 ? "both" : "two or more of them") +
                       "; every neuron of the dataset counts, shown or not.";
  cells.add_heads(rows.table.columns);
  if (asked.size() > 2) rows.table.columns.push_back({"shared by", true});
  rows.table.columns.push_back({"synapses", true});
  rows.table.columns.push_back({"fewest with one", true});
  if (cells.has_axon()) rows.table.columns.push_back({"axon", false});
  for (const SharedPartner& partner : shared) rows.neurons.push_back(partner.neuron);
  const std::vector<std::uint32_t> ranks = id_ranks(neurons, rows.neurons);
  for (std::size_t i = 0; i < shared.size(); ++i) {
    const SharedPartner& partner = shared[i];
    std::vector<TableCell> row;
    cells.add_cells(partner.neuron, ranks[i], row);
    if (asked.size() > 2) row.push_back(count_cell(partner.shared_by));
    row.push_back(count_cell(partner.synapses));
    row.push_back(count_cell(partner.fewest_synapses));
    if (cells.has_axon()) row.push_back({cells.axon(partner.neuron), 0});
    rows.table.rows.push_back(std::move(row));
  }
  return rows;
}

PathsReport paths_report(const NeuronTable& neurons, NeuronIndex from, NeuronIndex to,
                         std::uint32_t min_synapses, std::optional<std::uint32_t> length,
                         std::uint64_t count, std::vector<ListedPath> listed) {
  PathsReport report;
  report.from = from;
  report.to = to;
  report.min_synapses = min_synapses;
  report.table.title = "Shortest paths from neuron " + neuron_name(neurons, from) + " to neuron " +
                       neuron_name(neurons, to);
  const std::string along = "along connections of at least " + counted(min_synapses, "synapse");
  if (!length) {
    report.sentence = "There is no path " + along + ".";
  } else {
    const std::string many =
        count == kVeryMany ? "18 quintillion paths or more" : counted(count, "path");
    report.sentence =
        many + " of " + counted(*length, "connection") + ", " + along + "; none is shorter.";
    if (count > listed.size()) {
      report.sentence += " Listed and drawn: the " + with_separators(listed.size()) +
                         " whose weakest connection is strongest.";
    }
  }
  report.table.caption = report.sentence + " Neurons that filters hide are on paths too.";
  report.table.columns = {{"weakest connection (synapses)", true}, {"path", false}};
  for (const ListedPath& path : listed) {
    std::string stops;
    for (const NeuronIndex neuron : path.neurons) {
      stops += (stops.empty() ? "" : " → ") + stop_name(neurons, neuron);
    }
    report.table.rows.push_back({count_cell(path.weakest), {stops}});
  }
  report.paths = std::move(listed);
  return report;
}

}  // namespace cnx
