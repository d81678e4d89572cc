#include "ui/edge_map_part.h"

#include <imgui.h>

#include <string>

#include "report/edge_map_report.h"
#include "report/numbers.h"
#include "report/statistic_columns.h"
#include "ui/charts.h"
#include "ui/export_menu.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// What is on its way or waits to be asked for.
void progress(const EdgeMapAnswer& answer, const FrameModel& model, Actions& actions) {
  if (answer.fetching) {
    if (job_progress(true, false, false, answer.share_done,
                     "Fetching " + bytes_text(answer.bytes_total), model, actions)) {
      actions.requests.push_back(StopEdgeMap{});
    }
  } else if (answer.large) {
    if (button(("Fetch " + bytes_text(answer.bytes_missing) + " and map").c_str())) {
      actions.requests.push_back(FetchEdgeMap{});
    }
  } else if (job_progress(answer.running, answer.stopped, !answer.report, answer.share_done,
                          "Mapping", model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopEdgeMap{}) : Request(FetchEdgeMap{}));
  }
}

}  // namespace

void edge_map_part(const FrameModel& model, Actions& actions) {
  if (model.edge_map == nullptr) return;
  const Palette colors = palette(model.dark);
  const EdgeMapAnswer& answer = *model.edge_map;
  wrapped("Inputs near the edge of the volume");
  ImGui::PushID("edge map");
  if (!model.view.edge_map) {
    const std::string bytes =
        answer.bytes_missing > 0 ? " (fetch " + bytes_text(answer.bytes_missing) + ")" : "";
    if (button(("Map them" + bytes + "###map").c_str())) {
      actions.commands.push_back(SetEdgeMap{true});
      actions.requests.push_back(FetchEdgeMap{});
    }
    ImGui::PopID();
    return;
  }
  progress(answer, model, actions);
  if (answer.report && !answer.report->why_not.empty()) {
    caption(answer.report->why_not, colors);
  } else if (answer.report) {
    const EdgeMapReport& report = *answer.report;
    validity_line(model.statistics, colors, model.scale);
    statistic_lines("Inputs near the edge", report.lines, colors, model.scale, actions);
    draw_histogram(report.fractions, colors, model.scale);
    chart_buttons(report.fractions, model.scale, actions);
    for (const HeatMap* map : {&report.shares, &report.synapses}) {
      wrapped(map->title);
      const std::string most =
          map == &report.shares ? percent_text(map->max_value) : short_number(map->max_value);
      draw_heat_map(*map, most.c_str(), colors, model.scale);
      chart_buttons(*map, model.scale, actions);
    }
    ImGui::TextUnformatted("The map, bin by bin");
    csv_button(report.bins, actions);
    ImGui::SameLine();
    each_neuron_button(model, actions);
    ImGui::SameLine();
    python_button({PythonPart::EdgeMap}, model, actions);
    const bool colored = model.view.color_by == kOuterColumn;
    if (button("Color neurons by it", !colored)) {
      actions.commands.push_back(SetColorBy{kOuterColumn});
    }
    caption(kEdgeMapCaveat, colors);
  }
  if (button("No map")) actions.commands.push_back(SetEdgeMap{false});
  ImGui::PopID();
}

}  // namespace cnx
