// statistics_panel.cpp — the connectivity of the neurons that are shown, or of the selected
// neuron's neighborhood: every number with its n, and how far the proofreading carries it.

#include <imgui.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/comparison_section.h"
#include "ui/experiment_section.h"
#include "ui/export_menu.h"
#include "ui/inference_sections.h"
#include "ui/motifs_section.h"
#include "ui/panels.h"
#include "ui/robustness_section.h"
#include "ui/scope_choice.h"
#include "ui/sites_section.h"
#include "ui/statistic_parts.h"
#include "ui/structure_section.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

void verdict_line(const StatisticsReport& report, const FrameModel& model) {
  const Palette colors = palette(model.dark);
  if (!report.verdict) {
    wrapped(report.validity, colors.muted);
    return;
  }
  verdict_sign(*report.verdict, colors, model.scale);
  caption(report.validity, colors);
}

/// Files of this panel that do not say it yet say how far their numbers can be trusted.
void note_validity(const StatisticsReport& report, std::size_t first_request, Actions& actions) {
  for (std::size_t i = first_request; i < actions.requests.size(); ++i) {
    if (auto* table = std::get_if<SaveTable>(&actions.requests[i])) {
      if (table->validity.empty()) table->validity = verdict_sentence(report);
    } else if (auto* chart = std::get_if<SaveChart>(&actions.requests[i])) {
      if (chart->validity.empty()) chart->validity = verdict_sentence(report);
    }
  }
}

constexpr const char* kCellHint =
    "A click, or Enter, shows these classes only; with Shift it adds the neurons of these "
    "connections to the selection.";
constexpr const char* kBarHint =
    "A click, a drag or Enter selects these neurons; with Shift it adds them to the selection.";

/// The class filter becomes the two classes of the cell; other columns' filters stay. With Shift
/// the neurons of its connections are selected instead.
void press_cell(const StatisticsReport& report, HeatClick click, const FrameModel& model,
                Actions& actions) {
  const Column* const column = model.manifest.column(ColumnRole::CellClass);
  if (column == nullptr) return;
  if (ImGui::GetIO().KeyShift) {
    if (!model.statistics_can_select) return;
    actions.requests.push_back(
        SelectCell{report.group_names[click.row], report.group_names[click.column], true});
    return;
  }
  CategoryFilter chosen;
  chosen.column = column->name;
  chosen.shown = {report.group_names[click.row], report.group_names[click.column]};
  std::sort(chosen.shown.begin(), chosen.shown.end());
  chosen.shown.erase(std::unique(chosen.shown.begin(), chosen.shown.end()), chosen.shown.end());

  std::vector<CategoryFilter> filters = model.view.category_filters;
  const auto same = [&](const CategoryFilter& filter) { return filter.column == column->name; };
  filters.erase(std::remove_if(filters.begin(), filters.end(), same), filters.end());
  const auto after = [&](const CategoryFilter& filter) { return filter.column > column->name; };
  filters.insert(std::find_if(filters.begin(), filters.end(), after), std::move(chosen));
  actions.commands.push_back(SetFilters{std::move(filters)});
}

/// True when the rows of the matrix are classes of the column.
bool names_classes(const StatisticsReport& report, const Column& column) {
  const auto is_class = [&](const std::string& name) {
    return std::find(column.categories.begin(), column.categories.end(), name) !=
           column.categories.end();
  };
  return !report.group_names.empty() &&
         std::all_of(report.group_names.begin(), report.group_names.end(), is_class);
}

const char* missing_matrix_reason(const StatisticsReport& report, const FrameModel& model) {
  if (!report.verdict) return "No matrix by class: no neuron is chosen.";
  const std::optional<std::uint32_t> column = model.neurons.find(ColumnRole::CellClass);
  if (!column || !model.neurons.has(*column)) {
    return "No matrix by class yet: the classes are still loading.";
  }
  if (model.statistics_stale) return "No matrix by class yet: it is being counted.";
  return "No matrix by class: this dataset has too many classes for one.";
}

/// Of the shown neurons of each group of the matrix, the share that is selected; empty when none
/// is. O(neurons).
std::vector<double> selected_shares(const StatisticsReport& report, const FrameModel& model) {
  const std::optional<std::uint32_t> column = model.neurons.find(ColumnRole::CellClass);
  if (model.view.selection.empty() || !column || !model.neurons.has(*column)) return {};
  const std::span<const std::uint16_t> codes = model.neurons.codes(*column);
  const std::vector<std::string>& names = model.neurons.columns()[*column].categories;
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
  for (const std::string& group : report.group_names) {
    const auto code =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), group) - names.begin());
    const bool any = code < names.size() && shown[code] > 0;
    shares.push_back(any ? static_cast<double>(selected[code]) / shown[code] : 0);
  }
  return shares;
}

/// One of the matrices, what it is called, and its largest value in words.
struct MatrixKind {
  const char* name;
  const HeatMap* map;
  std::string largest;
};

