// viewport_overlays.cpp — what lies over the 3-D view: notes, the legend of the colors, what to do
// when nothing is shown, and the name of the neuron under the pointer.

#include <imgui.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "report/numbers.h"
#include "report/view_words.h"
#include "ui/chart_keys.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

constexpr std::size_t kLegendEntries = 12;
constexpr float kAxesPx = 128;  // what they take at the upper right (app/overlay.cpp)

constexpr ImGuiWindowFlags kOverlay =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_AlwaysAutoResize;

/// The bar of colors, and the numbers at its ends. The colors end at the outermost half percent of
/// the values: "≥" says that there are values beyond.
void numeric_scale(const FrameModel& model) {
  const ColorLegend& legend = model.legend;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = 180 * model.scale, height = 10 * model.scale;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::size_t steps = legend.colors.size() - 1;
  if (steps == 0) {
    list.AddRectFilled(at, ImVec2(at.x + width, at.y + height), from_rgb(legend.colors[0]));
  }
  for (std::size_t i = 0; i < steps; ++i) {
    const float from = at.x + width * static_cast<float>(i) / static_cast<float>(steps);
    const float to = at.x + width * static_cast<float>(i + 1) / static_cast<float>(steps);
    const ImU32 left = from_rgb(legend.colors[i]), right = from_rgb(legend.colors[i + 1]);
    list.AddRectFilledMultiColor(ImVec2(from, at.y), ImVec2(to, at.y + height), left, right, right,
                                 left);
  }
  ImGui::Dummy(ImVec2(width, height));
  const TextColor muted(palette(model.dark).muted);
  const LegendEnds ends = legend_ends(model);
  ImGui::TextUnformatted(ends.min.c_str());
  ImGui::SameLine();
  ImGui::SetCursorScreenPos(ImVec2(at.x + width - ImGui::CalcTextSize(ends.max.c_str()).x,
                                   ImGui::GetCursorScreenPos().y));
  ImGui::TextUnformatted(ends.max.c_str());
}

/// How many lines of classes there is room for.
struct ClassRoom {
  std::size_t lines = 1;
  bool below_volume = false;  // and it ends above them
};
ClassRoom class_room(const FrameModel& model, float viewport_height) {
  constexpr float kFewLines = 4;  // fewer would name too few classes
  const float line = ImGui::GetTextLineHeight() + 2 * model.scale;
  const auto fit = [&](float height) {
    return static_cast<std::size_t>(std::max(1.0f, height / line));
  };
  if (is_compact(model)) {
    // Without the title, the line that says how many more there are, and the window's margins.
    const float below =
        viewport_height - model.volume_bottom_px - 2 * line - (kToolbarPx + 24) * model.scale;
    if (below >= kFewLines * line) return {fit(below), true};
  }
  // The lines above and below, the selection tools, the window's own margins; the axes are above,
  // and what the lines of a selected neuron mean.
  const float others =
      3 * line + (kToolbarPx + 32 + kAxesPx + (model.selected ? 90.0f : 0.0f)) * model.scale;
  const float share = is_compact(model) ? 0.25f : 0.5f;  // a phone's screen is for the neurons
  return {fit(std::min(viewport_height * share, viewport_height - others)), false};
}

/// A class with its color. A click shows it alone, and all again; it stands out while the pointer
/// rests on it.
void category_color(const FrameModel& model, std::uint32_t column, std::size_t code, bool alone,
                    const std::string& words, Actions& actions) {
  const Column& of_dataset = model.neurons.columns()[column];
  swatch(model.legend.colors[code], model.scale);
  ImGui::PushID(static_cast<int>(code));
  if (ImGui::Selectable((words + "###legend").c_str(), false, 0,
                        ImVec2(ImGui::CalcTextSize(words.c_str()).x, 0))) {
    std::optional<std::vector<std::string>> shown;
    if (!alone) shown = {of_dataset.categories[code]};
    actions.commands.push_back(SetCategoryFilter{of_dataset.name, shown});
  }
  if (ImGui::IsItemHovered()) {
    actions.requests.push_back(HighlightCategory{column, static_cast<std::uint32_t>(code)});
  }
  hint(alone ? "Click to show all" : "Click to show only these", model.scale);
  ImGui::PopID();
}

