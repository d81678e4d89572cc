// neuron_rows.cpp — tables whose rows are neurons.

#include "ui/neuron_rows.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <optional>
#include <string>

#include "report/glossary.h"
#include "report/numbers.h"
#include "report/partners_report.h"
#include "ui/export_menu.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr std::size_t kIdDigits = 8;

/// A table that 340 pixels hold: short heads.
const char* short_title(const std::string& title) {
  if (title == "synapses") return "syn.";
  if (title == "size sum (voxels)") return "size";
  if (title == "size mean (voxels)") return "mean";
  if (title == "distance (µm)") return "µm";
  if (title == "analyzable") return "valid";
  if (title == "reciprocal") return "back";
  if (title == "fewest with one") return "fewest";
  if (title == "row in the file") return "row";
  return title.c_str();
}

const char* title_meaning(const std::string& title) {
  if (title == "id") return "The last digits of its id; rest on a row to read all of them.";
  if (title == "synapses") return "Synapses of these connections";
  if (title == "size sum (voxels)") return "Sizes of its clefts, summed, in voxels";
  if (title == "size mean (voxels)") return "Mean size of its clefts, in voxels";
  if (title == "distance (µm)") return "Distance between the two somas, in µm";
  if (title == "axon") return "How far the partner's axon is proofread";
  if (title == "analyzable") {
    return "Whether the axon that makes this connection is proofread far enough for its outputs to "
           "be trusted";
  }
  if (title == "reciprocal") return "Whether there is a connection back (reciprocal)";
  if (title == "shared by") return "How many of the neurons it has a connection with";
  if (title == "fewest with one") return "Synapses of the weakest of these connections";
  return nullptr;
}

void heads(const Table& table, float scale) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    ImGui::TableSetColumnIndex(static_cast<int>(c));
    ImGui::TableHeader(short_title(table.columns[c].title));
    if (const char* const meaning = title_meaning(table.columns[c].title)) hint(meaning, scale);
  }
}

/// The whole id, the words that the row only abbreviates, and what it lost.
void row_hint(NeuronIndex neuron, RowClick click, const FrameModel& model,
              const std::string& lost) {
  std::string text = neuron_name(model.neurons, neuron);
  const NeuronKind kind = neuron_kind(model, neuron);
  if (!kind.meaning.empty()) text += "\n" + kind.meaning;
  if (!lost.empty()) {
    text += "\n–: could not be loaded: " + lost + ". Retry is at the bottom left.";
  }
  text += click == RowClick::Pair
              ? "\nClick: look at the two together. Double click: focus this one."
              : "\nClick to focus it.";
  text += model.view.selection.contains(neuron) ? "\nShift + click: take it out of the selection."
                                                : "\nShift + click: add it to the selection.";
  hint(text.c_str(), model.scale);
}

/// The line above the rows.
void filter_line(const Table& table, std::size_t shown, const FrameModel& model, Actions& actions) {
  constexpr std::size_t kMaxFilter = 60;
  char text[kMaxFilter + 1] = {};
  model.table_filter.copy(text, kMaxFilter);
  ImGui::SetNextItemWidth(150 * model.scale);
  if (ImGui::InputTextWithHint("##filter", "filter rows", text, sizeof text)) {
    actions.requests.push_back(SetTableFilter{text});
  }
  hint("Rows with these letters in any cell", model.scale);
  ImGui::SameLine();
  csv_button(table, actions);
  hint("Save the whole table", model.scale);
  if (model.table_filter.empty()) return;
  ImGui::SameLine();
  ImGui::TextDisabled("%s of %s", with_separators(shown).c_str(),
                      with_separators(table.rows.size()).c_str());
}

/// At the right edge of a table of which there is more to the right, since the bar that scrolls it
/// may be out of sight.
void more_columns(const ImGuiWindow& table, const Palette& colors) {
  if (table.ScrollMax.x - table.Scroll.x < 1) return;
  const ImRect seen = table.InnerRect;
  const float width = 1.3f * ImGui::GetFontSize();
  const ImU32 paper = colors.panel, clear = paper & ~IM_COL32_A_MASK;
  ImDrawList& list = *table.DrawList;
  list.PushClipRect(seen.Min, seen.Max);
  list.AddRectFilledMultiColor(ImVec2(seen.Max.x - width, seen.Min.y), seen.Max, clear, paper,
                               paper, clear);
  const ImVec2 size = text_size("→");
  const float padding = ImGui::GetStyle().CellPadding.y;
  const ImVec2 low(seen.Max.x - size.x - 4, seen.Min.y);
  list.AddRectFilled(low, ImVec2(seen.Max.x, low.y + size.y + 2 * padding),
                     ImGui::GetColorU32(ImGuiCol_TableHeaderBg));
  draw_text(list, ImVec2(low.x + 2, low.y + padding), colors.accent, "→");
  list.PopClipRect();
}

