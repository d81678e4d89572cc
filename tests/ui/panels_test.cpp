#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "report/numbers.h"
#include "ui/headless_ui.h"
#include "ui/panels.h"
#include "ui/scene.h"
#include "ui/theme.h"
#include "view/apply_command.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The commands of one kind that were queued.
template <typename T>
std::vector<T> commands(const Actions& actions) {
  std::vector<T> found;
  for (const Command& command : actions.commands) {
    if (const T* const one = std::get_if<T>(&command)) found.push_back(*one);
  }
  return found;
}

template <typename T>
std::vector<T> requests(const Actions& actions) {
  std::vector<T> found;
  for (const Request& request : actions.requests) {
    if (const T* const one = std::get_if<T>(&request)) found.push_back(*one);
  }
  return found;
}

/// The label of a partner's row: what is written of its id, and after ### the whole.
std::string partner_row(std::int64_t offset) {
  const std::string whole = std::to_string(Scene::kFirstId + offset);
  return "…" + whole.substr(whole.size() - 8) + "###" + whole;
}

/// The tab bar with the lists of partners.
ImGuiTabBar& lists() {
  ImPool<ImGuiTabBar>& bars = ImGui::GetCurrentContext()->TabBars;
  for (int i = 0; i < bars.GetMapSize(); ++i) {
    ImGuiTabBar* const bar = bars.TryGetMapData(i);
    if (bar == nullptr) continue;
    for (ImGuiTabItem& tab : bar->Tabs) {
      const std::string name = ImGui::TabBarGetTabName(bar, &tab);
      if (name.find("###outputs") != std::string::npos) return *bar;
    }
  }
  FAIL("no bar with the lists");
  return *bars.GetByIndex(0);
}

int tab_count() { return lists().Tabs.Size; }

void open_tab(const char* id) {
  for (ImGuiTabItem& tab : lists().Tabs) {
    if (std::string(ImGui::TabBarGetTabName(&lists(), &tab)).find(id) != std::string::npos) {
      ImGui::TabBarQueueFocus(&lists(), &tab);
    }
  }
}

/// The commands are carried out, as `app` does after a frame.
void decide(Scene& scene, HeadlessUi& ui) {
  for (const Command& command : ui.actions().commands) {
    scene.view = apply_command(scene.view, command);
  }
  ui.actions() = {};
  scene.derive();
}

NeuronId id(std::int64_t offset) { return NeuronId{Scene::kFirstId + offset}; }

}  // namespace

TEST_CASE("a click on a category hides it and leaves the others") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "category 4P"));
  const auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK(filters[0].column == "cell_type");
  CHECK(filters[0].shown == std::vector<std::string>{"23P", "BC"});
}

TEST_CASE("a click on the one hidden category removes the filter of its column") {
  Scene scene;
  scene.view.category_filters = {{"cell_type", {"23P", "BC"}}};
  scene.derive();
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "category 4P"));
  const auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK_FALSE(filters[0].shown.has_value());
}

TEST_CASE("a double click on a category shows it alone, whatever the first click did") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "category BC", 0, 2));
  const auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE_FALSE(filters.empty());
  CHECK(filters.back().shown == std::vector<std::string>{"BC"});
}

TEST_CASE("the button `only` appears under the pointer and shows its category alone") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  const std::vector<Item> rows = ui.items("category vislm");
  REQUIRE(rows.size() == 1);
  CHECK_FALSE(ui.has("only"));
  ui.move_to(scene.model(), rows[0].x + 20, rows[0].y + 5);
  REQUIRE(ui.click(scene.model(), "only"));
  const auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK(filters[0].column == "region");
  CHECK(filters[0].shown == std::vector<std::string>{"vislm"});
}

TEST_CASE("the buttons `none` and `all` hide and show a whole column") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "none"));
  auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK(filters[0].shown == std::vector<std::string>{});

  scene.view = apply_command(scene.view, filters[0]);
  scene.derive();
  CHECK(scene.model().shown_count == 0);
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), "all"));
  filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK_FALSE(filters[0].shown.has_value());
}

TEST_CASE("a view without neurons offers to clear the filters") {
  Scene scene;
  scene.view.category_filters = {{"cell_type", {}}};
  scene.derive();
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  // One in the panel and one in the middle of the view.
  CHECK(ui.items("Clear filters").size() == 2);
  REQUIRE(ui.click(scene.model(), "Clear filters", 1));
  CHECK(commands<ClearFilters>(ui.actions()).size() == 1);
}

TEST_CASE("coloring by a column that has not arrived asks for it") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "##color by"));
  REQUIRE(ui.click(scene.model(), "layer"));
  const auto needed = requests<NeedColumn>(ui.actions());
  REQUIRE(needed.size() == 1);
  CHECK(needed[0].column == 9);
  const auto colors = commands<SetColorBy>(ui.actions());
  REQUIRE(colors.size() == 1);
  CHECK(colors[0].column == "layer");
}

