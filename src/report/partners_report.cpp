#include "report/partners_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "base/check.h"
#include "dataset/proofreading.h"
#include "report/neuron_cells.h"
#include "report/numbers.h"

namespace cnx {
namespace {

/// What a table needs of the dataset, looked up once.
struct PartnerColumns {
  NeuronCells cells;
  bool distance = false, sizes = false;
};

double distance_um(std::span<const float> positions, NeuronIndex a, NeuronIndex b) {
  double sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double step = static_cast<double>(positions[std::size_t{a} * 3 + axis]) -
                        static_cast<double>(positions[std::size_t{b} * 3 + axis]);
    sum += step * step;
  }
  return std::sqrt(sum);
}

/// Sorted copies make "is v also on the other side" a binary search.
std::vector<NeuronIndex> sorted_neurons(std::span<const PartnerEntry> entries) {
  std::vector<NeuronIndex> neurons;
  neurons.reserve(entries.size());
  for (const PartnerEntry& entry : entries) neurons.push_back(entry.neuron);
  std::sort(neurons.begin(), neurons.end());
  return neurons;
}

std::string side_caption(std::uint64_t partners, std::uint64_t synapses, std::uint64_t sized,
                         std::uint32_t autapse, bool complete, bool has_sizes,
                         const std::string& lost) {
  if (!complete) return lost.empty() ? "Still loading." : "Could not be loaded: " + lost + ".";
  std::string caption = counted(partners, "partner") + ", " + counted(synapses, "synapse") +
                        "; every neuron of the dataset counts, shown or not.";
  if (has_sizes && sized < synapses) {
    caption += " Sizes of " + with_separators(sized) + " of " + counted(synapses, "synapse") +
               " are here.";
  }
  if (autapse > 0) {
    caption += " Contacts with itself are left out (" + counted(autapse, "synapse") + ").";
  }
  return caption;
}

/// Synapses by class of the partner, most first; classes beyond the twelfth are one bar.
NamedBars class_bars(const std::string& title, const NeuronTable& neurons,
                     std::span<const PartnerEntry> entries, NeuronIndex neuron) {
  NamedBars chart;
  chart.title = title;
  chart.x_title = "synapses";
  const std::optional<std::uint32_t> column = neurons.find(ColumnRole::CellClass);
  if (!column || !neurons.has(*column)) return chart;
  struct Class {
    std::uint64_t partners = 0, synapses = 0;
  };
  const std::vector<std::string>& names = neurons.columns()[*column].categories;
  std::vector<Class> classes(names.size());
  Class all;
  for (const PartnerEntry& entry : entries) {
    if (entry.neuron == neuron) continue;
    Class& of_partner = classes[neurons.codes(*column)[entry.neuron]];
    for (Class* const sum : {&of_partner, &all}) {
      sum->partners += 1;
      sum->synapses += entry.synapse_count;
    }
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t code = 0; code < classes.size(); ++code) {
    if (classes[code].partners > 0) order.push_back(code);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return classes[a].synapses > classes[b].synapses;
  });
  const auto bar = [&](const std::string& label, const Class& sum) {
    const std::string text = with_separators(sum.synapses);
    chart.bars.push_back({label, static_cast<double>(sum.synapses), text,
                          label + ": " + counted(sum.synapses, "synapse") + " with " +
                              counted(sum.partners, "partner") + "."});
  };
  constexpr std::size_t kMaxBars = 12;
  Class rest;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < kMaxBars) {
      bar(names[order[i]].empty() ? "(no name)" : names[order[i]], classes[order[i]]);
    } else {
      rest.partners += classes[order[i]].partners;
      rest.synapses += classes[order[i]].synapses;
    }
  }
  if (rest.partners > 0)
    bar(counted(order.size() - kMaxBars, "other class", "other classes"), rest);
  chart.caption =
      "n = " + counted(all.synapses, "synapse") + " with " + counted(all.partners, "partner");
  return chart;
}

/// One side's table and, by row, the partners; the autapse is left out.
struct Side {
  Table table;
  std::vector<NeuronIndex> partners;
  std::uint64_t synapses = 0, sized = 0;
  std::uint32_t autapse_synapses = 0;
};

void add_sizes(const PartnerEntry& entry, std::vector<TableCell>& row) {
  if (entry.sized_count < entry.synapse_count) {
    for (int i = 0; i < 2; ++i) row.push_back(no_number(entry.sizes_lost ? "–" : "…"));
    return;
  }
  row.push_back(count_cell(entry.size_sum));
  row.push_back(decimal_cell(static_cast<double>(entry.size_sum) / entry.synapse_count, 1));
}

