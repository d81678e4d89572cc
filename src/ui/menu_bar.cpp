// menu_bar.cpp — the line at the top: what this is, and the tools. What does not fit moves into
// a menu, in the order of how often it is needed.

#include <imgui.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "ui/export_menu.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

enum class Tool {
  View,
  Export,
  Undo,
  Redo,
  ResetView,
  CopyLink,
  Select,
  Filters,
  Neuron,
  Statistics,
  Theme,
  About
};

constexpr std::array<Tool, 11> kAllTools = {
    Tool::View,    Tool::Export, Tool::Undo,       Tool::Redo,  Tool::ResetView, Tool::CopyLink,
    Tool::Filters, Tool::Neuron, Tool::Statistics, Tool::Theme, Tool::About};
constexpr std::array<Tool, 12> kMenuTools = {
    Tool::View,     Tool::Select,  Tool::Export, Tool::Undo,       Tool::Redo,  Tool::ResetView,
    Tool::CopyLink, Tool::Filters, Tool::Neuron, Tool::Statistics, Tool::Theme, Tool::About};
constexpr std::array<Tool, 3> kPanelTools = {Tool::Filters, Tool::Neuron, Tool::Statistics};

struct ToolText {
  const char* label;
  const char* hint;
};

ToolText tool_text(Tool tool, Theme theme) {
  switch (tool) {
    case Tool::View: return {"View", "Where one looks from, slices, what draws"};
    case Tool::Export: return {"Export", "Ids, tables, figures and networks to take along"};
    case Tool::Undo: return {"Undo", "Take back the last change of the view (Ctrl+Z)"};
    case Tool::Redo: return {"Redo", "Do it again (Ctrl+Shift+Z)"};
    case Tool::ResetView: return {"Reset view", "Show the whole dataset again (Home)"};
    case Tool::CopyLink: return {"Copy link", "Copy a link that restores exactly this view"};
    case Tool::Select: return {"Select", "Tools that select neurons in the 3-D view"};
    case Tool::Filters: return {"Filters", "Colors, filters and counts"};
    case Tool::Neuron: return {"Neuron", "The selected neuron and its partners"};
    case Tool::Statistics: return {"Statistics", "Connectivity of the neurons that are shown"};
    case Tool::Theme:
      switch (theme) {
        case Theme::System: return {"Theme: system", "As the system says; click for dark"};
        case Theme::Dark: return {"Theme: dark", "Click for light"};
        case Theme::Light: return {"Theme: light", "Click to do as the system says"};
      }
      break;
    case Tool::About: return {"About", "Data, caveats, how to cite, keys"};
  }
  return {"", ""};
}

bool is_enabled(Tool tool, const FrameModel& model) {
  if (tool == Tool::View || tool == Tool::Export) return model.whole;
  if (tool == Tool::Undo) return model.can_undo;
  if (tool == Tool::Redo) return model.can_redo;
  return true;
}

bool is_on(Tool tool, const ViewState& view) {
  if (tool == Tool::Filters) return is_open(view, Panel::Filters);
  if (tool == Tool::Neuron) return is_open(view, Panel::Neuron);
  if (tool == Tool::Statistics) return is_open(view, Panel::Statistics);
  if (tool == Tool::About) return is_open(view, Panel::About);
  return false;
}

Theme next_theme(Theme theme) {
  if (theme == Theme::System) return Theme::Dark;
  return theme == Theme::Dark ? Theme::Light : Theme::System;
}

void use(Tool tool, const ViewState& view, Actions& actions) {
  const auto toggle = [&](Panel panel) {
    actions.commands.push_back(SetPanelOpen{panel, !is_open(view, panel)});
  };
  switch (tool) {
    case Tool::View: ImGui::OpenPopup("view"); return;
    case Tool::Export: open_export_popup(); return;
    case Tool::Undo: actions.requests.push_back(Undo{}); return;
    case Tool::Redo: actions.requests.push_back(Redo{}); return;
    case Tool::ResetView: actions.commands.push_back(SetCamera{std::nullopt}); return;
    case Tool::CopyLink: actions.requests.push_back(CopyLink{}); return;
    case Tool::Select: ImGui::OpenPopup("select with"); return;
    case Tool::Filters: toggle(Panel::Filters); return;
    case Tool::Neuron: toggle(Panel::Neuron); return;
    case Tool::Statistics: toggle(Panel::Statistics); return;
    case Tool::Theme: actions.commands.push_back(SetTheme{next_theme(view.theme)}); return;
    case Tool::About: toggle(Panel::About); return;
  }
}

float button_width(const char* label) {
  return ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x +
         ImGui::GetStyle().ItemSpacing.x;
}

float tools_width(std::span<const Tool> tools, Theme theme) {
  float width = 0;
  for (const Tool tool : tools) width += button_width(tool_text(tool, theme).label);
  return width;
}

