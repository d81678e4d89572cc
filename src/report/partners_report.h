#pragma once
// partners_report.h — who a neuron hears from and talks to, as tables.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "report/chart.h"
#include "report/table.h"

namespace cnx {

/// One partner, as the worker tells it (worker/engine.h knows more; report does not see it).
struct PartnerEntry {
  NeuronIndex neuron = 0;
  std::uint32_t synapse_count = 0;
  // Of its synapses, those whose size is here, and the sum of these sizes.
  std::uint32_t sized_count = 0;
  std::uint64_t size_sum = 0;
  bool sizes_lost = false;  // their tile was given up
};

/// Why something of a neuron's connections is not here and will not come; empty: it may.
struct LostConnections {
  std::string inputs, outputs, sizes;

  const std::string& any() const {
    return !sizes.empty() ? sizes : !inputs.empty() ? inputs : outputs;
  }
};

/// A name and its value, as text: one row of the selected neuron's attributes.
struct Attribute {
  std::string name, value;

  bool operator==(const Attribute&) const = default;
};

struct PartnersReport {
  NeuronIndex neuron = 0;
  bool afferents_complete = false, efferents_complete = false;  // false: still loading, or lost
  LostConnections lost;
  std::uint64_t afferent_synapses = 0, efferent_synapses = 0;  // an autapse's not counted
  std::uint32_t afferent_count = 0, efferent_count = 0;        // partners, an autapse not counted
  std::uint32_t autapse_synapses = 0;
  std::string caveat;  // "Its axon is not proofread: …", or empty
  // Columns: partner id, class, region, synapses, size sum and size mean (voxels; "…" until the
  // sizes of all its synapses are here, "–" when these are lost), distance (µm), axon, analyzable
  // ("yes" where the axon of the pre neuron is proofread far enough), reciprocal ("yes", "no", or
  // "…" until both sides are complete, "–" when one is lost). Autapses have no row; the caption
  // counts them.
  Table afferents, efferents;
  NamedBars afferent_classes, efferent_classes;                 // synapses by class of the partner
  std::vector<NeuronIndex> afferent_neurons, efferent_neurons;  // by row of the tables
};

/// O(partners * log(partners)). Columns that the dataset lacks are left out of the tables, and
/// the distance (in three dimensions, between somas) unless `layout` is Layout::Soma: made-up
/// positions have no distance. `has_sizes`: the dataset has sizes of synapses.
PartnersReport partners_report(const NeuronTable& neurons, NeuronIndex neuron,
                               std::span<const PartnerEntry> afferents, bool afferents_complete,
                               std::span<const PartnerEntry> efferents, bool efferents_complete,
                               Layout layout, bool has_sizes = false,
                               const LostConnections& lost = {});

/// What people know a neuron by: its id, exactly (its row in the file where the dataset has no
/// ids), or "#17", its place in the tiles, until the ids have arrived.
std::string neuron_name(const NeuronTable& neurons, NeuronIndex neuron);

/// Every column of one neuron that has arrived, in the manifest's order; made-up positions are
/// left out and `Attribute{"position", "not in the data"}` stands for them.
std::vector<Attribute> neuron_attributes(const NeuronTable& neurons, NeuronIndex neuron,
                                         Layout layout);

/// A column for people: its name in the file, with its role in front where the name does not
/// say it: "cell class (cell_type)"; and "input synapses (indegree)", since that is what the
/// files with such a column count.
std::string column_title(const Column& column);

}  // namespace cnx
