#include "app/statistic_selection.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "app/headless_page.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Partners of each chosen neuron among the chosen, counted one by one.
struct CountedDegrees {
  std::vector<std::uint32_t> in, out;
};
CountedDegrees counted_degrees(const Headless& page, const NeuronMask& chosen,
                               std::uint32_t min_synapses, NeuronMask post_side = {}) {
  if (post_side.empty()) post_side = chosen;
  CountedDegrees degrees{std::vector<std::uint32_t>(chosen.size(), 0),
                         std::vector<std::uint32_t>(chosen.size(), 0)};
  for (NeuronIndex pre = 0; pre < chosen.size(); ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) {
      if (pre == post || count < min_synapses || chosen[pre] == 0) continue;
      if (post_side[post] == 0) continue;
      degrees.out[pre] += 1;
      degrees.in[post] += 1;
    }
  }
  return degrees;
}

NeuronMask shown_with(const NeuronMask& shown, const std::vector<std::uint32_t>& degrees,
                      std::uint32_t least, std::uint32_t most) {
  NeuronMask mask(shown.size());
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = shown[i] != 0 && degrees[i] >= least && degrees[i] <= most ? 1 : 0;
  }
  return mask;
}

NeuronMask selection_of(const Headless& page) {
  return page.app->view().selection.mask(page.app->neurons().neuron_count());
}

}  // namespace

TEST_CASE("bars of a degree histogram select the shown neurons that they count") {
  Headless page;
  page.settle();
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp"}});
  ConnectionFilter filter;
  filter.min_synapses = 2;
  page.command(SetConnectionFilter{filter});
  page.settle();
  REQUIRE(page.app->frame_model(1, 800, 600).statistics_can_select);
  const NeuronMask shown = page.app->shown().mask();
  const CountedDegrees degrees = counted_degrees(page, shown, 2);

  page.request(SelectDegrees{false, 1, 2, false});
  page.settle();
  const NeuronMask outputs = shown_with(shown, degrees.out, 1, 2);
  REQUIRE(count_shown(outputs) > 3);
  CHECK(selection_of(page) == outputs);
  page.request(SelectDegrees{true, 3, 100, true});
  page.settle();
  NeuronMask both = shown_with(shown, degrees.in, 3, 100);
  REQUIRE(count_shown(both) > 0);
  for (std::size_t i = 0; i < both.size(); ++i) both[i] |= outputs[i];
  CHECK(selection_of(page) == both);
  page.request(Undo{});
  CHECK(selection_of(page) == outputs);
  page.request(Redo{});

  SUBCASE("the histograms say how many of each degree are selected") {
    page.settle();
    const SelectedDegrees* const selected = page.app->frame_model(1, 800, 600).selected_degrees;
    REQUIRE(selected != nullptr);
    SelectedDegrees expected;
    const auto count = [](std::vector<std::uint32_t>& counts, std::uint32_t degree) {
      if (degree >= counts.size()) counts.resize(degree + 1, 0);
      counts[degree] += 1;
    };
    for (std::size_t i = 0; i < both.size(); ++i) {
      if (both[i] == 0) continue;
      count(expected.in, degrees.in[i]);
      count(expected.out, degrees.out[i]);
    }
    CHECK(selected->in == expected.in);
    CHECK(selected->out == expected.out);
    page.command(ChangeSelection{});
    page.settle();
    CHECK(page.app->frame_model(1, 800, 600).selected_degrees == nullptr);
  }
  SUBCASE("other numbers on the screen have other degrees") {
    page.command(ClearFilters{});
    page.settle();
    const CountedDegrees all =
        counted_degrees(page, NeuronMask(kNeurons, 1), page.app->view().connections.min_synapses);
    page.request(SelectDegrees{true, 0, 4, false});
    page.settle();
    CHECK(selection_of(page) == shown_with(NeuronMask(kNeurons, 1), all.in, 0, 4));
  }
}