TEST_CASE("the list of colors offers positions and no ids") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "##color by"));
  CHECK(ui.has("y_nm"));
  CHECK(ui.has("volume"));
  CHECK_FALSE(ui.has("id (pt_root_id)"));
  CHECK_FALSE(ui.has("row in the file"));
}

TEST_CASE("dragging a limit queues a range inside the column's") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "volume###range"));
  ui.actions() = {};
  ui.frame(scene.model());
  const std::vector<Item> low = ui.items("##lowest");
  REQUIRE(low.size() == 1);
  ui.move_to(scene.model(), low[0].x + 10, low[0].y + 5);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frame(scene.model());
  for (float x = 0; x < 300; x += 20) {
    ImGui::GetIO().AddMousePosEvent(low[0].x + 10 + x, low[0].y + 5);
    ui.frame(scene.model());
  }
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frame(scene.model());
  const auto ranges = commands<SetRangeFilter>(ui.actions());
  REQUIRE_FALSE(ranges.empty());
  for (const SetRangeFilter& one : ranges) {
    REQUIRE(one.range.has_value());
    CHECK(one.column == "volume");
    CHECK(one.range->min >= 1);
    CHECK(one.range->min <= one.range->max);
    CHECK(one.range->max <= 6);
  }
  CHECK(ranges.back().range->min > 1);
}

TEST_CASE("a click on a partner looks at both by its exact id, a double click selects it") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), partner_row(2)));
  CHECK(commands<SelectNeuron>(ui.actions()).empty());
  const auto second = commands<SetPartner>(ui.actions());
  REQUIRE(second.size() == 1);
  CHECK(second[0].partner == id(2));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), partner_row(2), 0, 2));
  const auto selected = commands<SelectNeuron>(ui.actions());
  REQUIRE(selected.size() == 1);
  CHECK(selected[0].neuron == id(2));
}

TEST_CASE("two neurons have a line, a tab with whom they share, and paths that lead to neurons") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.partner = id(2);
  scene.view.path_synapses = 3;
  scene.details.partner = 2;
  const std::vector<NeuronIndex> both = {0, 2};
  scene.details.shared_inputs =
      shared_partners_report(scene.neurons, both, std::vector<SharedPartner>{{4, 2, 3, 9}}, true);
  scene.details.shared_outputs = shared_partners_report(scene.neurons, both, {}, false);
  scene.details.paths = paths_report(scene.neurons, 0, 2, 3, 2, 1, {{{0, 5, 2}, 4}});
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Swap"));
  CHECK(commands<SelectNeuron>(ui.actions())[0].neuron == id(2));
  CHECK(commands<SetPartner>(ui.actions())[0].partner == id(0));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), "Close"));
  CHECK_FALSE(commands<SetPartner>(ui.actions())[0].partner.has_value());
  ui.actions() = {};
  open_tab("Both");
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const std::string stop = "BC · vislm …" + std::to_string(Scene::kFirstId + 5).substr(10);
  REQUIRE(ui.click(scene.model(), stop));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(5));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), partner_row(4)));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(4));
  REQUIRE(ui.click(scene.model(), "Shortest paths to it"));
  CHECK(commands<SetPathSynapses>(ui.actions()).back().min_synapses == 0);
}

TEST_CASE("Shift and a click on a row takes its neuron into the selection, or out of it") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.selection = NeuronSet::from_neurons({1});
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  REQUIRE(ui.click(scene.model(), partner_row(2)));
  CHECK(commands<SetPartner>(ui.actions()).empty());
  CHECK(commands<SelectNeuron>(ui.actions()).empty());
  const auto changes = commands<ChangeSelection>(ui.actions());
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].neurons == NeuronSet::from_neurons({2}));
  CHECK(changes[0].operation == SetOperation::Toggle);
}

TEST_CASE("whom the selected neurons share is listed, and a row leads there") {
  Scene scene;
  scene.view.selection = NeuronSet::from_neurons({0, 2});
  NeuronDetails shared;
  shared.group = {0, 2};
  scene.shared = &shared;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has(partner_row(5)));  // still loading
  const std::vector<SharedPartner> both = {{5, 2, 3, 9}};
  shared.shared_inputs = shared_partners_report(scene.neurons, shared.group, both, true);
  shared.shared_outputs = shared_partners_report(scene.neurons, shared.group, {}, false);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), partner_row(5)));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(5));
}

TEST_CASE("rows of a table are filtered by letters, and synapses are switched and fetched") {
  Scene scene;
  scene.view.selected = id(0);
  scene.table_filter = "vislm";
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items(partner_row(1)).size() == 1);  // of region vislm
  CHECK(ui.items(partner_row(2)).empty());      // of visp
  scene.manifest.synapse_shape = {true, true};
  scene.details.synapses = synapses_report(scene.manifest, scene.neurons, 0, std::nullopt, {},
                                           {.inputs = 14, .outputs = 1, .bytes_left = 5000});
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Draw synapses"));
  CHECK_FALSE(commands<SetSynapsesShown>(ui.actions())[0].shown);
  REQUIRE(ui.click(scene.model(), "Fetch the others (" + bytes_text(5000) + ")"));
  CHECK(requests<LoadAllSynapses>(ui.actions()).size() == 1);
}