std::array<MatrixKind, 6> matrix_kinds(const StatisticsReport& report) {
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

void class_matrix(const StatisticsReport& report, const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (!model.manifest.column(ColumnRole::CellClass)) {
    caption("This dataset has no column of cell classes, so there is no matrix by class.", colors);
    return;
  }
  // The worker counts one group, "all", while there are no classes that it could group by.
  if (!names_classes(report, *model.manifest.column(ColumnRole::CellClass))) {
    caption(missing_matrix_reason(report, model), colors);
    return;
  }
  ImGui::TextUnformatted("Class by class");
  validity_line(&report, palette(model.dark), model.scale);
  const std::array<MatrixKind, 6> kinds = matrix_kinds(report);
  // Not tabs: six do not fit beside each other. Which one is shown belongs to the window, as with
  // tabs.
  int& shown = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("matrix shown"), 0);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (ImGui::BeginCombo("##matrix", kinds[static_cast<std::size_t>(shown)].name)) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (ImGui::Selectable(kinds[i].name, i == static_cast<std::size_t>(shown))) {
        shown = static_cast<int>(i);
      }
    }
    ImGui::EndCombo();
  }
  const MatrixKind& kind = kinds[static_cast<std::size_t>(shown)];
  const std::vector<double> selected = selected_shares(report, model);
  const HeatMapUse use{kCellHint, selected, &actions};
  const std::optional<HeatClick> click =
      draw_heat_map(*kind.map, kind.largest.c_str(), colors, model.scale, use);
  chart_buttons(*kind.map, model.scale, actions);
  // Said with and without a selection: what is below must not move under a click that selects.
  caption("Marks beside classes: the share of the shown neurons that is selected.", colors);
  python_button({PythonPart::Classes}, model, actions);
  if (click) press_cell(report, *click, model, actions);
}

/// How many selected neurons each bar has.
std::vector<std::uint64_t> selected_by_bar(const HistogramChart& chart,
                                           const std::vector<std::uint32_t>& by_degree) {
  std::vector<std::uint64_t> bars(chart.bars.size(), 0);
  for (std::size_t degree = 0; degree < by_degree.size(); ++degree) {
    // Of numbers that have changed a moment ago there may be more.
    if (const std::size_t bar = degree / chart.bin_width; bar < bars.size()) {
      bars[bar] += by_degree[degree];
    }
  }
  return bars;
}

void degree_histogram(const StatisticsReport& report, bool inputs, const FrameModel& model,
                      Actions& actions) {
  const HistogramChart& chart = inputs ? report.in_degree : report.out_degree;
  std::vector<std::uint64_t> selected;
  if (const SelectedDegrees* const degrees = model.selected_degrees) {
    selected = selected_by_bar(chart, inputs ? degrees->in : degrees->out);
  }
  const std::optional<BarRange> pressed =
      draw_histogram(chart, palette(model.dark), model.scale,
                     {selected, model.statistics_can_select ? kBarHint : nullptr, &actions});
  if (pressed) {
    actions.requests.push_back(SelectDegrees{inputs, pressed->first * chart.bin_width,
                                             (pressed->last + 1) * chart.bin_width - 1,
                                             ImGui::GetIO().KeyShift});
  }
  if (!chart.bars.empty()) chart_buttons(chart, model.scale, actions);
}

/// The degrees as cumulative shares, and in synapses.
void more_distributions(const StatisticsReport& report, const FrameModel& model, Actions& actions) {
  if (!ImGui::CollapsingHeader("Cumulative shares, and in synapses")) return;
  const Palette colors = palette(model.dark);
  if (report.cumulative_degree.points.size() > 1) {
    draw_line_chart(report.cumulative_degree, colors, model.scale);
    chart_buttons(report.cumulative_degree, model.scale, actions);
  }
  for (const HistogramChart* chart :
       {&report.in_strength, &report.out_strength, &report.synapses_per_connection}) {
    draw_histogram(*chart, colors, model.scale, {{}, nullptr, &actions});
    if (!chart->bars.empty()) chart_buttons(*chart, model.scale, actions);
  }
}

}  // namespace

void statistics_panel(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  scope_choice(model, actions);
  if (model.view.statistics_sides.usual() &&
      model.view.statistics_scope == StatisticsScope::Neighborhood && !model.selected) {
    wrapped("Click a neuron to see the statistics of its neighborhood.", colors.muted);
    return;
  }
  if (model.statistics == nullptr) {
    wrapped("Counting starts when the first connections have arrived …", colors.muted);
    return;
  }
  const StatisticsReport& report = *model.statistics;
  const bool partial = report.tiles_missing > 0;
  if (partial) {
    wrapped("Partial: " + with_separators(report.tiles_total - report.tiles_missing) + " of " +
                counted(report.tiles_total, "tile") +
                " loaded. Counts are too low until the rest is here.",
            colors.warn);
  } else if (model.statistics_stale) {
    wrapped("Counting again for the new choice …", colors.warn);
  }
  const std::size_t first_request = actions.requests.size();
  const bool grey = partial || model.statistics_stale;
  if (grey) ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 0.55f);
  verdict_line(report, model);
  ImGui::Separator();
  statistic_lines("Counts", report.lines, colors, model.scale, actions);
  ImGui::SameLine();
  python_button({PythonPart::Counts}, model, actions);
  ImGui::Separator();
  class_matrix(report, model, actions);
  ImGui::Separator();
  validity_line(&report, colors, model.scale);
  for (const bool inputs : {true, false}) degree_histogram(report, inputs, model, actions);
  more_distributions(report, model, actions);
  python_button({PythonPart::Degrees}, model, actions);
  ImGui::Separator();
  motifs_section(model, actions);
  structure_section(model, actions);
  comparison_section(model, actions);
  robustness_section(model, actions);
  experiment_section(model, actions);
  sites_section(model, actions);
  if (grey) ImGui::PopStyleVar();
  ImGui::Separator();
  distance_section(model, actions);
  chance_section(model, actions);
  note_validity(report, first_request, actions);
}

}  // namespace cnx
