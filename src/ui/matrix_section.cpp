#include "ui/matrix_section.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dataset/column_groups.h"
#include "report/matrix_columns.h"
#include "report/numbers.h"
#include "report/partners_report.h"
#include "stats/local_statistics.h"
#include "ui/charts.h"
#include "ui/export_menu.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr const char* kCellHint =
    "A click, or Enter, shows the neurons of this row and of this column only; with Shift it adds "
    "the neurons of these connections to the selection.";

/// The filter of the column becomes the two groups of the cell; other columns' filters stay. Of two
/// columns, or one of numbers, the neurons of either group are shown. With Shift the neurons of its
/// connections are selected instead.
void press_cell(const StatisticsReport& report, HeatClick click, const FrameModel& model,
                Actions& actions) {
  const std::string& pre = report.group_names[click.row];
  const std::string& post = report.post_group_names[click.column];
  if (ImGui::GetIO().KeyShift) {
    if (model.statistics_can_select) actions.requests.push_back(SelectCell{pre, post, true});
    return;
  }
  const auto column = model.neurons.find(std::string_view(report.row_column));
  const bool numbers = column && may_number_groups(model.neurons.columns()[*column]);
  if (numbers || report.row_column != report.post_column) {
    actions.requests.push_back(ShowCell{report.row_column, pre, report.post_column, post});
    return;
  }
  CategoryFilter chosen;
  chosen.column = report.row_column;
  chosen.shown = {pre, post};
  std::sort(chosen.shown.begin(), chosen.shown.end());
  chosen.shown.erase(std::unique(chosen.shown.begin(), chosen.shown.end()), chosen.shown.end());

  std::vector<CategoryFilter> filters = model.view.category_filters;
  const auto same = [&](const CategoryFilter& filter) {
    return filter.column == report.row_column;
  };
  filters.erase(std::remove_if(filters.begin(), filters.end(), same), filters.end());
  const auto after = [&](const CategoryFilter& filter) {
    return filter.column > report.row_column;
  };
  filters.insert(std::find_if(filters.begin(), filters.end(), after), std::move(chosen));
  actions.commands.push_back(SetFilters{std::move(filters)});
}

}  // namespace

bool column_choice(const char* words, const char* id, const std::string& first,
                   std::optional<std::uint32_t> left_out, std::optional<std::uint32_t>& chosen,
                   const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  words_before(words, 112 * model.scale);
  const std::optional<std::uint32_t> before = chosen;
  const std::string now = chosen ? column_title(columns[*chosen]) : first;
  if (!begin_list(id, now, ImGuiComboFlags_HeightLarge)) return false;
  if (!first.empty() && ImGui::Selectable(first.c_str(), !before)) chosen.reset();
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (!can_be_in_matrix(model.neurons, c) || c == left_out) continue;
    ImGui::PushID(static_cast<int>(c));
    if (ImGui::Selectable(column_title(columns[c]).c_str(), before == c)) {
      chosen = c;
      if (!model.neurons.has(c)) actions.requests.push_back(NeedColumn{c});
    }
    ImGui::PopID();
  }
  ImGui::EndCombo();
  return chosen != before;
}

void group_choice(InferenceState& wanted, const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  const auto usual = group_column(model.neurons, {});
  auto chosen = group_column(model.neurons, wanted.groups);
  if (column_choice("Groups", "##groups", usual ? "" : "none", std::nullopt, chosen, model,
                    actions)) {
    wanted.groups = !chosen || chosen == usual ? std::string() : columns[*chosen].name;
  }
}

void group_choice(const FrameModel& model, Actions& actions) {
  InferenceState wanted = model.view.inference;
  group_choice(wanted, model, actions);
  if (wanted != model.view.inference) actions.commands.push_back(SetInference{wanted});
}

