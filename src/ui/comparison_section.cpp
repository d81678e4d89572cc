#include "ui/comparison_section.h"

#include <imgui.h>

#include <string>
#include <variant>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/inference_sections.h"
#include "ui/set_choice.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr const char* kLetters[] = {"A", "B"};

/// "40 neurons"; of a block "40 sending neurons, 31 receiving"
std::string sides_words(const ComparisonAnswer::Side& side) {
  if (!side.receiving) return counted(side.neurons, "neuron");
  return counted(side.neurons, "sending neuron") + ", " + with_separators(*side.receiving) +
         " receiving";
}

void choices(const FrameModel& model, Actions& actions) {
  ComparisonState wanted = model.view.comparison;
  constexpr const char* kOwn = "its own neurons";
  bool changed = set_choice("A", "the selection", wanted.a, model);
  changed |= set_choice("A onto", kOwn, wanted.a_onto, model);
  changed |= set_choice("B", "all other neurons", wanted.b, model);
  changed |= set_choice("B onto", kOwn, wanted.b_onto, model);
  if (changed) actions.commands.push_back(SetComparisonState{wanted});
}

void sides(const ComparisonAnswer& answer, const Palette& colors, float scale) {
  for (std::size_t side = 0; side < 2; ++side) {
    const ComparisonAnswer::Side& told = answer.sides[side];
    wrapped(std::string(kLetters[side]) + ": " + told.words + ", " + sides_words(told));
    validity_line(told.verdict, told.proofreading, colors, scale);
  }
}

}  // namespace

std::string comparison_validity(const ComparisonAnswer& answer) {
  std::string text;
  for (std::size_t side = 0; side < 2; ++side) {
    if (side > 0) text += " ";
    text += std::string(kLetters[side]) + ", " + answer.sides[side].words + ": " +
            verdict_word(answer.sides[side].verdict) + ": " + answer.sides[side].proofreading;
  }
  return text;
}

void comparison_section(const FrameModel& model, Actions& actions) {
  if (model.comparison == nullptr) return;
  const bool open = model.view.comparison.open;
  ImGui::SetNextItemOpen(open);
  if (folding_header("A against B") != open) {
    ComparisonState changed = model.view.comparison;
    changed.open = !open;
    actions.commands.push_back(SetComparisonState{changed});
  }
  if (!open) return;
  const Palette colors = palette(model.dark);
  const ComparisonAnswer& answer = *model.comparison;
  const std::size_t first_request = actions.requests.size();
  choices(model, actions);
  ImGui::PushID("comparison");
  InferenceState wanted = model.view.inference;
  measure_choices(wanted, model, actions);
  if (wanted != model.view.inference) actions.commands.push_back(SetInference{wanted});
  if (job_progress(answer.running, answer.stopped,
                   !answer.report && !waits_for_sizes(model.view.inference, model.sizes),
                   answer.share_done, "Dealing out", model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopComparison{})
                                              : Request(ResumeComparison{}));
  }
  if (answer.report && !answer.report->why_not.empty()) {
    wrapped(answer.report->why_not, colors.muted);
    caption("Select neurons, or keep sets of them, and choose here which to compare.", colors);
  } else if (answer.report) {
    const ComparisonReport& report = *answer.report;
    sides(answer, colors, model.scale);
    number_table(report.numbers, "numbers", colors, actions);
    if (!report.permutations.rows.empty()) {
      draw_controls(report.permutations, colors, model.scale);
      chart_buttons(report.permutations, model.scale, actions);
    }
    draw_named_bars(report.effects, colors, model.scale);
    if (!report.effects.bars.empty()) chart_buttons(report.effects, model.scale, actions);
    if (report.cells) {
      draw_heat_map(*report.cells, short_number(report.cells->max_value).c_str(), colors,
                    model.scale);
      chart_buttons(*report.cells, model.scale, actions);
    }
    if (!report.cells_why_not.empty()) caption(report.cells_why_not, colors);
    if (report.bins) number_table(*report.bins, "bins", colors, actions);
    caption(report.caveat, colors);
    python_button({PythonPart::Compare}, model, actions);
  }
  // The files say what the proofreading of these two sets is, not that of the whole panel.
  for (std::size_t i = first_request; i < actions.requests.size(); ++i) {
    if (auto* table = std::get_if<SaveTable>(&actions.requests[i])) {
      table->validity = comparison_validity(answer);
    } else if (auto* chart = std::get_if<SaveChart>(&actions.requests[i])) {
      chart->validity = comparison_validity(answer);
    }
  }
  ImGui::PopID();
}

}  // namespace cnx
