#include "app/connection_choice.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("sizes pass when they are known to be large enough, and are unknown when more could be") {
  ViewState view;
  view.connections.min_mean_size = 100;
  const auto mean = [&](std::uint32_t synapses, std::uint32_t sized, std::uint64_t sum) {
    return ConnectionChoice(view, {}, 3).passes_sizes(synapses, sized, sum);
  };
  CHECK(mean(2, 2, 200) == true);
  CHECK(mean(2, 2, 199) == false);
  CHECK(mean(2, 1, 500) == std::nullopt);
  CHECK(mean(3'000'000'000u, 3'000'000'000u, 300'000'000'000ull) == true);
  CHECK(mean(3'000'000'000u, 3'000'000'000u, 299'999'999'999ull) == false);
  view.connections.min_mean_size = 0;
  view.connections.min_size_sum = 300;
  CHECK(mean(3, 3, 300) == true);
  CHECK(mean(3, 3, 299) == false);
  CHECK(mean(3, 2, 299) == std::nullopt);
  CHECK(mean(3, 2, 300) == true);  // the third one only adds to it
  view.connections.min_mean_size = 200;
  CHECK(mean(3, 3, 599) == false);
  CHECK(mean(3, 3, 600) == true);
  CHECK(mean(3, 2, 600) == std::nullopt);
  view.connections = {};
  CHECK(mean(3, 0, 0) == true);
}

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
