#pragma once
// keyboard.h — the browser's keys as Dear ImGui's.

#include <imgui.h>

#include <vector>

#include "platform/platform_browser.h"

namespace cnx {

/// The key of a KeyboardEvent.keyCode; ImGuiKey_None for those that no widget and no binding knows.
/// Source: UI Events, W3C, "Legacy key attributes"; Firefox has other codes for three of them.
ImGuiKey key_of_code(int code, bool on_keypad);

/// Hands keys on, and knows which are held.
class Keyboard {
 public:
  void feed(ImGuiIO& io, const KeyEvent& event);
  bool shift() const { return shift_; }
  bool control() const { return control_; }

 private:
  void release_all(ImGuiIO& io);

  std::vector<ImGuiKey> held_;
  bool shift_ = false, control_ = false;
};

}  // namespace cnx
