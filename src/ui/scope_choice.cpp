#include "ui/scope_choice.h"

#include <imgui.h>

#include <array>
#include <string>

#include "ui/theme.h"
#include "ui/widgets.h"
#include "view/named_sets.h"

namespace cnx {
namespace {

/// What a side can be besides a set, in words.
std::string side_words(SideKind kind, bool post, const FrameModel& model) {
  switch (kind) {
    case SideKind::Usual:
      if (post) return "the same neurons";
      [[fallthrough]];
    case SideKind::Scope:
      return model.view.statistics_scope == StatisticsScope::Shown
                 ? "the neurons that are shown"
                 : "the selected neuron and its partners";
    case SideKind::Selection: return "the selection";
    case SideKind::Others: return "all other neurons";
    case SideKind::All: return "all neurons";
  }
  return {};
}

/// True when the side was changed.
bool side_choice(bool post, StatisticsSide& side, const FrameModel& model) {
  words_before(post ? "Onto" : "From", 64 * model.scale);
  const StatisticsSide before = side;
  const bool there = set_named(model.view, side.set) != nullptr;
  const std::string now =
      side.set.empty() ? side_words(side.kind, post, model) : "set " + set_label(side.set, there);
  if (!begin_list(post ? "##onto" : "##from", now)) return false;
  const auto offer = [&](const StatisticsSide& other, const std::string& words) {
    if (ImGui::Selectable(words.c_str(), before == other)) side = other;
  };
  for (const SideKind kind :
       {SideKind::Usual, SideKind::Scope, SideKind::Selection, SideKind::Others, SideKind::All}) {
    if (!post && (kind == SideKind::Scope || kind == SideKind::Others)) continue;
    offer({kind, {}}, side_words(kind, post, model));
  }
  for (const NamedSet& set : model.view.sets) {
    ImGui::PushID(set.name.c_str());
    offer({SideKind::Usual, set.name}, "set " + set.name);
    ImGui::PopID();
  }
  ImGui::EndCombo();
  return side != before;
}

/// Where one begins: from what somebody has chosen already onto the rest.
StatisticsSides first_sides(const ViewState& view) {
  StatisticsSides sides;
  sides.post.kind = SideKind::Others;
  if (!view.selection.empty()) {
    sides.pre.kind = SideKind::Selection;
  } else if (!view.sets.empty()) {
    sides.pre.set = view.sets.front().name;
  }
  return sides;
}

}  // namespace

void scope_choice(const FrameModel& model, Actions& actions) {
  const StatisticsScope scope = model.view.statistics_scope;
  const bool one_set = model.view.statistics_sides.usual();
  const float gap = (is_compact(model) ? 16 : 6) * model.scale;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, gap));
  const auto choose = [&](const char* label, StatisticsScope which) {
    if (!wrapped_radio_button(label, one_set && scope == which, model)) return;
    actions.commands.push_back(SetStatisticsScope{which});
    if (!one_set) actions.commands.push_back(SetStatisticsSides{});
  };
  choose("the neurons that are shown", StatisticsScope::Shown);
  ImGui::BeginDisabled(!model.selected && scope != StatisticsScope::Neighborhood);
  choose("the selected neuron and its partners", StatisticsScope::Neighborhood);
  ImGui::EndDisabled();
  if (wrapped_radio_button("from some neurons onto others", !one_set, model) && one_set) {
    actions.commands.push_back(SetStatisticsSides{first_sides(model.view)});
  }
  ImGui::PopStyleVar();
  if (one_set) return;
  StatisticsSides sides = model.view.statistics_sides;
  bool changed = side_choice(false, sides.pre, model);
  changed |= side_choice(true, sides.post, model);
  if (changed) actions.commands.push_back(SetStatisticsSides{sides});
  caption(
      "Sets and the selection count as they are, shown or not. Motifs, structure, random networks "
      "and virtual experiments are of the network that these connections form.",
      palette(model.dark));
}

}  // namespace cnx
