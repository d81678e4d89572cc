#pragma once
// region_overlay.h — borders between regions as dashed lines: tentative, and seen to be.

#include <imgui.h>

#include "app/app.h"
#include "app/overlay_space.h"

namespace cnx {

/// Around the volume's top and, fainter, its bottom, with uprights where a border ends. Nothing
/// where the view hides them or there are none. `viewport` in pixels of the list.
void draw_region_borders(ImDrawList& list, const App& app, const CameraFrame& frame,
                         const ViewportRect& viewport, float scale);
/// The names of the regions at the top, where there is room for them. `ground`: what the scene is
/// drawn on.
void draw_region_names(ImDrawList& list, const App& app, const CameraFrame& frame,
                       const ViewportRect& viewport, float scale, Color ground,
                       OverlaySpace& space);

}  // namespace cnx
