#include <doctest/doctest.h>

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/theme.h"

using namespace cnx;
using namespace cnx::test;

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

TEST_CASE("each of the six matrices is drawn when it is chosen from the list") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  std::set<std::string> titles;
  for (const char* name :
       {"Connections", "Synapses", "% of the sender's output", "% of the receiver's input",
        "Reciprocity over chance", "Connection probability"}) {
    CAPTURE(name);
    REQUIRE(ui.click(scene.model(), "##matrix"));
    REQUIRE(ui.click(scene.model(), name));
    REQUIRE(commands<SetCharts>(ui.actions()).size() == 1);
    scene.view.charts = commands<SetCharts>(ui.actions())[0].charts;
    ui.actions() = {};
    ui.frame(scene.model());
    REQUIRE(ui.click(scene.model(), "SVG"));  // the first one, below the matrix
    const auto saved = requests<SaveChart>(ui.actions());
    REQUIRE(saved.size() == 1);
    const auto* map = std::get_if<HeatMap>(&saved[0].chart);
    REQUIRE(map != nullptr);
    titles.insert(map->title);
  }
  CHECK(titles.size() == 6);
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
  ui.drag(scene.model(), {x(0.9), y}, {x(0.1), y});
  ui.drag(scene.model(), {x(0.9), y}, {x(2), y});
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

TEST_CASE("classes that hold selected neurons are marked beside the matrix") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  const ImU32 mark = palette(scene.dark).warn;
  const auto marked_vertices = [&] {
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    return ui.vertices_of(mark);
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

TEST_CASE("cumulative shares and strengths are behind a line that opens, and are saved") {
  Scene scene;
  scene.statistics.in_strength = {"In-strength", "n = 3 neurons", "synapses", "neurons", 1, {1, 2}};
  scene.statistics.out_strength = {"Out-strength", "n = 1 neuron", "synapses", "neurons", 1, {1}};
  scene.height = 6000;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  const std::size_t before = ui.items("SVG").size();
  REQUIRE(ui.click(scene.model(), "Cumulative shares, and in synapses"));
  ui.frame(scene.model());
  CHECK(ui.items("SVG").size() > before);
  CHECK(ui.vertices_are_finite());
  // Histograms can be had as cumulative shares, which are then what their buttons save.
  REQUIRE(ui.items("Cumulative").size() == 2);
  REQUIRE(ui.click(scene.model(), "Cumulative"));
  const auto asked = commands<SetCharts>(ui.actions());
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].charts == ChartsState{true});
  scene.view.charts = asked[0].charts;
  ui.frame(scene.model());
  CHECK(ui.items("Cumulative").empty());
  CHECK(ui.vertices_are_finite());
  REQUIRE(ui.click(scene.model(), "SVG", before + 1));
  const auto saved = requests<SaveChart>(ui.actions());
  REQUIRE(saved.size() == 1);
  const auto* const line = std::get_if<LineChart>(&saved[0].chart);
  REQUIRE(line != nullptr);
  CHECK(line->title == "In-strength, cumulative");
  REQUIRE(ui.click(scene.model(), "As histogram"));
  REQUIRE(commands<SetCharts>(ui.actions()).size() == 2);
  CHECK(commands<SetCharts>(ui.actions())[1].charts == ChartsState{});
}

TEST_CASE("the numbers at the top are saved as a table") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  const FrameModel model = scene.model();
  ui.frame(model);
  REQUIRE(ui.click(model, "CSV"));
  const auto saved = requests<SaveTable>(ui.actions());
  REQUIRE(saved.size() == 1);
  CHECK(saved[0].table.title == "Counts");
  CHECK(saved[0].table.rows.size() == model.statistics->lines.size());
}
