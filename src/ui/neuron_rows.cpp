// neuron_rows.cpp — tables whose rows are neurons.

#include "ui/neuron_rows.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

/// Those of the columns that the current font writes into `width_px`, in their order. Where not all
/// find room the first of kWanted do, then others.
std::vector<std::size_t> columns_that_fit(const Table& table, float width_px) {
  constexpr std::string_view kWanted[] = {"id",
                                          "row in the file",
                                          "class",
                                          "shared by",
                                          "synapses",
                                          "distance (µm)",
                                          "size sum (voxels)",
                                          "reciprocal",
                                          "region"};
  constexpr std::size_t kMostRows = 200;  // that are measured: more would take long
  std::vector<std::size_t> by_wish(table.columns.size());
  std::iota(by_wish.begin(), by_wish.end(), std::size_t{0});
  std::stable_sort(by_wish.begin(), by_wish.end(), [&](std::size_t a, std::size_t b) {
    const auto place = [&](std::size_t c) {
      return std::find(std::begin(kWanted), std::end(kWanted), table.columns[c].title);
    };
    return place(a) < place(b);
  });
  const ImGuiStyle& style = ImGui::GetStyle();
  const float beside = 2 * style.CellPadding.x + 1;  // a line between columns
  // Dear ImGui keeps room for the arrow of sorting in each head.
  const float arrow = std::ceil(0.65f * ImGui::GetFontSize() + style.FramePadding.x);
  float left = width_px - style.ScrollbarSize;
  std::vector<std::size_t> shown;
  for (const std::size_t c : by_wish) {
    float widest = text_size(short_title(table.columns[c].title)).x + arrow;
    for (std::size_t row = 0; row < std::min(table.rows.size(), kMostRows); ++row) {
      const std::string& text = table.rows[row][c].text;
      widest = std::max(widest, text_size(c == 0 ? short_id(text) : text).x);
    }
    left -= widest + beside;
    if (left < 0 && !shown.empty()) break;
    shown.push_back(c);
  }
  std::sort(shown.begin(), shown.end());
  return shown;
}

void heads(const Table& table, const std::vector<std::size_t>& shown, float scale) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string& title = table.columns[shown[i]].title;
    ImGui::TableSetColumnIndex(static_cast<int>(i));
    ImGui::TableHeader(short_title(title));
    if (const char* const meaning = title_meaning(title)) hint(meaning, scale);
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

/// The line above the rows. `all_columns` is there to be pressed where some have no room.
void filter_line(const Table& table, std::size_t shown, bool* all_columns, const FrameModel& model,
                 Actions& actions) {
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
  if (all_columns != nullptr) {
    ImGui::SameLine();
    if (!fits_on_line("All columns")) ImGui::NewLine();
    if (toggle_button("All columns", *all_columns, palette(model.dark))) {
      *all_columns = !*all_columns;
    }
  }
  if (model.table_filter.empty()) return;
  const std::string share = with_separators(shown) + " of " + with_separators(table.rows.size());
  ImGui::SameLine();
  if (!fits_on_line(share.c_str())) ImGui::NewLine();
  ImGui::TextDisabled("%s", share.c_str());
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
std::vector<std::uint32_t> order_of_rows(const Table& table, const std::vector<std::size_t>& shown,
                                         const std::string& filter) {
  std::size_t column = 0;
  bool descending = false;
  if (const ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
      specs != nullptr && specs->SpecsCount > 0) {
    column = static_cast<std::size_t>(specs->Specs[0].ColumnIndex);
    descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
  }
  std::vector<std::uint32_t> order =
      sorted_rows(table, shown[std::min(column, shown.size() - 1)], descending);
  std::erase_if(order, [&](std::uint32_t row) { return !row_contains(table.rows[row], filter); });
  return order;
}

void row_cells(const std::vector<TableCell>& row, const Table& table,
               const std::vector<std::size_t>& shown, NeuronIndex neuron, RowClick click,
               const FrameModel& model, Actions& actions, const std::string& lost) {
  const bool loses =
      std::any_of(row.begin(), row.end(), [](const TableCell& cell) { return cell.text == "–"; });
  for (const std::size_t c : shown) {
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
  const TextSize small(kSmallTextPx);
  const std::size_t matching = static_cast<std::size_t>(
      std::count_if(table.rows.begin(), table.rows.end(),
                    [&](const auto& row) { return row_contains(row, model.table_filter); }));
  const ImVec2 cell_padding(3 * model.scale, ImGui::GetStyle().CellPadding.y);
  const ImVec2 usual = ImGui::GetStyle().FramePadding;
  const ImVec2 head_padding(is_compact(model) ? 2 * model.scale : usual.x, usual.y);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, cell_padding);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, head_padding);
  std::vector<std::size_t> shown(table.columns.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  bool* all_columns = nullptr;
  if (is_compact(model)) {  // a finger that scrolls both ways loses the row
    std::vector<std::size_t> fitting = columns_that_fit(table, ImGui::GetContentRegionAvail().x);
    if (fitting.size() < shown.size()) {
      all_columns = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("all columns"));
      if (!*all_columns) shown = std::move(fitting);
    }
  }
  ImGui::PopStyleVar(2);
  filter_line(table, matching, all_columns, model, actions);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, cell_padding);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, head_padding);
  ImGui::PushID(static_cast<int>(shown.size()));  // each has an order of its own
  if (ImGui::BeginTable("rows", static_cast<int>(shown.size()),
                        ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_ScrollX | ImGuiTableFlags_RowBg |
                            ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerV |
                            ImGuiTableFlags_Resizable,
                        ImVec2(0, list_height(model.scale)))) {
    if (model.selected && is_new_here(*model.selected)) ImGui::SetScrollY(0);
    ImGui::TableSetupScrollFreeze(1, 1);
    for (const std::size_t c : shown) {
      const TableColumn& column = table.columns[c];
      // Most synapses first is what one looks for.
      ImGuiTableColumnFlags flags = 0;
      if (column.title == "synapses") {
        flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
      }
      ImGui::TableSetupColumn(short_title(column.title), flags);
    }
    heads(table, shown, model.scale);
    const std::vector<std::uint32_t> order = order_of_rows(table, shown, model.table_filter);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(order.size()));
    while (clipper.Step()) {
      for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
        const std::uint32_t row = order[static_cast<std::size_t>(line)];
        ImGui::TableNextRow();
        ImGui::PushID(static_cast<int>(row));
        row_cells(table.rows[row], table, shown, neurons_by_row[row], click, model, actions, lost);
        ImGui::PopID();
      }
    }
    const ImGuiWindow& inner = *ImGui::GetCurrentWindowRead();
    ImGui::EndTable();
    more_columns(inner, palette(model.dark));
  }
  ImGui::PopID();
  ImGui::PopStyleVar(2);
}

}  // namespace cnx
