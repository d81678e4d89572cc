#include "ui/inference_sections.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "report/numbers.h"
#include "report/partners_report.h"
#include "ui/charts.h"
#include "ui/charts_inference.h"
#include "ui/export_menu.h"
#include "ui/matrix_section.h"
#include "ui/set_choice.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/validity_line.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// A header that opens and closes through the view, so that a link restores it.
bool section_header(const char* title, InferenceSection section, const FrameModel& model,
                    Actions& actions) {
  const bool open = model.view.inference.is_open(section);
  ImGui::SetNextItemOpen(open);
  if (folding_header(title) != open) {
    InferenceState changed = model.view.inference;
    changed.open ^= static_cast<std::uint8_t>(section);
    actions.commands.push_back(SetInference{changed});
  }
  return open;
}

/// A drop-down list of numbered words; the number that was chosen, or `current`.
template <std::size_t n>
std::size_t choice(const char* label, const std::array<const char*, n>& words, std::size_t current,
                   const FrameModel& model) {
  std::size_t chosen = current;
  const float width = std::min(ImGui::GetContentRegionAvail().x * 0.62f, 240 * model.scale);
  if (begin_list(list_label(label, width).c_str(), words[current])) {
    for (std::size_t i = 0; i < n; ++i) {
      if (ImGui::Selectable(words[i], i == current)) chosen = i;
    }
    ImGui::EndCombo();
  }
  return chosen;
}

/// What other neurons are matched by: the groups, or a column of numbers.
void match_choice(std::string& name, const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  const std::optional<std::uint32_t> before = match_column(columns, name);
  const float width = std::min(ImGui::GetContentRegionAvail().x * 0.62f, 240 * model.scale);
  const std::string label = list_label("Matched by", width);
  const std::string now = before ? column_title(columns[*before]) : "group";
  if (!begin_list(label.c_str(), now, ImGuiComboFlags_HeightLarge)) return;
  if (ImGui::Selectable("group", !before)) name.clear();
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    const bool position = columns[c].role == ColumnRole::PositionX ||
                          columns[c].role == ColumnRole::PositionY ||
                          columns[c].role == ColumnRole::PositionZ;
    const bool made_up = position && model.manifest.layout != Layout::Soma;
    if (!can_be_matched(columns[c]) || made_up) continue;
    ImGui::PushID(static_cast<int>(c));
    if (ImGui::Selectable(column_title(columns[c]).c_str(), before == c)) {
      name = columns[c].name;
      if (!model.neurons.has(c)) actions.requests.push_back(NeedColumn{c});
    }
    ImGui::PopID();
  }
  ImGui::EndCombo();
}

/// How far a job is, or what it waits for. True when there is a result to show.
template <typename Report>
bool progress_line(const InferenceAnswer<Report>& answer, InferenceSection section,
                   const FrameModel& model, Actions& actions) {
  ImGui::PushID(static_cast<int>(section));
  const bool waits =
      model.statistics == nullptr || model.statistics->tiles_missing > 0 || model.statistics_stale;
  if (job_progress(answer.running, answer.stopped, waits, answer.share_done, "Counting", model,
                   actions)) {
    actions.requests.push_back(answer.running ? Request(StopInference{section})
                                              : Request(ResumeInference{section}));
  }
  ImGui::PopID();
  return answer.report.has_value();
}

/// The sizes of synapses, and what it takes that they are here.
void size_choice(InferenceState& wanted, const FrameModel& model, Actions& actions,
                 bool has_synapses) {
  const bool has_size = model.manifest.synapse_shape.has_size;
  if (!has_size && !wanted.sizes) return;
  const bool needed = has_size && has_synapses;
  const std::uint64_t left = model.loading.synapse_bytes_left;
  const bool fetches = needed && !wanted.sizes && left > 0;
  const std::string label =
      "Single synapses too" + (fetches ? " (fetch " + bytes_text(left) + ")" : "");
  if (wrapped_checkbox((label + "###sizes").c_str(), &wanted.sizes) && fetches) {
    actions.requests.push_back(LoadAllSizes{});
  }
  hint(
      "Mean and median size of the clefts in voxels, the share near the soma, the share clumped; "
      "needs all tiles of synapses",
      model.scale);
  if (!needed || !wanted.sizes || fetches) return;
  const Palette colors = palette(model.dark);
  switch (model.sizes) {
    case SizesEverywhere::Here: break;
    case SizesEverywhere::NotAsked:
      caption("Sizes and places of synapses are left out: not all of them are here.", colors);
      if (button(("Fetch all synapses (" + bytes_text(left) + ")###fetch sizes").c_str())) {
        actions.requests.push_back(LoadAllSizes{});
      }
      break;
    case SizesEverywhere::Coming: {
      std::uint64_t total = 0;
      for (const TileEntry& tile : model.manifest.family(TileKind::Synapses)->tiles) {
        total += tile.bytes;
      }
      const float share = static_cast<float>(total - left) / static_cast<float>(total);
      if (job_progress(true, false, false, share, "Fetching " + bytes_text(total), model,
                       actions)) {
        wanted.sizes = false;
      }
      break;
    }
    case SizesEverywhere::Missing:
      wrapped("Sizes and places of synapses are left out: " + bytes_text(left) +
                  " of them cannot be had.",
              colors.warn);
      break;
  }
}

}  // namespace

