#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <string>
#include <variant>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/panels.h"
#include "ui/query_strip.h"
#include "ui/scene.h"
#include "ui/theme.h"
#include "view/apply_command.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("scope, sides, link, undo, retry and notes each queue what they say") {
  Scene scene;
  scene.view.selected = id(0);
  scene.notes = {"The link names a class that this dataset does not have: XYZ."};
  scene.loading.failures = {"connections of neurons 0 to 5: the server answered 404"};
  scene.loading.tiles_given_up = 1;
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
  CHECK(free.height == 844 - 44 - 28 - 44 - kQueryLinePx - (ui.items("Lasso")[0].height + 8));

  REQUIRE(ui.click(scene.model(), "Filters"));
  for (const Command& command : ui.actions().commands) {
    scene.view = apply_command(scene.view, command);
  }
  CHECK(scene.view.panels == static_cast<std::uint8_t>(Panel::Filters));
  const ViewportRect less = ui.frame(scene.model());
  CHECK(less.height < free.height);
  CHECK(less.height > 0.4f * (844 - 44 - 28) - kQueryLinePx - 44);
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
      none.groups.connections = none.groups.synapses = none.groups.pairs = none.groups.way_back =
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
  scene.decide(ui.actions());
  CHECK_FALSE(is_open(scene.view, Panel::About));
  CHECK(scene.view.selected == id(0));

  scene.view.panels |= static_cast<std::uint8_t>(Panel::About);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.click_at(scene.model(), 640, 450);  // inside
  CHECK(ui.actions().commands.empty());
  ui.click_at(scene.model(), 100, 200);  // a row of the filters is there, under the backdrop
  REQUIRE(ui.actions().commands.size() == 1);
  scene.decide(ui.actions());
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

TEST_CASE("a menu or a tooltip over the query line makes its field give way to the same words") {
  Scene scene;
  scene.view.query = "in set A";
  scene.derive();
  HeadlessUi ui(scene.width, 800);
  const ViewportRect free = ui.frame(scene.model());
  const ViewportRect strip{free.x, free.y - kQueryLinePx, free.width, kQueryLinePx};
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(strip_is_covered(strip));
  const int before = ui.vertices_of(palette(true).text);
  scene.view.query = "in set A and not in set B";
  scene.derive();
  ui.frame(scene.model());
  CHECK(ui.vertices_of(palette(true).text) > before);  // more letters
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(strip_is_covered(strip));
}

TEST_CASE("on a phone the buttons of tables and charts are high enough for a finger") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.panels = static_cast<std::uint8_t>(Panel::Neuron);
  const auto height = [&](float width) {
    scene.width = width;
    HeadlessUi ui(width, scene.height);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    const std::vector<Item> items = ui.items("CSV");
    REQUIRE_FALSE(items.empty());
    return items[0].height;
  };
  CHECK(height(390) >= 24);  // the least that WCAG 2.2 asks for
  CHECK(height(1280) < 20);
}

TEST_CASE("the status line loads only while something is on its way") {
  Scene scene;
  scene.loading.tiles_loaded = 65;
  scene.loading.tiles_wanted = 90;
  const auto says = [&](const char* words) {
    return status_sentence(scene.model(), false).find(words) != std::string::npos;
  };
  CHECK(says(" · loading: 65 of 90 tiles"));  // of synapses: every connection is here
  scene.loading.connections_complete = false;
  CHECK(says(" · loading connections: 65 of 90 tiles"));
  scene.loading.failures.assign(24, "connections of neurons 0 to 5: the server cannot be reached");
  scene.loading.failure_reason = "the server cannot be reached";
  CHECK(failure_sentence(scene.loading) ==
        "24 tiles missing: the server cannot be reached; trying again.");
  scene.loading.tiles_given_up = 24;
  CHECK(failure_sentence(scene.loading) == "24 tiles missing: the server cannot be reached.");
  CHECK(says("loading connections"));  // one is not here and has not failed
  scene.loading.tiles_given_up = 25;
  CHECK(says(" · loaded: 65 of 90 tiles"));
}

