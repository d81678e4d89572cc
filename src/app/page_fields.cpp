#include "app/page_fields.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <nlohmann/json.hpp>

#include "query/query_text.h"

namespace cnx {
namespace {

/// What stands in the empty query line: something that this dataset answers.
std::string query_example(const Manifest& manifest) {
  const auto column = manifest.column(ColumnRole::CellClass);
  std::string example = "Query, like  ";
  if (column != nullptr && !column->categories.empty()) {
    example += "class = " + query_name(column->categories.front(), true) + " and ";
  }
  return example + "upstream of selected";
}

}  // namespace

void PageFields::update(App& app, const ViewportRect& viewport, float scale,
                        BrowserPlatform& platform) {
  if (!app.has_dataset()) return;
  // A sheet or a menu of the canvas would lie under the field.
  const bool covered = is_open(app.view(), Panel::About) || app.cheat_sheet() ||
                       !ImGui::GetCurrentContext()->OpenPopupStack.empty();
  nlohmann::ordered_json state;
  state["visible"] = !covered && app.neurons_complete() && viewport.width > 120 * scale;
  state["x"] = viewport.x / scale;
  const float line_px = kQueryLinePx * app.text_scale();
  state["y"] = viewport.y / scale - line_px;
  state["width"] = viewport.width / scale;
  state["height"] = line_px;
  state["text_scale"] = app.text_scale();
  state["dark"] = app.dark();
  state["query"] = app.query_text();
  state["query_example"] = query_example(app.manifest());
  state["query_note"] = app.query_waits() ? "The answer is on its way: it follows connections, "
                                            "which are still loading or being searched."
                                          : "";
  const std::string text =
      state.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (text != written_) {
    written_ = text;
    platform.write_fields(text);
  }
  for (const PageRequest& request : app.take_page_requests()) {
    platform.ask_page(request.name, request.argument);
  }
}

}  // namespace cnx
