// cheat_sheet.cpp — every key and gesture, over everything else.

#include <imgui.h>

#include <algorithm>
#include <array>

#include "ui/keys.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr float kKeysPx = 200;  // CSS pixels of the left column

constexpr std::array<std::array<const char*, 2>, 8> kPointer = {
    {{"Drag, one finger", "Turn the volume"},
     {"Right drag, Shift + drag, two fingers", "Move it"},
     {"Wheel, pinch", "Come closer, go farther away"},
     {"Click, tap", "Focus a neuron: its partners and lines"},
     {"Shift + click", "Select it with others, or no longer; a row of a table, too"},
     {"Click, drag on bars", "Select the neurons of these bars; Shift adds them"},
     {"Shift + click on a matrix", "Select the neurons of a cell's connections"},
     {"Finger that rests", "What a neuron is"}}};

void line(const char* keys, const char* what, const Palette& colors) {
  ImGui::TableNextColumn();
  wrapped(keys, colors.accent);
  ImGui::TableNextColumn();
  wrapped(what);
}

bool begin_group(const char* group, const FrameModel& model) {
  ImGui::SeparatorText(group);
  const float most = ImGui::GetContentRegionAvail().x * 0.45f;
  if (!ImGui::BeginTable(group, 2)) return false;
  const float usual = kKeysPx * (is_compact(model) ? 0.6f : 1) * model.scale;
  ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, std::min(usual, most));
  ImGui::TableSetupColumn("what");
  return true;
}

}  // namespace

void key_list(const FrameModel& model) {
  const Palette colors = palette(model.dark);
  if (begin_group("Mouse and touch", model)) {
    for (const auto& [keys, what] : kPointer) line(keys, what, colors);
    ImGui::EndTable();
  }
  const auto bindings = key_bindings();
  for (std::size_t first = 0; first < bindings.size();) {
    const char* const group = bindings[first].group;
    std::size_t end = first;
    while (end < bindings.size() && bindings[end].group == group) ++end;
    if (begin_group(group, model)) {
      for (const KeyBinding& binding : bindings.subspan(first, end - first)) {
        if (binding.keys[0] != '\0') line(binding.keys, binding.what, colors);
      }
      ImGui::EndTable();
    }
    first = end;
  }
}

void cheat_sheet(const FrameModel& model, Actions& actions) {
  const float scale = model.scale;
  const auto close = [&] { actions.requests.push_back(ShowCheatSheet{false}); };
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) close();
  const float width = std::min(560 * scale, model.width_px - 16 * scale);
  const float height = std::min(660 * scale, model.height_px - 16 * scale);
  ImGui::SetNextWindowPos(ImVec2(model.width_px / 2, model.height_px / 2), ImGuiCond_Always,
                          ImVec2(0.5f, 0.5f));
  ImGui::SetNextWindowSize(ImVec2(std::max(1.0f, width), std::max(1.0f, height)));
  if (ImGui::Begin("Keys", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoSavedSettings)) {
    {
      const TextSize head(kHeadTextPx);
      ImGui::AlignTextToFramePadding();
      ImGui::TextUnformatted("Keys");
    }
    const char* const label = "Close";
    ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::CalcTextSize(label).x -
                    2 * ImGui::GetStyle().FramePadding.x - ImGui::GetStyle().WindowPadding.x);
    if (ImGui::Button(label)) close();
    if (ImGui::BeginChild("list")) key_list(model);
    ImGui::EndChild();
  }
  ImGui::End();
}

}  // namespace cnx
