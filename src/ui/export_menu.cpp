#include "ui/export_menu.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "report/matrix_columns.h"
#include "report/numbers.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// The entries for one set of neurons.
void set_entries(const char* title, ExportSet neurons, const FrameModel& model, Actions& actions) {
  ImGui::PushID(title);
  ImGui::SeparatorText(title);
  const bool ids = model.neurons.has_ids();
  if (ImGui::MenuItem("Copy ids", nullptr, false, ids)) {
    actions.requests.push_back(CopyIds{neurons});
  }
  hint("Their ids, one a line, to the clipboard", model.scale);
  if (ImGui::MenuItem("Save table (CSV)", nullptr, false, ids)) {
    actions.requests.push_back(SaveNeurons{neurons});
  }
  hint(
      "Every column of the dataset that is here, for each of them, and what was counted for each: "
      "partners, "
      "sets, "
      "core numbers, clustering, simplices, inputs near the edge",
      model.scale);
  if (ImGui::MenuItem("Save network (GraphML)", nullptr, false, ids)) {
    actions.requests.push_back(SaveNetwork{neurons});
  }
  hint(
      "These neurons and the connections among them that pass the connection filter, for networkx, "
      "igraph, Gephi or Cytoscape",
      model.scale);
  if (model.can_open_neuroglancer) {
    const bool made_up = model.manifest.synthetic;
    if (ImGui::MenuItem("Open in Neuroglancer", nullptr, false, !made_up)) {
      actions.requests.push_back(OpenNeuroglancer{neurons});
    }
    hint(
        made_up
            ? "These neurons are synthetic: their ids are made up, and no cell there has them."
            : "Leaves this page and its data: a new window shows these cells in the public MICrONS "
              "release v117, at neuroglancer-demo.appspot.com. It learns their ids, nothing else. "
              "Ids of "
              "other releases differ.",
        model.scale);
  }
  ImGui::PopID();
}

void picture_entries(const FrameModel& model, Actions& actions) {
  struct Choice {
    PictureBackground background;
    const char* label;
  };
  constexpr Choice kChoices[] = {{PictureBackground::AsShown, "as on the screen"},
                                 {PictureBackground::White, "on white"},
                                 {PictureBackground::Transparent, "on nothing (transparent)"}};
  ImGui::SeparatorText("Picture of the view (PNG)");
  for (const Choice& choice : kChoices) {
    ImGui::PushID(choice.label);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(choice.label);
    // On a small screen with large text the buttons are below their words.
    const bool below = model.width_px < 340 * model.scale;
    const float first = (below ? 24 : 180) * model.scale;
    for (const int factor : {1, 2, 4}) {
      if (below && factor == 1) {
        ImGui::SetCursorPosX(first);
      } else {
        ImGui::SameLine(first + static_cast<float>(factor / 2) * 44 * model.scale);
      }
      if (ImGui::Button((std::to_string(factor) + " ×").c_str())) {
        actions.requests.push_back(SavePicture{factor, choice.background});
        ImGui::CloseCurrentPopup();
      }
      hint("So many times as large on each side as on the screen, with legend and scale bar",
           model.scale);
    }
    ImGui::PopID();
  }
}

constexpr const char* kPopup = "export";

}  // namespace

void open_export_popup() {
  ImGui::GetStateStorage()->SetFloat(ImGui::GetID(kPopup), ImGui::GetItemRectMin().x);
  ImGui::OpenPopup(kPopup);
}

