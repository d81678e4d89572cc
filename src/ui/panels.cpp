#include "ui/panels.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>

#include "ui/query_strip.h"
#include "ui/tab_focus.h"
#include "ui/theme.h"
#include "ui/touch_scroll.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr float kTopBarPx = 44, kStatusPx = 28, kFiltersPx = 280;
constexpr float kLeastViewPx = 240;  // what a wide right column leaves of the 3-D view
constexpr float kSheetTabsPx = 44;
constexpr float kSheetShare = 0.55f;  // of the height, on a phone

constexpr ImGuiWindowFlags kDocked = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                     ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoBringToFrontOnFocus;

using PanelFunction = void (*)(const FrameModel&, Actions&);

struct PanelPlace {
  Panel panel;
  const char* title;
  PanelFunction draw;
};

constexpr std::array<PanelPlace, 3> kPanels = {
    {{Panel::Filters, "Filters", filters_panel},
     {Panel::Neuron, "Neuron", neuron_panel},
     {Panel::Statistics, "Statistics", statistics_panel}}};

bool begin_docked(const char* name, ViewportRect rect) {
  ImGui::SetNextWindowPos(ImVec2(rect.x, rect.y));
  ImGui::SetNextWindowSize(ImVec2(rect.width, rect.height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  const bool visible = ImGui::Begin(name, nullptr, kDocked | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(3);
  return visible;
}

/// A hairline along an edge of the current window.
void edge_line(const FrameModel& model, ImVec2 from, ImVec2 to) {
  ImGui::GetWindowDrawList()->AddLine(from, to, palette(model.dark).border, 1);
}

void panel_body(const PanelPlace& place, const FrameModel& model, Actions& actions) {
  if (place.panel != Panel::Filters && still_loading(model)) return;
  place.draw(model, actions);
}

/// Title, close button, and the panel in a child that scrolls.
void panel_section(const PanelPlace& place, float height, const FrameModel& model,
                   Actions& actions) {
  ImGui::PushID(place.title);
  float close = 0;
  {
    const TextSize head(kTitleTextPx);
    close = ImGui::CalcTextSize("×").x + 2 * ImGui::GetStyle().FramePadding.x;
  }
  {
    const TextSize head(kHeadTextPx);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(
        ellipsized(place.title, ImGui::GetContentRegionAvail().x - close).c_str());
  }
  {
    const TextSize head(kTitleTextPx);
    ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::GetStyle().WindowPadding.x - close);
    ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
    ImGui::PushStyleColor(ImGuiCol_Border, ImVec4(0, 0, 0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ImGui::GetStyle().FramePadding.x, 0));
    if (ImGui::Button("×")) actions.commands.push_back(SetPanelOpen{place.panel, false});
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);
  }
  hint("Close this panel", model.scale);
  const float used = ImGui::GetFrameHeightWithSpacing();
  if (ImGui::BeginChild("body", ImVec2(0, std::max(1.0f, height - used)))) {
    panel_body(place, model, actions);
  }
  ImGui::EndChild();
  ImGui::PopID();
}

/// As wide as was chosen, where that leaves a view beside it.
float right_width(const FrameModel& model, float room) {
  const float most = std::max(kUsualRightPx * model.scale, room - kLeastViewPx * model.scale);
  return std::min(std::max(model.right_px, kLeastRightPx) * model.scale, most);
}

/// The left edge of the right column, which can be dragged. `view` is the width that is left of it.
void column_divider(const FrameModel& model, ViewportRect rect, float view, Actions& actions) {
  const Palette colors = palette(model.dark);
  const float scale = model.scale;
  const ImRect bar(rect.x, rect.y, rect.x + 3 * scale, rect.y + rect.height);
  ImGui::PushClipRect(bar.Min, bar.Max, false);
  float right = rect.width;
  const bool held =
      ImGui::SplitterBehavior(bar, ImGui::GetID("width of the column"), ImGuiAxis_X, &view, &right,
                              kLeastViewPx * scale, kLeastRightPx * scale, 4 * scale, 0.04f);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    actions.requests.push_back(SetRightWidth{kUsualRightPx, true});
  } else if (held && right != rect.width) {
    actions.requests.push_back(SetRightWidth{right / scale});
  } else if (ImGui::IsItemDeactivated()) {
    actions.requests.push_back(SetRightWidth{model.right_px, true});
  }
  const float middle = rect.y + rect.height / 2;
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(bar.Min.x, middle - 18 * scale),
                                            ImVec2(bar.Max.x, middle + 18 * scale), colors.muted,
                                            1.5f * scale);
  ImGui::PopClipRect();
  if (!held) hint("Drag to change the width; double-click for the usual one", scale);
}

