// view_menu.cpp — from where one looks, which slice of the volume is shown, and what draws it.

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "report/numbers.h"
#include "report/view_words.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

struct Direction {
  const char* label;
  const char* hint;
  ViewDirection from;
};
constexpr Direction kDirections[] = {
    {"Front (1)", "Along z: depth runs down the screen", kFromFront},
    {"Top (2)", "From the side of small y, where the pia is", kFromTop},
    {"Left (3)", "Along x", kFromLeft},
    {"Right (4)", "Against x", kFromRight},
};

void menu_heading(const char* text) {
  const TextColor muted(ImGui::GetColorU32(ImGuiCol_TextDisabled));
  ImGui::TextUnformatted(text);
}

/// As wide as a menu is, and no wider than a phone.
float menu_width(const FrameModel& model) {
  return std::min(400 * model.scale, model.width_px - 56 * model.scale);
}

/// The next widget goes beside the last one where it fits.
void same_line_before(float end, const char* label) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const float width = ImGui::CalcTextSize(label).x + 2 * style.FramePadding.x;
  if (ImGui::GetItemRectMax().x + style.ItemSpacing.x + width < end) ImGui::SameLine();
}

void directions(const FrameModel& model, Actions& actions) {
  menu_heading("Look from");
  const float end = ImGui::GetCursorScreenPos().x + menu_width(model);
  const auto direction_button = [&](const char* label, const char* meaning, auto use) {
    if (label != kDirections[0].label) same_line_before(end, label);
    if (ImGui::Button(label)) use();
    hint(meaning, model.scale);
  };
  for (const Direction& direction : kDirections) {
    direction_button(direction.label, direction.hint,
                     [&] { actions.requests.push_back(LookFrom{direction.from}); });
  }
  direction_button("Whole (Home)", "The whole dataset, slightly from above",
                   [&] { actions.commands.push_back(SetCamera{std::nullopt}); });
}

std::int32_t extent_um(const Manifest& manifest, std::size_t axis) {
  return static_cast<std::int32_t>(
      std::ceil(static_cast<double>(manifest.max_nm[axis] - manifest.min_nm[axis]) / 1000));
}

void depth_controls(const FrameModel& model, Actions& actions) {
  const std::int32_t deepest = std::clamp(extent_um(model.manifest, 1), 1, kMaxSlabUm);
  bool on = model.view.depth_range.has_value();
  if (ImGui::Checkbox("Depth range", &on)) {
    // The upper half: a first range that one sees at once.
    actions.commands.push_back(
        SetDepthRange{on ? std::optional(DepthRange{0, deepest / 2}) : std::nullopt});
  }
  if (!model.view.depth_range) return;
  DepthRange range = *model.view.depth_range;
  ImGui::SetNextItemWidth(menu_width(model) - 110 * model.scale);
  if (ImGui::DragIntRange2("below the top##depth", &range.min_um, &range.max_um, 1, 0, deepest,
                           "from %d \xc2\xb5m", "to %d \xc2\xb5m", ImGuiSliderFlags_AlwaysClamp)) {
    actions.commands.push_back(SetDepthRange{range});
  }
}

void slice_controls(const FrameModel& model, Actions& actions) {
  const double x_um = extent_um(model.manifest, 0), z_um = extent_um(model.manifest, 2);
  const auto reach =
      std::clamp(static_cast<std::int32_t>(std::hypot(x_um, z_um) / 2), 1, kMaxSlabUm);
  bool on = model.view.slice.has_value();
  if (ImGui::Checkbox("Upright slice", &on)) {
    actions.commands.push_back(SetSlice{
        on ? std::optional(UprightSlice{0, 0, std::clamp(reach / 6, 1, 100)}) : std::nullopt});
  }
  if (!model.view.slice) return;
  UprightSlice slice = *model.view.slice;
  std::int32_t yaw_deg = static_cast<std::int32_t>(std::lround(slice.yaw_mdeg / 1000.0));
  bool changed = false;
  ImGui::PushStyleVar(ImGuiStyleVar_GrabMinSize, 5 * model.scale);  // the number is behind it
  const auto slider = [&](const char* label, std::int32_t* value, std::int32_t low,
                          std::int32_t high, const char* format) {
    ImGui::SetNextItemWidth(menu_width(model) - 110 * model.scale);
    return ImGui::SliderInt(label, value, low, high, format, ImGuiSliderFlags_AlwaysClamp);
  };
  if (slider("turned##slice", &yaw_deg, -90, 90, "%d\xc2\xb0")) {
    slice.yaw_mdeg = yaw_deg * 1000;
    changed = true;
  }
  changed |= slider("position##slice", &slice.position_um, -reach, reach, "%d \xc2\xb5m");
  changed |= slider("thickness##slice", &slice.thickness_um, 1, reach, "%d \xc2\xb5m");
  ImGui::PopStyleVar();
  if (changed) actions.commands.push_back(SetSlice{slice});
  if (ImGui::Button("Look at its face")) {
    actions.requests.push_back(LookFrom{{slice.yaw_mdeg, 0}});
  }
}

