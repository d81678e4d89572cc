#include "ui/structure_section.h"

#include <imgui.h>

#include <string>

#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/matrix_section.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {

void structure_section(const FrameModel& model, Actions& actions) {
  if (model.structure == nullptr) return;
  ImGui::SetNextItemOpen(model.view.structure_open);
  if (folding_header("Structure") != model.view.structure_open) {
    actions.commands.push_back(SetStructureOpen{!model.view.structure_open});
  }
  if (!model.view.structure_open) return;
  const Palette colors = palette(model.dark);
  const StructureAnswer& answer = *model.structure;
  ImGui::PushID("structure");
  group_choice(model, actions);
  if (job_progress(answer.running, answer.stopped, !answer.report, answer.share_done,
                   answer.report ? "Rewiring" : "Counting", model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopStructure{})
                                              : Request(ResumeStructure{}));
  }
  if (answer.report) {
    const StructureReport& report = *answer.report;
    validity_line(model.statistics, colors, model.scale);
    statistic_lines("Structure", report.lines, colors, model.scale, actions);
    distribution(report.cores, "cores", model, actions);
    const auto shared = [&](const NamedBars& bars, const Table& table, const char* id) {
      draw_named_bars(bars, colors, model.scale);
      if (!bars.bars.empty()) chart_buttons(bars, model.scale, actions);
      if (!table.rows.empty()) number_table(table, id, colors, actions);
    };
    shared(report.shared_bars, report.shared, "shared");
    shared(report.shared_bars_analyzable, report.shared_analyzable, "shared analyzable");
    for (const LineChart* club : {&report.rich_club, &report.rich_club_analyzable}) {
      if (club->points.empty()) continue;
      draw_line_chart(*club, colors, model.scale);
      chart_buttons(*club, model.scale, actions);
    }
    caption(report.caveat, colors);
    each_neuron_button(model, actions);
    ImGui::SameLine();
    python_button({PythonPart::Structure}, model, actions);
  }
  ImGui::PopID();
}

}  // namespace cnx