TEST_CASE("a cell of the matrix selects the neurons of its connections and no others") {
  Headless page;
  page.settle();
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp"}});
  page.settle();
  const NeuronMask shown = page.app->shown().mask();
  const NeuronTable& table = page.app->neurons();
  for (const auto& [pre_class, post_class] :
       std::vector<std::pair<std::string, std::string>>{{"23P", "BC"}, {"BC", "BC"}}) {
    NeuronMask expected(kNeurons, 0);
    std::size_t unconnected = 0;
    for (NeuronIndex pre = 0; pre < kNeurons; ++pre) {
      if (shown[pre] == 0 || table.text(4, pre) != pre_class) continue;
      for (const auto& [post, count] : page.site.out[pre]) {
        if (pre == post || shown[post] == 0 || table.text(4, post) != post_class) continue;
        expected[pre] = expected[post] = 1;
      }
    }
    for (NeuronIndex i = 0; i < kNeurons; ++i) {
      const std::string name = table.text(4, i);
      unconnected += shown[i] != 0 && (name == pre_class || name == post_class) && !expected[i];
    }
    REQUIRE(count_shown(expected) > 0);
    CAPTURE(unconnected);
    page.request(SelectCell{pre_class, post_class, false});
    page.settle();
    CHECK(selection_of(page) == expected);
  }
  const NeuronSet before = page.app->view().selection;
  page.request(SelectCell{"no such class", "BC", true});
  page.settle();
  CHECK(page.app->view().selection == before);
}

TEST_CASE("without statistics on the screen nothing is selected, and the page comes to rest") {
  Headless page("v=1&panels=n");
  page.settle();
  CHECK_FALSE(page.app->frame_model(1, 800, 600).statistics_can_select);
  page.request(SelectDegrees{true, 0, 100, false});
  page.request(SelectCell{"23P", "BC", false});
  page.settle();
  CHECK(page.app->view().selection.empty());
  // And what was wanted in vain is not found when they come.
  page.command(SetPanelOpen{Panel::Statistics, true});
  page.settle();
  CHECK(page.app->view().selection.empty());
}

TEST_CASE("from one side onto another, bars and cells select the neurons of their own side") {
  Headless page;
  page.settle();
  page.command(PutSet{"A", NeuronSet::from_runs({{0, 60}})});
  page.command(PutSet{"B", NeuronSet::from_runs({{40, 80}})});
  page.command(SetStatisticsSides{{{SideKind::Usual, "A"}, {SideKind::Usual, "B"}}});
  page.settle();
  const NeuronMask a = NeuronSet::from_runs({{0, 60}}).mask(kNeurons);
  const NeuronMask b = NeuronSet::from_runs({{40, 80}}).mask(kNeurons);
  const CountedDegrees degrees = counted_degrees(page, a, 1, b);

  page.request(SelectDegrees{false, 3, 100, false});
  page.settle();
  CHECK(selection_of(page) == shown_with(a, degrees.out, 3, 100));
  page.request(SelectDegrees{true, 3, 100, false});
  page.settle();
  const NeuronMask inputs = shown_with(b, degrees.in, 3, 100);
  REQUIRE(count_shown(inputs) > 0);
  CHECK(selection_of(page) == inputs);

  const auto codes = page.app->neurons().codes(*page.app->neurons().find(ColumnRole::CellClass));
  const Column& classes =
      page.app->neurons().columns()[*page.app->neurons().find(ColumnRole::CellClass)];
  page.request(SelectCell{classes.categories[0], classes.categories[1], false});
  page.settle();
  NeuronMask ends(kNeurons, 0);
  for (NeuronIndex pre = 0; pre < kNeurons; ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) {
      if (pre == post || a[pre] == 0 || b[post] == 0) continue;
      if (codes[pre] == 0 && codes[post] == 1) ends[pre] = ends[post] = 1;
    }
  }
  REQUIRE(count_shown(ends) > 0);
  CHECK(selection_of(page) == ends);
}
