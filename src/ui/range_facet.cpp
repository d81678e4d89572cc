// range_facet.cpp — a numeric column: its histogram and the limits between which neurons show.

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {

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
  if (const std::optional<ShareRange> dragged = draw_mini_histogram(
          facet.histogram, (facet.min - facet.column_min) / width,
          (facet.max - facet.column_min) / width, palette(model.dark), model.scale)) {
    low = facet.column_min + dragged->from * width;
    high = facet.column_min + dragged->to * width;
    if (whole) {
      low = std::round(low);
      high = std::round(high);
    }
    changed = true;
  }
  hint("Drag across the bars to choose a range.", model.scale);

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
  caption(short_number(facet.column_min) + " to " + short_number(facet.column_max) +
              " in all neurons; neurons without a number are hidden by a range.",
          palette(model.dark));
}

}  // namespace cnx
