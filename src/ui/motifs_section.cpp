#include "ui/motifs_section.h"

#include <imgui.h>

#include <optional>
#include <string>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/export_menu.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {

void motifs_section(const FrameModel& model, Actions& actions) {
  if (model.motifs == nullptr) return;
  ImGui::SetNextItemOpen(model.view.motifs_open);
  if (folding_header("Motifs") != model.view.motifs_open) {
    actions.commands.push_back(SetMotifsOpen{!model.view.motifs_open});
  }
  if (!model.view.motifs_open) return;
  const Palette colors = palette(model.dark);
  const MotifsAnswer& answer = *model.motifs;
  if (answer.running) {
    const std::string text = std::string("Counting ") + answer.counting;
    ImGui::ProgressBar(answer.share_done, ImVec2(-1, 0), text.c_str());
    if (ImGui::Button("Stop counting")) actions.requests.push_back(StopMotifs{});
  } else if (answer.stopped) {
    caption("Stopped. What was counted before stays.", colors);
    if (ImGui::Button("Count on")) actions.requests.push_back(ResumeMotifs{});
  } else if (!answer.report.simplices) {
    waiting_line(model, actions);
  }
  const MotifsReport& report = answer.report;
  if (report.triads) validity_line(model.statistics, colors, model.scale);
  statistic_lines("Triangles and clustering", report.lines, colors, model.scale, actions);
  const ChanceReport* const chance =
      model.chance != nullptr && model.chance->report ? &*model.chance->report : nullptr;
  for (const NamedBars& chart : motif_charts(report, chance)) {
    draw_named_bars(chart, colors, model.scale);
    chart_buttons(chart, model.scale, actions);
  }
  if (report.triads && chance == nullptr) {
    caption("Beside them the random controls, once Against chance has counted motifs or simplices.",
            colors);
  }
  if (report.triads) number_table(*report.triads, "triads", colors, actions);
  const auto table = [&](const std::optional<Table>& numbers, const char* id) {
    if (numbers) number_table(*numbers, id, colors, actions);
  };
  table(report.simplices, "simplices");
  table(report.simplices_analyzable, "simplices analyzable");
  table(report.connections, "connections");
  table(report.connections_analyzable, "connections analyzable");
  if (!report.caveat.empty()) caption(report.caveat, colors);
  if (report.triads) {
    each_neuron_button(model, actions);
    ImGui::SameLine();
    python_button({PythonPart::Triads, PythonPart::Simplices, PythonPart::Participation}, model,
                  actions);
  }
}

}  // namespace cnx
