#include "stream/synapse_plan.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace cnx;

namespace {

/// 100 neurons, ten a tile; tile i takes 100 + i bytes.
Manifest with_synapses() {
  Manifest manifest;
  manifest.neuron_count = 100;
  TileFamily family;
  family.kind = TileKind::Synapses;
  family.block_neurons = 10;
  for (std::uint32_t i = 0; i < 10; ++i) family.tiles.push_back({i, 100 + i});
  manifest.families.push_back(family);
  return manifest;
}

}  // namespace

TEST_CASE("a neuron's own tile comes first, then those with most of its outputs") {
  const std::vector<SynapseTarget> targets = {{3, 5}, {41, 1}, {77, 4}, {78, 4}, {99, 2}};
  const SynapsePlan plan = synapse_plan(with_synapses(), 45, targets, 1000);
  CHECK(plan.tiles == std::vector<std::uint32_t>{4, 7, 0, 9});
  CHECK(plan.bytes == 104 + 107 + 100 + 109);
  CHECK(plan.bytes_of_all == plan.bytes);
}

TEST_CASE("the budget is for the tiles of partners, and nothing comes after what does not fit") {
  const std::vector<SynapseTarget> targets = {{77, 8}, {3, 5}, {99, 2}};
  const SynapsePlan none = synapse_plan(with_synapses(), 45, targets, 106);
  CHECK(none.tiles == std::vector<std::uint32_t>{4});
  CHECK(none.bytes_of_all == 104 + 107 + 100 + 109);
  CHECK(synapse_plan(with_synapses(), 45, targets, 107).tiles == std::vector<std::uint32_t>{4, 7});
}

TEST_CASE("a dataset without tiles of synapses, and a neuron without outputs, have small plans") {
  Manifest manifest = with_synapses();
  CHECK(synapse_plan(manifest, 99, {}, 1000).tiles == std::vector<std::uint32_t>{9});
  manifest.families.clear();
  CHECK(synapse_plan(manifest, 99, {}, 1000) == SynapsePlan{});
}

TEST_CASE("with room for all, the plan holds every tile with a synapse of the neuron, once") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const NeuronIndex neuron = random() % 100;
    std::vector<SynapseTarget> targets;
    std::set<std::uint32_t> expected = {neuron / 10};
    for (std::uint32_t i = 0; i < seed % 12; ++i) {
      targets.push_back(
          {static_cast<NeuronIndex>(random() % 100), static_cast<std::uint32_t>(1 + random() % 3)});
      expected.insert(targets.back().post / 10);
    }
    const SynapsePlan plan = synapse_plan(with_synapses(), neuron, targets, 1 << 20);
    CHECK(plan.tiles.size() == expected.size());
    CHECK(std::set<std::uint32_t>(plan.tiles.begin(), plan.tiles.end()) == expected);
  }
}
