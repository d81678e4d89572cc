// neuron_panel.cpp — the selected neuron: its exact id, what is known of it, how many partners
// it has and who they are.

#include <imgui.h>

#include <algorithm>
#include <string>

#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

void name_line(const FrameModel& model, NeuronIndex neuron, Actions& actions) {
  const std::string name = neuron_name(model.neurons, neuron);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name.c_str());
  hint("Its id, exact to the last digit", model.scale);
  ImGui::SameLine();
  if (!fits_on_line("Copy id")) ImGui::NewLine();
  if (button("Copy id", model.neurons.has_ids())) actions.requests.push_back(CopyText{name});

  if (ImGui::Button("Fly there")) actions.requests.push_back(FocusSelected{});
  hint("Bring it to the middle of the view (F)", model.scale);
  ImGui::SameLine();
  if (ImGui::Button("Deselect")) actions.commands.push_back(SelectNeuron{std::nullopt});
  hint("Esc", model.scale);
}

std::string degree_text(bool complete, std::uint32_t partners, std::uint64_t synapses) {
  if (!complete) return "still loading …";
  return counted(partners, "partner") + ", " + counted(synapses, "synapse");
}

void degree_lines(const PartnersReport& report, const Palette& colors) {
  if (!ImGui::BeginTable("degrees", 2)) return;
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed);
  ImGui::TableSetupColumn("how many");
  const auto line = [&](const char* what, const std::string& text) {
    ImGui::TableNextColumn();
    ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(colors.muted), "%s", what);
    ImGui::TableNextColumn();
    wrapped(text);
  };
  line("Inputs",
       degree_text(report.afferents_complete, report.afferent_count, report.afferent_synapses));
  line("Outputs",
       degree_text(report.efferents_complete, report.efferent_count, report.efferent_synapses));
  if (report.autapse_synapses > 0) {
    line("Itself", counted(report.autapse_synapses, "synapse") + " (autapse, not counted above)");
  }
  ImGui::EndTable();
}

void side_buttons(const FrameModel& model, Actions& actions) {
  struct Choice {
    PartnerSide side;
    const char* label;
  };
  constexpr Choice kChoices[] = {{PartnerSide::Both, "both"},
                                 {PartnerSide::Afferent, "inputs"},
                                 {PartnerSide::Efferent, "outputs"}};
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Lines to");
  for (const Choice& choice : kChoices) {
    ImGui::SameLine();
    if (ImGui::RadioButton(choice.label, model.view.partner_side == choice.side)) {
      actions.commands.push_back(SetPartnerSide{choice.side});
    }
  }
}

void attributes_table(const FrameModel& model, NeuronIndex neuron, float height) {
  if (!ImGui::BeginTable("attributes", 2, ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY,
                         ImVec2(0, height))) {
    return;
  }
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch, 0.45f);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.55f);
  for (const Attribute& attribute :
       neuron_attributes(model.neurons, neuron, model.manifest.layout)) {
    ImGui::TableNextColumn();
    wrapped(attribute.name, palette(model.dark).muted);
    ImGui::TableNextColumn();
    wrapped(attribute.value);
  }
  ImGui::EndTable();
}

std::string tab_label(const char* name, bool complete, std::uint32_t partners, const char* id) {
  return std::string(name) + (complete ? " (" + with_separators(partners) + ")" : " …") + "###" +
         id;
}

/// Height of a tab's list: what is left of the panel, but never less than some rows; then the
/// panel scrolls instead.
float list_height(float scale) {
  return std::max(170 * scale, ImGui::GetContentRegionAvail().y - 2 * scale);
}

}  // namespace