TEST_CASE("previous and next are offered where there are any") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.click(scene.model(), "→");
  CHECK(requests<GoOn>(ui.actions()).empty());
  scene.can_go_back = true;
  REQUIRE(ui.click(scene.model(), "←"));
  CHECK(requests<GoBack>(ui.actions()).size() == 1);
}

TEST_CASE("partners are sorted by synapses, most first, and by a column whose head is clicked") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  const auto row_y = [&](std::int64_t offset) {
    const std::vector<Item> rows = ui.items(partner_row(offset));
    REQUIRE(rows.size() == 1);
    return rows[0].y;
  };
  CHECK(row_y(2) < row_y(1));  // 9 synapses before 5
  // The head of the first column is above the first row.
  const Item first = ui.items(partner_row(2))[0];
  ui.click_at(scene.model(), first.x + 10, first.y - first.height / 2);
  CHECK(row_y(1) < row_y(2));
}

TEST_CASE("the id of the selected neuron is copied with every digit") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "Copy id"));
  const auto copied = requests<CopyText>(ui.actions());
  REQUIRE(copied.size() == 1);
  CHECK(copied[0].text == "864691135639004475");
}

TEST_CASE("a click on a cell of the matrix shows its two classes and keeps other filters") {
  Scene scene;
  scene.view.category_filters = {{"cell_type", {"4P", "BC"}}, {"region", {"visp"}}};
  scene.derive();
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  const std::vector<Item> map = ui.items("heat map");
  REQUIRE(map.size() == 1);
  // First row, second column of three.
  ui.click_at(scene.model(), map[0].x + map[0].width / 2, map[0].y + map[0].height / 6);
  const auto filters = commands<SetFilters>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK(filters[0].category_filters ==
        std::vector<CategoryFilter>{{"cell_type", {"23P", "4P"}}, {"region", {"visp"}}});
}

TEST_CASE("each of the five matrices is drawn when it is chosen from the list") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  std::set<std::string> titles;
  for (const char* name : {"Connections", "Synapses", "% of the sender's output",
                           "% of the receiver's input", "Connection probability"}) {
    CAPTURE(name);
    REQUIRE(ui.click(scene.model(), "##matrix"));
    REQUIRE(ui.click(scene.model(), name));
    ui.actions() = {};
    ui.frame(scene.model());
    REQUIRE(ui.click(scene.model(), "SVG"));  // the first one, below the matrix
    const auto saved = requests<SaveChart>(ui.actions());
    REQUIRE(saved.size() == 1);
    const auto* map = std::get_if<HeatMap>(&saved[0].chart);
    REQUIRE(map != nullptr);
    titles.insert(map->title);
  }
  CHECK(titles.size() == 5);
}

TEST_CASE("scope, sides, link, undo, retry and notes each queue what they say") {
  Scene scene;
  scene.view.selected = id(0);
  scene.notes = {"The link names a class that this dataset does not have: XYZ."};
  scene.loading.failures = {"connections of neurons 0 to 5: the server answered 404"};
  scene.loading.can_retry = true;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "the selected neuron and its partners"));
  REQUIRE(ui.click(scene.model(), "outputs"));
  REQUIRE(ui.click(scene.model(), "Copy link"));
  REQUIRE(ui.click(scene.model(), "Undo"));
  REQUIRE(ui.click(scene.model(), "Redo"));
  REQUIRE(ui.click(scene.model(), "Retry"));
  REQUIRE(ui.click(scene.model(), "Dismiss"));
  REQUIRE(ui.click(scene.model(), "Fly there"));
  REQUIRE(ui.click(scene.model(), "Deselect"));
  const Actions& got = ui.actions();
  REQUIRE(commands<SetStatisticsScope>(got).size() == 1);
  CHECK(commands<SetStatisticsScope>(got)[0].scope == StatisticsScope::Neighborhood);
  REQUIRE(commands<SetPartnerSide>(got).size() == 1);
  CHECK(commands<SetPartnerSide>(got)[0].side == PartnerSide::Efferent);
  CHECK(requests<CopyLink>(got).size() == 1);
  CHECK(requests<Undo>(got).size() == 1);
  CHECK(requests<Redo>(got).empty());  // there is nothing to do again: the button is off
  CHECK(requests<RetryFailedTiles>(got).size() == 1);
  CHECK(requests<DismissNotes>(got).size() == 1);
  CHECK(requests<FocusSelected>(got).size() == 1);
  REQUIRE(commands<SelectNeuron>(got).size() == 1);
  CHECK_FALSE(commands<SelectNeuron>(got)[0].neuron.has_value());
}

