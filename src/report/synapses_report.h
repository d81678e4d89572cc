#pragma once
// synapses_report.h — where the synapses of one neuron are: how many are known, how deep they lie,
// and the list of them.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "dataset/neuron_table.h"
#include "dataset/synapse_site.h"
#include "format/manifest.h"
#include "report/chart.h"
#include "report/table.h"

namespace cnx {

/// What is known of the synapses of one neuron, and of them all.
struct SynapseKnowledge {
  std::uint64_t inputs = 0, outputs = 0;             // in the connections
  bool inputs_known = false, outputs_known = false;  // false: the connections are still loading
  std::uint64_t bytes_left = 0;  // of tiles with more of them, that nobody has asked for
  bool places = false;           // positions can be shown (app/synapse_sites.h)
  bool y_is_depth = false;       // dataset/orientation.h
  bool damaged = false;          // a tile does not fit the connections
  std::string lost = {};         // why a tile was given up; empty: none was
};

struct SynapsesReport {
  NeuronIndex neuron = 0;
  std::uint64_t inputs_located = 0, outputs_located = 0;  // whose entry is here
  std::uint64_t inputs = 0, outputs = 0;
  std::uint64_t bytes_left = 0;
  std::string sentence;  // how many of how many, and what is not there
  std::optional<HistogramChart> input_depths, output_depths;  // none: nothing to draw
};

/// The depths are where y is cortical depth: micrometers below the uppermost soma of the dataset.
/// `partner`: only the synapses with that one. O(sites).
SynapsesReport synapses_report(const Manifest& manifest, const NeuronTable& neurons,
                               NeuronIndex neuron, std::optional<NeuronIndex> partner,
                               std::span<const SynapseSite> sites,
                               const SynapseKnowledge& knowledge);

/// One row a synapse: side, partner, position (µm, the dataset's axes), size, distance from the
/// soma of `neuron`. Columns that the dataset lacks are left out. O(sites * log(sites)).
Table synapses_table(const Manifest& manifest, const NeuronTable& neurons, NeuronIndex neuron,
                     std::optional<NeuronIndex> partner, std::span<const SynapseSite> sites,
                     const SynapseKnowledge& knowledge);

}  // namespace cnx
