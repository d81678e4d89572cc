#include "ui/chart_keys.h"

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct KeyboardUi {
  explicit KeyboardUi(Scene& scene_) : scene(scene_), ui(scene_.width, scene_.height) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  }

  /// What is asked for from the press to a frame after it.
  void press(ImGuiKey key) {
    ui.actions() = {};
    ImGui::GetIO().AddKeyEvent(key, true);
    ui.frame(scene.model());
    ImGui::GetIO().AddKeyEvent(key, false);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  }
  std::string read() {
    ui.actions() = {};
    ui.frame(scene.model());
    const auto values = requests<ReadValue>(ui.actions());
    CHECK(values.size() <= 1);
    return values.empty() ? "" : values[0].text;
  }
  /// Presses Tab until a value is read out that begins so.
  bool reach(const std::string& begin) {
    for (int i = 0; i < 200; ++i) {
      press(ImGuiKey_Tab);
      if (read().starts_with(begin)) return true;
    }
    return false;
  }

  Scene& scene;
  HeadlessUi ui;
};

}  // namespace

TEST_CASE("the keyboard goes over the bars of a histogram, reads each and selects what it is at") {
  Scene scene;
  scene.can_select = true;
  scene.statistics.in_degree.title = "Inputs by neuron";
  scene.statistics.in_degree.bars = {1, 4, 1, 0, 2};
  scene.statistics.in_degree.bin_width = 5;
  KeyboardUi keys(scene);
  REQUIRE(keys.reach("Inputs by neuron: 0 to 4"));
  keys.press(ImGuiKey_RightArrow);
  CHECK(keys.read().starts_with("Inputs by neuron: 5 to 9"));
  keys.press(ImGuiKey_End);
  keys.press(ImGuiKey_RightArrow);
  CHECK(keys.read().starts_with("Inputs by neuron: 20 to 24"));
  keys.press(ImGuiKey_LeftArrow);
  keys.press(ImGuiKey_LeftArrow);
  for (const ImGuiKey use : {ImGuiKey_Enter, ImGuiKey_Space}) {
    CAPTURE(use);
    keys.press(use);
    const auto pressed = requests<SelectDegrees>(keys.ui.actions());
    REQUIRE(pressed.size() == 1);
    CHECK(pressed[0].least == 10);
    CHECK(pressed[0].most == 14);
    CHECK_FALSE(pressed[0].add);
  }
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  keys.press(ImGuiKey_Enter);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  REQUIRE(requests<SelectDegrees>(keys.ui.actions()).size() == 1);
  CHECK(requests<SelectDegrees>(keys.ui.actions())[0].add);
  keys.press(ImGuiKey_Home);
  CHECK(keys.read().starts_with("Inputs by neuron: 0 to 4"));
  keys.press(ImGuiKey_Tab);
  CHECK_FALSE(keys.read().starts_with("Inputs by neuron"));
}

TEST_CASE("the keyboard goes over the cells of the matrix in both directions") {
  Scene scene;
  scene.can_select = true;
  KeyboardUi keys(scene);
  const std::vector<HeatCell>& cells = scene.statistics.probability.cells;
  REQUIRE(keys.reach(cells[0].tooltip));
  const std::size_t n = scene.statistics.probability.labels.size();
  REQUIRE(n >= 2);
  keys.press(ImGuiKey_RightArrow);
  CHECK(keys.read() == cells[1].tooltip);
  keys.press(ImGuiKey_DownArrow);
  CHECK(keys.read() == cells[n + 1].tooltip);
  keys.press(ImGuiKey_UpArrow);
  keys.press(ImGuiKey_UpArrow);
  CHECK(keys.read() == cells[1].tooltip);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  keys.press(ImGuiKey_Enter);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  const auto pressed = requests<SelectCell>(keys.ui.actions());
  REQUIRE(pressed.size() == 1);
  CHECK(pressed[0].pre_class == scene.statistics.probability.labels[0]);
  CHECK(pressed[0].post_class == scene.statistics.probability.labels[1]);
}

TEST_CASE("the keyboard goes over the bars of a column") {
  Scene scene;
  KeyboardUi keys(scene);
  REQUIRE(keys.ui.click(scene.model(), "volume###range"));
  ImGui::SetWindowFocus(nullptr);
  REQUIRE(keys.reach("volume 1 to "));
  for (int i = 0; i < 3; ++i) keys.press(ImGuiKey_RightArrow);
  keys.press(ImGuiKey_Enter);
  const auto pressed = requests<SelectBars>(keys.ui.actions());
  REQUIRE(pressed.size() == 1);
  CHECK(pressed[0].column == 8);
  CHECK(pressed[0].first == 3);
  CHECK(pressed[0].last == 3);
}

TEST_CASE("charts that nothing can be pressed in take no key") {
  Scene scene;
  scene.can_select = false;
  scene.statistics.in_degree.title = "Inputs by neuron";
  scene.statistics.in_degree.bars = {1, 4, 1};
  KeyboardUi keys(scene);
  CHECK_FALSE(keys.reach("Inputs by neuron"));
}

TEST_CASE("the keyboard points from a key on until the mouse moves") {
  Scene scene;
  KeyboardUi keys(scene);
  CHECK_FALSE(keyboard_points());
  keys.press(ImGuiKey_Tab);  // into a panel
  keys.press(ImGuiKey_Tab);
  CHECK(keyboard_points());
  ImGui::GetIO().AddMousePosEvent(200, 200);
  keys.ui.frame(scene.model());
  ImGui::GetIO().AddMousePosEvent(220, 210);
  keys.ui.frame(scene.model());
  CHECK_FALSE(keyboard_points());
  keys.press(ImGuiKey_Tab);
  CHECK(keyboard_points());
}
