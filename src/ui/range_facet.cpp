// range_facet.cpp — a numeric column: its histogram and the limits between which neurons show.

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "report/numbers.h"
#include "ui/chart_keys.h"
#include "ui/charts.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {

namespace {

/// What of each bar is selected, over the bars that draw_mini_histogram has just drawn.
void draw_selected_share(const RangeFacet& facet, ImVec2 at, const FrameModel& model) {
  if (facet.selected.size() != facet.histogram.size()) return;
  const ImVec2 end = ImGui::GetItemRectMax();
  const float width = (end.x - at.x) / static_cast<float>(facet.histogram.size());
  const float height = end.y - at.y;
  const std::uint32_t highest =
      std::max(1u, *std::max_element(facet.histogram.begin(), facet.histogram.end()));
  for (std::size_t i = 0; i < facet.selected.size(); ++i) {
    if (facet.selected[i] == 0) continue;
    const float tall = std::max(
        1.0f, height * static_cast<float>(facet.selected[i]) / static_cast<float>(highest));
    const float x = at.x + width * static_cast<float>(i);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x, end.y - tall),
                                              ImVec2(x + width - (width > 3 ? 1.0f : 0.0f), end.y),
                                              palette(model.dark).warn);
  }
}

}  // namespace

void range_facet(const RangeFacet& facet, const FrameModel& model, Actions& actions) {
  const Column& column = model.neurons.columns()[facet.column];
  const auto is_this = [&](const RangeFilter& filter) { return filter.column == column.name; };
  const bool filtered =
      std::any_of(model.view.range_filters.begin(), model.view.range_filters.end(), is_this);
  if (!facet_header(column,
                    filtered ? " · " + short_number(facet.min) + " to " + short_number(facet.max)
                             : std::string(),
                    "###range", model)) {
    return;
  }

  const double width = facet.column_max - facet.column_min;
  if (!std::isfinite(width)) {
    caption("No neuron has a number here.", palette(model.dark));
    return;
  }
  if (!(width > 0)) {
    caption("Every neuron has " + short_number(facet.column_min) + ".", palette(model.dark));
    return;
  }
  const bool whole = column.kind == ColumnKind::Integer;
  double low = facet.min, high = facet.max;
  bool changed = false;
  const double low_end = facet.log ? std::log(facet.column_min) : facet.column_min;
  const double axis = facet.log ? std::log(facet.column_max) - low_end : width;
  const auto share_of = [&](double value) {
    return ((facet.log ? std::log(value) : value) - low_end) / axis;
  };
  const auto value_at = [&](double share) {
    const double at = low_end + share * axis;
    const double value = facet.log ? std::exp(at) : at;
    return whole ? std::round(value) : value;
  };
  const ImVec2 histogram_at = ImGui::GetCursorScreenPos();
  std::optional<std::size_t> focused;
  if (const std::optional<BarPress> press =
          draw_mini_histogram(facet.histogram, share_of(facet.min), share_of(facet.max),
                              palette(model.dark), model.scale, focused)) {
    // A drag is a range, of which Shift makes a selection; a click is one bar.
    const bool add = ImGui::GetIO().KeyShift;
    if (press->dragged && !add) {
      low = value_at(press->range.from);
      high = value_at(press->range.to);
      changed = true;
    } else if (press->ended) {
      actions.requests.push_back(SelectBars{facet.column,
                                            static_cast<std::uint32_t>(press->bars.first),
                                            static_cast<std::uint32_t>(press->bars.last), add});
    }
  }
  hint(
      "Drag across the bars to show that range only. Click a bar to select its neurons; Shift + "
      "click or drag adds neurons to the selection.",
      model.scale);
  draw_selected_share(facet, histogram_at, model);
  if (focused) {
    const auto end = [&](std::size_t bar) {
      return short_number(
          value_at(static_cast<double>(bar) / static_cast<double>(facet.histogram.size())));
    };
    std::string text = column.name + " " + end(*focused) + " to " + end(*focused + 1) + ": " +
                       counted(facet.histogram[*focused], "neuron");
    if (facet.selected.size() == facet.histogram.size()) {
      text += ", " + with_separators(facet.selected[*focused]) + " selected";
    }
    if (keyboard_points()) ImGui::SetTooltip("%s", text.c_str());
    actions.requests.push_back(ReadValue{std::move(text)});
  }

  const char* const format = whole ? "%.0f" : "%.5g";
  const float speed = static_cast<float>(std::max(width / 300, whole ? 0.05 : 1e-12));
  const float gap = ImGui::GetStyle().ItemInnerSpacing.x;
  const float words = ImGui::CalcTextSize("from").x + ImGui::CalcTextSize("to").x;
  const float half =
      std::max(20 * model.scale, (ImGui::GetContentRegionAvail().x - words - 3 * gap) / 2);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("from");
  ImGui::SameLine(0, gap);
  ImGui::SetNextItemWidth(half);
  changed = ImGui::DragScalar("##lowest", ImGuiDataType_Double, &low, speed, &facet.column_min,
                              &high, format, ImGuiSliderFlags_AlwaysClamp) ||
            changed;
  hint("Lowest value that is shown. Drag, or double-click to type.", model.scale);
  ImGui::SameLine(0, gap);
  ImGui::TextUnformatted("to");
  ImGui::SameLine(0, gap);
  ImGui::SetNextItemWidth(half);
  changed = ImGui::DragScalar("##highest", ImGuiDataType_Double, &high, speed, &low,
                              &facet.column_max, format, ImGuiSliderFlags_AlwaysClamp) ||
            changed;
  hint("Highest value that is shown. Drag, or double-click to type.", model.scale);
  if (changed && std::isfinite(low) && std::isfinite(high)) {
    if (low > high) std::swap(low, high);
    actions.commands.push_back(SetRangeFilter{column.name, RangeFilter{column.name, low, high}});
  }
  if (button("whole range", filtered)) {
    actions.commands.push_back(SetRangeFilter{column.name, std::nullopt});
  }
  if (facet.column_min > 0) {
    ImGui::SameLine();
    bool log = facet.log;
    if (ImGui::Checkbox("log", &log)) actions.commands.push_back(SetLogColumn{column.name, log});
    hint("Bars of equal width in the logarithm", model.scale);
  }
  caption(short_number(facet.column_min) + " to " + short_number(facet.column_max) +
              " in all neurons; neurons without a number are hidden by a range.",
          palette(model.dark));
}

}  // namespace cnx
