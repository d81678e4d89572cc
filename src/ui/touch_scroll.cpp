#include "ui/touch_scroll.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>

namespace cnx {
namespace {

constexpr float kStartPx = 8;  // CSS pixels; less is a tap by a finger that trembles

enum Phase { kNone, kPressed, kScrolling, kLeftAlone };

/// The innermost window from `window` outwards that can still scroll the way the finger goes;
/// else the innermost that can scroll at all.
ImGuiWindow* scroller(ImGuiWindow* window, float finger_dy) {
  ImGuiWindow* any = nullptr;
  for (; window != nullptr; window = window->ParentWindow) {
    if (window->ScrollMax.y > 0) {
      if (finger_dy < 0 ? window->Scroll.y < window->ScrollMax.y : window->Scroll.y > 0) {
        return window;
      }
      if (any == nullptr) any = window;
    }
    if ((window->Flags & ImGuiWindowFlags_ChildWindow) == 0) break;
  }
  return any;
}

}  // namespace

void touch_scroll(float scale) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  // Between frames the press is kept by Dear ImGui, in the storage of its own base window.
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  int& phase = *memory.GetIntRef(ImGui::GetID("touch phase"), kNone);
  const ImGuiID window_key = ImGui::GetID("touched window");

  if (g.IO.MouseSource != ImGuiMouseSource_TouchScreen || !g.IO.MouseDown[0]) {
    phase = kNone;
    return;
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    phase = kPressed;
    memory.SetInt(window_key,
                  static_cast<int>(g.HoveredWindow != nullptr ? g.HoveredWindow->ID : 0));
    return;
  }
  ImGuiWindow* window = ImGui::FindWindowByID(static_cast<ImGuiID>(memory.GetInt(window_key, 0)));
  if (window == nullptr) return;
  if (phase == kPressed) {
    const ImVec2 from = g.IO.MouseClickedPos[0], to = g.IO.MousePos;
    const float dx = to.x - from.x, dy = to.y - from.y;
    if (std::fmax(std::fabs(dx), std::fabs(dy)) <= kStartPx * scale) return;
    window = scroller(window, dy);
    const bool on_scrollbar =
        window != nullptr && g.ActiveId == ImGui::GetWindowScrollbarID(window, ImGuiAxis_Y);
    if (window == nullptr || on_scrollbar || std::fabs(dx) >= std::fabs(dy)) {
      phase = kLeftAlone;
      return;
    }
    phase = kScrolling;
    memory.SetInt(window_key, static_cast<int>(window->ID));
    ImGui::ClearActiveID();  // what it was pressed on is not clicked when the finger is lifted
    ImGui::SetScrollY(window, window->Scroll.y - dy);
    return;
  }
  if (phase == kScrolling) ImGui::SetScrollY(window, window->Scroll.y - g.IO.MouseDelta.y);
}

}  // namespace cnx