/// Sorted and filtered anew in each frame that is drawn: some thousand rows take about a
/// millisecond, and a list that is kept could be that of another neuron.
std::vector<std::uint32_t> order_of_rows(const Table& table, const std::string& filter) {
  std::size_t column = 0;
  bool descending = false;
  if (const ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
      specs != nullptr && specs->SpecsCount > 0) {
    column = static_cast<std::size_t>(specs->Specs[0].ColumnIndex);
    descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
  }
  std::vector<std::uint32_t> order =
      sorted_rows(table, std::min(column, table.columns.size() - 1), descending);
  std::erase_if(order, [&](std::uint32_t row) { return !row_contains(table.rows[row], filter); });
  return order;
}

void row_cells(const std::vector<TableCell>& row, const Table& table, NeuronIndex neuron,
               RowClick click, const FrameModel& model, Actions& actions, const std::string& lost) {
  const bool loses =
      std::any_of(row.begin(), row.end(), [](const TableCell& cell) { return cell.text == "–"; });
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    ImGui::TableNextColumn();
    const std::string& text = row[c].text;
    if (c == 0) {
      const bool second = model.details != nullptr && model.details->partner == neuron;
      if (model.view.selection.contains(neuron)) {
        // As the selected share of a histogram's bars.
        ImGui::TableSetBgColor(
            ImGuiTableBgTarget_RowBg1,
            (palette(model.dark).warn & ~IM_COL32_A_MASK) | (60u << IM_COL32_A_SHIFT));
      }
      // The whole id after ### names the row, whatever is written of it.
      const bool pressed = ImGui::Selectable(
          (short_id(text) + "###" + text).c_str(), second,
          ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick);
      row_hint(neuron, click, model, loses ? lost : "");
      if (pressed && ImGui::GetIO().KeyShift) {
        actions.commands.push_back(
            ChangeSelection{NeuronSet::from_neurons({neuron}), SetOperation::Toggle});
        continue;
      }
      if (!pressed || !model.neurons.has_ids()) continue;
      const NeuronId id = model.neurons.id(neuron);
      if (click == RowClick::Select || ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        actions.commands.push_back(SelectNeuron{id});
      } else {
        actions.commands.push_back(SetPartner{second ? std::nullopt : std::optional(id)});
      }
    } else if (table.columns[c].numeric) {
      text_right(text);
    } else {
      ImGui::TextUnformatted(text.c_str());
    }
  }
}

}  // namespace

NeuronKind neuron_kind(const FrameModel& model, NeuronIndex neuron) {
  NeuronKind kind;
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

float list_height(float scale) {
  const float row = kSmallTextPx * scale * 1.3f + 2 * ImGui::GetStyle().CellPadding.y;
  return std::max(9.5f * row, ImGui::GetContentRegionAvail().y - 2 * scale);
}

bool is_new_here(NeuronIndex neuron) {
  int& last = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("last neuron"), -1);
  const bool is_new = last != static_cast<int>(neuron);
  last = static_cast<int>(neuron);
  return is_new;
}

std::string short_id(const std::string& id) {
  return id.size() <= kIdDigits + 2 ? id : "…" + id.substr(id.size() - kIdDigits);
}

void neuron_rows(const Table& table, const std::vector<NeuronIndex>& neurons_by_row, RowClick click,
                 const FrameModel& model, Actions& actions, const std::string& lost) {
  caption(table.caption, palette(model.dark));
  if (table.rows.empty()) return;
  const auto columns = static_cast<int>(table.columns.size());
  const TextSize small(kSmallTextPx);
  const std::size_t matching = static_cast<std::size_t>(
      std::count_if(table.rows.begin(), table.rows.end(),
                    [&](const auto& row) { return row_contains(row, model.table_filter); }));
  filter_line(table, matching, model, actions);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding,
                      ImVec2(3 * model.scale, ImGui::GetStyle().CellPadding.y));
  if (ImGui::BeginTable("rows", columns,
                        ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_ScrollX | ImGuiTableFlags_RowBg |
                            ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerV |
                            ImGuiTableFlags_Resizable,
                        ImVec2(0, list_height(model.scale)))) {
    if (model.selected && is_new_here(*model.selected)) ImGui::SetScrollY(0);
    ImGui::TableSetupScrollFreeze(1, 1);
    for (const TableColumn& column : table.columns) {
      // Most synapses first is what one looks for.
      ImGuiTableColumnFlags flags = 0;
      if (column.title == "synapses") {
        flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
      }
      ImGui::TableSetupColumn(short_title(column.title), flags);
    }
    heads(table, model.scale);
    const std::vector<std::uint32_t> order = order_of_rows(table, model.table_filter);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(order.size()));
    while (clipper.Step()) {
      for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
        const std::uint32_t row = order[static_cast<std::size_t>(line)];
        ImGui::TableNextRow();
        ImGui::PushID(static_cast<int>(row));
        row_cells(table.rows[row], table, neurons_by_row[row], click, model, actions, lost);
        ImGui::PopID();
      }
    }
    const ImGuiWindow& inner = *ImGui::GetCurrentWindowRead();
    ImGui::EndTable();
    more_columns(inner, palette(model.dark));
  }
  ImGui::PopStyleVar();
}

}  // namespace cnx
