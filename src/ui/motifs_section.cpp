#include "ui/motifs_section.h"

#include <imgui.h>

#include <string>

#include "report/numbers.h"
#include "ui/export_menu.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {

void number_table(const Table& table, const char* id, const Palette& colors, Actions& actions) {
  ImGui::TextUnformatted(table.title.c_str());
  caption(table.caption, colors);
  const auto columns = static_cast<int>(table.columns.size());
  if (ImGui::BeginTable(id, columns, ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingStretchProp)) {
    for (const TableColumn& column : table.columns) ImGui::TableSetupColumn(column.title.c_str());
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (int c = 0; c < columns; ++c) {
      ImGui::TableSetColumnIndex(c);
      const TableColumn& column = table.columns[static_cast<std::size_t>(c)];
      if (column.numeric) {
        text_right(column.title);
      } else {
        ImGui::TextUnformatted(column.title.c_str());
      }
    }
    for (const auto& row : table.rows) {
      ImGui::TableNextRow();
      for (int c = 0; c < columns; ++c) {
        ImGui::TableSetColumnIndex(c);
        const TableCell& cell = row[static_cast<std::size_t>(c)];
        if (table.columns[static_cast<std::size_t>(c)].numeric) {
          text_right(cell.text);
        } else {
          ImGui::TextUnformatted(cell.text.c_str());
        }
      }
    }
    ImGui::EndTable();
  }
  csv_button(table, actions);
}

void motifs_section(const FrameModel& model, Actions& actions) {
  if (model.motifs == nullptr) return;
  ImGui::SetNextItemOpen(model.view.motifs_open);
  if (ImGui::CollapsingHeader("Motifs") != model.view.motifs_open) {
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
    wrapped("Counting starts when all connections of these neurons are here.", colors.muted);
  }
  const MotifsReport& report = answer.report;
  for (const StatisticLine& line : report.lines) statistic_line(line, colors, model.scale);
  if (report.triads) number_table(*report.triads, "triads", colors, actions);
  if (report.simplices) number_table(*report.simplices, "simplices", colors, actions);
  if (!report.caveat.empty()) caption(report.caveat, colors);
}

}  // namespace cnx
