#include "stream/tile_plan.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cnx;

namespace {

/// 100 neurons; families: 0 coarse positions (column 0), 1 fine (1, 2), 2 exact, 3 Neurons (3, 4),
/// 4 Neurons (5), 5 ConnectionsOut, 6 ConnectionsIn, 7 Synapses, 8 SynapseOverview.
Manifest nine_families() {
  Manifest manifest;
  manifest.neuron_count = 100;
  manifest.columns.resize(6);
  const auto add = [&](TileKind kind, std::uint32_t block, PositionPart part,
                       std::vector<std::uint32_t> columns) {
    TileFamily family;
    family.kind = kind;
    family.block_neurons = block;
    family.position = part;
    family.column_indices = std::move(columns);
    family.tiles.resize((100 + block - 1) / block);
    manifest.families.push_back(family);
  };
  add(TileKind::Neurons, 64, PositionPart::Coarse, {0});
  add(TileKind::Neurons, 64, PositionPart::Fine, {1, 2});
  add(TileKind::Neurons, 100, PositionPart::Exact, {});
  add(TileKind::Neurons, 100, PositionPart::None, {3, 4});
  add(TileKind::Neurons, 64, PositionPart::None, {5});
  add(TileKind::ConnectionsOut, 30, PositionPart::None, {});
  add(TileKind::ConnectionsIn, 25, PositionPart::None, {});
  add(TileKind::Synapses, 25, PositionPart::None, {});
  add(TileKind::SynapseOverview, 25, PositionPart::None, {});
  return manifest;
}

using Keys = std::vector<TileKey>;

}  // namespace

TEST_CASE("the first picture comes coarse, then fine, then exact, when nothing is asked for") {
  CHECK(tile_plan(nine_families(), {}) == Keys{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}});
  CHECK(first_picture_tiles(nine_families()) == 4);
}

TEST_CASE(
    "after the first picture come the selected neuron, exact positions, columns, statistics") {
  TileNeed need;
  need.selected = 74;
  need.columns = {5, 1, 4, 3};
  need.every_connection = true;
  CHECK(tile_plan(nine_families(), need) == Keys{{0, 0},
                                                 {0, 1},
                                                 {1, 0},
                                                 {1, 1},
                                                 {5, 2},
                                                 {6, 2},
                                                 {2, 0},
                                                 {4, 0},
                                                 {4, 1},
                                                 {3, 0},
                                                 {5, 0},
                                                 {5, 1},
                                                 {5, 3}});
}

TEST_CASE("each part of a need brings its own tiles") {
  const Manifest manifest = nine_families();
  TileNeed selected;
  selected.selected = 99;
  CHECK(tile_plan(manifest, selected) ==
        Keys{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {5, 3}, {6, 3}, {2, 0}});
  TileNeed columns;
  columns.columns = {0, 4};
  CHECK(tile_plan(manifest, columns) == Keys{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {3, 0}});
  TileNeed statistics;
  statistics.every_connection = true;
  CHECK(tile_plan(manifest, statistics) ==
        Keys{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {5, 0}, {5, 1}, {5, 2}, {5, 3}});
  // Sizes of all connections come last, but for those that somebody looks at.
  statistics.every_size = true;
  statistics.synapse_tiles = {2};
  CHECK(tile_plan(manifest, statistics) == Keys{{0, 0},
                                                {0, 1},
                                                {1, 0},
                                                {1, 1},
                                                {2, 0},
                                                {7, 2},
                                                {5, 0},
                                                {5, 1},
                                                {5, 2},
                                                {5, 3},
                                                {7, 0},
                                                {7, 1},
                                                {7, 3}});
}

TEST_CASE("tiles of synapses bring the connections that say whose they are, before all others") {
  Manifest manifest = nine_families();
  manifest.families[6].block_neurons = 10;  // the 25 neurons of a tile of synapses are in three
  manifest.families[6].tiles.resize(10);
  TileNeed need;
  need.selected = 99;
  need.synapse_tiles = {3, 1};
  CHECK(tile_plan(manifest, need) == Keys{{0, 0},
                                          {0, 1},
                                          {1, 0},
                                          {1, 1},
                                          {5, 3},
                                          {6, 9},
                                          {2, 0},
                                          {7, 3},
                                          {6, 7},
                                          {6, 8},
                                          {7, 1},
                                          {6, 2},
                                          {6, 3},
                                          {6, 4}});
  // With every connection the worker knows whose they are.
  need.every_connection = true;
  const Keys all = tile_plan(manifest, need);
  CHECK(std::count_if(all.begin(), all.end(), [](TileKey key) { return key.family == 6; }) == 1);
  CHECK(std::count_if(all.begin(), all.end(), [](TileKey key) { return key.family == 7; }) == 2);
}

TEST_CASE(
    "a plan holds no tile twice, no synapses that nobody asked for, and afferents of the selected "
    "neuron only") {
  const Manifest manifest = nine_families();
  for (NeuronIndex neuron = 0; neuron < 100; ++neuron) {
    CAPTURE(neuron);
    TileNeed need;
    need.selected = neuron;
    need.columns = {5, 4, 3, 2, 1, 0, 5};
    need.every_connection = true;
    Keys plan = tile_plan(manifest, need);
    CHECK(plan.size() == 2 + 2 + 1 + 1 + 2 + 4 + 1);
    for (const TileKey key : plan) {
      CHECK(key.family < 7);
      if (key.family == 6) CHECK(key.index == neuron / 25);
    }
    std::sort(plan.begin(), plan.end());
    CHECK(std::adjacent_find(plan.begin(), plan.end()) == plan.end());
  }
}

TEST_CASE("without tiles of inputs, all outputs are wanted where inputs are asked for") {
  Manifest manifest = nine_families();
  manifest.families.erase(manifest.families.begin() + 6);
  const Keys every_out = {{5, 0}, {5, 1}, {5, 2}, {5, 3}};
  TileNeed selected, synapses;
  selected.selected = 74;
  synapses.synapse_tiles = {2};
  for (const TileNeed& need : {selected, synapses}) {
    Keys out = tile_plan(manifest, need);
    if (need.selected) CHECK(out[4] == TileKey{5, 2});  // its own comes first
    std::erase_if(out, [](TileKey key) { return key.family != 5; });
    std::sort(out.begin(), out.end());
    CHECK(out == every_out);
  }
  CHECK(tile_plan(manifest, {}).size() == 5);
}

TEST_CASE("a manifest that lacks families has a plan without them") {
  Manifest manifest = nine_families();
  manifest.families.resize(1);
  TileNeed need;
  need.selected = 3;
  need.columns = {5};
  need.every_connection = true;
  CHECK(tile_plan(manifest, need) == Keys{{0, 0}, {0, 1}});
  manifest.families.clear();
  CHECK(tile_plan(manifest, need).empty());
}
