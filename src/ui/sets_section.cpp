// sets_section.cpp — the selection and the sets that were kept of it: what they hold and what can
// be done with them.

#include <imgui.h>

#include <algorithm>
#include <string>

#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// Farther away is nearly everything, in any brain.
constexpr int kMostHops = 4;

/// A button, on the same line while it fits.
bool flowing_button(const char* label, bool enabled, const char* what, float scale) {
  if (fits_on_line(label)) ImGui::SameLine();
  const bool pressed = button(label, enabled);
  hint(what, scale);
  return pressed;
}

void selection_lines(const FrameModel& model, Actions& actions) {
  const bool any = model.selection_count > 0;
  if (!any) {
    caption("No neurons are selected. Shift-click neurons, or use a tool over the 3-D view.",
            palette(model.dark));
  } else {
    std::string words = counted(model.selection_count, "neuron") + " selected";
    if (model.selection_shown < model.selection_count) {
      words += ", " + with_separators(model.selection_shown) + " of them shown";
    }
    wrapped(words);
  }
  const float scale = model.scale;
  if (button("Clear##selection", any)) actions.commands.push_back(ChangeSelection{});
  hint("Select nothing", scale);
  if (flowing_button("Keep as set", any, "Keep the selection under a name (K)", scale)) {
    actions.requests.push_back(KeepSelection{});
  }
  if (flowing_button("Invert", true, "Select the shown neurons that are not selected (I)", scale)) {
    actions.requests.push_back(InvertSelection{});
  }
  if (flowing_button("All shown", true, "Select every neuron that is shown (Ctrl + A)", scale)) {
    actions.requests.push_back(SelectShown{});
  }
  const bool some = any || model.selected.has_value();
  // What is set here says what the next click does, and nothing of the view.
  int& hops = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("hops"), 1);
  const char* const grow = model.growing ? "Growing …" : "Add partners";
  if (flowing_button(grow, some && !model.growing,
                     "Add the shown neurons that have a connection with the selection, in either "
                     "direction (G). With more hops also their partners, and so on; the way may "
                     "pass neurons that are hidden.",
                     scale)) {
    actions.requests.push_back(GrowSelection{static_cast<std::uint32_t>(hops)});
  }
  ImGui::SameLine(0, ImGui::GetStyle().ItemInnerSpacing.x);
  ImGui::SetNextItemWidth(std::min(76 * scale, ImGui::GetContentRegionAvail().x));
  if (begin_list("##hops", counted(static_cast<std::uint64_t>(hops), "hop"))) {
    for (int n = 1; n <= kMostHops; ++n) {
      const std::string words = counted(static_cast<std::uint64_t>(n), "hop");
      if (ImGui::Selectable(words.c_str(), n == hops)) hops = n;
    }
    ImGui::EndCombo();
  }
  hint("How many connections away, at most", scale);
  if (flowing_button("Random sample", some,
                     "As many other shown neurons of each class, drawn by lot, as a set. Each "
                     "sample has the number of its seed.",
                     scale)) {
    actions.requests.push_back(SampleMatched{});
  }
  if (flowing_button("Paste ids", true, "Make a set of ids from a list (P)", scale)) {
    actions.requests.push_back(AskForIds{});
  }
}

void set_menu(const NamedSet& set, const FrameModel& model, Actions& actions) {
  const bool any = model.selection_count > 0;
  const auto change = [&](const char* label, SetOperation operation, bool enabled) {
    if (ImGui::MenuItem(label, nullptr, false, enabled)) {
      actions.commands.push_back(ChangeSelection{set.neurons, operation});
    }
  };
  change("Select it", SetOperation::Replace, true);
  change("Add to the selection", SetOperation::Union, true);
  change("Keep only it in the selection", SetOperation::Intersection, any);
  change("Take it out of the selection", SetOperation::Difference, any);
  if (ImGui::MenuItem("Select all others")) {
    actions.commands.push_back(
        ChangeSelection{complement(set.neurons, model.neurons.neuron_count())});
  }
  ImGui::Separator();
  if (ImGui::MenuItem("Replace it by the selection", nullptr, false, any)) {
    actions.commands.push_back(PutSet{set.name, model.view.selection});
  }
  if (ImGui::MenuItem("Rename …")) actions.requests.push_back(AskForSetName{set.name});
  if (ImGui::MenuItem("Delete")) actions.commands.push_back(RemoveSet{set.name});
}

void set_row(const NamedSet& set, const FrameModel& model, Actions& actions) {
  const std::string count = with_separators(set.neurons.count_below(model.neurons.neuron_count()));
  const float more = ImGui::CalcTextSize("…").x + 2 * ImGui::GetStyle().FramePadding.x;
  const float width = ImGui::GetContentRegionAvail().x - more - ImGui::GetStyle().ItemSpacing.x;
  const float name_width =
      width - ImGui::CalcTextSize(count.c_str()).x - 4 * ImGui::GetStyle().FramePadding.x;
  const bool same = set.neurons == model.view.selection;
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, ImVec2(0, 0.5f));
  const bool pressed = toggle_button((ellipsized(set.name, name_width) + "###set").c_str(), same,
                                     palette(model.dark), width);
  ImGui::PopStyleVar();
  if (pressed) {
    const bool add = ImGui::GetIO().KeyShift;
    actions.commands.push_back(
        ChangeSelection{set.neurons, add ? SetOperation::Union : SetOperation::Replace});
  }
  hint(("Set " + set.name + ": click to select it, with Shift to add it").c_str(), model.scale);
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddText(
      ImVec2(high.x - ImGui::CalcTextSize(count.c_str()).x - ImGui::GetStyle().FramePadding.x,
             (low.y + high.y - ImGui::GetTextLineHeight()) / 2),
      palette(model.dark).muted, count.c_str());
  ImGui::SameLine();
  if (ImGui::Button("…")) ImGui::OpenPopup("set menu");
  hint("Union, intersection, difference, rename, delete", model.scale);
  if (ImGui::BeginPopup("set menu")) {
    set_menu(set, model, actions);
    ImGui::EndPopup();
  }
}

}  // namespace

void sets_section(const FrameModel& model, Actions& actions) {
  selection_lines(model, actions);
  if (flowing_button("Save view", true, "Save this view, sets and all, as a file", model.scale)) {
    actions.requests.push_back(SaveViewFile{});
  }
  if (flowing_button("Open view", true, "Open a view that was saved as a file", model.scale)) {
    actions.requests.push_back(OpenViewFile{});
  }
  for (const NamedSet& set : model.view.sets) {
    ImGui::PushID(set.name.c_str());
    set_row(set, model, actions);
    ImGui::PopID();
  }
  ImGui::Spacing();
}

}  // namespace cnx