namespace {

/// What the rows and the columns are by.
void column_choices(const MatrixGrouping& grouping, const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  bool any = false;
  for (std::uint32_t c = 0; c < columns.size(); ++c)
    any = any || can_be_in_matrix(model.neurons, c);
  if (!any) return;
  const std::optional<std::uint32_t> usual = matrix_grouping(model.neurons, {}).rows;
  std::optional<std::uint32_t> rows = grouping.rows, post = grouping.columns;
  MatrixColumns matrix = model.view.matrix;
  // Names that say the default are left out of the link.
  const auto name = [&](std::optional<std::uint32_t> column, std::optional<std::uint32_t> none) {
    return !column || column == none ? std::string() : columns[*column].name;
  };
  bool changed = false;
  if (column_choice("Rows (pre)", "##matrix rows", usual ? "" : "none", std::nullopt, rows, model,
                    actions)) {
    matrix.rows = name(rows, usual);
    if (post == rows) matrix.columns.clear();
    changed = true;
  }
  if (rows && column_choice("Columns (post)", "##matrix columns", "as the rows", rows, post, model,
                            actions)) {
    matrix.columns = name(post, std::nullopt);
    changed = true;
  }
  if (changed) actions.commands.push_back(SetMatrixColumns{std::move(matrix)});
  std::string too_many;
  for (const Column& column : columns) {
    if (column.kind != ColumnKind::Category || column.categories.size() <= kMaxStatisticsGroups) {
      continue;
    }
    too_many += (too_many.empty() ? "" : ", ") + column.name + " (" +
                with_separators(column.categories.size()) + ")";
  }
  if (!too_many.empty()) {
    caption("Too many categories for a matrix, which has at most " +
                with_separators(kMaxStatisticsGroups) + ": " + too_many + ".",
            palette(model.dark));
  }
}

/// Why there is nothing to draw yet, or at all; empty: there is.
std::string missing_matrix_reason(const StatisticsReport& report, const MatrixGrouping& grouping,
                                  const FrameModel& model) {
  const std::span<const Column> columns = model.neurons.columns();
  if (!grouping.rows) {
    return model.manifest.column(ColumnRole::CellClass) == nullptr
               ? "This dataset has no column of cell classes, so there is no matrix by class."
               : "No matrix by class: this dataset has too many classes for one.";
  }
  if (!report.verdict) return "No matrix: no neuron is chosen.";
  for (const auto& column : {grouping.rows, grouping.columns}) {
    if (!column || model.neurons.has(*column)) continue;
    return "No matrix yet: the column " + columns[*column].name + " is still loading.";
  }
  if (report.row_column.empty()) return "No matrix yet: it is being counted.";
  if (report.group_names.empty() || report.post_group_names.empty()) {
    return "No matrix: one side has no neuron.";
  }
  return report.why_no_matrix;
}

/// Of the shown neurons of each of these groups of a column, the share that is selected; empty when
/// no neuron is. O(neurons).
std::vector<double> selected_shares(const std::string& column_name,
                                    std::span<const std::string> groups, const FrameModel& model) {
  const std::optional<std::uint32_t> column = model.neurons.find(std::string_view(column_name));
  if (model.view.selection.empty() || !column || !model.neurons.has(*column)) return {};
  const std::vector<std::string> names = group_names(model.neurons, *column);
  if (names.empty()) return {};
  std::vector<std::uint16_t> codes(model.neurons.neuron_count());
  for (NeuronIndex v = 0; v < codes.size(); ++v) codes[v] = group_of(model.neurons, *column, v);
  std::vector<std::uint32_t> shown(names.size(), 0), selected(names.size(), 0);
  for (std::size_t i = 0; i < std::min(codes.size(), model.mask.size()); ++i) {
    shown[codes[i]] += model.mask[i];
  }
  for (const NeuronRun& run : model.view.selection.runs()) {
    for (std::size_t i = run.first; i - run.first < run.count && i < model.mask.size(); ++i) {
      selected[codes[i]] += model.mask[i];
    }
  }
  std::vector<double> shares;
  for (const std::string& group : groups) {
    const auto code =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), group) - names.begin());
    const bool any = code < names.size() && shown[code] > 0;
    shares.push_back(any ? static_cast<double>(selected[code]) / shown[code] : 0);
  }
  return shares;
}

/// One of the matrices, what it is called, and its largest value in words.
struct MatrixView {
  const char* name;
  const HeatMap* map;
  std::string largest;
};

/// By MatrixKind.
std::array<MatrixView, 6> matrix_kinds(const StatisticsReport& report) {
  const auto percent = [](const HeatMap& map) { return percent_text(map.max_value); };
  const auto count = [](const HeatMap& map) {
    return with_separators(static_cast<std::uint64_t>(map.max_value));
  };
  return {{{"Connection probability", &report.probability, percent(report.probability)},
           {"Connections", &report.connections, count(report.connections)},
           {"Synapses", &report.synapses, count(report.synapses)},
           {"% of the sender's output", &report.output_share, percent(report.output_share)},
           {"% of the receiver's input", &report.input_share, percent(report.input_share)},
           {"Reciprocity over chance", &report.reciprocity,
            decimal_text(report.reciprocity.max_value, 2) + " ×"}}};
}

/// Not tabs: six do not fit beside each other.
const MatrixView& kind_choice(const std::array<MatrixView, 6>& kinds, ChartsState& charts) {
  const MatrixView& shown = kinds[static_cast<std::size_t>(charts.matrix)];
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (begin_list("##matrix", shown.name)) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const auto kind = static_cast<MatrixKind>(i);
      if (ImGui::Selectable(kinds[i].name, kind == charts.matrix)) charts.matrix = kind;
    }
    ImGui::EndCombo();
  }
  return shown;
}

