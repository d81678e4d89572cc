#include "ui/touch_scroll.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>

#include "ui/headless_ui.h"
#include "ui/scene.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A phone with the filters open and longer than their sheet.
struct Phone {
  Scene scene;
  Phone() {
    scene.width = 390;
    scene.height = 740;
    scene.view.panels = static_cast<std::uint8_t>(Panel::Filters);
  }
};

float farthest_scroll() {
  float most = 0;
  for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (window->WasActive) most = std::max(most, window->Scroll.y);
  }
  return most;
}

void finger(HeadlessUi& ui, const FrameModel& model, float x, float y, float dx, float dy,
            ImGuiMouseSource source) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(source);
  io.AddMousePosEvent(x, y);
  io.AddMouseButtonEvent(0, true);
  ui.frame(model);
  ui.frame(model);
  for (int step = 1; step <= 10; ++step) {
    const float share = static_cast<float>(step) / 10;
    io.AddMousePosEvent(x + dx * share, y + dy * share);
    ui.frame(model);
  }
  io.AddMouseButtonEvent(0, false);
  ui.frame(model);
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  ui.frame(model);
  ui.frame(model);
}

Item row(HeadlessUi& ui, const FrameModel& model) {
  for (int i = 0; i < 3; ++i) ui.frame(model);
  const std::vector<Item> rows = ui.items("category 23P");
  REQUIRE(rows.size() == 1);
  return rows[0];
}

}  // namespace

TEST_CASE("a finger that moves up scrolls the panel by as much and clicks nothing") {
  Phone phone;
  HeadlessUi ui(phone.scene.width, phone.scene.height);
  const FrameModel model = phone.scene.model();
  const Item item = row(ui, model);
  finger(ui, model, item.x + 60, item.y + 10, 3, -50, ImGuiMouseSource_TouchScreen);
  CHECK(farthest_scroll() == doctest::Approx(50).epsilon(0.03));
  CHECK(ui.actions().commands.empty());
  // And back, past the top.
  finger(ui, model, item.x + 60, item.y + 10, 0, 200, ImGuiMouseSource_TouchScreen);
  CHECK(farthest_scroll() == 0);
  CHECK(ui.actions().commands.empty());
}

TEST_CASE("a tap by a finger that trembles is a click") {
  Phone phone;
  HeadlessUi ui(phone.scene.width, phone.scene.height);
  const FrameModel model = phone.scene.model();
  const Item item = row(ui, model);
  finger(ui, model, item.x + 60, item.y + 14, 2, -5, ImGuiMouseSource_TouchScreen);
  CHECK(farthest_scroll() == 0);
  CHECK(ui.actions().commands.size() == 1);
}

TEST_CASE("a mouse that drags over a panel does not scroll it") {
  Phone phone;
  HeadlessUi ui(phone.scene.width, phone.scene.height);
  const FrameModel model = phone.scene.model();
  const Item item = row(ui, model);
  finger(ui, model, item.x + 60, item.y + 10, 0, -50, ImGuiMouseSource_Mouse);
  CHECK(farthest_scroll() == 0);
}

TEST_CASE("a finger that moves sideways keeps what it began on") {
  Scene scene;
  scene.height = 700;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "cell class (cell_type)###facet"));
  REQUIRE(ui.click(scene.model(), "region###facet"));
  REQUIRE(ui.click(scene.model(), "volume###range"));
  ui.actions() = {};
  ui.frame(scene.model());
  const std::vector<Item> low = ui.items("##lowest");
  REQUIRE(low.size() == 1);
  finger(ui, scene.model(), low[0].x + 10, low[0].y + 5, 60, 12, ImGuiMouseSource_TouchScreen);
  CHECK_FALSE(ui.actions().commands.empty());
  CHECK(farthest_scroll() == 0);
}
