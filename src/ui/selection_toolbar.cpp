// selection_toolbar.cpp — the tools that select in the 3-D view: at its lower left, on narrow
// screens in a strip below it.

#include <imgui.h>

#include <array>

#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

struct ToolButton {
  SelectionTool tool;
  const char* label;
  const char* hint;
};

constexpr std::array<ToolButton, 4> kTools = {
    {{SelectionTool::Lasso, "Lasso", "Drag around neurons to select them (L)"},
     {SelectionTool::Box, "Box", "Drag a rectangle over neurons (B)"},
     {SelectionTool::Sphere, "Sphere", "Drag from the center of a sphere (O)"},
     {SelectionTool::Column, "Column", "Drag from the middle of a column along depth (C)"}}};

constexpr ImGuiWindowFlags kFloating =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_AlwaysAutoResize;

/// Where four buttons have no room there is the one that ends what was begun with the menu.
bool has_room(const FrameModel& model, float width_px) { return width_px >= 260 * model.scale; }

void tool_buttons(const FrameModel& model, bool all, Actions& actions) {
  bool first = true;
  for (const ToolButton& tool : kTools) {
    if (!all && tool.tool != model.tool) continue;
    if (!first) ImGui::SameLine(0, 4 * model.scale);
    first = false;
    if (toggle_button(tool.label, model.tool == tool.tool, palette(model.dark))) {
      actions.requests.push_back(UseTool{tool.tool});
    }
    hint(tool.hint, model.scale);
  }
}

void tool_words(const FrameModel& model, float width_px) {
  const TextSize small(kSmallTextPx);
  const TextColor muted(palette(model.dark).muted);
  if (model.tool != SelectionTool::None) {
    // A finger has no keys.
    const bool touch =
        is_compact(model) || ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
    wrapped_at(touch ? "Drag to select; tap again to end" : "Shift adds, Ctrl takes away, Esc ends",
               width_px);
  }
  if (model.selection_count > 0) {
    wrapped_at(counted(model.selection_count, "neuron") + " selected", width_px);
  }
}

/// A window at the lower left of `viewport`.
bool begin_floating(const char* name, ViewportRect viewport, float margin, float scale,
                    ImGuiWindowFlags more = 0) {
  ImGui::SetNextWindowPos(ImVec2(viewport.x + margin, viewport.y + viewport.height - margin),
                          ImGuiCond_Always, ImVec2(0, 1));
  ImGui::SetNextWindowBgAlpha(0.85f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(6 * scale, 4 * scale));
  const bool visible = ImGui::Begin(name, nullptr, kFloating | more);
  ImGui::PopStyleVar();
  return visible;
}

}  // namespace

void selection_toolbar(const FrameModel& model, ViewportRect viewport, Actions& actions) {
  const float scale = model.scale;
  if (!has_room(model, viewport.width) || viewport.height < 160 * scale) return;
  if (begin_floating("select", viewport, 10 * scale, scale)) {
    tool_buttons(model, true, actions);
    tool_words(model, ImGui::GetContentRegionAvail().x);
  }
  ImGui::End();
}

float selection_strip_px(const FrameModel& model, float free_height) {
  if (free_height < 160 * model.scale) return 0;
  if (!has_room(model, model.width_px) && model.tool == SelectionTool::None) return 0;
  return ImGui::GetFrameHeight() + 8 * model.scale;
}

void selection_strip(const FrameModel& model, Actions& actions) {
  tool_buttons(model, has_room(model, model.width_px), actions);
}

void selection_words(const FrameModel& model, ViewportRect viewport) {
  if (model.tool == SelectionTool::None && model.selection_count == 0) return;
  if (viewport.height < 160 * model.scale) return;
  // A drag begins under it, too.
  if (begin_floating("select", viewport, 0, model.scale, ImGuiWindowFlags_NoInputs)) {
    tool_words(model, viewport.width - 12 * model.scale);  // the window's own padding
  }
  ImGui::End();
}

void selection_tools_popup(const FrameModel& model, Actions& actions) {
  if (!ImGui::BeginPopup("select with")) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8 * model.scale, 14 * model.scale));
  for (const ToolButton& tool : kTools) {
    if (ImGui::MenuItem(tool.label, nullptr, model.tool == tool.tool)) {
      actions.requests.push_back(UseTool{tool.tool});
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

}  // namespace cnx
