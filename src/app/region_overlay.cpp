#include "app/region_overlay.h"

#include <glm/vec4.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ui/dashed_line.h"
#include "ui/theme.h"

namespace cnx {
namespace {

/// From micrometres of the world to pixels of the list; none behind the camera.
struct Projection {
  glm::mat4 clip_from_um;
  ViewportRect viewport;

  std::optional<ImVec2> operator()(float x, float y, float z) const {
    const glm::vec4 clip = clip_from_um * glm::vec4(x, y, z, 1);
    if (clip.w <= 0) return std::nullopt;
    return ImVec2(viewport.x + (clip.x / clip.w * 0.5f + 0.5f) * viewport.width,
                  viewport.y + (0.5f - clip.y / clip.w * 0.5f) * viewport.height);
  }
};

/// Names at their places; where one would cover that of a larger region, or anything else, it is
/// left out.
void draw_names(ImDrawList& list, const App& app, const Projection& project, float top, float scale,
                Color ground, OverlaySpace& space) {
  const Palette colors = palette(app.dark());
  const ImU32 paper = IM_COL32(ground >> 16 & 255, ground >> 8 & 255, ground & 255, 240);
  const auto& names = app.regions().column(app.neurons()).categories;
  for (const RegionPlace& place : app.regions().borders()->places) {
    const auto at = project(place.x_um, top, place.z_um);
    if (!at) continue;
    const std::string& name = names[place.code];
    const ImVec2 size = ImGui::CalcTextSize(name.c_str());
    const float pad = 3 * scale;
    const OverlayBox box{ImVec2(at->x - size.x / 2 - pad, at->y - size.y / 2),
                         ImVec2(at->x + size.x / 2 + pad, at->y + size.y / 2)};
    if (!space.claim(box)) continue;
    list.AddRectFilled(box.low, box.high, paper, 3 * scale);
    list.AddText(ImVec2(box.low.x + pad, box.low.y), colors.text, name.c_str());
  }
}

}  // namespace

void draw_region_names(ImDrawList& list, const App& app, const CameraFrame& frame,
                       const ViewportRect& viewport, float scale, Color ground,
                       OverlaySpace& space) {
  if (app.regions().borders() == nullptr || !app.view().show_region_borders) return;
  const double top_nm = static_cast<double>(app.manifest().min_nm[1]);
  const auto top = static_cast<float>((top_nm - app.neurons().center_nm()[1]) / 1000);
  draw_names(list, app, {camera_matrices(app.camera(), frame).clip_from_um, viewport}, top, scale,
             ground, space);
}

void draw_region_borders(ImDrawList& list, const App& app, const CameraFrame& frame,
                         const ViewportRect& viewport, float scale) {
  const RegionBorders* const regions = app.regions().borders();
  if (regions == nullptr || !app.view().show_region_borders) return;
  const Projection project{camera_matrices(app.camera(), frame).clip_from_um, viewport};
  const auto y_um = [&](std::int64_t nm) {
    return static_cast<float>((static_cast<double>(nm) - app.neurons().center_nm()[1]) / 1000);
  };
  const float top = y_um(app.manifest().min_nm[1]), bottom = y_um(app.manifest().max_nm[1]);
  const auto ink = [&](int alpha) {
    return app.dark() ? IM_COL32(0xeb, 0xee, 0xf2, alpha) : IM_COL32(0x19, 0x1e, 0x24, alpha);
  };
  std::vector<ImVec2> points;
  const auto draw = [&](int alpha) {
    draw_dashed(list, points, ink(alpha), 1.5f * scale, scale);
    points.clear();
  };
  for (const RegionBorder& border : regions->borders) {
    const auto& curve = border.x_z_um;
    for (const bool high : {true, false}) {
      for (const auto& [x, z] : curve) {
        if (const auto at = project(x, high ? top : bottom, z)) {
          points.push_back(*at);
        } else {
          draw(high ? 230 : 110);
        }
      }
      draw(high ? 230 : 110);
    }
    if (curve.front() == curve.back()) continue;
    for (const auto& [x, z] : {curve.front(), curve.back()}) {
      for (const float y : {top, bottom}) {
        if (const auto at = project(x, y, z)) points.push_back(*at);
      }
      draw(110);
    }
  }
}

}  // namespace cnx
