#include "ui/chart_keys.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

namespace cnx {
namespace {

/// Takes the key from Dear ImGui's own navigation from the next frame on.
bool pressed(ImGuiKey key, ImGuiID owner) {
  const bool now = ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, owner);
  ImGui::SetKeyOwner(key, owner);
  return now;
}

void step(int& at, std::size_t count, ImGuiKey back, ImGuiKey on, ImGuiID owner) {
  const int last = static_cast<int>(count) - 1;
  at = std::clamp(at, 0, last);
  if (pressed(back, owner)) at = std::max(at - 1, 0);
  if (pressed(on, owner)) at = std::min(at + 1, last);
}

}  // namespace

bool keyboard_points() {
  return ImGui::GetIO().NavVisible && ImGui::GetCurrentContext()->NavHighlightItemUnderNav;
}

std::optional<ChartKey> chart_keys(std::size_t columns, std::size_t rows) {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return std::nullopt;
  const ImGuiID id = ImGui::GetItemID();
  ImGuiStorage& kept = *ImGui::GetStateStorage();
  const ImGuiID row_key = ImHashStr("row", 0, id);
  int column = kept.GetInt(id, 0), row = kept.GetInt(row_key, 0);
  const int column_before = column, row_before = row;
  step(column, columns, ImGuiKey_LeftArrow, ImGuiKey_RightArrow, id);
  if (rows > 1) step(row, rows, ImGuiKey_UpArrow, ImGuiKey_DownArrow, id);
  if (pressed(ImGuiKey_Home, id)) column = 0;
  if (pressed(ImGuiKey_End, id)) column = static_cast<int>(columns) - 1;
  kept.SetInt(id, column);
  kept.SetInt(row_key, rows > 1 ? row : 0);
  return ChartKey{static_cast<std::size_t>(column), rows > 1 ? static_cast<std::size_t>(row) : 0,
                  ImGui::GetCurrentContext()->NavActivatePressedId == id,
                  column != column_before || row != row_before};
}

}  // namespace cnx
