#include "app/connection_choice.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("a connection passes when its synapses, its length and both its ends do") {
  const std::vector<float> positions = {0, 0, 0, 30, 40, 0, 0, 0, 200};
  ViewState view;
  const auto passes = [&](NeuronIndex pre, NeuronIndex post, std::uint32_t synapses) {
    return ConnectionChoice(view, positions, 3).passes(pre, post, synapses);
  };
  CHECK(passes(0, 1, 1));
  view.connections.min_synapses = 3;
  CHECK_FALSE(passes(0, 1, 2));
  CHECK(passes(0, 1, 3));
  view.connections.max_distance_um = 50;
  CHECK(passes(0, 1, 3));  // exactly 50 apart
  CHECK_FALSE(passes(0, 2, 3));
  view.connections.min_distance_um = 50;
  CHECK(passes(1, 0, 3));
  view.connections.min_distance_um = 51;
  view.connections.max_distance_um = UINT32_MAX;
  CHECK_FALSE(passes(1, 0, 3));
  CHECK(passes(2, 0, 3));
  view = {};
  view.sets = {{"A", NeuronSet::from_neurons({0})}, {"B", NeuronSet::from_neurons({1})}};
  view.connections.pre_set = "A";
  view.connections.post_set = "B";
  CHECK(passes(0, 1, 1));
  CHECK_FALSE(passes(1, 0, 1));
  CHECK_FALSE(passes(0, 2, 1));
  view.connections.post_set = "no such set";
  CHECK(passes(0, 2, 1));
}