/// The number of the cell of this block, -1: the map has none. O(rows + columns).
int cell_of(const HeatMap& map, const std::optional<GroupBlock>& block) {
  if (!block) return -1;
  const std::vector<std::string>& columns = map.columns();
  const auto row = std::find(map.labels.begin(), map.labels.end(), block->pre);
  const auto column = std::find(columns.begin(), columns.end(), block->post);
  if (row == map.labels.end() || column == columns.end()) return -1;
  return static_cast<int>((row - map.labels.begin()) * std::ssize(columns) +
                          (column - columns.begin()));
}

/// What the hint of a cell says, for fingers and keys: of the cell that is chosen here, or that the
/// keyboard is at in the matrix. `cell`: its number, -1 for none.
void cell_in_words(const HeatMap& map, int& cell, const FrameModel& model) {
  const auto columns = static_cast<int>(map.columns().size());
  const auto choose = [&](const char* id, const char* word, const std::vector<std::string>& labels,
                          int chosen) {
    const std::string now =
        cell < 0 ? std::string(word) + " …" : word + labels[static_cast<std::size_t>(chosen)];
    if (!begin_list(id, now, ImGuiComboFlags_HeightLarge)) return chosen;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      if (ImGui::Selectable(labels[i].c_str(), cell >= 0 && static_cast<int>(i) == chosen)) {
        chosen = static_cast<int>(i);
        cell = std::max(cell, 0);
      }
      ImGui::PopID();
    }
    ImGui::EndCombo();
    return chosen;
  };
  int row = std::max(cell, 0) / columns, column = std::max(cell, 0) % columns;
  const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  ImGui::SetNextItemWidth(width);
  row = choose("##cell row", "from ", map.labels, row);
  ImGui::SameLine();
  ImGui::SetNextItemWidth(width);
  column = choose("##cell column", "to ", map.columns(), column);
  if (cell < 0) return;
  cell = row * columns + column;
  caption(map.cells[static_cast<std::size_t>(cell)].tooltip, palette(model.dark));
}

}  // namespace

void matrix_section(const StatisticsReport& report, const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const MatrixGrouping grouping = matrix_grouping(model.neurons, model.view.matrix);
  const std::string missing = missing_matrix_reason(report, grouping, model);
  if (missing.empty()) ImGui::TextUnformatted(report.matrix_title.c_str());
  column_choices(grouping, model, actions);
  if (!missing.empty()) {
    caption(missing, colors);
    if (missing == report.why_no_matrix) python_button({PythonPart::Classes}, model, actions);
    return;
  }
  validity_line(&report, colors, model.scale);
  const std::array<MatrixView, 6> kinds = matrix_kinds(report);
  ChartsState charts = model.view.charts;
  const MatrixView& kind = kind_choice(kinds, charts);
  const bool two_columns = report.row_column != report.post_column;
  const auto rows = selected_shares(report.row_column, report.group_names, model);
  const auto columns =
      two_columns ? selected_shares(report.post_column, report.post_group_names, model) : rows;
  HeatMapUse use{kCellHint, rows, columns, &actions};
  const auto across = static_cast<int>(kind.map->columns().size());
  const int chosen = cell_of(*kind.map, charts.cell);
  int cell = chosen;
  std::optional<HeatClick> moved_to;
  use.moved_to = &moved_to;
  if (cell >= 0) {
    use.chosen = HeatClick{static_cast<std::uint32_t>(cell / across),
                           static_cast<std::uint32_t>(cell % across)};
  }
  const std::optional<HeatClick> click =
      draw_heat_map(*kind.map, kind.largest.c_str(), colors, model.scale, use);
  if (moved_to)
    cell = static_cast<int>(moved_to->row) * across + static_cast<int>(moved_to->column);
  chart_buttons(*kind.map, model.scale, actions);
  cell_in_words(*kind.map, cell, model);
  if (cell != chosen) {
    charts.cell = GroupBlock{kind.map->labels[static_cast<std::size_t>(cell / across)],
                             kind.map->columns()[static_cast<std::size_t>(cell % across)]};
  }
  if (charts != model.view.charts) actions.commands.push_back(SetCharts{std::move(charts)});
  // Said with and without a selection: what is below must not move under a click that selects.
  caption("Marks beside the labels: the share of the shown neurons that is selected.", colors);
  if (click) press_cell(report, *click, model, actions);
  python_button({PythonPart::Classes}, model, actions);
}

}  // namespace cnx