TEST_CASE("panels leave the 3-D view what they do not cover") {
  Scene scene;
  scene.height = 800;
  HeadlessUi ui(scene.width, scene.height);
  ViewportRect free = ui.frame(scene.model());
  CHECK(free.x == 280);
  CHECK(free.y == 44 + kQueryLinePx);
  CHECK(free.width == 1280 - 280 - 360);
  CHECK(free.height == 800 - 44 - 28 - kQueryLinePx);
  scene.view.panels = 0;
  free = ui.frame(scene.model());
  CHECK(free.x == 0);
  CHECK(free.width == 1280);
}

TEST_CASE("on a phone the default view is free, and one panel at a time comes up") {
  Scene scene;
  scene.width = 390;
  scene.height = 844;
  HeadlessUi ui(scene.width, scene.height);
  const ViewportRect free = ui.frame(scene.model());
  CHECK(free.width == 390);
  CHECK(free.height == 844 - 44 - 28 - 44 - kQueryLinePx);

  REQUIRE(ui.click(scene.model(), "Filters"));
  for (const Command& command : ui.actions().commands) {
    scene.view = apply_command(scene.view, command);
  }
  CHECK(scene.view.panels == static_cast<std::uint8_t>(Panel::Filters));
  const ViewportRect less = ui.frame(scene.model());
  CHECK(less.height < free.height);
  CHECK(less.height > 0.4f * (844 - 44 - 28) - kQueryLinePx);
  ui.frame(scene.model());
  CHECK(ui.has("category 23P"));

  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), "Filters"));
  for (const Command& command : ui.actions().commands) {
    scene.view = apply_command(scene.view, command);
  }
  CHECK(scene.view.panels == 0);
}

TEST_CASE("the About panel opens from the bar and closes with its button") {
  Scene scene;
  HeadlessUi ui(1600, 900);
  scene.width = 1600;
  scene.height = 900;
  REQUIRE(ui.click(scene.model(), "About"));
  for (const Command& command : ui.actions().commands) {
    scene.view = apply_command(scene.view, command);
  }
  CHECK(is_open(scene.view, Panel::About));
  scene.view.panels = static_cast<std::uint8_t>(Panel::About);
  ui.actions() = {};
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "×"));
  const auto closed = commands<SetPanelOpen>(ui.actions());
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].panel == Panel::About);
  CHECK_FALSE(closed[0].open);
}

TEST_CASE("no state of the page draws a vertex that is not a number") {
  for (int bits = 0; bits < 64; ++bits) {
    CAPTURE(bits);
    Scene scene;
    scene.width = (bits & 1) != 0 ? 390 : 1280;
    scene.height = (bits & 2) != 0 ? 300 : 900;
    scene.dark = (bits & 1) == 0;
    if ((bits & 4) != 0) {
      scene.view.selected = id(0);
      scene.view.panels = static_cast<std::uint8_t>(Panel::Neuron) | 8;
    }
    if ((bits & 8) != 0) {
      scene.has_partners = scene.has_statistics = false;
      scene.loading = {};
    }
    if ((bits & 16) != 0) {
      // Nothing chosen, nothing to divide by.
      scene.view.category_filters = {{"cell_type", {}}};
      scene.derive();
      LocalStatistics none;
      none.groups.group_count = none.groups.post_group_count = 3;
      none.groups.post_group_sizes = {0, 0, 0};
      none.groups.answered = none.groups.analyzable_connections = none.groups.analyzable_pairs =
          std::vector<std::uint64_t>(9, 0);
      none.groups.group_sizes = {0, 0, 0};
      none.groups.connections = none.groups.synapses = none.groups.pairs =
          std::vector<std::uint64_t>(9, 0);
      scene.statistics = statistics_report(none, 2, 3, "no neuron",
                                           std::vector<std::string>{"23P", "4P", "BC"}, {});
      scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
    }
    if ((bits & 32) != 0) {
      scene.legend = {"volume", true, "", {}, {0x440154, 0xfde725}, 1, 6};
      scene.ranges[0] = {8, 3, 3, 3, 3, {6}};
      scene.manifest.synthetic = true;
      scene.hovered = 2;
      scene.stale = true;
    }
    HeadlessUi ui(scene.width, scene.height, 1, scene.dark);
    for (int i = 0; i < 3; ++i) {
      const ViewportRect free = ui.frame(scene.model());
      CHECK(ui.vertices_are_finite());
      CHECK(free.width >= 1);
      CHECK(free.height >= 1);
    }
    CHECK(ui.actions().commands.empty());
    CHECK(ui.actions().requests.empty());
  }
}

TEST_CASE("a dataset of one neuron without classes, partners or statistics is shown") {
  Scene scene;
  scene.manifest = Manifest{};
  scene.manifest.neuron_count = 1;
  scene.manifest.layout = Layout::Group;
  scene.manifest.columns = {{"row", ColumnRole::SourceRow, ColumnKind::Integer, {}}};
  scene.neurons = NeuronTable(scene.manifest);
  scene.neurons.set_rows(0, std::vector<std::uint32_t>{0}, {IntegerValues{0}});
  scene.mask = {1};
  scene.facets.clear();
  scene.ranges.clear();
  scene.legend = {};
  scene.has_partners = scene.has_statistics = false;
  scene.view.selected = NeuronId{0};
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.vertices_are_finite());
}