void measure_choices(InferenceState& wanted, const FrameModel& model, Actions& actions,
                     bool has_synapses, bool has_cells) {
  const float scale = model.scale;
  group_choice(wanted, model, actions);
  wrapped_checkbox("Motifs of three neurons too", &wanted.triads);
  wrapped_checkbox("Directed simplices too", &wanted.simplices);
  hint("By dimension, 2 and up; in a dense network it takes very long", scale);
  wrapped_checkbox("Connections in simplices too", &wanted.participation);
  hint("By the largest directed simplex that holds them; takes as long as simplices", scale);
  wrapped_checkbox("Largest core and components too", &wanted.structure);
  wrapped_checkbox("Spread of degrees, rich club too", &wanted.degrees);
  hint("How unequal degrees are, and the density among the 10 % and 1 % of highest degree", scale);
  wrapped_checkbox("Shared partners too", &wanted.shared);
  hint("Of connected pairs and of others; takes longer than motifs", scale);
  wrapped_checkbox("Distance of connected somata too", &wanted.lengths);
  wrapped_checkbox("Fall with distance too", &wanted.distance);
  hint("b of the fit by distance, and the probability in each of its bins; looks at all pairs",
       scale);
  if (has_cells) wrapped_checkbox("Cells of the class matrix too", &wanted.classes);
  size_choice(wanted, model, actions, has_synapses);
}

void distance_section(const FrameModel& model, Actions& actions) {
  if (model.distance == nullptr) return;
  if (!section_header("By distance", InferenceSection::Distance, model, actions)) return;
  const Palette colors = palette(model.dark);
  InferenceState wanted = model.view.inference;
  static constexpr std::array<const char*, 5> kMeasures = {
      "between somata", "lateral (x, z)", "in depth (y)", "post at larger y", "post at smaller y"};
  wanted.measure = static_cast<ProfileMeasure>(
      choice("Distance", kMeasures, static_cast<std::size_t>(wanted.measure), model));
  wanted.bin_um =
      number_choice("Bins", {5, 10, 20, 50, 100, 200}, wanted.bin_um, " µm", model.scale);
  set_choice("Beside", "no other set", wanted.beside, model);
  if (wanted != model.view.inference) actions.commands.push_back(SetInference{wanted});

  if (!progress_line(*model.distance, InferenceSection::Distance, model, actions)) return;
  validity_line(model.statistics, colors, model.scale);
  if (model.beside != nullptr) {
    wrapped("Beside: " + model.beside->words + ", " + counted(model.beside->neurons, "neuron") +
            ", the connections among them");
    validity_line(model.beside->verdict, model.beside->proofreading, colors, model.scale);
  }
  const DistanceReport& report = *model.distance->report;
  if (model.distance->running) ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 0.55f);
  if (!report.probability.title.empty()) {
    draw_line_chart(report.probability, colors, model.scale);
    chart_buttons(report.probability, model.scale, actions);
  }
  for (const std::string& sentence : report.sentences) caption(sentence, colors);
  if (!report.synapses.points.empty() || !report.synapses.other.empty()) {
    draw_line_chart(report.synapses, colors, model.scale);
    chart_buttons(report.synapses, model.scale, actions);
  }
  python_button({PythonPart::Distance}, model, actions);
  if (model.distance->running) ImGui::PopStyleVar();
}

void chance_section(const FrameModel& model, Actions& actions) {
  if (model.chance == nullptr) return;
  if (!section_header("Against chance", InferenceSection::Chance, model, actions)) return;
  const Palette colors = palette(model.dark);
  InferenceState wanted = model.view.inference;
  static constexpr std::array<const char*, 6> kModels = {
      "random connections", "random within groups", "rewired, degrees kept",
      "shuffled targets",   "by distance",          "other neurons"};
  wanted.model = static_cast<ChanceModel>(
      choice("Controls", kModels, static_cast<std::size_t>(wanted.model), model));
  if (wanted.model == ChanceModel::Neurons) match_choice(wanted.match, model, actions);
  wanted.controls = number_choice("Number", {19, 99, 199, 999}, wanted.controls, "", model.scale);
  // They have the cells of the class matrix in any case.
  measure_choices(wanted, model, actions, wanted.model == ChanceModel::Neurons, false);
  if (ImGui::Button("Other random numbers")) ++wanted.seed;
  ImGui::SameLine();
  ImGui::TextDisabled("seed %u", model.view.inference.seed);
  if (wanted != model.view.inference) actions.commands.push_back(SetInference{wanted});

  if (!progress_line(*model.chance, InferenceSection::Chance, model, actions)) return;
  validity_line(model.statistics, colors, model.scale);
  const ChanceReport& report = *model.chance->report;
  for (const std::string& sentence : report.sentences) caption(sentence, colors);
  if (report.controls.rows.empty()) return;
  draw_controls(report.controls, colors, model.scale);
  chart_buttons(report.controls, model.scale, actions);
  ImGui::SameLine();
  python_button({PythonPart::Nulls}, model, actions);
  if (!report.analyzable.rows.empty()) {
    draw_controls(report.analyzable, colors, model.scale);
    chart_buttons(report.analyzable, model.scale, actions);
  }
  for (const LineChart& profile : report.profiles) {
    draw_line_chart(profile, colors, model.scale);
    chart_buttons(profile, model.scale, actions);
  }
  for (const HeatMap& map : report.maps) {
    if (map.cells.size() < 2) continue;
    wrapped(map.title);
    draw_heat_map(map, short_number(map.max_value).c_str(), colors, model.scale);
    chart_buttons(map, model.scale, actions);
  }
}

}  // namespace cnx
