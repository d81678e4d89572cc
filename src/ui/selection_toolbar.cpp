// selection_toolbar.cpp — the tools that select in the 3-D view, at its lower left.

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

}  // namespace

void selection_toolbar(const FrameModel& model, ViewportRect viewport, Actions& actions) {
  const float scale = model.scale;
  if (viewport.width < 260 * scale || viewport.height < 160 * scale) return;
  ImGui::SetNextWindowPos(
      ImVec2(viewport.x + 10 * scale, viewport.y + viewport.height - 10 * scale), ImGuiCond_Always,
      ImVec2(0, 1));
  ImGui::SetNextWindowBgAlpha(0.85f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(6 * scale, 4 * scale));
  if (ImGui::Begin("select", nullptr, kFloating)) {
    for (const ToolButton& tool : kTools) {
      if (&tool != kTools.data()) ImGui::SameLine(0, 4 * scale);
      if (toggle_button(tool.label, model.tool == tool.tool, palette(model.dark))) {
        actions.requests.push_back(UseTool{tool.tool});
      }
      hint(tool.hint, scale);
    }
    if (model.tool != SelectionTool::None) {
      // A finger has no keys.
      const bool touch =
          is_compact(model) || ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
      caption(touch ? "Drag to select; tap again to end" : "Shift adds, Ctrl takes away, Esc ends",
              palette(model.dark));
    }
    if (model.selection_count > 0) {
      caption(counted(model.selection_count, "neuron") + " selected", palette(model.dark));
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

}  // namespace cnx
