#include "ui/sites_section.h"

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/matrix_section.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

void limits(const FrameModel& model, Actions& actions) {
  SitesState wanted = model.view.sites;
  wanted.near_um =
      number_choice("Near the soma", {10, 20, 30, 50, 75, 100}, wanted.near_um, " µm", model.scale);
  wanted.clump_um =
      number_choice("Clumped within", {5, 10, 15, 20, 30}, wanted.clump_um, " µm", model.scale);
  if (wanted != model.view.sites) actions.commands.push_back(SetSites{wanted});
}

/// What is on its way or waits to be asked for.
void progress(const SitesAnswer& answer, const FrameModel& model, Actions& actions) {
  const std::string missing = bytes_text(answer.bytes_missing);
  if (answer.fetching) {
    const std::string doing = "Fetching " + bytes_text(answer.bytes_total);
    if (job_progress(true, false, false, answer.share_done, doing, model, actions)) {
      actions.requests.push_back(StopSites{});
    }
  } else if (answer.bytes_missing > 0 && !answer.stopped) {
    wrapped("The synapses of these neurons are not here yet.", palette(model.dark).muted);
    if (ImGui::Button(("Fetch " + missing + " and count").c_str())) {
      actions.requests.push_back(FetchSites{});
    }
  } else if (job_progress(answer.running, answer.stopped, !answer.report, answer.share_done,
                          "Counting", model, actions)) {
    actions.requests.push_back(answer.running ? Request(StopSites{}) : Request(FetchSites{}));
  }
}

constexpr const char* kBlockHint =
    "A click, or Enter, draws the sizes of this block below, and takes them away again.";

/// Where a block is in the matrices.
std::optional<HeatClick> place_of(const SitesReport& report,
                                  const std::optional<GroupBlock>& block) {
  if (!block) return std::nullopt;
  const auto at = [&](const std::string& name) {
    return static_cast<std::uint32_t>(
        std::find(report.classes.begin(), report.classes.end(), name) - report.classes.begin());
  };
  return HeatClick{at(block->pre), at(block->post)};
}

/// The sizes of the block that is chosen.
void chosen_block(const SitesReport& report, const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const std::optional<GroupBlock>& block = model.view.sites.block;
  if (report.block_sizes.empty()) return;
  if (!block) return caption("A click on a block of the matrix draws its sizes.", colors);
  const std::optional<HistogramChart> chart = block_histogram(report, *block);
  if (!chart) {
    return caption(
        "The block that is chosen, " + block->pre + " to " + block->post + ", has no synapse here.",
        colors);
  }
  distribution(*chart, "block", model, actions);
}

void matrix(const SitesReport& report, const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const float scale = model.scale;
  if (report.matrices.empty()) return;
  const auto count = static_cast<int>(report.matrices.size());
  int& shown = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("shown"), 0);
  shown = std::min(shown, count - 1);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (begin_list("##shown", report.matrices[static_cast<std::size_t>(shown)].title)) {
    for (int i = 0; i < count; ++i) {
      if (ImGui::Selectable(report.matrices[static_cast<std::size_t>(i)].title.c_str(),
                            i == shown)) {
        shown = i;
      }
    }
    ImGui::EndCombo();
  }
  const HeatMap& map = report.matrices[static_cast<std::size_t>(shown)];
  const auto largest =
      std::max_element(map.cells.begin(), map.cells.end(),
                       [](const HeatCell& a, const HeatCell& b) { return a.value < b.value; });
  const SitesState& now = model.view.sites;
  HeatMapUse use;
  if (!report.block_sizes.empty()) {
    use = {kBlockHint, {}, {}, &actions, place_of(report, now.block)};
  }
  const auto click = draw_heat_map(map, largest == map.cells.end() ? "" : largest->text.c_str(),
                                   colors, scale, use);
  chart_buttons(map, scale, actions);
  if (click) {
    SitesState changed = now;
    changed.block = GroupBlock{report.classes[click->row], report.classes[click->column]};
    if (changed.block == now.block) changed.block.reset();
    actions.commands.push_back(SetSites{std::move(changed)});
  }
  chosen_block(report, model, actions);
}

}  // namespace

void sites_section(const FrameModel& model, Actions& actions) {
  if (model.sites == nullptr) return;
  const bool open = model.view.sites.open;
  ImGui::SetNextItemOpen(open);
  if (folding_header("Synapses one by one") != open) {
    SitesState changed = model.view.sites;
    changed.open = !open;
    actions.commands.push_back(SetSites{changed});
  }
  if (!open) return;
  const Palette colors = palette(model.dark);
  const SitesAnswer& answer = *model.sites;
  wrapped("How large synapses are, and where on the neurons that receive them they lie.");
  limits(model, actions);
  ImGui::PushID("sites");
  group_choice(model, actions);
  progress(answer, model, actions);
  if (answer.report && !answer.report->why_not.empty()) {
    wrapped(answer.report->why_not, colors.muted);
  } else if (answer.report) {
    const SitesReport& report = *answer.report;
    validity_line(model.statistics, colors, model.scale);
    if (!report.partial.empty()) wrapped(report.partial, colors.warn);
    statistic_lines("Synapses one by one", report.lines, colors, model.scale, actions);
    for (const HistogramChart* chart : {&report.sizes, &report.distances}) {
      if (!chart->bars.empty()) distribution(*chart, chart->title.c_str(), model, actions);
    }
    if (!report.by_distance.points.empty() || !report.by_distance.other.empty()) {
      draw_line_chart(report.by_distance, colors, model.scale);
      caption("How wide the bins are, and which set is beside, is chosen under By distance.",
              colors);
      chart_buttons(report.by_distance, model.scale, actions);
    }
    matrix(report, model, actions);
    ImGui::TextUnformatted("All numbers by group");
    ImGui::PushID("blocks");
    csv_button(report.blocks, actions);
    ImGui::PopID();
    caption(kSitesCaveat, colors);
    python_button({PythonPart::Synapses}, model, actions);
  }
  ImGui::PopID();
}

}  // namespace cnx
