#include "app/selection_trail.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("a trail goes back and on like the pages of a browser") {
  SelectionTrail trail;
  CHECK_FALSE(trail.can_go_back());
  CHECK_FALSE(trail.can_go_on());
  CHECK_FALSE(trail.go_back().has_value());
  for (const std::int64_t id : {1, 2, 2, 3}) trail.visit(NeuronId{id});
  CHECK(trail.visited().size() == 3);  // staying is no visit
  CHECK(trail.go_back() == NeuronId{2});
  trail.visit(NeuronId{2});  // what going back selected
  CHECK(trail.can_go_on());
  CHECK(trail.go_on() == NeuronId{3});
  CHECK(trail.go_back() == NeuronId{2});
  trail.visit(NeuronId{9});  // another way: what lay ahead is gone
  CHECK_FALSE(trail.can_go_on());
  CHECK(trail.visited() == std::vector<NeuronId>{NeuronId{1}, NeuronId{2}, NeuronId{9}});
}

TEST_CASE("a trail keeps its latest hundred") {
  SelectionTrail trail;
  for (std::int64_t id = 0; id < 1000; ++id) trail.visit(NeuronId{id});
  CHECK(trail.visited().size() == SelectionTrail::kMaxVisited);
  CHECK(trail.visited().back() == NeuronId{999});
  CHECK(trail.visited().front() == NeuronId{900});
}
