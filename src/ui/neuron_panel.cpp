// neuron_panel.cpp — the selected neuron: its exact id, what is known of it, how many partners
// it has and who they are.

#include <imgui.h>

#include <algorithm>
#include <optional>
#include <string>

#include "report/glossary.h"
#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// "4P · visp" and, for the hint, what that means.
struct Kind {
  std::string words, meaning;
};

Kind neuron_kind(const FrameModel& model, NeuronIndex neuron) {
  Kind kind;
  for (const ColumnRole role : {ColumnRole::CellClass, ColumnRole::Region}) {
    const std::optional<std::uint32_t> column = model.neurons.find(role);
    if (!column || !model.neurons.has(*column)) continue;
    const std::string category = model.neurons.text(*column, neuron);
    kind.words += (kind.words.empty() ? "" : " · ") + category;
    if (const char* const meaning = category_meaning(role, category)) {
      kind.meaning += (kind.meaning.empty() ? "" : "\n") + category + ": " + meaning;
    }
  }
  return kind;
}

/// The neuron's color in the picture, where that is the color of its class or region.
std::optional<Color> kind_color(const FrameModel& model, NeuronIndex neuron) {
  const std::optional<std::uint32_t> column = model.neurons.find(model.legend.column);
  if (!column || model.legend.numeric || !model.neurons.has(*column)) return std::nullopt;
  const ColumnRole role = model.neurons.columns()[*column].role;
  if (role != ColumnRole::CellClass && role != ColumnRole::Region) return std::nullopt;
  const std::size_t code = model.neurons.codes(*column)[neuron];
  if (code >= model.legend.colors.size()) return std::nullopt;
  return model.legend.colors[code];
}

void head_line(const FrameModel& model, NeuronIndex neuron, Actions& actions) {
  const Kind kind = neuron_kind(model, neuron);
  const ImGuiStyle& style = ImGui::GetStyle();
  const float buttons = ImGui::CalcTextSize("Fly there").x + ImGui::CalcTextSize("Deselect").x +
                        4 * style.FramePadding.x + style.ItemSpacing.x;
  const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  if (!kind.words.empty()) {
    ImGui::BeginGroup();
    {
      const TextSize head(kHeadTextPx);
      ImGui::AlignTextToFramePadding();
      if (const std::optional<Color> color = kind_color(model, neuron)) {
        swatch(*color, model.scale);
      }
      ImGui::TextUnformatted(kind.words.c_str());
    }
    ImGui::EndGroup();
    if (!kind.meaning.empty()) hint(kind.meaning.c_str(), model.scale);
    ImGui::SameLine();
    if (ImGui::GetCursorPosX() + buttons > end) ImGui::NewLine();
  }
  ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), end - buttons));
  if (ImGui::Button("Fly there")) actions.requests.push_back(FocusSelected{});
  hint("Bring it to the middle of the view (F)", model.scale);
  ImGui::SameLine();
  if (ImGui::Button("Deselect")) actions.commands.push_back(SelectNeuron{std::nullopt});
  hint("Esc", model.scale);

  const std::string name = neuron_name(model.neurons, neuron);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name.c_str());
  hint("Its id, exact to the last digit", model.scale);
  ImGui::SameLine();
  if (!fits_on_line("Copy id")) ImGui::NewLine();
  if (button("Copy id", model.neurons.has_ids())) actions.requests.push_back(CopyText{name});
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
  ImGui::TextUnformatted("Lines to");
  for (const Choice& choice : kChoices) {
    ImGui::SameLine(0, 16 * model.scale);
    if (radio_button(choice.label, model.view.partner_side == choice.side, model)) {
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

/// Height of a tab's list: what is left of the panel, but never less than a head and eight rows;
/// then the panel scrolls instead.
float list_height(float scale) {
  const float row = kSmallTextPx * scale * 1.3f + 2 * ImGui::GetStyle().CellPadding.y;
  return std::max(9.5f * row, ImGui::GetContentRegionAvail().y - 2 * scale);
}

/// True in the first frame in which the current window shows this neuron.
bool is_new_here(NeuronIndex neuron) {
  int& last = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("last neuron"), -1);
  const bool is_new = last != static_cast<int>(neuron);
  last = static_cast<int>(neuron);
  return is_new;
}

/// A table that 340 pixels hold: short heads, and of an id the digits that tell it apart.
const char* short_title(const std::string& title) {
  if (title == "synapses") return "syn.";
  if (title == "distance (µm)") return "µm";
  if (title == "reciprocal") return "back";
  if (title == "row in the file") return "row";
  return title.c_str();
}

const char* title_meaning(const std::string& title) {
  if (title == "id") return "The last digits of its id; rest on a row to read all of them.";
  if (title == "synapses") return "Synapses of this connection";
  if (title == "distance (µm)") return "Distance between the two somas, in µm";
  if (title == "axon") return "How far the partner's axon is proofread";
  if (title == "reciprocal") return "Whether there is a connection back (reciprocal)";
  return nullptr;
}

constexpr std::size_t kIdDigits = 8;

std::string short_id(const std::string& id) {
  return id.size() <= kIdDigits + 2 ? id : "…" + id.substr(id.size() - kIdDigits);
}

void partners_head(const Table& table, float scale) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    ImGui::TableSetColumnIndex(static_cast<int>(c));
    ImGui::TableHeader(short_title(table.columns[c].title));
    if (const char* const meaning = title_meaning(table.columns[c].title)) hint(meaning, scale);
  }
}

