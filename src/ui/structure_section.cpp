#include "ui/structure_section.h"

#include <imgui.h>

#include <cmath>
#include <string>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {

void structure_section(const FrameModel& model, Actions& actions) {
  if (model.structure == nullptr) return;
  ImGui::SetNextItemOpen(model.view.structure_open);
  if (ImGui::CollapsingHeader("Structure") != model.view.structure_open) {
    actions.commands.push_back(SetStructureOpen{!model.view.structure_open});
  }
  if (!model.view.structure_open) return;
  const Palette colors = palette(model.dark);
  const StructureAnswer& answer = *model.structure;
  ImGui::PushID("structure");
  if (answer.running) {
    const std::string text =
        (answer.report ? "Rewiring: " : "Counting: ") +
        percent_text(std::round(100.0 * static_cast<double>(answer.share_done)) / 100);
    ImGui::ProgressBar(answer.share_done, ImVec2(-1, 0), text.c_str());
    if (ImGui::Button("Stop counting")) actions.requests.push_back(StopStructure{});
  } else if (answer.stopped) {
    caption("Stopped. What was counted before stays.", colors);
    if (ImGui::Button("Count again")) actions.requests.push_back(ResumeStructure{});
  } else if (!answer.report) {
    wrapped("Counting starts when all connections of these neurons are here.", colors.muted);
  }
  if (answer.report && !answer.report->why_not.empty()) {
    wrapped(answer.report->why_not, colors.muted);
  } else if (answer.report) {
    const StructureReport& report = *answer.report;
    validity_line(model.statistics, colors, model.scale);
    for (const StatisticLine& line : report.lines) statistic_line(line, colors, model.scale);
    draw_histogram(report.cores, colors, model.scale);
    if (!report.cores.bars.empty()) chart_buttons(report.cores, model.scale, actions);
    number_table(report.shared, "shared", colors, actions);
    if (!report.rich_club.points.empty()) {
      draw_line_chart(report.rich_club, colors, model.scale);
      chart_buttons(report.rich_club, model.scale, actions);
    }
    caption(report.caveat, colors);
  }
  ImGui::PopID();
}

}  // namespace cnx
