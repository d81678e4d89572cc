#include "ui/pair_section.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "report/numbers.h"
#include "report/partners_report.h"
#include "report/view_words.h"
#include "ui/export_menu.h"
#include "ui/neuron_rows.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// Synapses from the one to the other, as the tables of partners have them.
std::string synapses_with(const Table& table, const std::vector<NeuronIndex>& neurons,
                          NeuronIndex second) {
  const auto found = std::find(neurons.begin(), neurons.end(), second);
  if (found == neurons.end()) return "0";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].title != "synapses") continue;
    return table.rows[static_cast<std::size_t>(found - neurons.begin())][c].text;
  }
  return "0";
}

std::string described(const FrameModel& model, NeuronIndex neuron) {
  const NeuronKind kind = neuron_kind(model, neuron);
  return (kind.words.empty() ? "" : kind.words + " ") +
         short_id(neuron_name(model.neurons, neuron));
}

/// The neurons that were selected before, to look at together with the one that is.
void choose_second(const FrameModel& model, Actions& actions) {
  if (!ImGui::BeginPopup("second")) return;
  constexpr std::size_t kMaxListed = 12;
  for (std::size_t i = 0; i < std::min(model.recent.size(), kMaxListed); ++i) {
    const auto neuron = model.neurons.find_id(model.recent[i]);
    if (neuron && ImGui::Selectable(described(model, *neuron).c_str())) {
      actions.commands.push_back(SetPartner{model.recent[i]});
    }
  }
  ImGui::EndPopup();
}

void path_controls(const FrameModel& model, Actions& actions) {
  bool on = model.view.path_synapses > 0;
  if (ImGui::Checkbox("Shortest paths to it", &on)) {
    actions.commands.push_back(SetPathSynapses{on ? 1u : 0u});
  }
  hint("All shortest chains of connections from the selected neuron to the second one",
       model.scale);
  if (!on) return;
  ImGui::SameLine();
  ImGui::SetNextItemWidth(88 * model.scale);
  int synapses = static_cast<int>(model.view.path_synapses);
  if (ImGui::InputInt("##min synapses", &synapses, 1, 5)) {
    const auto wanted = static_cast<std::uint32_t>(std::max(synapses, 1));
    actions.commands.push_back(SetPathSynapses{std::min(wanted, kMaxPathSynapses)});
  }
  hint("A connection counts from so many synapses on", model.scale);
}

void paths_list(const PathsReport& report, const FrameModel& model, Actions& actions) {
  wrapped(report.sentence);
  if (model.view.connections != ConnectionFilter{}) {
    wrapped(kPathsOfAllConnections, palette(model.dark).warn);
  }
  const TextSize small(kSmallTextPx);
  if (report.paths.empty()) return;
  csv_button(report.table, actions);
  hint("Save this list", model.scale);
  if (ImGui::BeginTable("paths", 2,
                        ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_SizingFixedFit,
                        ImVec2(0, std::min(list_height(model.scale), 220 * model.scale)))) {
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableSetupColumn("weakest");
    ImGui::TableSetupColumn("path");
    ImGui::TableHeadersRow();
    for (std::size_t row = 0; row < report.paths.size(); ++row) {
      ImGui::TableNextRow();
      ImGui::PushID(static_cast<int>(row));
      ImGui::TableNextColumn();
      text_right(report.table.rows[row][0].text);
      ImGui::TableNextColumn();
      bool first = true;
      for (const NeuronIndex neuron : report.paths[row].neurons) {
        if (!first) {
          ImGui::SameLine(0, 3 * model.scale);
          ImGui::TextDisabled("→");
          ImGui::SameLine(0, 3 * model.scale);
        }
        first = false;
        ImGui::PushID(static_cast<int>(neuron));
        if (ImGui::TextLink(described(model, neuron).c_str())) {
          actions.commands.push_back(SelectNeuron{model.neurons.id(neuron)});
        }
        hint("Select it", model.scale);
        ImGui::PopID();
      }
      ImGui::PopID();
    }
    ImGui::EndTable();
  }
}

