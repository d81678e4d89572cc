#include "view/named_sets.h"

#include <algorithm>

namespace cnx {

const NamedSet* set_named(const ViewState& view, std::string_view name) {
  const auto found = std::find_if(view.sets.begin(), view.sets.end(),
                                  [&](const NamedSet& set) { return set.name == name; });
  return found == view.sets.end() ? nullptr : &*found;
}

std::string set_label(const std::string& name, bool is_there) {
  return name + (is_there ? "" : " (missing)");
}

ConnectionFilter limits_in_force(const ViewState& view) {
  ConnectionFilter limits = view.connections;
  for (std::string* set : {&limits.pre_set, &limits.post_set}) {
    if (set_named(view, *set) == nullptr) set->clear();
  }
  return limits;
}

std::vector<std::string> missing_set_notes(const ViewState& view) {
  std::vector<std::string> notes;
  const auto note = [&](const std::string& name, const std::string& consequence) {
    if (name.empty() || set_named(view, name) != nullptr) return;
    std::string text = "There is no set \"" + name + "\": " + consequence;
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) {
      notes.push_back(std::move(text));
    }
  };
  const bool statistics = is_open(view, Panel::Statistics);
  if (statistics) {
    for (const StatisticsSide* side : {&view.statistics_sides.pre, &view.statistics_sides.post}) {
      note(side->set, "the statistics count no neuron in its place.");
    }
  }
  if (statistics && view.comparison.open) {
    for (const std::string* name : {&view.comparison.a, &view.comparison.b, &view.comparison.a_onto,
                                    &view.comparison.b_onto}) {
      note(*name, "A against B has no neuron in its place.");
    }
  }
  const bool profile = view.inference.is_open(InferenceSection::Distance);
  if (statistics && (profile || view.sites.open)) {
    note(view.inference.beside, !view.sites.open ? "no profile by distance is drawn for it."
                                : !profile ? "no sizes of synapses by distance are drawn for it."
                                           : "no profile and no sizes of synapses by distance are "
                                             "drawn for it.");
  }
  note(view.connections.pre_set, "connections from any neuron are listed.");
  note(view.connections.post_set, "connections onto any neuron are listed.");
  return notes;
}

}  // namespace cnx