/// Classes that are shown, as many as there is room for; on a phone in two columns, where these are
/// below the volume, little wider than the title, or a small part of the view.
void category_colors(const FrameModel& model, std::uint32_t column, float title_px,
                     ViewportRect viewport, Actions& actions) {
  const std::vector<std::string>& names = model.neurons.columns()[column].categories;
  const std::vector<std::size_t> codes = legend_codes(model, column);
  std::vector<std::string> words;
  float widest = 0;
  for (std::size_t i = 0; i < std::min(codes.size(), kLegendEntries); ++i) {
    const std::string& name = names[codes[i]];
    words.push_back(ellipsized(name.empty() ? "(empty)" : name, 160 * model.scale));
    widest = std::max(widest, ImGui::CalcTextSize(words.back().c_str()).x);
  }
  const float gap = 16 * model.scale, swatch_px = 16 * model.scale;
  const ClassRoom room = class_room(model, viewport.height);
  const float widest_px =
      std::max(viewport.width * (room.below_volume ? 0.6f : 0.25f), 1.25f * title_px);
  const bool two = is_compact(model) && 2 * (widest + swatch_px) + gap < widest_px;
  const std::size_t most = std::min(words.size(), two ? 2 * room.lines : room.lines);
  const std::size_t lines = two ? (most + 1) / 2 : most;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing,
                      ImVec2(ImGui::GetStyle().ItemSpacing.x, 2 * model.scale));
  for (std::size_t first = 0; first < most; first += lines) {
    if (first > 0) ImGui::SameLine(0, gap);
    ImGui::BeginGroup();
    for (std::size_t i = first; i < std::min(first + lines, most); ++i) {
      category_color(model, column, codes[i], codes.size() == 1, words[i], actions);
    }
    ImGui::EndGroup();
  }
  if (codes.size() > most) {
    ImGui::TextDisabled("and %s more", with_separators(codes.size() - most).c_str());
  }
  ImGui::PopStyleVar();
}

}  // namespace

std::vector<std::size_t> legend_codes(const FrameModel& model, std::uint32_t column) {
  const std::size_t names = model.neurons.columns()[column].categories.size();
  const auto facet = std::find_if(model.facets.begin(), model.facets.end(),
                                  [&](const Facet& one) { return one.column == column; });
  std::vector<std::size_t> codes;
  for (std::size_t code = 0; code < std::min(names, model.legend.colors.size()); ++code) {
    const bool is_seen =
        facet == model.facets.end() || (facet->shown[code] != 0 && facet->counts.after[code] > 0);
    if (is_seen) codes.push_back(code);
  }
  return codes;
}

LegendEnds legend_ends(const FrameModel& model) {
  LegendEnds ends{short_number(model.legend.min), short_number(model.legend.max)};
  for (const RangeFacet& facet : model.range_facets) {
    if (model.neurons.columns()[facet.column].name != model.legend.column) continue;
    if (facet.column_min < model.legend.min) ends.min = "≤ " + ends.min;
    if (facet.column_max > model.legend.max) ends.max = "≥ " + ends.max;
  }
  return ends;
}

void notes_strip(const FrameModel& model, ViewportRect viewport, Actions& actions) {
  if (model.notes.empty()) return;
  const float margin = 8 * model.scale;
  const float width = std::max(1.0f, viewport.width - 2 * margin);
  ImGui::SetNextWindowPos(ImVec2(viewport.x + margin, viewport.y + margin));
  ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, viewport.height * 0.5f));
  if (ImGui::Begin("notes", nullptr, kOverlay)) {
    // The window wraps its text at the width that it has been given, not at what it needs.
    const float text_width = width - 2 * ImGui::GetStyle().WindowPadding.x;
    for (const std::string& note : model.notes) wrapped_at(note, text_width);
    if (ImGui::Button("Dismiss")) actions.requests.push_back(DismissNotes{});
    const ImVec2 at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + 4 * model.scale, at.y + size.y),
                                              palette(model.dark).warn);
  }
  ImGui::End();
}