/// The partners that the neurons of the group have in common, inputs above outputs.
void shared_partners(const NeuronDetails& details, const FrameModel& model, Actions& actions) {
  if (!details.shared_inputs || !details.shared_outputs) {
    caption("Shared partners: waiting for all connections to be loaded.", palette(model.dark));
    return;
  }
  if (model.view.connections != ConnectionFilter{}) {
    wrapped(kSharedOfAllConnections, palette(model.dark).warn);
  }
  for (const NeuronRows* const rows : {&*details.shared_inputs, &*details.shared_outputs}) {
    const bool inputs = rows == &*details.shared_inputs;
    ImGui::PushID(inputs ? "shared inputs" : "shared outputs");
    const std::string title = std::string(inputs ? "Shared inputs (" : "Shared outputs (") +
                              with_separators(rows->neurons.size()) + ")###shared";
    if (ImGui::CollapsingHeader(title.c_str(), inputs ? ImGuiTreeNodeFlags_DefaultOpen : 0)) {
      neuron_rows(rows->table, rows->neurons, RowClick::Select, model, actions);
    }
    ImGui::PopID();
  }
}

}  // namespace

std::string why_nothing_shared(const FrameModel& model) {
  if (model.selection_count <= kMostCompared || model.view.partner) return "";
  return "What the " + counted(model.selection_count, "selected neuron") +
         " have in common is listed for at most " + with_separators(kMostCompared) + " neurons.";
}

void pair_line(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (model.details == nullptr) return;
  if (!model.view.partner) {
    if (model.recent.empty()) return;
    if (small_button("Compare with …")) ImGui::OpenPopup("second");
    hint(
        "Look at this neuron together with one that was selected before. A click on a partner "
        "below does the same.",
        model.scale);
    choose_second(model, actions);
    return;
  }
  if (!model.details->partner) {
    wrapped("The second neuron " + std::to_string(static_cast<std::int64_t>(*model.view.partner)) +
            " is not in this dataset.");
  } else {
    const NeuronIndex second = *model.details->partner;
    std::string text = "With " + described(model, second);
    if (model.partners != nullptr && model.partners->neuron == model.selected) {
      text += ": " +
              synapses_with(model.partners->efferents, model.partners->efferent_neurons, second) +
              " synapses to it, " +
              synapses_with(model.partners->afferents, model.partners->afferent_neurons, second) +
              " from it";
    }
    wrapped(text, colors.accent);
    if (small_button("Select it")) actions.commands.push_back(SelectNeuron{model.view.partner});
    ImGui::SameLine();
    if (small_button("Swap")) {
      actions.commands.push_back(SelectNeuron{model.view.partner});
      actions.commands.push_back(SetPartner{model.view.selected});
      actions.commands.push_back(SetPathSynapses{model.view.path_synapses});
    }
    hint("Select the second one and keep this one beside it: paths the other way", model.scale);
    ImGui::SameLine();
  }
  if (small_button("Close")) actions.commands.push_back(SetPartner{std::nullopt});
  hint("Look at the selected neuron alone", model.scale);
}

void pair_tab(const FrameModel& model, Actions& actions) {
  const NeuronDetails& details = *model.details;
  const Palette colors = palette(model.dark);
  path_controls(model, actions);
  if (model.view.path_synapses > 0) {
    if (details.paths) {
      paths_list(*details.paths, model, actions);
    } else {
      caption("Waiting for all connections to be loaded.", colors);
    }
  }
  shared_partners(details, model, actions);
}

void shared_tab(const FrameModel& model, Actions& actions) {
  caption("What the " + counted(model.shared->group.size(), "selected neuron") + " have in common:",
          palette(model.dark));
  shared_partners(*model.shared, model, actions);
}

}  // namespace cnx
