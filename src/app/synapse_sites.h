#pragma once
// synapse_sites.h — synapses as the worker tells them → sites in space.

#include <vector>

#include "dataset/neuron_table.h"
#include "dataset/synapse_site.h"
#include "format/manifest.h"
#include "worker/neuron_questions.h"

namespace cnx {

/// Whether synapses can be shown where they are: the dataset has their positions, its somas are
/// where the input has them, and exact positions of these have arrived.
bool synapses_have_places(const Manifest& manifest, const NeuronTable& neurons);

/// The inputs, then the outputs, in their order. Without places, positions are zeros. O(synapses).
std::vector<SynapseSite> synapse_sites(const NeuronSynapses& synapses, const Manifest& manifest,
                                       const NeuronTable& neurons);

}  // namespace cnx
