#include "ui/scope_choice.h"

#include <doctest/doctest.h>

#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"

using namespace cnx;
using namespace cnx::test;

namespace {

Scene two_sides_scene() {
  Scene scene = statistics_scene();
  scene.view.sets = {{"left", NeuronSet::from_neurons({0, 1})}};
  return scene;
}

std::vector<StatisticsSides> sides_wanted(const Actions& actions) {
  std::vector<StatisticsSides> wanted;
  for (const Command& command : actions.commands) {
    if (const auto* sides = std::get_if<SetStatisticsSides>(&command)) {
      wanted.push_back(sides->sides);
    }
  }
  return wanted;
}

}  // namespace

TEST_CASE("from some neurons onto others begins with what was chosen, and all others") {
  Scene scene = two_sides_scene();
  StatisticsSides expected{{SideKind::Usual, "left"}, {SideKind::Others, {}}};
  SUBCASE("a set") {}
  SUBCASE("the selection") {
    scene.view.selection = NeuronSet::from_neurons({3});
    expected.pre = {SideKind::Selection, {}};
  }
  SUBCASE("the shown neurons, when there is neither") {
    scene.view.sets.clear();
    expected.pre = {};
  }
  HeadlessUi ui(scene.width, scene.height);
  CHECK_FALSE(ui.click(scene.model(), "##from"));  // no lists before
  REQUIRE(ui.click(scene.model(), "from some neurons onto others"));
  CHECK(sides_wanted(ui.actions()) == std::vector<StatisticsSides>{expected});
}

TEST_CASE("each side is chosen from what it can be, and another scope ends them") {
  Scene scene = two_sides_scene();
  scene.view.statistics_sides = {{SideKind::Selection, {}}, {SideKind::Others, {}}};
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "##from"));
  CHECK_FALSE(ui.click(scene.model(), "all other neurons"));  // of what?
  REQUIRE(ui.click(scene.model(), "all neurons"));
  REQUIRE(ui.click(scene.model(), "##onto"));
  REQUIRE(ui.click(scene.model(), "set left"));
  REQUIRE(ui.click(scene.model(), "the neurons that are shown"));
  const auto wanted = sides_wanted(ui.actions());
  REQUIRE(wanted.size() == 3);
  CHECK(wanted[0] == StatisticsSides{{SideKind::All, {}}, {SideKind::Others, {}}});
  CHECK(wanted[1] == StatisticsSides{{SideKind::Selection, {}}, {SideKind::Usual, "left"}});
  CHECK(wanted[2].usual());
}
