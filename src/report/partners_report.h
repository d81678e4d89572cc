#pragma once
// partners_report.h — who a neuron hears from and talks to, as tables.

#include <span>

#include "dataset/neuron_table.h"
#include "report/table.h"

namespace cnx {

/// One partner, as the worker tells it (worker/engine.h knows more; report does not see it).
struct PartnerEntry {
  NeuronIndex neuron = 0;
  std::uint32_t synapse_count = 0;
};

struct PartnersReport {
  NeuronIndex neuron = 0;
  bool afferents_complete = false, efferents_complete = false;  // false: still loading
  std::uint64_t afferent_synapses = 0, efferent_synapses = 0;
  std::uint32_t afferent_count = 0, efferent_count = 0;  // partners, an autapse not counted
  std::uint32_t autapse_synapses = 0;
  Table afferents, efferents;  // columns: partner id, class, region, synapses, distance (µm), proofreading, reciprocal
  std::vector<NeuronIndex> afferent_neurons, efferent_neurons;  // by row of the tables
};

/// O(partners). Columns that the dataset lacks are left out of the tables.
PartnersReport partners_report(const NeuronTable& neurons, NeuronIndex neuron,
                               std::span<const PartnerEntry> afferents, bool afferents_complete,
                               std::span<const PartnerEntry> efferents, bool efferents_complete);

}  // namespace cnx
