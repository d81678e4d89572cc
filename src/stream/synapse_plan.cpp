#include "stream/synapse_plan.h"

#include <algorithm>
#include <cstddef>

#include "base/check.h"

namespace cnx {

SynapsePlan synapse_plan(const Manifest& manifest, NeuronIndex neuron,
                         std::span<const SynapseTarget> targets, std::uint64_t budget_bytes) {
  SynapsePlan plan;
  const TileFamily* const family = manifest.family(TileKind::Synapses);
  if (family == nullptr) return plan;
  CNX_CHECK(neuron < manifest.neuron_count);
  const std::uint32_t own = neuron / family->block_neurons;
  std::vector<std::uint64_t> synapses(family->tiles.size());
  for (const SynapseTarget& target : targets) {
    CNX_CHECK(target.post < manifest.neuron_count);
    synapses[target.post / family->block_neurons] += target.synapse_count;
  }
  std::vector<std::uint32_t> order = {own};
  for (std::uint32_t tile = 0; tile < synapses.size(); ++tile) {
    if (tile != own && synapses[tile] > 0) order.push_back(tile);
  }
  std::stable_sort(order.begin() + 1, order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return synapses[a] > synapses[b]; });

  std::uint64_t of_partners = 0;
  bool full = false;
  for (const std::uint32_t tile : order) {
    const std::uint64_t bytes = family->tiles[tile].bytes;
    plan.bytes_of_all += bytes;
    if (tile != own) {
      of_partners += bytes;
      full = full || of_partners > budget_bytes;
    }
    if (full) continue;
    plan.tiles.push_back(tile);
    plan.bytes += bytes;
  }
  return plan;
}

}  // namespace cnx
