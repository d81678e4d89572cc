#include "report/partners_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/check.h"
#include "dataset/proofreading.h"
#include "report/numbers.h"

namespace cnx {
namespace {

/// What a table needs of the dataset, looked up once.
struct PartnerColumns {
  std::optional<std::uint32_t> cell_class, region, axon;
  bool distance = false;
};

std::optional<std::uint32_t> arrived(const NeuronTable& neurons, ColumnRole role) {
  const std::optional<std::uint32_t> column = neurons.find(role);
  if (!column || !neurons.has(*column)) return std::nullopt;
  return column;
}

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

std::string side_caption(std::uint64_t partners, std::uint64_t synapses, std::uint32_t autapse,
                         bool complete) {
  if (!complete) return "Still loading.";
  std::string caption = counted(partners, "partner") + ", " + counted(synapses, "synapse") +
                        "; every neuron of the dataset counts, shown or not.";
  if (autapse > 0) {
    caption += " Contacts with itself are left out (" + counted(autapse, "synapse") + ").";
  }
  return caption;
}

/// One side's table and, by row, the partners; the autapse is left out.
struct Side {
  Table table;
  std::vector<NeuronIndex> partners;
  std::uint64_t synapses = 0;
  std::uint32_t autapse_synapses = 0;
};

Side make_side(const NeuronTable& neurons, NeuronIndex neuron,
               std::span<const PartnerEntry> entries, const std::vector<NeuronIndex>& other_side,
               bool both_complete, const PartnerColumns& columns) {
  Side side;
  for (const PartnerEntry& entry : entries) {
    CNX_CHECK(entry.neuron < neurons.neuron_count());
    if (entry.neuron == neuron) {
      side.autapse_synapses += entry.synapse_count;
    } else {
      side.partners.push_back(entry.neuron);
      side.synapses += entry.synapse_count;
    }
  }

  std::vector<TableColumn>& heads = side.table.columns;
  const bool ids = neurons.find(ColumnRole::NeuronId).has_value();
  heads.push_back({ids ? "id" : "row in the file", true});
  if (columns.cell_class) heads.push_back({"class", false});
  if (columns.region) heads.push_back({"region", false});
  heads.push_back({"synapses", true});
  if (columns.distance) heads.push_back({"distance (µm)", true});
  if (columns.axon) heads.push_back({"axon", false});
  heads.push_back({"reciprocal", false});

  // Ids do not fit a double, so the id column is sorted by rank among the rows: exact.
  std::vector<std::uint32_t> by_id(side.partners.size()), rank(side.partners.size());
  std::iota(by_id.begin(), by_id.end(), 0u);
  if (neurons.has_ids()) {
    std::sort(by_id.begin(), by_id.end(), [&](std::uint32_t a, std::uint32_t b) {
      return neurons.id(side.partners[a]) < neurons.id(side.partners[b]);
    });
  } else {
    std::sort(by_id.begin(), by_id.end(), [&](std::uint32_t a, std::uint32_t b) {
      return side.partners[a] < side.partners[b];
    });
  }
  for (std::uint32_t i = 0; i < by_id.size(); ++i) rank[by_id[i]] = i;

  const std::span<const float> positions = neurons.positions_um();
  std::uint32_t row_number = 0;
  for (const PartnerEntry& entry : entries) {
    if (entry.neuron == neuron) continue;
    std::vector<TableCell> row;
    row.reserve(heads.size());
    row.push_back({neuron_name(neurons, entry.neuron), static_cast<double>(rank[row_number++])});
    if (columns.cell_class) row.push_back({neurons.text(*columns.cell_class, entry.neuron), 0});
    if (columns.region) row.push_back({neurons.text(*columns.region, entry.neuron), 0});
    row.push_back({with_separators(entry.synapse_count), static_cast<double>(entry.synapse_count)});
    if (columns.distance) {
      const double um = distance_um(positions, neuron, entry.neuron);
      row.push_back({decimal_text(um, 1), um});
    }
    if (columns.axon) row.push_back({neurons.text(*columns.axon, entry.neuron), 0});
    const bool back = std::binary_search(other_side.begin(), other_side.end(), entry.neuron);
    row.push_back({both_complete ? (back ? "yes" : "no") : "…", 0});
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
                               Layout layout) {
  CNX_CHECK(neuron < neurons.neuron_count());
  PartnerColumns columns;
  columns.cell_class = arrived(neurons, ColumnRole::CellClass);
  columns.region = arrived(neurons, ColumnRole::Region);
  columns.axon = arrived(neurons, ColumnRole::AxonStatus);
  columns.distance = layout == Layout::Soma && neurons.positions_exact();

  const bool both = afferents_complete && efferents_complete;
  Side in = make_side(neurons, neuron, afferents, sorted_neurons(efferents), both, columns);
  Side out = make_side(neurons, neuron, efferents, sorted_neurons(afferents), both, columns);

  PartnersReport report;
  report.neuron = neuron;
  report.afferents_complete = afferents_complete;
  report.efferents_complete = efferents_complete;
  report.afferent_synapses = in.synapses;
  report.efferent_synapses = out.synapses;
  report.afferent_count = static_cast<std::uint32_t>(in.partners.size());
  report.efferent_count = static_cast<std::uint32_t>(out.partners.size());
  report.autapse_synapses = std::max(in.autapse_synapses, out.autapse_synapses);
  if (columns.axon && is_unproofread_status(neurons.text(*columns.axon, neuron))) {
    report.caveat = "Its axon is not proofread: most of its outputs are missing or wrong.";
  }
  const std::string name = neuron_name(neurons, neuron);
  in.table.title = "Inputs of neuron " + name;
  out.table.title = "Outputs of neuron " + name;
  in.table.caption =
      side_caption(in.partners.size(), in.synapses, in.autapse_synapses, afferents_complete);
  out.table.caption =
      side_caption(out.partners.size(), out.synapses, out.autapse_synapses, efferents_complete);
  report.afferents = std::move(in.table);
  report.efferents = std::move(out.table);
  report.afferent_neurons = std::move(in.partners);
  report.efferent_neurons = std::move(out.partners);
  return report;
}

}  // namespace cnx