void border_controls(const FrameModel& model, Actions& actions) {
  if (model.regions == nullptr) return;
  bool on = model.view.show_region_borders;
  if (ImGui::Checkbox("Region borders (tentative)", &on)) {
    actions.commands.push_back(SetRegionBordersShown{on});
  }
  hint(region_borders_sentence(*model.regions).c_str(), model.scale);
}

void text_size_controls(const FrameModel& model, Actions& actions) {
  menu_heading("Size of text and controls");
  const float end = ImGui::GetCursorScreenPos().x + menu_width(model);
  for (const int percent : {100, 125, 150, 175, 200}) {
    const std::string label = std::to_string(percent) + " %";
    if (percent > kUsualTextPercent) same_line_before(end - ImGui::GetFrameHeight(), label.c_str());
    if (radio_button(label.c_str(), model.text_percent == percent, model)) {
      actions.requests.push_back(SetTextSize{percent});
    }
  }
}

void renderer_controls(const FrameModel& model, Actions& actions) {
  menu_heading("Drawn by");
  const DrawingStatus& drawing = model.drawing;
  const auto choice = [&](const char* label, ChooseRenderer::Wish wish) {
    if (radio_button(label, drawing.wish == wish, model)) {
      actions.requests.push_back(ChooseRenderer{wish});
    }
  };
  const float end = ImGui::GetCursorScreenPos().x + menu_width(model) - ImGui::GetFrameHeight();
  choice("what is faster", ChooseRenderer::Wish::Faster);
  same_line_before(end, "WebGL2");
  ImGui::BeginDisabled(drawing.webgl_name.empty());
  choice("WebGL2", ChooseRenderer::Wish::WebGl);
  ImGui::EndDisabled();
  same_line_before(end, "the processor");
  choice("the processor", ChooseRenderer::Wish::Soft);
  const TextSize small(kSmallTextPx);
  const TextColor muted(palette(model.dark).muted);
  wrapped_at(drawing_sentence(drawing), menu_width(model));
  wrapped_at(memory_sentence(model), menu_width(model));
}

}  // namespace

std::string drawing_sentence(const DrawingStatus& drawing) {
  const std::string webgl = drawing.webgl_name.empty() ? "this browser gives no WebGL2"
                                                       : "WebGL2 here is " + drawing.webgl_name;
  return std::string("Now: ") + (drawing.soft ? "the processor" : "WebGL2") + "; " + webgl + ".";
}

std::string memory_sentence(const FrameModel& model) {
  return "Memory: the page's program holds " + bytes_text(model.drawing.memory_bytes) +
         ". Tiles that are kept weigh " + bytes_text(model.loading.bytes_held) + " of at most " +
         bytes_text(model.loading.bytes_budget) +
         "; beyond that those that were not needed for longest go first.";
}

void view_popup(const FrameModel& model, Actions& actions) {
  // Over the panels at the right, on a phone at the bottom: one sees in the 3-D view what a slider
  // does.
  const float margin = 8 * model.scale;
  const bool compact = is_compact(model);
  ImGui::SetNextWindowPos(
      ImVec2(model.width_px - margin, compact ? model.height_px - margin : 48 * model.scale),
      ImGuiCond_Always, ImVec2(1, compact ? 1.0f : 0.0f));
  if (!ImGui::BeginPopup("view")) return;
  directions(model, actions);
  if (model.manifest.layout == Layout::Soma) {
    ImGui::Separator();
    menu_heading("Show only");
    depth_controls(model, actions);
    slice_controls(model, actions);
    const TextSize small(kSmallTextPx);
    const TextColor muted(palette(model.dark).muted);
    wrapped_at(with_separators(model.shown_count) + " of " +
                   counted(model.manifest.neuron_count, "neuron") +
                   " shown: centers inside, and filters passed",
               menu_width(model));
  }
  border_controls(model, actions);
  ImGui::Separator();
  text_size_controls(model, actions);
  ImGui::Separator();
  renderer_controls(model, actions);
  ImGui::EndPopup();
}

}  // namespace cnx
