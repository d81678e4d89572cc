#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <string>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/panels.h"
#include "ui/scene.h"
#include "view/apply_command.h"

using namespace cnx;
using namespace cnx::test;

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

TEST_CASE("a legend names the classes that are seen, and no others") {
  Scene scene;  // 23P, 4P, BC
  const std::uint32_t column = *scene.neurons.find(std::string_view("cell_type"));
  scene.legend.column = "cell_type";
  scene.legend.colors.assign(3, 0x440154);
  CHECK(legend_codes(scene.model(), column) == std::vector<std::size_t>{0, 1, 2});
  scene.view.category_filters = {{"cell_type", {"BC"}}};
  scene.derive();
  CHECK(legend_codes(scene.model(), column) == std::vector<std::size_t>{2});
  // The one BC is in vislm.
  scene.view.category_filters = {{"region", {"visp"}}};
  scene.derive();
  CHECK(legend_codes(scene.model(), column) == std::vector<std::size_t>{0, 1});
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
    ui.drag(scene.model(), {limit[0].x + 5, limit[0].y + 5}, {limit[0].x + 55, limit[0].y + 5});
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
  ui.drag(scene.model(), {x(20), y}, {x(11), y});
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
  scene.decide(ui.actions());
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

TEST_CASE(
    "until the rest of the program is here lists do not open, and what holds fields says that it "
    "loads") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  FrameModel early = scene.model();
  early.whole = false;
  REQUIRE(ui.click(early, "##color by"));
  CHECK_FALSE(ui.has("volume"));
  REQUIRE(ui.click(scene.model(), "##color by"));
  REQUIRE(ui.click(scene.model(), "volume"));

  REQUIRE(ui.click(early, "Connections###connections"));
  REQUIRE(ui.click(early, "Selection and sets###sets"));
  for (const char* const field : {"##synapses", "##hops"}) {
    CAPTURE(field);
    for (int i = 0; i < 3; ++i) ui.frame(early);
    CHECK_FALSE(ui.has(field));
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(ui.has(field));
  }
}

TEST_CASE("the selection grows by as many hops as were chosen") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  FrameModel model = scene.model();
  model.selection_count = 3;
  REQUIRE(ui.click(model, "Selection and sets · 3###sets"));
  for (int i = 0; i < 3; ++i) ui.frame(model);
  for (const std::uint32_t hops : {1u, 2u, 4u}) {
    CAPTURE(hops);
    if (hops > 1) {
      REQUIRE(ui.click(model, "##hops"));
      for (int i = 0; i < 3; ++i) ui.frame(model);
      REQUIRE(ui.click(model, (std::to_string(hops) + " hops").c_str()));
    }
    ui.actions() = {};
    REQUIRE(ui.click(model, "Add partners"));
    const auto asked = requests<GrowSelection>(ui.actions());
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].hops == hops);
  }
}
