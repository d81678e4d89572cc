#include "ui/robustness_section.h"

#include <imgui.h>

#include <string>

#include "report/matrix_columns.h"
#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/edge_map_part.h"
#include "ui/export_menu.h"
#include "ui/inference_sections.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// How many labels are right, and what follows.
void labels_part(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const RobustnessReport& report = model.robustness->report;
  wrapped(kWrongLabels);
  const std::uint32_t current = label_accuracy(model.view, model.neurons);
  if (report.labels || current == 0) {
    const auto words = [](std::uint32_t percent) {
      return percent == 0 ? "?" : std::to_string(percent) + " %";
    };
    const std::string label = list_label("of the labels are right", 90 * model.scale);
    if (begin_list(label.c_str(), words(current))) {
      for (const std::uint32_t percent : {50u, 60u, 70u, 77u, 85u, 90u, 95u, 99u}) {
        if (ImGui::Selectable(words(percent).c_str(), percent == current)) {
          actions.commands.push_back(SetLabelAccuracy{percent});
        }
      }
      ImGui::EndCombo();
    }
    hint(
        "77 % is the published accuracy of the cell classes of MICrONS v117, and of no other "
        "column.",
        model.scale);
  }
  caption(report.labels_sentence, colors);
  if (!report.labels) return;
  draw_heat_map(*report.labels, ("±" + percent_text(report.labels->max_value)).c_str(), colors,
                model.scale);
  chart_buttons(*report.labels, model.scale, actions);
  ImGui::SameLine();
  python_button({PythonPart::Labels}, model, actions);
}

/// The cells of the class matrix and the bins of distance of a sweep.
void sweep_parts(const SweepParts& parts, const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (parts.cells) {
    draw_heat_map(*parts.cells, percent_text(parts.cells->max_value).c_str(), colors, model.scale);
    chart_buttons(*parts.cells, model.scale, actions);
  }
  if (!parts.cells_why_not.empty()) caption(parts.cells_why_not, colors);
  if (parts.bins) number_table(*parts.bins, "bins", colors, actions);
}

/// The border: what it takes from the statistics, and from the neurons.
void erosion_part(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const RobustnessReport& report = model.robustness->report;
  if (!report.erosion) {
    wrapped("Without the rim of the volume");
    caption(report.erosion_sentence, colors);
    return;
  }
  ImGui::PushID("erosion");
  draw_sweep(*report.erosion, colors, model.scale);
  chart_buttons(*report.erosion, model.scale, actions);
  sweep_parts(report.erosion_parts, model, actions);
  draw_line_chart(report.partners, colors, model.scale);
  chart_buttons(report.partners, model.scale, actions);
  caption(report.erosion_sentence, colors);
  python_button({PythonPart::Erosion}, model, actions);
  ImGui::PopID();
}

}  // namespace

void robustness_section(const FrameModel& model, Actions& actions) {
  if (model.robustness == nullptr) return;
  ImGui::SetNextItemOpen(model.view.robustness_open);
  if (folding_header("Robustness") != model.view.robustness_open) {
    actions.commands.push_back(SetRobustnessOpen{!model.view.robustness_open});
  }
  if (!model.view.robustness_open) return;
  const Palette colors = palette(model.dark);
  const RobustnessAnswer& answer = *model.robustness;
  const RobustnessReport& report = answer.report;
  wrapped("Would these numbers be the same if the network had been cut another way?");
  const std::uint32_t thresholds = number_choice("Least numbers of synapses", {5, 10, 20, 50},
                                                 model.view.thresholds, "", model.scale);
  if (thresholds != model.view.thresholds) actions.commands.push_back(SetThresholds{thresholds});
  ImGui::PushID("robustness");
  InferenceState more = model.view.inference;
  measure_choices(more, model, actions);
  if (more != model.view.inference) actions.commands.push_back(SetInference{more});
  const bool nothing_yet =
      report == RobustnessReport{} && !waits_for_sizes(model.view.inference, model.sizes);
  if (job_progress(answer.running, answer.stopped, nothing_yet, answer.share_done,
                   std::string("Counting ") + answer.counting, model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopRobustness{})
                                              : Request(ResumeRobustness{}));
  }
  if (!report.thresholds_why_not.empty()) caption(report.thresholds_why_not, colors);
  if (report.thresholds) {
    validity_line(model.statistics, colors, model.scale);
    caption(kStabilityRule, colors);
    draw_sweep(*report.thresholds, colors, model.scale);
    chart_buttons(*report.thresholds, model.scale, actions);
    sweep_parts(report.thresholds_parts, model, actions);
    python_button({PythonPart::Thresholds}, model, actions);
  }
  if (!report.labels_sentence.empty()) labels_part(model, actions);
  if (!report.erosion_sentence.empty()) erosion_part(model, actions);
  edge_map_part(model, actions);
  ImGui::PopID();
}

}  // namespace cnx
