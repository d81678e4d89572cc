#include "app/depth_ruler.h"

#include <algorithm>
#include <cmath>
#include <glm/vec4.hpp>
#include <optional>
#include <string>

#include "app/overlay.h"
#include "app/overlay_space.h"
#include "report/numbers.h"

namespace cnx {

void draw_depth_ruler(ImDrawList& list, const App& app, const CameraFrame& frame,
                      const ViewportRect& viewport, float scale, Color ground, bool over_data,
                      OverlaySpace& space) {
  constexpr std::int32_t kMaxPitchMdeg = 60'000;
  if (!app.neurons_complete() || !app.y_is_depth()) return;
  if (std::abs(app.camera().pitch_mdeg) > kMaxPitchMdeg) return;
  const Manifest& manifest = app.manifest();
  const auto center = app.neurons().center_nm();
  const auto um = [&](std::size_t axis, bool high) {
    const auto nm = high ? manifest.max_nm[axis] : manifest.min_nm[axis];
    return static_cast<float>((static_cast<double>(nm) - center[axis]) / 1000);
  };
  const CameraMatrices matrices = camera_matrices(app.camera(), frame);
  const auto project = [&](float x, float y, float z) -> std::optional<ImVec2> {
    const glm::vec4 clip = matrices.clip_from_um * glm::vec4(x, y, z, 1);
    if (clip.w <= 0) return std::nullopt;
    return ImVec2(viewport.x + (clip.x / clip.w * 0.5f + 0.5f) * viewport.width,
                  viewport.y + (0.5f - clip.y / clip.w * 0.5f) * viewport.height);
  };
  // The leftmost of the four upright edges, where nothing else is.
  const float top = um(1, false), bottom = um(1, true);
  std::optional<ImVec2> best;
  float edge_x = 0, edge_z = 0;
  for (unsigned corner = 0; corner < 4; ++corner) {
    const float x = um(0, (corner & 1) != 0), z = um(2, (corner & 2) != 0);
    const auto at = project(x, (top + bottom) / 2, z);
    if (at && (!best || at->x < best->x)) {
      best = at;
      edge_x = x;
      edge_z = z;
    }
  }
  const auto first = project(edge_x, top, edge_z), last = project(edge_x, bottom, edge_z);
  if (!best || !first || !last) return;
  const float length_px = std::abs(last->y - first->y);
  const double extent = bottom - top;
  if (length_px < 60 * scale || !(extent > 0)) return;
  const double step_um = scale_bar_um(std::max(extent * 90 * scale / length_px, 1e-3));

  const ImU32 ink = app.dark() ? IM_COL32(0xeb, 0xee, 0xf2, 210) : IM_COL32(0x19, 0x1e, 0x24, 210);
  // Numbers stand to the left of their line; where that would cut them, to its right, over the
  // picture.
  const float gap = 10 * scale;
  const std::string widest = short_number(step_um * std::floor(extent / step_um)) + " \xc2\xb5m";
  const bool left =
      std::min(first->x, last->x) - ImGui::CalcTextSize(widest.c_str()).x - gap >= viewport.x;
  if (!left && !over_data) return;
  list.PushClipRect(ImVec2(viewport.x, viewport.y),
                    ImVec2(viewport.x + viewport.width, viewport.y + viewport.height));
  const ImU32 paper = IM_COL32(ground >> 16 & 255, ground >> 8 & 255, ground & 255, 200);
  // Takes its place with the tick beside it. A number that has none is left out, or it would be
  // read under something else.
  const float pad = 2 * scale;
  const auto label = [&](ImVec2 at, const std::string& text) {
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const ImVec2 from(left ? at.x - size.x - gap : at.x + gap, at.y - size.y / 2);
    const ImVec2 to(from.x + size.x, from.y + size.y);
    // Close to the upper and lower edge of the view a number may lack its margin, not its digits.
    if (!space.claim({ImVec2(left ? from.x : at.x, from.y), ImVec2(left ? at.x : to.x, to.y)})) {
      return;
    }
    list.AddLine(ImVec2(at.x + (left ? -6 : 6) * scale, at.y), at, ink, scale);
    if (!left) list.AddRectFilled(from, to, paper, 2 * scale);
    list.AddText(from, ink, text.c_str());
  };
  list.AddLine(*first, *last, ink, scale);
  for (int i = 0; i * step_um <= extent; ++i) {
    const double depth_um = i * step_um;
    const auto at = project(edge_x, static_cast<float>(top + depth_um), edge_z);
    if (at) label(*at, short_number(depth_um) + (i == 0 ? " \xc2\xb5m" : ""));
  }
  // With large text there may be no room: the numbers alone have to say it.
  const ImVec2 title = ImGui::CalcTextSize("depth");
  const ImVec2 at(std::max(first->x - title.x / 2, viewport.x + 4 * scale),
                  first->y - 1.5f * title.y - scale);  // above the first number
  if (space.claim({ImVec2(at.x - pad, at.y), ImVec2(at.x + title.x + pad, at.y + title.y)})) {
    list.AddText(at, ink, "depth");
  }
  // Others may cross the line where the view is dense, but not stand on it.
  space.take({ImVec2(std::min(first->x, last->x) - pad, std::min(first->y, last->y)),
              ImVec2(std::max(first->x, last->x) + pad, std::max(first->y, last->y))});
  list.PopClipRect();
}

}  // namespace cnx
