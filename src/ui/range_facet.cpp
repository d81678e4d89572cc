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
  std::string head = column_title(column);
  if (filtered) head += " · " + short_number(facet.min) + " to " + short_number(facet.max);
  head += "###range";
  if (!ImGui::CollapsingHeader(head.c_str())) return;

  const double width = facet.column_max - facet.column_min;
  if (!std::isfinite(width)) {
    caption("No neuron has a number here.", palette(model.dark));
    return;
  }
  if (!(width > 0)) {
    caption("Every neuron has " + short_number(facet.column_min) + ".", palette(model.dark));
    return;
  }
  draw_mini_histogram(facet.histogram, (facet.min - facet.column_min) / width,
                      (facet.max - facet.column_min) / width, palette(model.dark), model.scale);

  const bool whole = column.kind == ColumnKind::Integer;
  const char* const format = whole ? "%.0f" : "%.5g";
  const float speed = static_cast<float>(std::max(width / 300, whole ? 0.05 : 1e-12));
  double low = facet.min, high = facet.max;
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  ImGui::SetNextItemWidth(half);
  bool changed = ImGui::DragScalar("##lowest", ImGuiDataType_Double, &low, speed, &facet.column_min,
                                   &high, format, ImGuiSliderFlags_AlwaysClamp);
  hint("Lowest value that is shown. Drag, or double-click to type.", model.scale);
  ImGui::SameLine();
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