/// Neuron above statistics; while no neuron is selected its part is a line or two. `view`: what is
/// left of it is as wide.
void right_side(const FrameModel& model, ViewportRect rect, float view, Actions& actions) {
  const bool neuron = is_open(model.view, Panel::Neuron);
  const bool statistics = is_open(model.view, Panel::Statistics);
  if (begin_docked("right side", rect)) {
    const float height = ImGui::GetContentRegionAvail().y;
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    float upper = neuron ? height : 0;
    if (neuron && statistics) {
      // A list of partners needs its rows more than the statistics need a half.
      const float share = height < 680 * model.scale   ? 0.76f
                          : height < 900 * model.scale ? 0.6f
                                                       : 0.52f;
      upper = model.selected || model.shared != nullptr ? height * share : 76 * model.scale;
    }
    if (neuron) panel_section(kPanels[1], upper, model, actions);
    if (neuron && statistics) ImGui::Separator();
    if (statistics) {
      const float lower = neuron ? height - upper - 3 * spacing : height;
      panel_section(kPanels[2], std::max(lower, 40 * model.scale), model, actions);
    }
    column_divider(model, rect, view, actions);
  }
  ImGui::End();
}

void left_side(const FrameModel& model, ViewportRect rect, Actions& actions) {
  if (begin_docked("left side", rect)) {
    panel_section(kPanels[0], ImGui::GetContentRegionAvail().y, model, actions);
    const float x = rect.x + rect.width - 1;
    edge_line(model, ImVec2(x, rect.y), ImVec2(x, rect.y + rect.height));
  }
  ImGui::End();
}

/// On a narrow screen a panel is open when it is the only one: the default of three open panels
/// leaves a phone's screen to the neurons.
const PanelPlace* sheet_panel(const ViewState& view) {
  const PanelPlace* open = nullptr;
  for (const PanelPlace& place : kPanels) {
    if (!is_open(view, place.panel)) continue;
    if (open != nullptr) return nullptr;
    open = &place;
  }
  return open;
}

/// The bottom sheet: a row of tabs, and above it the panel that is open. Returns its height.
float bottom_sheet(const FrameModel& model, float bottom, float height, Actions& actions) {
  const PanelPlace* const open = sheet_panel(model.view);
  const float tabs = kSheetTabsPx * model.scale;
  const float sheet = open != nullptr ? std::max(tabs, height * kSheetShare) : tabs;
  if (begin_docked("bottom sheet", {0, bottom - sheet, model.width_px, sheet})) {
    if (open != nullptr) {
      ImGui::PushID(static_cast<int>(open->panel));  // each panel keeps its own scroll position
      if (ImGui::BeginChild("body", ImVec2(0, sheet - tabs - ImGui::GetStyle().WindowPadding.y))) {
        panel_body(*open, model, actions);
      }
      ImGui::EndChild();
      ImGui::PopID();
    }
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float width =
        (model.width_px - 2 * ImGui::GetStyle().WindowPadding.x - 2 * gap) / kPanels.size();
    ImGui::SetCursorScreenPos(
        ImVec2(ImGui::GetStyle().WindowPadding.x, bottom - tabs + 4 * model.scale));
    for (const PanelPlace& place : kPanels) {
      if (place.panel != kPanels.front().panel) ImGui::SameLine();
      const bool on = &place == open;
      ImGui::PushStyleColor(ImGuiCol_Button, palette(model.dark).raised);
      if (on) ImGui::PushStyleColor(ImGuiCol_Text, palette(model.dark).accent);
      const float padding = 2 * ImGui::GetStyle().FramePadding.x;
      const bool tight = ImGui::CalcTextSize(place.title).x + padding > width;
      const TextSize size(tight ? kSmallTextPx : kTextPx);
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                          ImVec2(tight ? 0 : padding / 2, ImGui::GetStyle().FramePadding.y));
      ImGui::PushID("tab");
      if (ImGui::Button(place.title, ImVec2(std::max(1.0f, width), tabs - 8 * model.scale))) {
        for (const PanelPlace& other : kPanels) {
          const bool wanted = !on && other.panel == place.panel;
          if (is_open(model.view, other.panel) != wanted) {
            actions.commands.push_back(SetPanelOpen{other.panel, wanted});
          }
        }
      }
      ImGui::PopID();
      ImGui::PopStyleVar();
      if (on) ImGui::PopStyleColor();
      ImGui::PopStyleColor();
    }
    edge_line(model, ImVec2(0, bottom - sheet), ImVec2(model.width_px, bottom - sheet));
  }
  ImGui::End();
  return sheet;
}