Side make_side(const NeuronTable& neurons, NeuronIndex neuron, bool neuron_is_pre,
               std::span<const PartnerEntry> entries, const std::vector<NeuronIndex>& other_side,
               const char* other_unknown, const PartnerColumns& columns) {
  Side side;
  for (const PartnerEntry& entry : entries) {
    CNX_CHECK(entry.neuron < neurons.neuron_count());
    if (entry.neuron == neuron) {
      side.autapse_synapses += entry.synapse_count;
    } else {
      side.partners.push_back(entry.neuron);
      side.synapses += entry.synapse_count;
      side.sized += entry.sized_count;
    }
  }

  std::vector<TableColumn>& heads = side.table.columns;
  columns.cells.add_heads(heads);
  heads.push_back({"synapses", true});
  if (columns.sizes) {
    heads.push_back({"size sum (voxels)", true});
    heads.push_back({"size mean (voxels)", true});
  }
  if (columns.distance) heads.push_back({"distance (µm)", true});
  if (columns.cells.has_axon()) {
    heads.push_back({"axon", false});
    heads.push_back({"analyzable", false});
  }
  heads.push_back({"reciprocal", false});

  const std::vector<std::uint32_t> ranks = id_ranks(neurons, side.partners);
  const std::span<const float> positions = neurons.positions_um();
  std::uint32_t row_number = 0;
  for (const PartnerEntry& entry : entries) {
    if (entry.neuron == neuron) continue;
    std::vector<TableCell> row;
    row.reserve(heads.size());
    columns.cells.add_cells(entry.neuron, ranks[row_number++], row);
    row.push_back(count_cell(entry.synapse_count));
    if (columns.sizes) add_sizes(entry, row);
    if (columns.distance) {
      row.push_back(decimal_cell(distance_um(positions, neuron, entry.neuron), 1));
    }
    if (columns.cells.has_axon()) {
      row.push_back({columns.cells.axon(entry.neuron), 0});
      const NeuronIndex pre = neuron_is_pre ? neuron : entry.neuron;
      row.push_back({columns.cells.analyzable_axon(pre) ? "yes" : "no", 0});
    }
    const bool back = std::binary_search(other_side.begin(), other_side.end(), entry.neuron);
    row.push_back({other_unknown != nullptr ? other_unknown : back ? "yes" : "no", 0});
    side.table.rows.push_back(std::move(row));
  }
  return side;
}

}  // namespace

std::string neuron_name(const NeuronTable& neurons, NeuronIndex neuron) {
  if (neurons.has_ids()) return std::to_string(static_cast<std::int64_t>(neurons.id(neuron)));
  return "#" + std::to_string(neuron);
}

std::string column_title(const Column& column) {
  const char* role = "";
  switch (column.role) {
    case ColumnRole::CellClass: role = "cell class"; break;
    case ColumnRole::Region: role = "region"; break;
    case ColumnRole::AxonStatus: role = "axon proofreading"; break;
    case ColumnRole::DendriteStatus: role = "dendrite proofreading"; break;
    case ColumnRole::NeuronId: role = "id"; break;
    case ColumnRole::SourceRow: return "row in the file";
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return column.name;
    case ColumnRole::None:
      // The files of the MICrONS data call the number of synapses a degree.
      if (column.name == "indegree") return "input synapses (indegree)";
      if (column.name == "outdegree") return "output synapses (outdegree)";
      return column.name;
  }
  if (column.name == role) return role;
  return std::string(role) + " (" + column.name + ")";
}

std::vector<Attribute> neuron_attributes(const NeuronTable& neurons, NeuronIndex neuron,
                                         Layout layout) {
  CNX_CHECK(neuron < neurons.neuron_count());
  std::vector<Attribute> attributes;
  bool position_said = false;
  for (std::uint32_t c = 0; c < neurons.columns().size(); ++c) {
    const Column& column = neurons.columns()[c];
    const bool position = column.role == ColumnRole::PositionX ||
                          column.role == ColumnRole::PositionY ||
                          column.role == ColumnRole::PositionZ;
    if (position && layout != Layout::Soma) {
      if (!position_said)
        attributes.push_back({"position", "not in the data; laid out for the eye"});
      position_said = true;
    } else if (neurons.has(c)) {
      attributes.push_back({column_title(column), neurons.text(c, neuron)});
    }
  }
  return attributes;
}

PartnersReport partners_report(const NeuronTable& neurons, NeuronIndex neuron,
                               std::span<const PartnerEntry> afferents, bool afferents_complete,
                               std::span<const PartnerEntry> efferents, bool efferents_complete,
                               Layout layout, bool has_sizes, const LostConnections& lost) {
  CNX_CHECK(neuron < neurons.neuron_count());
  PartnerColumns columns{NeuronCells(neurons)};
  columns.sizes = has_sizes;
  columns.distance = layout == Layout::Soma && neurons.positions_exact();

  const bool both = afferents_complete && efferents_complete;
  const bool one_lost = !lost.inputs.empty() || !lost.outputs.empty();
  const char* const back = both ? nullptr : one_lost ? "–" : "…";
  Side in = make_side(neurons, neuron, false, afferents, sorted_neurons(efferents), back, columns);
  Side out = make_side(neurons, neuron, true, efferents, sorted_neurons(afferents), back, columns);

  PartnersReport report;
  report.neuron = neuron;
  report.afferents_complete = afferents_complete;
  report.efferents_complete = efferents_complete;
  report.lost = lost;
  report.afferent_synapses = in.synapses;
  report.efferent_synapses = out.synapses;
  report.afferent_count = static_cast<std::uint32_t>(in.partners.size());
  report.efferent_count = static_cast<std::uint32_t>(out.partners.size());
  report.autapse_synapses = std::max(in.autapse_synapses, out.autapse_synapses);
  if (columns.cells.has_axon() && is_unproofread_status(columns.cells.axon(neuron))) {
    report.caveat = "Its axon is not proofread: most of its outputs are missing or wrong.";
  }
  const std::string name = neuron_name(neurons, neuron);
  in.table.title = "Inputs of neuron " + name;
  out.table.title = "Outputs of neuron " + name;
  in.table.caption = side_caption(in.partners.size(), in.synapses, in.sized, in.autapse_synapses,
                                  afferents_complete, has_sizes, lost.inputs);
  out.table.caption =
      side_caption(out.partners.size(), out.synapses, out.sized, out.autapse_synapses,
                   efferents_complete, has_sizes, lost.outputs);
  report.afferent_classes = class_bars("Inputs by class", neurons, afferents, neuron);
  report.efferent_classes = class_bars("Outputs by class", neurons, efferents, neuron);
  report.afferents = std::move(in.table);
  report.efferents = std::move(out.table);
  report.afferent_neurons = std::move(in.partners);
  report.efferent_neurons = std::move(out.partners);
  return report;
}

}  // namespace cnx
