#include "ui/headless_ui.h"

#include <doctest/doctest.h>

#include <imgui_internal.h>

#include <cmath>
#include <unordered_map>

namespace {

std::vector<cnx::test::Item> g_items;  // of the frame that is being drawn, or of the last one

}  // namespace

// Dear ImGui calls these when it is compiled with IMGUI_ENABLE_TEST_ENGINE, as for these tests.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData*) {
  ImRect seen = box;
  seen.ClipWith(context->CurrentWindow->ClipRect);
  if (seen.GetWidth() <= 0 || seen.GetHeight() <= 0 || seen.IsInverted()) return;
  g_items.push_back({id, "", seen.Min.x, seen.Min.y, seen.GetWidth(), seen.GetHeight()});
}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags) {
  for (auto item = g_items.rbegin(); item != g_items.rend(); ++item) {
    if (item->id == id) {
      item->label = label;
      return;
    }
  }
}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }

namespace cnx::test {

HeadlessUi::HeadlessUi(float width_px, float height_px, float scale, bool dark) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = ImVec2(width_px, height_px);
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.Fonts->AddFontDefault();
  apply_theme(dark, scale);
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
}

HeadlessUi::~HeadlessUi() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  ImGui::DestroyContext();
  g_items.clear();
}

ViewportRect HeadlessUi::frame(const FrameModel& model) {
  ImGui::GetIO().DeltaTime = 1.0f / 60;
  g_items.clear();
  ImGui::NewFrame();
  const ViewportRect free = draw_panels(model, actions_);
  ImGui::Render();
  // What a renderer would do with the font's texture.
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantCreate ||
        texture->Status == ImTextureStatus_WantUpdates) {
      texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    } else if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    }
  }
  return free;
}

std::vector<Item> HeadlessUi::items(const std::string& label) const {
  std::vector<Item> found;
  // Some widgets (combos) do not tell their label; those that stand in a window and under nothing
  // else are known by the id that the label makes there.
  const auto has_id_of_label = [&](const Item& item) {
    for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (item.id != 0 && item.id == window->GetID(label.c_str())) return true;
    }
    return false;
  };
  for (const Item& item : g_items) {
    if (item.label == label || (item.label.empty() && has_id_of_label(item))) found.push_back(item);
  }
  return found;
}

void HeadlessUi::move_to(const FrameModel& model, float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  frame(model);
  frame(model);
}

void HeadlessUi::click_at(const FrameModel& model, float x, float y, int times) {
  move_to(model, x, y);
  for (int i = 0; i < times; ++i) {
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    frame(model);
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    frame(model);
  }
  frame(model);
}

bool HeadlessUi::click(const FrameModel& model, const std::string& label, std::size_t which,
                       int times) {
  for (int i = 0; i < 3; ++i) frame(model);  // tables and wrapped lines settle in a few frames
  const std::vector<Item> found = items(label);
  if (which >= found.size()) return false;
  const Item item = found[which];
  click_at(model, item.x + item.width / 2, item.y + item.height / 2, times);
  // So that the next click is not the second half of a double click.
  for (int i = 0; i < 60; ++i) frame(model);
  return true;
}

void HeadlessUi::drag(const FrameModel& model, ImVec2 from, ImVec2 to) {
  move_to(model, from.x, from.y);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  frame(model);
  move_to(model, to.x, to.y);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  frame(model);
}

bool HeadlessUi::vertices_are_finite() const {
  const ImDrawData* const data = ImGui::GetDrawData();
  for (const ImDrawList* list : data->CmdLists) {
    for (const ImDrawVert& vertex : list->VtxBuffer) {
      if (!std::isfinite(vertex.pos.x) || !std::isfinite(vertex.pos.y)) return false;
    }
  }
  return true;
}

int HeadlessUi::vertices_of(ImU32 color) const {
  int count = 0;
  for (const ImDrawList* const list : ImGui::GetDrawData()->CmdLists) {
    for (const ImDrawVert& vertex : list->VtxBuffer) count += vertex.col == color ? 1 : 0;
  }
  return count;
}

std::vector<std::vector<PythonPart>> copied_programs(HeadlessUi& ui, const FrameModel& model) {
  ui.frame(model);
  ui.frame(model);
  const std::size_t buttons = ui.items("Copy as Python").size();
  for (std::size_t i = 0; i < buttons; ++i) REQUIRE(ui.click(model, "Copy as Python", i));
  std::vector<std::vector<PythonPart>> programs;
  for (const CopyPython& copied : requests<CopyPython>(ui.actions())) {
    programs.push_back(copied.parts);
  }
  return programs;
}

}  // namespace cnx::test