TEST_CASE("neurons whose positions cannot be had are not waited for: why, and Retry, are said") {
  for (const float width : {1280.0f, 390.0f}) {
    CAPTURE(width);
    Scene scene;
    scene.width = width;
    scene.height = 800;
    scene.view.panels = 0;
    scene.mask.assign(scene.mask.size(), 0);
    scene.loading.neurons_complete = scene.loading.connections_complete = false;
    scene.loading.tiles_loaded = 0;
    scene.loading.failures = {"neurons (positions) 0 to 5: the server answered 500"};
    scene.loading.failure_reason = "the server answered 500";
    CHECK(status_sentence(scene.model(), false).starts_with("Loading 6 neurons …"));
    scene.loading.tiles_given_up = 1;
    scene.loading.positions_failed = true;
    CHECK(status_sentence(scene.model(), false).starts_with("0 of 6 neurons shown · "));
    HeadlessUi ui(scene.width, scene.height);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    REQUIRE(ui.items("Retry").size() == 2);  // in the middle, and below
    REQUIRE(ui.click(scene.model(), "Retry"));
    CHECK(requests<RetryFailedTiles>(ui.actions()).size() == 1);
  }
}

TEST_CASE("the column at the right is dragged by its edge, and leaves room for the view") {
  for (const float scale : {1.0f, 1.5f}) {
    CAPTURE(scale);
    Scene scene;
    scene.scale = scale;
    scene.width = 1280 * scale;
    scene.height = 800 * scale;
    HeadlessUi ui(scene.width, scene.height, scale);
    const auto free = [&] { return ui.frame(scene.model()); };
    const auto right_px = [&] {
      const ViewportRect view = free();
      return (scene.width - view.x - view.width) / scale;
    };
    CHECK(right_px() == kUsualRightPx);
    const auto drag_by = [&](float by_px) {
      const ViewportRect view = free();
      const ImVec2 from(view.x + view.width + 2 * scale, 400 * scale);
      ui.actions() = {};
      ui.drag(scene.model(), from, ImVec2(from.x + by_px * scale, from.y));
      ui.frame(scene.model());
      const auto asked = requests<SetRightWidth>(ui.actions());
      REQUIRE_FALSE(asked.empty());
      scene.right_px = asked.front().px;
      CHECK(asked.back().keep);
    };
    drag_by(-100);
    CHECK(right_px() == doctest::Approx(kUsualRightPx + 100));
    drag_by(-600);
    CHECK(free().width == doctest::Approx(240 * scale));
    drag_by(700);
    CHECK(right_px() == doctest::Approx(kLeastRightPx));
    // What was kept of a larger screen.
    scene.right_px = 1900;
    CHECK(free().width == doctest::Approx(240 * scale));
    scene.width = 800 * scale;
    scene.right_px = kUsualRightPx;
    CHECK(right_px() == kUsualRightPx);
  }
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

TEST_CASE(
    "the menu of exports asks for what it says, and leads out only where ids are known there") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has("Open in Neuroglancer"));
  REQUIRE(ui.click(scene.model(), "Save network (GraphML)", 1));
  REQUIRE(requests<SaveNetwork>(ui.actions()).size() == 1);
  CHECK(requests<SaveNetwork>(ui.actions())[0].neurons == ExportSet::Neighborhood);
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Save table (CSV)"));
  REQUIRE(requests<SaveNeurons>(ui.actions()).size() == 1);
  CHECK(requests<SaveNeurons>(ui.actions())[0].neurons == ExportSet::Shown);
  scene.can_open_neuroglancer = true;
  REQUIRE(ui.click(scene.model(), "Export"));
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  // Ids that are made up lead nowhere.
  scene.manifest.synthetic = true;
  ui.click(scene.model(), "Open in Neuroglancer");
  CHECK(requests<OpenNeuroglancer>(ui.actions()).empty());
  scene.manifest.synthetic = false;
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Open in Neuroglancer"));
  REQUIRE(requests<OpenNeuroglancer>(ui.actions()).size() == 1);
  CHECK(requests<OpenNeuroglancer>(ui.actions())[0].neurons == ExportSet::Shown);
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

TEST_CASE("on a phone the selection tools lie below the 3-D view, not over it") {
  Scene scene;
  scene.width = 360;
  scene.height = 740;
  scene.view.panels = 0;
  HeadlessUi ui(scene.width, scene.height);
  FrameModel model = scene.model();
  ui.frame(model);
  const ViewportRect view = ui.frame(model);
  const std::vector<Item> lasso = ui.items("Lasso"), column = ui.items("Column");
  REQUIRE(lasso.size() == 1);
  REQUIRE(column.size() == 1);
  CHECK(lasso[0].y >= view.y + view.height);
  CHECK(column[0].x + column[0].width <= scene.width);
  // What is said of a tool does not make the view jump.
  model.tool = SelectionTool::Lasso;
  model.selection_count = 3;
  for (int i = 0; i < 2; ++i) ui.frame(model);
  CHECK(ui.frame(model).height == view.height);
  // They take a line each, not one for every letter.
  const ImGuiWindow* const words = ImGui::FindWindowByName("select");
  REQUIRE(words != nullptr);
  CHECK(words->Size.x > 100);
  CHECK(words->Size.y < 60);
  CHECK(words->Pos.y + words->Size.y <= view.y + view.height);
  REQUIRE(ui.click(model, "Lasso"));
  CHECK(requests<UseTool>(ui.actions()).size() == 1);
}

