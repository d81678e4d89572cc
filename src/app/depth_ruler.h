#pragma once
// depth_ruler.h — cortical depth along an edge of the volume, in micrometres below the smallest y.

#include <imgui.h>

#include "app/app.h"
#include "app/overlay_space.h"

namespace cnx {

/// Nothing where y is not cortical depth or one looks along it. `viewport` in pixels of the list,
/// `ground` what the scene is drawn on. Numbers for which `space` has no room are left out; all of
/// it where they would have to stand over the data and may not.
void draw_depth_ruler(ImDrawList& list, const App& app, const CameraFrame& frame,
                      const ViewportRect& viewport, float scale, Color ground, bool over_data,
                      OverlaySpace& space);

}  // namespace cnx
