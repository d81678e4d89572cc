#include "app/page_fields.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "base/json.h"
#include "ui/query_strip.h"

namespace cnx {

void PageFields::update(App& app, const ViewportRect& viewport, float scale,
                        BrowserPlatform& platform) {
  if (!app.has_dataset()) return;
  const float line_px = kQueryLinePx * app.text_scale();  // CSS pixels
  const ViewportRect strip{viewport.x, viewport.y - line_px * scale, viewport.width,
                           line_px * scale};
  // A sheet or a menu of the canvas would lie under the field; the canvas shows its words then.
  const bool covered = is_open(app.view(), Panel::About) || app.cheat_sheet() ||
                       !ImGui::GetCurrentContext()->OpenPopupStack.empty();
  Json state;
  state["visible"] = !covered && app.neurons_complete() && viewport.width > 120 * scale;
  // For a tooltip as well, but not away from those who type in it.
  state["lets_through"] = strip_is_covered(strip);
  state["x"] = viewport.x / scale;
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
  const std::string text = state.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text != written_) {
    written_ = text;
    platform.write_fields(text);
  }
  for (const PageRequest& request : app.take_page_requests()) {
    platform.ask_page(request.name, request.argument);
  }
}

}  // namespace cnx
