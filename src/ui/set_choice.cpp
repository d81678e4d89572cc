#include "ui/set_choice.h"

#include <imgui.h>

namespace cnx {

bool set_choice(const char* label, const char* none, std::string& name, const FrameModel& model) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(label);
  ImGui::SameLine(64 * model.scale);
  ImGui::SetNextItemWidth(-1);
  bool changed = false;
  if (ImGui::BeginCombo((std::string("##") + label).c_str(), name.empty() ? none : name.c_str())) {
    if (ImGui::Selectable(none, name.empty())) {
      changed = !name.empty();
      name.clear();
    }
    for (const NamedSet& set : model.view.sets) {
      ImGui::PushID(set.name.c_str());
      if (ImGui::Selectable(("set " + set.name).c_str(), name == set.name)) {
        changed = name != set.name;
        name = set.name;
      }
      ImGui::PopID();
    }
    ImGui::EndCombo();
  }
  return changed;
}

}  // namespace cnx