TEST_CASE("the list of partners that is open stays open while the next neuron's are loading") {
  for (const bool outputs : {false, true}) {
    CAPTURE(outputs);
    Scene scene;
    scene.view.selected = id(0);
    HeadlessUi ui(scene.width, scene.height);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    if (outputs) open_tab("###outputs");
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(ui.items(partner_row(2)).size() == (outputs ? 0 : 1));  // 2 is an input only
    const std::size_t rows = ui.items(partner_row(1)).size() + ui.items(partner_row(2)).size();
    CHECK(rows > 0);
    scene.has_partners = false;  // as for some frames after a click on another neuron
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(tab_count() == 4);
    scene.has_partners = true;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(ui.items(partner_row(1)).size() + ui.items(partner_row(2)).size() == rows);
  }
}

TEST_CASE("a partner table starts at its top again for another neuron") {
  Scene scene;
  scene.view.selected = id(0);
  Table& table = scene.partners.afferents;
  while (table.rows.size() < 400) {
    table.rows.push_back(table.rows[0]);
    scene.partners.afferent_neurons.push_back(1);
  }
  HeadlessUi ui(scene.width, 900);
  scene.height = 900;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const auto scrolled = [] {
    float most = 0;
    for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (window->WasActive) most = std::max(most, window->Scroll.y);
    }
    return most;
  };
  for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (window->ScrollMax.y > 3000) ImGui::SetScrollY(window, 1000);
  }
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(scrolled() == 1000);
  scene.view.selected = id(1);
  scene.partners.neuron = 1;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(scrolled() == 0);
}

TEST_CASE("Escape and a click outside close the About sheet and nothing else") {
  Scene scene;
  scene.height = 900;
  scene.view.panels |= static_cast<std::uint8_t>(Panel::About);
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.actions() = {};
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  ui.frame(scene.model());
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, false);
  ui.frame(scene.model());
  REQUIRE(ui.actions().commands.size() == 1);
  decide(scene, ui);
  CHECK_FALSE(is_open(scene.view, Panel::About));
  CHECK(scene.view.selected == id(0));

  scene.view.panels |= static_cast<std::uint8_t>(Panel::About);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.click_at(scene.model(), 640, 450);  // inside
  CHECK(ui.actions().commands.empty());
  ui.click_at(scene.model(), 100, 200);  // a row of the filters is there, under the backdrop
  REQUIRE(ui.actions().commands.size() == 1);
  decide(scene, ui);
  CHECK_FALSE(is_open(scene.view, Panel::About));
}

TEST_CASE("the status line says what the filters do, or that there are none") {
  Scene scene;
  CHECK(status_sentence(scene.model(), false).find("6 neurons, none filtered out ·") == 0);
  CHECK(status_sentence(scene.model(), true).find("6 neurons ·") == 0);
  scene.view.category_filters = {{"cell_type", {"23P", "4P"}}};
  scene.derive();
  CHECK(status_sentence(scene.model(), false).find("5 of 6 neurons pass the filters ·") == 0);
  scene.view.depth_range = DepthRange{0, 1200};
  scene.view.slice = UprightSlice{0, 5, 60};
  CHECK(status_sentence(scene.model(), false)
            .find("5 of 6 neurons pass the filters and lie in depth 0 to 1,200 µm, a slice 60 µm "
                  "thick ·") == 0);
  scene.view.category_filters.clear();
  scene.derive();
  CHECK(status_sentence(scene.model(), false).find("6 of 6 neurons lie in depth 0 to") == 0);
  CHECK(status_sentence(scene.model(), true).find("6 of 6 neurons ·") == 0);
  scene.manifest.layout = Layout::Group;
  CHECK(status_sentence(scene.model(), false).find("6 neurons, none filtered out ·") == 0);
  // A set that is missing limits nothing.
  scene.view.connections.pre_set = "left";
  CHECK(status_sentence(scene.model(), false).find("only connections") == std::string::npos);
  scene.view.sets = {{"left", {}}};
  CHECK(status_sentence(scene.model(), false).find("only connections: from set left") !=
        std::string::npos);
}

