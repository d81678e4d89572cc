#include "ui/experiment_section.h"

#include <imgui.h>

#include "ui/charts.h"
#include "ui/export_menu.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// What the experimenter decides. Names are their own in the window, so that a test finds them.
void plan(const FrameModel& model, Actions& actions) {
  ExperimentState wanted = model.view.experiment;
  wanted.thickness_um = number_choice("Slice", {50, 100, 200, 300, 400, 500}, wanted.thickness_um,
                                      " µm thick", model.scale);
  wanted.patched = number_choice("Patched", {2, 3, 4, 6, 8, 12, 20, 50}, wanted.patched, " neurons",
                                 model.scale);
  wanted.spread_um =
      number_choice("Spread", {25, 50, 100, 200, 400}, wanted.spread_um, " µm", model.scale);
  hint(
      "How far from the neurons already patched the next one is looked for: the standard "
      "deviation, seen from the side of the slice.",
      model.scale);
  wanted.repeats =
      number_choice("Experiments", {20, 50, 200, 1000}, wanted.repeats, "", model.scale);
  if (ImGui::Button("Run again, in other slices")) ++wanted.seed;
  ImGui::SameLine();
  ImGui::TextDisabled("seed %u", model.view.experiment.seed);
  if (wanted != model.view.experiment) actions.commands.push_back(SetExperiment{wanted});
}

}  // namespace

void experiment_section(const FrameModel& model, Actions& actions) {
  if (model.experiment == nullptr) return;
  const bool open = model.view.experiment.open;
  ImGui::SetNextItemOpen(open);
  if (folding_header("Virtual experiment") != open) {
    ExperimentState changed = model.view.experiment;
    changed.open = !open;
    actions.commands.push_back(SetExperiment{changed});
  }
  if (!open) return;
  const Palette colors = palette(model.dark);
  const ExperimentAnswer& answer = *model.experiment;
  wrapped(
      "What would paired recordings in a slice have said of these neurons? Slices are cut from "
      "the data, neurons in them patched, and every pair is tested.");
  plan(model, actions);
  ImGui::PushID("experiment");
  if (job_progress(answer.running, answer.stopped, !answer.report, answer.share_done, "Patching",
                   model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopExperiment{})
                                              : Request(ResumeExperiment{}));
  }
  if (answer.report && !answer.report->why_not.empty()) {
    wrapped(answer.report->why_not, colors.muted);
  } else if (answer.report) {
    const ExperimentReport& report = *answer.report;
    validity_line(model.statistics, colors, model.scale);
    if (!report.headline.empty()) wrapped(report.headline);
    draw_histogram(report.found, colors, model.scale);
    if (!report.found.bars.empty()) chart_buttons(report.found, model.scale, actions);
    if (!report.numbers.rows.empty()) number_table(report.numbers, "numbers", colors, actions);
    for (const std::string& sentence : report.sentences) caption(sentence, colors);
    caption(kExperimentCaveat, colors);
    python_button({PythonPart::Experiment}, model, actions);
  }
  ImGui::PopID();
}

}  // namespace cnx
