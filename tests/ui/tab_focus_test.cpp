#include "ui/tab_focus.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <set>
#include <string>

#include "ui/headless_ui.h"
#include "ui/scene.h"

using namespace cnx;
using namespace cnx::test;

namespace {

void press_tab(HeadlessUi& ui, const FrameModel& model, bool shift) {
  ImGuiIO& io = ImGui::GetIO();
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, true);
  io.AddKeyEvent(ImGuiKey_Tab, true);
  ui.frame(model);
  io.AddKeyEvent(ImGuiKey_Tab, false);
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, false);
  for (int i = 0; i < 3; ++i) ui.frame(model);
}

/// The outermost windows that had the keyboard while Tab was pressed so many times.
std::set<std::string> visited(HeadlessUi& ui, const FrameModel& model, int presses, bool shift) {
  std::set<std::string> names;
  for (int i = 0; i < presses; ++i) {
    press_tab(ui, model, shift);
    const ImGuiWindow* const window = ImGui::GetCurrentContext()->NavWindow;
    if (window != nullptr) names.insert(window->RootWindow->Name);
  }
  return names;
}

}  // namespace

TEST_CASE("Tab reaches the menu bar and both sides, forwards and backwards") {
  for (const bool shift : {false, true}) {
    CAPTURE(shift);
    Scene scene;
    scene.view.selected = NeuronId{Scene::kFirstId};
    HeadlessUi ui(scene.width, scene.height);
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    ImGui::SetWindowFocus(nullptr);
    const std::set<std::string> names = visited(ui, scene.model(), 120, shift);
    for (const char* const name : {"menu bar", "left side", "right side"}) {
      CAPTURE(name);
      CHECK(names.count(name) == 1);
    }
    CHECK(ui.actions().commands.empty());
  }
}

TEST_CASE("while the About sheet is open Tab stays in it") {
  Scene scene;
  scene.height = 900;
  scene.view.panels |= static_cast<std::uint8_t>(Panel::About);
  HeadlessUi ui(scene.width, scene.height);
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(visited(ui, scene.model(), 12, false) == std::set<std::string>{"About"});
}

TEST_CASE("after a click on the status line, which has nothing to press, Tab still goes on") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ui.click_at(scene.model(), 600, scene.height - 10);
  CHECK(visited(ui, scene.model(), 30, false).size() >= 2);
}