TEST_CASE("the menu View asks for directions, slices and another renderer") {
  for (const float width : {1280.0f, 1024.0f, 390.0f}) {
    CAPTURE(width);
    Scene scene;
    scene.width = width;
    scene.height = 800;
    HeadlessUi ui(width, 800);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    if (width < 1280) REQUIRE(ui.click(scene.model(), "Menu"));
    REQUIRE(ui.click(scene.model(), "View"));
    ui.frame(scene.model());
    for (const char* label :
         {"Front (1)", "Whole (Home)", "Depth range", "200 %", "what is faster"}) {
      CAPTURE(label);
      const auto items = ui.items(label);
      REQUIRE(items.size() == 1);
      CHECK(items[0].x >= 0);
      CHECK(items[0].x + items[0].width <= width);
    }
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "200 %"));
    REQUIRE(requests<SetTextSize>(ui.actions()).size() == 1);
    CHECK(requests<SetTextSize>(ui.actions())[0].percent == 200);
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "Top (2)"));
    REQUIRE(ui.actions().requests.size() == 1);
    const auto* const look = std::get_if<LookFrom>(&ui.actions().requests[0]);
    REQUIRE(look != nullptr);
    CHECK(look->direction.pitch_mdeg == kFromTop.pitch_mdeg);
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "Depth range"));
    REQUIRE(ui.actions().commands.size() == 1);
    const auto* const depth = std::get_if<SetDepthRange>(&ui.actions().commands[0]);
    REQUIRE(depth != nullptr);
    CHECK(depth->range == DepthRange{0, 10});
    scene.view.depth_range = depth->range;
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "Depth range"));
    REQUIRE(ui.actions().commands.size() == 1);
    CHECK_FALSE(std::get<SetDepthRange>(ui.actions().commands[0]).range.has_value());
    CHECK_FALSE(ui.has("Region borders (tentative)"));
    const RegionBorders regions{20, {{0, 1, {{0, 0}, {0, 9}}}}, {{0, -1, 4}, {1, 1, 4}}};
    scene.regions = &regions;
    ui.frame(scene.model());
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "Region borders (tentative)"));
    REQUIRE(ui.actions().commands.size() == 1);
    CHECK_FALSE(std::get<SetRegionBordersShown>(ui.actions().commands[0]).shown);
    scene.regions = nullptr;
    ui.frame(scene.model());
    ui.actions() = {};
    REQUIRE(ui.click(scene.model(), "the processor"));
    REQUIRE(ui.actions().requests.size() == 1);
    CHECK(std::get<ChooseRenderer>(ui.actions().requests[0]).wish == ChooseRenderer::Wish::Soft);
    // Where positions are made up there is nothing to slice.
    scene.manifest.layout = Layout::Group;
    ui.frame(scene.model());
    CHECK_FALSE(ui.has("Depth range"));
    CHECK(ui.has("Front (1)"));
  }
}

TEST_CASE("a legend that is cut at its ends says so") {
  Scene scene;
  scene.legend = {"volume", true, "", {}, {0x440154, 0xfde725}, 2, 6};
  CHECK(legend_ends(scene.model()).min == "≤ 2");
  CHECK(legend_ends(scene.model()).max == "6");
  scene.legend.min = 1;
  scene.legend.max = 5.5;
  CHECK(legend_ends(scene.model()).min == "1");
  CHECK(legend_ends(scene.model()).max == "≥ 5.5");
}

TEST_CASE("the colors have a legend on the picture when the filters do not show them") {
  const auto legend_seen = [] {
    const ImGuiWindow* const window = ImGui::FindWindowByName("legend");
    return window != nullptr && window->WasActive;
  };
  Scene scene;
  scene.height = 900;
  {
    HeadlessUi ui(scene.width, scene.height);
    for (int i = 0; i < 2; ++i) ui.frame(scene.model());
    CHECK_FALSE(legend_seen());
    scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(legend_seen());
  }
  scene.view = {};
  scene.width = 390;
  HeadlessUi phone(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) phone.frame(scene.model());
  CHECK(legend_seen());
}

TEST_CASE("dragging across a histogram chooses that range") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "volume###range"));
  ui.actions() = {};
  ui.frame(scene.model());
  const std::vector<Item> bars = ui.items("histogram range");
  REQUIRE(bars.size() == 1);
  const float y = bars[0].y + 10;
  ui.move_to(scene.model(), bars[0].x + bars[0].width * 0.8f, y);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frame(scene.model());
  ui.move_to(scene.model(), bars[0].x + bars[0].width * 0.2f, y);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frame(scene.model());
  const auto ranges = commands<SetRangeFilter>(ui.actions());
  REQUIRE_FALSE(ranges.empty());
  REQUIRE(ranges.back().range.has_value());
  CHECK(ranges.back().range->min == doctest::Approx(2).epsilon(0.02));
  CHECK(ranges.back().range->max == doctest::Approx(5).epsilon(0.02));
  CHECK(requests<SelectBars>(ui.actions()).empty());
}

namespace {

/// Presses at one place and lets go at another, with a frame for each step.
void drag_across(HeadlessUi& ui, Scene& scene, ImVec2 from, ImVec2 to) {
  ui.move_to(scene.model(), from.x, from.y);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  ui.frame(scene.model());
  ui.move_to(scene.model(), to.x, to.y);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  ui.frame(scene.model());
}

}  // namespace

