#include "ui/query_strip.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "query/query_facets.h"
#include "query/query_text.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {

std::string query_example(const Manifest& manifest) {
  const auto column = manifest.column(ColumnRole::CellClass);
  std::string example = "Query, like  ";
  if (column != nullptr && !column->categories.empty()) {
    example += "class = " + query_name(column->categories.front(), true) + " and ";
  }
  return example + "upstream of selected";
}

void query_strip(const FrameModel& model, ViewportRect strip) {
  // As web/style.css has it: margins of 10 and 6, and inside of the field 11 more.
  const float scale = model.scale;
  const ImVec2 low(strip.x + 10 * scale, strip.y + 6 * scale);
  const ImVec2 high(strip.x + strip.width - 10 * scale, strip.y + strip.height - 6 * scale);
  const float room = high.x - low.x - 22 * scale;
  if (room < 20 * scale || !model.loading.neurons_complete) return;
  const Palette colors = palette(model.dark);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, colors.raised, 5 * scale);
  list.AddRect(low, high, colors.border, 5 * scale);
  if (!model.whole) return;
  const std::string typed = joined_query(model.in_force, model.neurons);
  const std::string text = ellipsized(typed.empty() ? query_example(model.manifest) : typed, room);
  list.AddText(ImVec2(low.x + 11 * scale, (low.y + high.y - ImGui::GetTextLineHeight()) / 2),
               typed.empty() ? colors.muted : colors.text, text.c_str());
}

bool strip_is_covered(ViewportRect strip) {
  constexpr ImGuiWindowFlags kOver = ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_Popup;
  for (const ImGuiWindow* const window : ImGui::GetCurrentContext()->Windows) {
    if (!window->Active || window->Hidden || (window->Flags & kOver) == 0) continue;
    if (window->Pos.x < strip.x + strip.width && strip.x < window->Pos.x + window->Size.x &&
        window->Pos.y < strip.y + strip.height && strip.y < window->Pos.y + window->Size.y) {
      return true;
    }
  }
  return false;
}

}  // namespace cnx