void export_popup(const FrameModel& model, Actions& actions) {
  // Below its button, not over the bar; on a phone at the bottom, as all menus are.
  const float margin = 8 * model.scale, below_bar = 48 * model.scale;
  const bool compact = is_compact(model);
  const float left = ImGui::GetStateStorage()->GetFloat(ImGui::GetID(kPopup));
  ImGui::SetNextWindowPos(
      compact ? ImVec2(model.width_px - margin, model.height_px - margin) : ImVec2(left, below_bar),
      ImGuiCond_Always, compact ? ImVec2(1, 1) : ImVec2(0, 0));
  ImGui::SetNextWindowSizeConstraints(
      ImVec2(0, 0), ImVec2(model.width_px - margin, model.height_px - below_bar - margin));
  if (!ImGui::BeginPopup(kPopup)) return;
  // Room for a finger.
  if (compact) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8 * model.scale, 14 * model.scale));
  }
  const std::string shown = counted(model.shown_count, "neuron") + " shown";
  set_entries(shown.c_str(), ExportSet::Shown, model, actions);
  if (model.selected) {
    set_entries("The selected neuron and its shown partners", ExportSet::Neighborhood, model,
                actions);
  }
  if (model.selected && model.details != nullptr && model.details->synapses &&
      model.details->synapses->inputs_located + model.details->synapses->outputs_located > 0) {
    if (ImGui::MenuItem(model.details->partner ? "Save the synapses of the two (CSV)"
                                               : "Save its synapses (CSV)")) {
      actions.requests.push_back(SaveSynapses{});
    }
    hint("Side, partner, position and size of every synapse that is located", model.scale);
  }
  if (compact) ImGui::PopStyleVar();
  picture_entries(model, actions);
  ImGui::Separator();
  ImGui::PushTextWrapPos(std::min(400 * model.scale, model.width_px - 40 * model.scale));
  ImGui::TextDisabled("Tables and charts have buttons of their own: CSV, SVG.");
  ImGui::PopTextWrapPos();
  ImGui::EndPopup();
}

void csv_button(const Table& table, Actions& actions) {
  if (small_button("CSV")) actions.requests.push_back(SaveTable{table});
}

void each_neuron_button(const FrameModel& model, Actions& actions) {
  ImGui::BeginDisabled(!model.neurons.has_ids());
  if (small_button("Each neuron (CSV)")) {
    actions.requests.push_back(SaveNeurons{ExportSet::Shown});
  }
  ImGui::EndDisabled();
  hint("The neurons that are shown, with every column and what was counted for each", model.scale);
}

void python_button(std::vector<PythonPart> parts, const FrameModel& model, Actions& actions) {
  PythonQuestion question;
  question.group_column = group_column(model.neurons, model.view.inference.groups);
  question.label_accuracy = label_accuracy(model.view, model.neurons);
  if (parts.front() == PythonPart::Classes) {
    const MatrixGrouping grouping = matrix_grouping(model.neurons, model.view.matrix);
    question.group_column = grouping.rows;
    question.post_group_column = grouping.columns;
  }
  question.null_model = model.view.inference.model;
  question.null_structure = model.view.inference.structure;
  question.null_degrees = model.view.inference.degrees;
  question.null_shared = model.view.inference.shared;
  question.null_lengths = model.view.inference.lengths;
  question.null_distance = model.view.inference.distance;
  question.null_sizes = model.view.inference.sizes;
  question.null_participation = model.view.inference.participation;
  question.null_classes = model.view.inference.classes;
  if (question.null_model == ChanceModel::Neurons) {
    question.match_column = match_column(model.neurons.columns(), model.view.inference.match);
  }
  if (parts.front() == PythonPart::Compare) question.b.emplace();  // there are two sets
  const std::string reason = why_no_python(model.manifest, question, parts.front());
  ImGui::PushID(static_cast<int>(parts.front()));
  ImGui::BeginDisabled(!reason.empty());
  if (small_button("Copy as Python")) {
    actions.requests.push_back(CopyPython{std::move(parts)});
  }
  ImGui::EndDisabled();
  hint(reason.empty() ? "A program that gets these numbers from the HDF5 file, to the clipboard"
                      : reason.c_str(),
       model.scale);
  ImGui::PopID();
}

template <typename Chart>
void chart_buttons(const Chart& chart, float scale, Actions& actions) {
  ImGui::PushID("save");
  ImGui::PushID(chart.title.c_str());
  if (small_button("SVG")) actions.requests.push_back(SaveChart{chart});
  hint("Save this chart as a figure", scale);
  ImGui::SameLine();
  if (small_button("CSV")) actions.requests.push_back(SaveTable{chart_table(chart)});
  hint("Save its numbers", scale);
  ImGui::PopID();
  ImGui::PopID();
}

template void chart_buttons(const HistogramChart&, float, Actions&);
template void chart_buttons(const NamedBars&, float, Actions&);
template void chart_buttons(const HeatMap&, float, Actions&);
template void chart_buttons(const LineChart&, float, Actions&);
template void chart_buttons(const ControlsChart&, float, Actions&);
template void chart_buttons(const SweepChart&, float, Actions&);

}  // namespace cnx