TEST_CASE("connections are limited by size where synapses have sizes") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "Connections###connections"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.has("##synapses"));
  CHECK_FALSE(ui.has("##mean size"));
  scene.manifest.synapse_shape.has_size = true;
  ui.frame(scene.model());
  ui.actions() = {};
  for (const char* label : {"##mean size", "##size sum"}) {
    CAPTURE(label);
    ui.frame(scene.model());
    const std::vector<Item> limit = ui.items(label);
    REQUIRE(limit.size() == 1);
    drag_across(ui, scene, {limit[0].x + 5, limit[0].y + 5}, {limit[0].x + 55, limit[0].y + 5});
    const auto filters = commands<SetConnectionFilter>(ui.actions());
    REQUIRE_FALSE(filters.empty());
    const bool mean = std::string(label) == "##mean size";
    CHECK((filters.back().filter.min_mean_size > 0) == mean);
    CHECK((filters.back().filter.min_size_sum > 0) == !mean);
  }
}

TEST_CASE("how many lines are drawn is chosen among the connections, and where some are left out") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items("lines at most").empty());
  REQUIRE(ui.click(scene.model(), "Connections###connections"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items("lines at most").size() == 1);
  scene.lines = {3, 5};
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items("lines at most").size() == 2);
  REQUIRE(ui.click(scene.model(), "lines at most"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "100,000"));
  const auto wanted = commands<SetMaxLines>(ui.actions());
  REQUIRE(wanted.size() == 1);
  CHECK(wanted[0].lines == kMostLines);
}

TEST_CASE("sizes of all connections are fetched by a button, where a limit waits for them") {
  const std::string kFetchSizes = "Fetch all sizes (58.0 MB)###fetch sizes";
  Scene scene;
  scene.manifest.synapse_shape.has_size = true;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "Connections###connections"));
  scene.sizes = SizesEverywhere::NotAsked;
  scene.loading.synapse_bytes_left = 58'000'000;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has(kFetchSizes));
  scene.view.connections.min_mean_size = 1000;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), kFetchSizes));
  CHECK(requests<LoadAllSizes>(ui.actions()).size() == 1);
  for (const SizesEverywhere state : {SizesEverywhere::Coming, SizesEverywhere::Here}) {
    scene.sizes = state;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK_FALSE(ui.has(kFetchSizes));
  }
}

TEST_CASE("a click on a bar selects its neurons; Shift adds them, a click's or a drag's") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "volume###range"));
  ui.actions() = {};
  ui.frame(scene.model());
  const std::vector<Item> bars = ui.items("histogram range");
  REQUIRE(bars.size() == 1);
  const auto x = [&](double bar) {
    return bars[0].x + bars[0].width * static_cast<float>((bar + 0.5) / 32);
  };
  const float y = bars[0].y + 10;
  ui.click_at(scene.model(), x(7), y);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  drag_across(ui, scene, {x(20), y}, {x(11), y});
  CHECK(commands<SetRangeFilter>(ui.actions()).empty());
  const auto pressed = requests<SelectBars>(ui.actions());
  REQUIRE(pressed.size() == 2);
  CHECK(pressed[0].column == 8);
  CHECK(pressed[0].first == 7);
  CHECK(pressed[0].last == 7);
  CHECK_FALSE(pressed[0].add);
  CHECK(pressed[1].first == 11);
  CHECK(pressed[1].last == 20);
  CHECK(pressed[1].add);
}

TEST_CASE("bars of the degree histograms select by degree, once every number is known") {
  Scene scene;
  scene.statistics.in_degree.bars = {1, 4, 1, 0, 2};
  scene.statistics.in_degree.bin_width = 5;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const std::vector<Item> charts = ui.items("histogram");
  REQUIRE(charts.size() == 2);
  // The plot is the right part of the item, down to the numbers of its axis.
  const float y = charts[0].y + charts[0].height / 2;
  const auto x = [&](double share) {
    return charts[0].x + charts[0].width * static_cast<float>(share);
  };
  ui.click_at(scene.model(), x(0.9), y);
  CHECK(requests<SelectDegrees>(ui.actions()).empty());
  scene.can_select = true;
  ui.click_at(scene.model(), x(0.9), y);
  drag_across(ui, scene, {x(0.9), y}, {x(0.1), y});
  drag_across(ui, scene, {x(0.9), y}, {x(2), y});
  const auto pressed = requests<SelectDegrees>(ui.actions());
  REQUIRE(pressed.size() == 3);
  for (const SelectDegrees& one : pressed) CHECK(one.inputs);
  CHECK(pressed[0].least == 20);
  CHECK(pressed[0].most == 24);
  CHECK(pressed[1].least == 0);
  CHECK(pressed[1].most == 24);
  CHECK(pressed[2].least == 20);
  CHECK(pressed[2].most == 24);
  // What is selected of the bars is drawn over them.
  const SelectedDegrees selected{{0, 3}, {1}};
  scene.selected_degrees = &selected;
  ui.frame(scene.model());
  CHECK(ui.vertices_are_finite());
}

