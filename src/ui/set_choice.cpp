#include "ui/set_choice.h"

#include <imgui.h>

#include "ui/widgets.h"
#include "view/named_sets.h"

namespace cnx {

bool set_choice(const char* label, const char* none, std::string& name, const FrameModel& model) {
  words_before(label, 64 * model.scale);
  bool changed = false;
  std::string now = none;
  if (!name.empty()) {
    now = set_label(name, set_named(model.view, name) != nullptr);
  }
  if (begin_list((std::string("##") + label).c_str(), now)) {
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
