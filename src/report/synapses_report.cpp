#include "report/synapses_report.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "report/neuron_cells.h"
#include "report/numbers.h"
#include "report/partners_report.h"

namespace cnx {
namespace {

/// "54 of 89 input synapses". Whether the rest is on its way is what the status line says.
std::string located_words(const SynapsesReport& report, const SynapseKnowledge& knowledge) {
  const char* const here = knowledge.places ? " are located" : " are here";
  const auto side = [](std::uint64_t located, std::uint64_t all, const char* noun) {
    return with_separators(located) + " of " + counted(all, noun);
  };
  const std::string inputs = side(report.inputs_located, report.inputs, "input synapse"),
                    outputs = side(report.outputs_located, report.outputs, "output synapse");
  if (knowledge.inputs_known && knowledge.outputs_known)
    return inputs + ", " + outputs + here + ".";
  const char* const yet = knowledge.lost.empty() ? " are not here yet." : " are not here.";
  if (knowledge.inputs_known) return inputs + here + "; its outputs" + yet;
  if (knowledge.outputs_known) return outputs + here + "; its inputs" + yet;
  return std::string("Its synapses") + yet;
}

/// Micrometers below the uppermost soma.
double depth_um(const SynapseSite& site, const Manifest& manifest, const NeuronTable& neurons) {
  return static_cast<double>(site.um[1]) +
         (neurons.center_nm()[1] - static_cast<double>(manifest.min_nm[1])) / 1000;
}

std::optional<HistogramChart> depth_chart(const char* title, const std::vector<double>& depths) {
  if (depths.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(depths.begin(), depths.end());
  HistogramChart chart;
  chart.title = title;
  chart.x_title = "µm below the uppermost soma";
  chart.y_title = "synapses";
  constexpr double kBins = 24;
  chart.whole = false;
  chart.bin_width = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(nice_step((*high - *low) / kBins), 1u << 30));
  const double width = chart.bin_width;
  chart.first = static_cast<std::int64_t>(std::floor(*low / width) * width);
  double sum = 0;
  for (const double depth : depths) {
    const auto bin = static_cast<std::size_t>((depth - static_cast<double>(chart.first)) / width);
    if (bin >= chart.bars.size()) chart.bars.resize(bin + 1);
    chart.bars[bin] += 1;
    sum += depth;
  }
  chart.caption = "n = " + counted(depths.size(), "synapse") + ", mean " +
                  decimal_text(sum / static_cast<double>(depths.size()), 0) + " µm";
  return chart;
}

}  // namespace

SynapsesReport synapses_report(const Manifest& manifest, const NeuronTable& neurons,
                               NeuronIndex neuron, std::optional<NeuronIndex> partner,
                               std::span<const SynapseSite> sites,
                               const SynapseKnowledge& knowledge) {
  SynapsesReport report;
  report.neuron = neuron;
  report.inputs = knowledge.inputs;
  report.outputs = knowledge.outputs;
  report.bytes_left = knowledge.bytes_left;
  std::vector<double> input_depths, output_depths;
  for (const SynapseSite& site : sites) {
    (site.output ? report.outputs_located : report.inputs_located) += 1;
    if (!knowledge.places || !knowledge.y_is_depth) continue;
    if (partner && site.partner != *partner) continue;
    (site.output ? output_depths : input_depths).push_back(depth_um(site, manifest, neurons));
  }
  if (!manifest.synapse_shape.has_position && !manifest.synapse_shape.has_size) {
    report.sentence = "This dataset has no positions and no sizes of synapses.";
    return report;
  }
  report.sentence = located_words(report, knowledge);
  if (manifest.synapse_shape.has_position && manifest.layout != Layout::Soma) {
    report.sentence +=
        " They are not drawn: positions of somas are made up, those of synapses are not.";
  } else if (!manifest.synapse_shape.has_position) {
    report.sentence += " The dataset has their sizes, but not where they are.";
  }
  if (!knowledge.lost.empty()) {
    report.sentence += " Some could not be loaded: " + knowledge.lost + ".";
  }
  if (knowledge.damaged) {
    report.sentence +=
        " Some are left out: tiles of synapses and of connections contradict each other.";
  }
  report.input_depths = depth_chart("Input synapses by depth", input_depths);
  report.output_depths = depth_chart("Output synapses by depth", output_depths);
  return report;
}

Table synapses_table(const Manifest& manifest, const NeuronTable& neurons, NeuronIndex neuron,
                     std::optional<NeuronIndex> partner, std::span<const SynapseSite> sites,
                     const SynapseKnowledge& knowledge) {
  std::vector<SynapseSite> rows;
  for (const SynapseSite& site : sites) {
    if (!partner || site.partner == *partner) rows.push_back(site);
  }
  Table table;
  table.title = "Synapses of neuron " + neuron_name(neurons, neuron);
  if (partner) table.title += " with neuron " + neuron_name(neurons, *partner);
  table.caption = synapses_report(manifest, neurons, neuron, partner, sites, knowledge).sentence;
  const NeuronCells cells(neurons);
  table.columns.push_back({"side", false});
  cells.add_heads(table.columns);
  if (knowledge.places) {
    for (const char* const head : {"x (µm)", "y (µm)", "z (µm)", "distance from the soma (µm)"}) {
      table.columns.push_back({head, true});
    }
  }
  if (manifest.synapse_shape.has_size) table.columns.push_back({"size (voxels)", true});

  std::vector<NeuronIndex> partners;
  for (const SynapseSite& site : rows) partners.push_back(site.partner);
  const std::vector<std::uint32_t> ranks = id_ranks(neurons, partners);
  const auto center_nm = neurons.center_nm();
  const auto soma = neurons.positions_um();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const SynapseSite& site = rows[i];
    std::vector<TableCell> row = {{site.output ? "output" : "input", 0}};
    cells.add_cells(site.partner, ranks[i], row);
    if (knowledge.places) {
      double square = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double um = site.um[axis];
        const double from_soma = um - static_cast<double>(soma[std::size_t{neuron} * 3 + axis]);
        square += from_soma * from_soma;
        const double absolute = um + center_nm[axis] / 1000;
        row.push_back(decimal_cell(absolute, 3));
      }
      row.push_back(decimal_cell(std::sqrt(square), 1));
    }
    if (manifest.synapse_shape.has_size) row.push_back(count_cell(site.size));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace cnx