/// Over everything but the sheet: it dims the rest, and a click on it closes the sheet.
void backdrop(const FrameModel& model, Actions& actions) {
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(model.width_px, model.height_px));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImVec4(0, 0, 0, 0.35f));
  if (ImGui::Begin("backdrop", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav)) {
    if (ImGui::InvisibleButton("close About", ImVec2(model.width_px, model.height_px))) {
      actions.commands.push_back(SetPanelOpen{Panel::About, false});
    }
  }
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
}

void about_window(const FrameModel& model, Actions& actions) {
  backdrop(model, actions);
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    actions.commands.push_back(SetPanelOpen{Panel::About, false});
  }
  const float width = std::min(640 * model.scale, model.width_px - 16 * model.scale);
  const float height = std::min(720 * model.scale, model.height_px - 16 * model.scale);
  ImGui::SetNextWindowPos(ImVec2(model.width_px / 2, model.height_px / 2), ImGuiCond_Always,
                          ImVec2(0.5f, 0.5f));
  ImGui::SetNextWindowSize(ImVec2(std::max(1.0f, width), std::max(1.0f, height)));
  if (ImGui::Begin("About", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoSavedSettings)) {
    panel_section({Panel::About, "About Connectoscope", about_panel},
                  ImGui::GetContentRegionAvail().y, model, actions);
  }
  ImGui::End();
}

}  // namespace

ViewportRect draw_panels(const FrameModel& model, Actions& actions) {
  const float scale = model.scale;
  const float top = kTopBarPx * scale, status = kStatusPx * scale;
  const bool compact = is_compact(model);
  touch_scroll(scale);
  tab_focus(is_open(model.view, Panel::About) ? "About" : model.cheat_sheet ? "Keys" : nullptr);

  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12 * scale, 8 * scale));
  if (begin_docked("menu bar", {0, 0, model.width_px, top})) {
    menu_bar(model, actions);
    edge_line(model, ImVec2(0, top - 1), ImVec2(model.width_px, top - 1));
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12 * scale, 3 * scale));
  const float status_y = model.height_px - status;
  if (begin_docked("status line", {0, status_y, model.width_px, status})) {
    status_line(model, actions);
    edge_line(model, ImVec2(0, status_y), ImVec2(model.width_px, status_y));
  }
  ImGui::End();
  ImGui::PopStyleVar();

  ViewportRect free{0, top, model.width_px, std::max(1.0f, status_y - top)};
  if (compact) {
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10 * scale, 8 * scale));
    free.height = std::max(1.0f, free.height - bottom_sheet(model, status_y, free.height, actions));
    ImGui::PopStyleVar();
  } else {
    if (is_open(model.view, Panel::Filters)) {
      const float width = kFiltersPx * scale;
      left_side(model, {0, top, width, free.height}, actions);
      free.x += width;
      free.width -= width;
    }
    if (is_open(model.view, Panel::Neuron) || is_open(model.view, Panel::Statistics)) {
      const float width = right_width(model, free.width);
      free.width -= width;
      right_side(model, {model.width_px - width, top, width, free.height}, free.width, actions);
    }
    free.width = std::max(1.0f, free.width);
  }

  // The strip of the query line, which is a field of the page's HTML.
  const float line = kQueryLinePx * scale;
  if (begin_docked("query line", {free.x, free.y, free.width, line})) {
    query_strip(model, {free.x, free.y, free.width, line});
    edge_line(model, ImVec2(free.x, free.y + line - 1),
              ImVec2(free.x + free.width, free.y + line - 1));
  }
  ImGui::End();
  free.y += line;
  free.height = std::max(1.0f, free.height - line);

  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10 * scale, 8 * scale));
  if (const float strip = compact ? selection_strip_px(model, free.height) : 0; strip > 0) {
    free.height -= strip;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * scale, 4 * scale));
    const float y = free.y + free.height;
    if (begin_docked("tools", {free.x, y, free.width, strip})) {
      selection_strip(model, actions);
      edge_line(model, ImVec2(free.x, y), ImVec2(free.x + free.width, y));
    }
    ImGui::End();
    ImGui::PopStyleVar();
  }
  ImGui::PopStyleVar();

  notes_strip(model, free, actions);
  color_legend(model, free, actions);
  empty_view(model, free, actions);
  compact ? selection_words(model, free) : selection_toolbar(model, free, actions);
  if (is_open(model.view, Panel::About)) {
    about_window(model, actions);
  } else if (model.cheat_sheet && model.whole) {
    cheat_sheet(model, actions);
  } else {
    hover_tooltip(model);
  }
  return free;
}

}  // namespace cnx
