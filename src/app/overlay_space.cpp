#include "app/overlay_space.h"

#include <imgui_internal.h>

#include "ui/panels.h"

namespace cnx {

bool OverlaySpace::is_free(const OverlayBox& box) const {
  if (box.low.x < view_.low.x || box.low.y < view_.low.y || box.high.x > view_.high.x ||
      box.high.y > view_.high.y) {
    return false;
  }
  for (const OverlayBox& other : taken_) {
    if (box.low.x < other.high.x && other.low.x < box.high.x && box.low.y < other.high.y &&
        other.low.y < box.high.y) {
      return false;
    }
  }
  return true;
}

bool OverlaySpace::claim(const OverlayBox& box) {
  if (!is_free(box)) return false;
  take(box);
  return true;
}

std::optional<ImVec2> OverlaySpace::claim_somewhere(ImVec2 size, const OverlayBox& inside,
                                                    float right_top, float pad) {
  constexpr float kSteps = 64;  // from end to end: fine enough that no gap is missed for long
  const auto claims = [&](float x, float y) {
    return claim({ImVec2(x - pad, y - pad), ImVec2(x + size.x + pad, y + size.y + pad)});
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
