// statistics_panel.cpp — the connectivity of the neurons that are shown, or of the selected
// neuron's neighborhood: every number with its n, and how far the proofreading carries it.

#include <imgui.h>

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
#include "ui/matrix_section.h"
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

constexpr const char* kBarHint =
    "A click, a drag or Enter selects these neurons; with Shift it adds them to the selection.";

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
  if (!folding_header("Cumulative shares, and in synapses")) return;
  const Palette colors = palette(model.dark);
  if (report.cumulative_degree.points.size() > 1) {
    draw_line_chart(report.cumulative_degree, colors, model.scale);
    chart_buttons(report.cumulative_degree, model.scale, actions);
  }
  for (const HistogramChart* chart :
       {&report.in_strength, &report.out_strength, &report.synapses_per_connection}) {
    distribution(*chart, chart->title.c_str(), model, actions);
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
    wrapped(partial_sentence(report.tiles_missing, report.tiles_total), colors.warn);
    if (!why_not_counted(model).empty() && ImGui::Button("Retry")) {
      actions.requests.push_back(RetryFailedTiles{});
    }
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
  if (!report.analyzable.empty()) caption(report.analyzable, colors);
  ImGui::Separator();
  matrix_section(report, model, actions);
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
