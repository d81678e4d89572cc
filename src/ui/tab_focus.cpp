#include "ui/tab_focus.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace cnx {
namespace {

bool takes_part(const ImGuiWindow& window, const char* sheet) {
  if (!window.WasActive || window.Hidden) return false;
  constexpr ImGuiWindowFlags kNever = ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoNavFocus |
                                      ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_Popup;
  if ((window.Flags & kNever) != 0) return false;
  if (sheet != nullptr && std::strcmp(window.RootWindow->Name, sheet) != 0) return false;
  const ImRect seen = window.InnerClipRect;
  return (window.DC.NavLayersActiveMask & 1) != 0 && seen.GetWidth() > 1 && seen.GetHeight() > 1;
}

/// From left to right, then downwards; what spans the screen (menu bar, status line) by its height.
std::vector<ImGuiWindow*> reading_order(const char* sheet) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  std::vector<ImGuiWindow*> windows;
  for (ImGuiWindow* const window : g.Windows) {
    if (takes_part(*window, sheet)) windows.push_back(window);
  }
  const auto band = [&](const ImGuiWindow* window) {
    const ImGuiWindow* const root = window->RootWindow;
    if (root->Size.x < g.IO.DisplaySize.x) return 1;
    return root->Pos.y <= 0 ? 0 : 2;
  };
  std::stable_sort(windows.begin(), windows.end(), [&](const ImGuiWindow* a, const ImGuiWindow* b) {
    if (band(a) != band(b)) return band(a) < band(b);
    const ImGuiWindow *ra = a->RootWindow, *rb = b->RootWindow;
    if (ra->Pos.x != rb->Pos.x) return ra->Pos.x < rb->Pos.x;
    if (a->Pos.y != b->Pos.y) return a->Pos.y < b->Pos.y;
    return a->Pos.x < b->Pos.x;
  });
  return windows;
}

void enter(ImGuiWindow* window) {
  ImGui::FocusWindow(window);
  ImGui::NavInitWindow(window, true);
  ImGui::SetNavCursorVisible(true);
}

}  // namespace

void tab_focus(const char* sheet) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  if (!g.OpenPopupStack.empty()) return;
  // Tab was pressed in the frame before: this one knows where it led. What was kept is in the
  // storage of Dear ImGui's base window.
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID way_key = ImGui::GetID("tab way"), window_key = ImGui::GetID("tab window"),
                x_key = ImGui::GetID("tab x"), y_key = ImGui::GetID("tab y");
  const int way = memory.GetInt(way_key, 0);
  memory.SetInt(way_key, 0);
  if (way != 0 && g.NavWindow != nullptr && g.NavId != 0 &&
      g.NavWindow->ID == static_cast<ImGuiID>(memory.GetInt(window_key, 0))) {
    const ImVec2 now = g.NavWindow->NavRectRel[0].Min;
    const float x = memory.GetFloat(x_key, 0), y = memory.GetFloat(y_key, 0);
    const bool is_before = now.y < y - 1 || (now.y < y + 1 && now.x < x - 1);
    const bool same = now.y == y && now.x == x;
    const std::vector<ImGuiWindow*> windows = reading_order(sheet);
    const auto here = std::find(windows.begin(), windows.end(), g.NavWindow);
    if ((same || is_before == (way > 0)) && here != windows.end()) {
      const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(windows.size());
      const std::ptrdiff_t next = (here - windows.begin() + way + count) % count;
      enter(windows[static_cast<std::size_t>(next)]);
    }
    return;
  }
  if (!ImGui::IsKeyPressed(ImGuiKey_Tab) || g.IO.KeyCtrl || g.IO.KeyAlt) return;
  if (g.NavWindow == nullptr || !takes_part(*g.NavWindow, sheet)) {  // nowhere, or nothing in it
    const std::vector<ImGuiWindow*> windows = reading_order(sheet);
    if (!windows.empty()) enter(windows.front());
    return;
  }
  if (g.NavId == 0) return;  // Dear ImGui goes to the first item of the window
  memory.SetInt(way_key, g.IO.KeyShift ? -1 : 1);
  memory.SetInt(window_key, static_cast<int>(g.NavWindow->ID));
  memory.SetFloat(x_key, g.NavWindow->NavRectRel[0].Min.x);
  memory.SetFloat(y_key, g.NavWindow->NavRectRel[0].Min.y);
}

}  // namespace cnx