void color_legend(const FrameModel& model, ViewportRect viewport, Actions& actions) {
  const ColorLegend& legend = model.legend;
  if (legend.colors.empty() || viewport.height < 160 * model.scale) return;
  if (viewport.width < 240 * model.scale) return;  // it would cover the neurons
  // The filters show the same colors beside their names.
  const bool filters_seen =
      is_open(model.view, Panel::Filters) &&
      (!is_compact(model) || model.view.panels == static_cast<std::uint8_t>(Panel::Filters));
  if (!legend.numeric && legend.categories.empty() && filters_seen) return;
  const float margin = 12 * model.scale;
  const float below = kToolbarPx * model.scale;  // the selection tools
  // At the right: the numbers of the depth are at the left.
  ImGui::SetNextWindowPos(
      ImVec2(viewport.x + viewport.width - margin, viewport.y + viewport.height - below),
      ImGuiCond_Always, ImVec2(1, 1));
  ImGui::SetNextWindowBgAlpha(0.8f);  // neurons behind it are still to be seen
  // Where nothing is to be clicked the pointer goes through it: a drag still turns the view.
  const bool clickable = !legend.numeric && legend.categories.empty();
  if (ImGui::Begin("legend", nullptr,
                   clickable ? kOverlay : kOverlay | ImGuiWindowFlags_NoInputs)) {
    const TextSize small(kSmallTextPx);
    const std::optional<std::uint32_t> column = model.neurons.find(legend.column);
    ImGui::TextUnformatted(
        (column ? column_title(model.neurons.columns()[*column]) : legend.column).c_str());
    const float title_px = ImGui::GetItemRectSize().x;
    if (legend.numeric) {
      numeric_scale(model);
    } else if (column) {
      category_colors(model, *column, title_px, viewport, actions);
    } else {
      for (std::size_t i = 0; i < std::min(legend.categories.size(), kLegendEntries); ++i) {
        swatch(legend.colors[i], model.scale);
        ImGui::TextUnformatted(ellipsized(legend.categories[i], 160 * model.scale).c_str());
      }
    }
  }
  ImGui::End();
}

void empty_view(const FrameModel& model, ViewportRect viewport, Actions& actions) {
  const bool loading = !model.loading.neurons_complete;
  if (!loading && model.shown_count > 0) return;
  ImGui::SetNextWindowPos(ImVec2(viewport.x + viewport.width / 2, viewport.y + viewport.height / 2),
                          ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  if (ImGui::Begin("empty view", nullptr, kOverlay)) {
    if (loading && model.loading.positions_failed) {
      const float width = std::min(360 * model.scale, viewport.width - 48 * model.scale);
      wrapped_at("No neuron can be shown: their positions did not load.", width);
      wrapped_at(failure_sentence(model.loading), width);
      if (ImGui::Button("Retry")) actions.requests.push_back(RetryFailedTiles{});
    } else if (loading) {
      ImGui::TextUnformatted(
          ("Loading " + counted(model.manifest.neuron_count, "neuron") + " …").c_str());
    } else if (model.manifest.neuron_count == 0) {
      ImGui::TextUnformatted("This dataset has no neurons.");
    } else {
      ImGui::TextUnformatted(slab_words(model.view, model.manifest.layout).empty()
                                 ? "No neuron passes these filters"
                                 : "No neuron in this slice passes the filters");
      if (ImGui::Button("Clear filters")) actions.commands.push_back(ClearFilters{});
    }
  }
  ImGui::End();
}

void hover_tooltip(const FrameModel& model) {
  if (!model.hovered || ImGui::GetIO().WantCaptureMouse || keyboard_points()) return;
  const NeuronIndex neuron = *model.hovered;
  std::string kind;
  for (const ColumnRole role : {ColumnRole::CellClass, ColumnRole::Region}) {
    const std::optional<std::uint32_t> column = model.neurons.find(role);
    if (!column || !model.neurons.has(*column)) continue;
    kind += (kind.empty() ? "" : " · ") + model.neurons.text(*column, neuron);
  }
  if (!ImGui::BeginTooltip()) return;
  if (!kind.empty()) ImGui::TextUnformatted(kind.c_str());
  ImGui::TextUnformatted(neuron_name(model.neurons, neuron).c_str());
  {
    const TextSize small(kSmallTextPx);
    // With a tool a click selects nothing.
    ImGui::TextDisabled("%s", model.tool != SelectionTool::None ? "drag to select; Esc for clicks"
                              : model.selected == neuron        ? "selected"
                                                                : "click to select");
  }
  ImGui::EndTooltip();
}

}  // namespace cnx