void tool_buttons(std::span<const Tool> tools, const FrameModel& model, Actions& actions) {
  for (const Tool tool : tools) {
    const ToolText text = tool_text(tool, model.view.theme);
    ImGui::BeginDisabled(!is_enabled(tool, model));
    if (toggle_button(text.label, is_on(tool, model.view), palette(model.dark))) {
      use(tool, model.view, actions);
    }
    ImGui::EndDisabled();
    hint(text.hint, model.scale);
    ImGui::SameLine();
  }
}

void tool_menu(const FrameModel& model, Actions& actions) {
  if (ImGui::Button("Menu")) ImGui::OpenPopup("tools");
  if (!model.whole || !ImGui::BeginPopup("tools")) return;  // it opens when it can
  std::optional<Tool> used;  // after the menu: a tool may open another
  // Room for a finger.
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8 * model.scale, 14 * model.scale));
  for (const Tool tool : kMenuTools) {
    const bool panel = std::find(kPanelTools.begin(), kPanelTools.end(), tool) != kPanelTools.end();
    if (panel) continue;  // they are in the bar or in the sheet at the bottom
    if (tool == Tool::Select && !is_compact(model)) continue;  // they lie over the view
    if (ImGui::MenuItem(tool_text(tool, model.view.theme).label, nullptr, is_on(tool, model.view),
                        is_enabled(tool, model))) {
      used = tool;
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndPopup();
  if (used) use(*used, model.view, actions);
}

constexpr const char* kTitle = "Connectoscope";

/// Never to be taken for real data: black on amber.
void synthetic_badge(const Palette& colors, const char* text, float scale) {
  const ImVec2 size = ImGui::CalcTextSize(text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float pad = 6 * scale, height = ImGui::GetFrameHeight();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, ImVec2(at.x + size.x + 2 * pad, at.y + height), colors.badge, 4 * scale);
  list.AddText(ImVec2(at.x + pad, at.y + (height - size.y) / 2), colors.badge_text, text);
  ImGui::Dummy(ImVec2(size.x + 2 * pad, height));
  hint("Made by a program from published statistics: no neuron here is real.", scale);
}

}  // namespace

void menu_bar(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const bool compact = is_compact(model);
  const float spacing = ImGui::GetStyle().ItemSpacing.x;
  const float end = model.width_px - ImGui::GetStyle().WindowPadding.x;

  const float menu = button_width("Menu");

  // With large text on a small screen the menu is needed most, then what says that nothing is real.
  const char* badge = compact ? "SYNTHETIC – not real" : "SYNTHETIC SAMPLE – not real data";
  const float gap = 12 * model.scale, badge_pad = 12 * model.scale;
  const float title = kHeadTextPx / kTextPx * ImGui::CalcTextSize(kTitle).x + gap;
  const float badge_width =
      model.manifest.synthetic ? ImGui::CalcTextSize(badge).x + badge_pad + gap : 0;
  const bool has_title = ImGui::GetCursorPosX() + title + badge_width + menu <= end;
  if (!has_title && ImGui::GetCursorPosX() + badge_width + menu > end) badge = "SYNTHETIC";
  if (has_title) {
    ImGui::AlignTextToFramePadding();
    {
      const TextSize head(kHeadTextPx);
      ImGui::TextUnformatted(kTitle);
    }
    ImGui::SameLine(0, gap);
  }
  if (model.manifest.synthetic) {
    synthetic_badge(colors, badge, model.scale);
    ImGui::SameLine(0, gap);
  }

  // The dataset's name keeps at least this much; the tools get the rest or move into the menu.
  const float name_px = 120 * model.scale;
  const float here = ImGui::GetCursorPosX();
  const float all = tools_width(kAllTools, model.view.theme);
  const float panels = tools_width(kPanelTools, model.view.theme);
  const bool show_all = !compact && here + name_px + all <= end;
  const bool show_panels = !compact && !show_all;
  const float tools = show_all ? all : (show_panels ? panels + menu : menu);

  const float tools_x = std::max(here, end - tools + spacing);
  // The badge of a synthetic sample is its name.
  if (!model.manifest.synthetic && tools_x - spacing - here > 40 * model.scale) {
    ImGui::AlignTextToFramePadding();
    const TextColor muted(colors.muted);
    ImGui::TextUnformatted(
        ellipsized(model.manifest.dataset_name, tools_x - 2 * spacing - here).c_str());
    hint(model.manifest.dataset_name.c_str(), model.scale);
    ImGui::SameLine();
  }
  ImGui::SetCursorPosX(tools_x);
  if (show_all) {
    tool_buttons(kAllTools, model, actions);
  } else {
    if (show_panels) tool_buttons(kPanelTools, model, actions);
    tool_menu(model, actions);
  }
  if (!model.whole) return;
  export_popup(model, actions);
  view_popup(model, actions);
  selection_tools_popup(model, actions);
}

}  // namespace cnx
