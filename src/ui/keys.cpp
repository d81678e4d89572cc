#include "ui/keys.h"

#include <imgui.h>

#include <array>

namespace cnx {

std::span<const KeyBinding> key_bindings() {
  using A = KeyAction;
  constexpr int kShift = ImGuiMod_Shift, kCtrl = ImGuiMod_Ctrl;
  constexpr const char* kView = "View";
  constexpr const char* kSelect = "Select";
  constexpr const char* kPage = "Page";
  static constexpr std::array<KeyBinding, 37> kBindings = {{
      {A::TurnLeft, ImGuiKey_LeftArrow, true, false, kView, "Arrows", "Turn the volume"},
      {A::TurnRight, ImGuiKey_RightArrow, true, false, kView, "", ""},
      {A::TurnUp, ImGuiKey_UpArrow, true, false, kView, "", ""},
      {A::TurnDown, ImGuiKey_DownArrow, true, false, kView, "", ""},
      {A::MoveLeft, kShift | ImGuiKey_LeftArrow, true, false, kView, "Shift + arrows", "Move it"},
      {A::MoveRight, kShift | ImGuiKey_RightArrow, true, false, kView, "", ""},
      {A::MoveUp, kShift | ImGuiKey_UpArrow, true, false, kView, "", ""},
      {A::MoveDown, kShift | ImGuiKey_DownArrow, true, false, kView, "", ""},
      {A::Closer, ImGuiKey_Equal, true, false, kView, "+", "Come closer"},
      {A::Closer, kShift | ImGuiKey_Equal, true, false, kView, "", ""},
      {A::Closer, ImGuiKey_KeypadAdd, true, false, kView, "", ""},
      {A::Farther, ImGuiKey_Minus, true, false, kView, "\xe2\x88\x92", "Go farther away"},
      {A::Farther, ImGuiKey_KeypadSubtract, true, false, kView, "", ""},
      {A::WholeVolume, ImGuiKey_Home, false, false, kView, "Home", "The whole volume"},
      {A::LookFromFront, ImGuiKey_1, false, false, kView, "1, 2, 3, 4",
       "Look from the front, the top, the left, the right"},
      {A::LookFromTop, ImGuiKey_2, false, false, kView, "", ""},
      {A::LookFromLeft, ImGuiKey_3, false, false, kView, "", ""},
      {A::LookFromRight, ImGuiKey_4, false, false, kView, "", ""},
      {A::FocusSelected, ImGuiKey_F, false, false, kView, "F",
       "Fly to the neuron in focus, else to the selection, else to what is shown"},
      {A::ToolLasso, ImGuiKey_L, false, false, kSelect, "L", "Lasso: draw around neurons"},
      {A::ToolBox, ImGuiKey_B, false, false, kSelect, "B", "Box: drag a rectangle"},
      {A::ToolSphere, ImGuiKey_O, false, false, kSelect, "O", "Sphere: drag from its center"},
      {A::ToolColumn, ImGuiKey_C, false, false, kSelect, "C",
       "Column along depth: drag from its middle"},
      {A::SelectShown, kCtrl | ImGuiKey_A, false, false, kSelect, "Ctrl + A",
       "Select every neuron that is shown"},
      {A::InvertSelection, ImGuiKey_I, false, false, kSelect, "I",
       "Select the shown neurons that are not selected"},
      {A::GrowSelection, ImGuiKey_G, false, false, kSelect, "G",
       "Add the partners of the selection"},
      {A::KeepSelection, ImGuiKey_K, false, false, kSelect, "K", "Keep the selection as a set"},
      {A::PasteIds, ImGuiKey_P, false, false, kSelect, "P", "Make a set of ids from a list"},
      {A::Escape, ImGuiKey_Escape, false, false, kSelect, "Esc",
       "Put the tool away; then clear the selection, then the focus"},
      {A::Undo, kCtrl | ImGuiKey_Z, false, true, kPage, "Ctrl + Z", "Take back the last change"},
      {A::Redo, kCtrl | kShift | ImGuiKey_Z, false, true, kPage, "Ctrl + Shift + Z or Ctrl + Y",
       "Do it again"},
      {A::Redo, kCtrl | ImGuiKey_Y, false, true, kPage, "", ""},
      {A::QueryLine, ImGuiKey_Slash, false, false, kPage, "/", "Type a query", '/'},
      {A::NextPanel, ImGuiKey_Tab, false, false, kPage, "Tab, Shift + Tab",
       "Go through all buttons, lists and fields; Space or Enter uses one"},
      {A::ChartCells, ImGuiKey_None, false, false, kPage, "Arrows, Home, End",
       "In a chart that Tab has reached: go over its bars or cells; Enter or Space selects"},
      {A::CheatSheet, kShift | ImGuiKey_Slash, false, true, kPage, "?", "This list", '?'},
      {A::CheatSheet, ImGuiKey_F1, false, true, kPage, "", ""},
  }};
  return kBindings;
}

}  // namespace cnx