void neuron_panel(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (!model.selected) {
    if (model.view.selected && model.loading.neurons_complete && model.neurons.has_ids()) {
      wrapped("Neuron " + std::to_string(static_cast<std::int64_t>(*model.view.selected)) +
              " is not in this dataset.");
      if (ImGui::Button("Deselect")) actions.commands.push_back(SelectNeuron{std::nullopt});
    } else {
      wrapped("Click a neuron to see its partners.", colors.muted);
    }
    return;
  }
  const NeuronIndex neuron = *model.selected;
  name_line(model, neuron, actions);
  if (neuron < model.mask.size() && model.mask[neuron] == 0) {
    caption("Hidden by the filters.", colors);
  }
  // A report of the neuron that was selected before may be here for a frame or two.
  const PartnersReport* const report =
      model.partners != nullptr && model.partners->neuron == neuron ? model.partners : nullptr;
  if (report != nullptr) {
    degree_lines(*report, colors);
    if (!report->caveat.empty()) wrapped(report->caveat, colors.warn);
  } else {
    wrapped("Its connections are still loading …", colors.muted);
  }
  side_buttons(model, actions);

  if (!ImGui::BeginTabBar("lists")) return;
  if (report != nullptr) {
    if (ImGui::BeginTabItem(
            tab_label("Inputs", report->afferents_complete, report->afferent_count, "inputs")
                .c_str())) {
      partners_table(report->afferents, report->afferent_neurons, model, actions);
      ImGui::EndTabItem();
    }
    if (ImGui::BeginTabItem(
            tab_label("Outputs", report->efferents_complete, report->efferent_count, "outputs")
                .c_str())) {
      partners_table(report->efferents, report->efferent_neurons, model, actions);
      ImGui::EndTabItem();
    }
  }
  if (ImGui::BeginTabItem("Attributes")) {
    attributes_table(model, neuron, list_height(model.scale));
    ImGui::EndTabItem();
  }
  ImGui::EndTabBar();
}

void partners_table(const Table& table, const std::vector<NeuronIndex>& neurons_by_row,
                    const FrameModel& model, Actions& actions) {
  caption(table.caption, palette(model.dark));
  if (table.rows.empty()) return;
  const auto columns = static_cast<int>(table.columns.size());
  const TextSize small(kSmallTextPx);
  if (ImGui::BeginTable("rows", columns,
                        ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_ScrollX | ImGuiTableFlags_RowBg |
                            ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerV |
                            ImGuiTableFlags_Resizable,
                        ImVec2(0, list_height(model.scale)))) {
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const TableColumn& column : table.columns) {
      // Most synapses first is what one looks for.
      ImGuiTableColumnFlags flags = 0;
      if (column.title == "synapses") {
        flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
      }
      ImGui::TableSetupColumn(column.title.c_str(), flags);
    }
    ImGui::TableHeadersRow();

    std::size_t sort_column = 0;
    bool descending = false;
    if (const ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
        specs != nullptr && specs->SpecsCount > 0) {
      sort_column = static_cast<std::size_t>(specs->Specs[0].ColumnIndex);
      descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    }
    // Sorted anew in each frame that is drawn: some thousand rows take less than a millisecond,
    // and a list that is kept could be that of another neuron.
    const std::vector<std::uint32_t> order =
        sorted_rows(table, std::min(sort_column, table.columns.size() - 1), descending);

    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(order.size()));
    while (clipper.Step()) {
      for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
        const std::uint32_t row = order[static_cast<std::size_t>(line)];
        ImGui::TableNextRow();
        ImGui::PushID(static_cast<int>(row));
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
          ImGui::TableNextColumn();
          const std::string& text = table.rows[row][c].text;
          if (c == 0) {
            if (ImGui::Selectable(text.c_str(), false, ImGuiSelectableFlags_SpanAllColumns) &&
                model.neurons.has_ids()) {
              actions.commands.push_back(SelectNeuron{model.neurons.id(neurons_by_row[row])});
            }
          } else if (table.columns[c].numeric) {
            text_right(text);
          } else {
            ImGui::TextUnformatted(text.c_str());
          }
        }
        ImGui::PopID();
      }
    }
    ImGui::EndTable();
  }
}

}  // namespace cnx