/// The whole id, and the words that the row only abbreviates.
void row_hint(NeuronIndex partner, const FrameModel& model) {
  std::string text = neuron_name(model.neurons, partner);
  const Kind kind = neuron_kind(model, partner);
  if (!kind.meaning.empty()) text += "\n" + kind.meaning;
  hint((text + "\nClick to select it.").c_str(), model.scale);
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
  if (is_new_here(neuron)) ImGui::SetScrollY(0);
  head_line(model, neuron, actions);
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

  // All three tabs are there in every frame: else the one that is chosen would be forgotten while
  // the next neuron's connections are loading.
  if (!ImGui::BeginTabBar("lists")) return;
  const bool in_complete = report != nullptr && report->afferents_complete;
  const bool out_complete = report != nullptr && report->efferents_complete;
  if (ImGui::BeginTabItem(
          tab_label("Inputs", in_complete, in_complete ? report->afferent_count : 0, "inputs")
              .c_str())) {
    if (report != nullptr) {
      partners_table(report->afferents, report->afferent_neurons, model, actions);
    } else {
      caption("Still loading.", colors);
    }
    ImGui::EndTabItem();
  }
  if (ImGui::BeginTabItem(
          tab_label("Outputs", out_complete, out_complete ? report->efferent_count : 0, "outputs")
              .c_str())) {
    if (report != nullptr) {
      partners_table(report->efferents, report->efferent_neurons, model, actions);
    } else {
      caption("Still loading.", colors);
    }
    ImGui::EndTabItem();
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
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding,
                      ImVec2(3 * model.scale, ImGui::GetStyle().CellPadding.y));
  if (ImGui::BeginTable("rows", columns,
                        ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_ScrollX | ImGuiTableFlags_RowBg |
                            ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerV |
                            ImGuiTableFlags_Resizable,
                        ImVec2(0, list_height(model.scale)))) {
    if (model.selected && is_new_here(*model.selected)) ImGui::SetScrollY(0);
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const TableColumn& column : table.columns) {
      // Most synapses first is what one looks for.
      ImGuiTableColumnFlags flags = 0;
      if (column.title == "synapses") {
        flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
      }
      ImGui::TableSetupColumn(short_title(column.title), flags);
    }
    partners_head(table, model.scale);

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
            // The whole id after ### names the row, whatever is written of it.
            if (ImGui::Selectable((short_id(text) + "###" + text).c_str(), false,
                                  ImGuiSelectableFlags_SpanAllColumns) &&
                model.neurons.has_ids()) {
              actions.commands.push_back(SelectNeuron{model.neurons.id(neurons_by_row[row])});
            }
            row_hint(neurons_by_row[row], model);
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
  ImGui::PopStyleVar();
}

}  // namespace cnx