TEST_CASE("Shift and a click on a cell of the matrix select its neurons and filter nothing") {
  Scene scene;
  scene.can_select = true;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const std::vector<Item> map = ui.items("heat map");
  REQUIRE(map.size() == 1);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  ui.click_at(scene.model(), map[0].x + map[0].width / 2, map[0].y + map[0].height / 6);
  CHECK(commands<SetFilters>(ui.actions()).empty());
  const auto cells = requests<SelectCell>(ui.actions());
  REQUIRE(cells.size() == 1);
  CHECK(cells[0].pre_class == "23P");
  CHECK(cells[0].post_class == "4P");
  CHECK(cells[0].add);
}

TEST_CASE(
    "the menu of exports asks for what it says, and leads out only where ids are known there") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has("Open in Neuroglancer …"));
  REQUIRE(ui.click(scene.model(), "Save network (GraphML)", 1));
  REQUIRE(requests<SaveNetwork>(ui.actions()).size() == 1);
  CHECK(requests<SaveNetwork>(ui.actions())[0].neurons == ExportSet::Neighborhood);
  scene.can_open_neuroglancer = true;
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Open in Neuroglancer …"));
  CHECK(requests<OpenNeuroglancer>(ui.actions())[0].neurons == ExportSet::Shown);
}

TEST_CASE("a table is saved whole, whatever the filter line hides") {
  Scene scene;
  scene.view.selected = id(0);
  scene.table_filter = "vislm";
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "CSV"));
  REQUIRE(requests<SaveTable>(ui.actions()).size() == 1);
  CHECK(requests<SaveTable>(ui.actions())[0].table == scene.partners.afferents);
}

TEST_CASE("a picture is asked for by its size and what is behind it") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "4 ×", 2));
  const auto pictures = requests<SavePicture>(ui.actions());
  REQUIRE(pictures.size() == 1);
  CHECK(pictures[0].factor == 4);
  CHECK(pictures[0].background == PictureBackground::Transparent);
}

TEST_CASE("a class in the legend is shown alone by a click, and stands out under the pointer") {
  Scene scene;
  scene.view.panels = 0;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "4P###legend"));
  const auto highlighted = requests<HighlightCategory>(ui.actions());
  REQUIRE_FALSE(highlighted.empty());
  CHECK(highlighted.back() == HighlightCategory{5, 1});
  const auto filters = commands<SetCategoryFilter>(ui.actions());
  REQUIRE(filters.size() == 1);
  CHECK(filters[0].column == "cell_type");
  CHECK(filters[0].shown == std::vector<std::string>{"4P"});
  decide(scene, ui);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "4P###legend"));
  CHECK_FALSE(commands<SetCategoryFilter>(ui.actions())[0].shown.has_value());
}

TEST_CASE("neurons are colored by what no file has, and seen by other eyes, when that is chosen") {
  Scene scene;
  scene.derived = {{"simplices", "how many"}};
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "##color by"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "simplices"));
  CHECK(commands<SetColorBy>(ui.actions())[0].column == "simplices");
  ui.actions() = {};
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "##color vision"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "without blue cones (tritanopia)"));
  CHECK(commands<SetColorVision>(ui.actions())[0].vision == ColorVision::Tritan);
}

TEST_CASE("with text twice as large a phone still has the menu, the panels and a way back") {
  Scene scene;
  scene.manifest.synthetic = true;
  scene.width = 390;
  scene.height = 844;
  scene.scale = 2;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Neuron);
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height, scene.scale);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  for (const char* label : {"Menu", "Filters", "Neuron", "Statistics"}) {
    CAPTURE(label);
    const std::vector<Item> items = ui.items(label);
    REQUIRE_FALSE(items.empty());
    CHECK(items.back().x >= 0);
    CHECK(items.back().x + items.back().width <= scene.width);
  }
  REQUIRE(ui.click(scene.model(), "Menu"));
  REQUIRE(ui.click(scene.model(), "View"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "100 %"));
  CHECK(requests<SetTextSize>(ui.actions()).size() == 1);
}

TEST_CASE("classes that hold selected neurons are marked beside the matrix") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  const ImU32 mark = palette(scene.dark).warn;
  const auto marked_vertices = [&] {
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    int count = 0;
    for (const ImDrawList* const list : ImGui::GetDrawData()->CmdLists) {
      for (const ImDrawVert& vertex : list->VtxBuffer) count += vertex.col == mark;
    }
    return count;
  };
  const int none = marked_vertices();
  constexpr int kRowAndColumn = 2 * 4;                  // two rectangles
  scene.view.selection = NeuronSet::from_neurons({5});  // the only BC
  CHECK(marked_vertices() == none + kRowAndColumn);
  scene.view.selection = NeuronSet::from_neurons({0, 1, 5});  // two of 23P with it
  CHECK(marked_vertices() == none + 2 * kRowAndColumn);
  // What is hidden is not counted.
  scene.view.category_filters = {{"cell_type", {"23P", "4P"}}};
  scene.derive();
  CHECK(marked_vertices() == none + kRowAndColumn);
}