TEST_CASE("where text is too large for the selection tools the menu has them, and a way to end") {
  Scene scene;
  scene.width = 720;
  scene.height = 1480;
  scene.scale = 4;
  scene.view.panels = 0;
  HeadlessUi ui(scene.width, scene.height, scene.scale);
  FrameModel model = scene.model();
  for (int i = 0; i < 2; ++i) ui.frame(model);
  CHECK_FALSE(ui.has("Lasso"));
  REQUIRE(ui.click(model, "Menu"));
  REQUIRE(ui.click(model, "Select"));
  REQUIRE(ui.click(model, "Sphere"));
  const std::vector<UseTool> used = requests<UseTool>(ui.actions());
  REQUIRE(used.size() == 1);
  CHECK(used[0].tool == SelectionTool::Sphere);
  model.tool = SelectionTool::Sphere;
  for (int i = 0; i < 2; ++i) ui.frame(model);
  CHECK(ui.has("Sphere"));
  CHECK_FALSE(ui.has("Lasso"));
}

TEST_CASE(
    "until the rest of the program is here a phone's panels say that they load, and its menu "
    "waits") {
  Scene scene;
  scene.width = 390;
  scene.height = 844;
  const auto model = [&](bool whole) {
    FrameModel now = scene.model();
    now.whole = whole;
    return now;
  };
  struct Case {
    Panel panel;
    const char* what;
  };
  for (const Case& c :
       {Case{Panel::Neuron, "Deselect"}, Case{Panel::Statistics, "the neurons that are shown"}}) {
    CAPTURE(c.what);
    scene.view.panels = static_cast<std::uint8_t>(c.panel);
    scene.view.selected = NeuronId{Scene::kFirstId};
    HeadlessUi ui(scene.width, scene.height);
    for (const bool whole : {false, true}) {
      for (int i = 0; i < 3; ++i) ui.frame(model(whole));
      CHECK(ui.has(c.what) == whole);
    }
  }
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(model(false), "Menu"));
  CHECK_FALSE(ui.has("Copy link"));
  for (int i = 0; i < 3; ++i) ui.frame(model(true));
  CHECK(ui.has("Copy link"));
}

TEST_CASE("on a phone the legend has all classes in two columns, below a wide volume") {
  Scene scene;
  scene.width = 390;
  scene.height = 844;
  scene.view.panels = 0;
  scene.manifest.columns[9].categories = {"23P", "4P", "5P_IT", "5P_NP", "5P_PT", "6IT",
                                          "6CT", "BC", "BPC",   "MC",    "NGC"};
  scene.neurons = NeuronTable(scene.manifest);
  scene.legend.column = "layer";
  scene.legend.colors.assign(11, 0xd62728);
  const auto legend_at = [&](float volume_bottom) {
    HeadlessUi ui(scene.width, scene.height);
    FrameModel model = scene.model();
    model.volume_bottom_px = volume_bottom;
    ViewportRect view;
    for (int i = 0; i < 5; ++i) view = ui.frame(model);
    const ImGuiWindow* const window = ImGui::FindWindowByName("legend");
    REQUIRE(window != nullptr);
    REQUIRE(window->Active);
    CHECK(window->Pos.x > view.x + view.width * 0.35f);  // the depth is at the left
    struct {
      std::size_t classes;
      float width, below_volume;
    } legend{0, window->Size.x, window->Pos.y - view.y - volume_bottom};
    for (const std::string& name : scene.manifest.columns[9].categories) {
      legend.classes += ui.items(name + "###legend").size();
    }
    return legend;
  };
  const auto wide = legend_at(432);  // of MICrONS
  CHECK(wide.classes == 11);
  CHECK(wide.below_volume >= 0);
  CHECK(legend_at(300).classes == 11);
  const auto tall = legend_at(450);
  CHECK(tall.classes >= 8);
  CHECK(tall.classes < 11);
  CHECK(tall.below_volume >= 0);
  // Where a volume leaves no room below it the legend is as narrow as it can be, beside or over it.
  const auto over = legend_at(560);
  CHECK(over.classes >= 6);
  CHECK(over.width < 0.8f * wide.width);
}
