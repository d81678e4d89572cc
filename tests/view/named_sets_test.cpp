#include "view/named_sets.h"

#include <doctest/doctest.h>

using namespace cnx;

namespace {

using Notes = std::vector<std::string>;

ViewState view_with(std::vector<std::string> names) {
  ViewState view;
  view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  for (std::string& name : names) view.sets.push_back({std::move(name), {}});
  return view;
}

}  // namespace

TEST_CASE("a set is found by its whole name alone") {
  const ViewState view = view_with({"left", "right"});
  CHECK(set_named(view, "right") == &view.sets[1]);
  CHECK(set_named(view, "righ") == nullptr);
  CHECK(set_named(view, "") == nullptr);
  CHECK(set_label("left", true) == "left");
  CHECK(set_label("left", false) == "left (missing)");
}

TEST_CASE("a limit to a set that is missing is none, and the others hold") {
  ViewState view = view_with({"left"});
  view.connections = {3, 10, 250, "left", "lost"};
  CHECK(limits_in_force(view) == ConnectionFilter{3, 10, 250, "left", ""});
  view.connections = {1, 0, UINT32_MAX, "lost", "left"};
  CHECK(limits_in_force(view) == ConnectionFilter{1, 0, UINT32_MAX, "", "left"});
  view.connections.pre_set.clear();
  CHECK(limits_in_force(view) == view.connections);
}

TEST_CASE("a set that is missing is said of once, where its lack shows") {
  ViewState view = view_with({"left"});
  view.statistics_sides = {{SideKind::Usual, "lost"}, {SideKind::Usual, "lost"}};
  view.comparison = {false, "left", "gone"};
  const std::string of_statistics =
      "There is no set \"lost\": the statistics count no neuron in its place.";
  CHECK(missing_set_notes(view) == Notes{of_statistics});
  view.comparison.open = true;
  CHECK(missing_set_notes(view) ==
        Notes{of_statistics, "There is no set \"gone\": A against B has no neuron in its place."});
  view.comparison = {true, "left", "left", "", "gone"};
  CHECK(missing_set_notes(view).size() == 2);
  view.comparison.open = false;
  view.inference.beside = "gone";
  CHECK(missing_set_notes(view) == Notes{of_statistics});
  view.inference.open = 1;
  CHECK(missing_set_notes(view) ==
        Notes{of_statistics, "There is no set \"gone\": no profile by distance is drawn for it."});
  view.sites.open = true;
  CHECK(missing_set_notes(view) ==
        Notes{of_statistics,
              "There is no set \"gone\": no profile and no sizes of synapses by distance are drawn "
              "for it."});
  view.inference.open = 0;
  CHECK(missing_set_notes(view) ==
        Notes{of_statistics,
              "There is no set \"gone\": no sizes of synapses by distance are drawn for it."});
  view.panels = 0;
  CHECK(missing_set_notes(view).empty());
  view.connections.pre_set = "lost";
  view.connections.post_set = "left";
  CHECK(missing_set_notes(view) ==
        Notes{"There is no set \"lost\": connections from any neuron are listed."});
}

TEST_CASE("of a view that names no set, or only those that it has, nothing is said") {
  CHECK(missing_set_notes(ViewState()).empty());
  ViewState view = view_with({"left", "right"});
  view.statistics_sides = {{SideKind::Usual, "left"}, {SideKind::Others, {}}};
  view.comparison = {true, "left", "right"};
  view.connections.pre_set = "left";
  view.connections.post_set = "right";
  CHECK(missing_set_notes(view).empty());
}
