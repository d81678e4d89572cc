#pragma once
// synapse_plan.h — which Synapses tiles tell where a neuron's synapses are. Pure.
//
// A synapse stands in the row of its post neuron. So the inputs of a neuron lie in one tile; its
// outputs lie in the tiles of its partners, which may be half of all: as many of those are taken as
// a budget allows, those that hold most of its synapses first.

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "format/manifest.h"

namespace cnx {

/// An output connection of the neuron.
struct SynapseTarget {
  NeuronIndex post = 0;
  std::uint32_t synapse_count = 0;
};

struct SynapsePlan {
  std::vector<std::uint32_t> tiles;  // numbers in the Synapses family, most needed first
  std::uint64_t bytes = 0;           // of these
  std::uint64_t bytes_of_all = 0;    // of all tiles that hold a synapse of the neuron

  bool operator==(const SynapsePlan&) const = default;
};

/// The neuron's own tile, and as many of its partners' as fit into `budget_bytes` beside it: in the
/// order of how many of its synapses they hold, and none that comes after one that did not fit.
/// Empty when the dataset has no Synapses tiles. Preconditions: neurons are within the manifest.
/// O(targets + tiles * log(tiles)).
SynapsePlan synapse_plan(const Manifest& manifest, NeuronIndex neuron,
                         std::span<const SynapseTarget> targets, std::uint64_t budget_bytes);

}  // namespace cnx
