#include "app/overlay_space.h"

#include <imgui_internal.h>

#include <algorithm>

#include "ui/panels.h"

namespace cnx {

namespace {

bool overlap(const OverlayBox& a, const OverlayBox& b) {
  return a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y;
}

bool is_inside(const OverlayBox& box, const OverlayBox& of) {
  return box.low.x >= of.low.x && box.low.y >= of.low.y && box.high.x <= of.high.x &&
         box.high.y <= of.high.y;
}

}  // namespace

bool OverlaySpace::has_whole_data() const { return data_ && is_inside(*data_, view_); }

bool OverlaySpace::is_free(const OverlayBox& box, OverData over) const {
  if (!is_inside(box, view_)) return false;
  if (over == OverData::Refused && data_ && overlap(box, *data_)) return false;
  return std::none_of(taken_.begin(), taken_.end(),
                      [&](const OverlayBox& other) { return overlap(box, other); });
}

bool OverlaySpace::claim(const OverlayBox& box, OverData over) {
  if (!is_free(box, over)) return false;
  take(box);
  return true;
}

std::optional<ImVec2> OverlaySpace::claim_somewhere(ImVec2 size, const OverlayBox& inside,
                                                    float right_top, float pad, OverData over) {
  constexpr float kSteps = 64;  // from end to end: fine enough that no gap is missed for long
  const auto claims = [&](float x, float y) {
    return claim({ImVec2(x - pad, y - pad), ImVec2(x + size.x + pad, y + size.y + pad)}, over);
  };
  const float left = inside.low.x, top = inside.low.y;
  const float right = inside.high.x - size.x, bottom = inside.high.y - size.y;
  if (right < left || bottom < top) return std::nullopt;
  for (float i = 0; i <= kSteps; ++i) {
    const float x = left + (right - left) * i / kSteps;
    if (claims(x, top)) return ImVec2(x, top);
  }
  for (const ImVec2 from : {ImVec2(right, right_top), ImVec2(left, top)}) {
    for (float i = 0; i <= kSteps && from.y <= bottom; ++i) {
      const float y = from.y + (bottom - from.y) * i / kSteps;
      if (claims(from.x, y)) return ImVec2(from.x, y);
    }
  }
  return std::nullopt;
}

OverlaySpace space_beside_windows(const ViewportRect& view) {
  OverlaySpace space(view);
  for (const char* const name : kOverlayWindows) {
    const ImGuiWindow* const window = ImGui::FindWindowByName(name);
    if (window == nullptr || !window->Active) continue;
    space.take(
        {window->Pos, ImVec2(window->Pos.x + window->Size.x, window->Pos.y + window->Size.y)});
  }
  return space;
}

}  // namespace cnx
