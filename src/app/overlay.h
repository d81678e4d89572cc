#pragma once
// overlay.h — what is drawn over the 3-D view with Dear ImGui's lists: scale bar, axes with the
// direction of the pia, rings around the selected and the hovered soma, the key of the lines.

#include <imgui.h>

#include "app/app.h"
#include "app/overlay_space.h"
#include "app/selection_drag.h"

namespace cnx {

/// Colours of connection lines; 0xRRGGBB. Blue and orange differ for every kind of eye.
inline Color input_line_color(bool dark) { return dark ? 0x56a0ff : 0x0b5fd0; }
inline Color output_line_color(bool dark) { return dark ? 0xff9a3c : 0xc45500; }

/// Call between NewFrame and Render. `viewport` in pixels of the canvas.
void draw_overlay(const App& app, const ViewportRect& viewport, float scale);
/// The same on a list of the caller's, as `frame` sees it, without what only the pointer shows.
/// `space`: what is there already, and then all of it. `ground`: what the scene is drawn on.
void draw_overlay_on(ImDrawList& list, const App& app, const CameraFrame& frame,
                     const ViewportRect& viewport, float scale, Color ground, OverlaySpace& space);

/// The shape that a selection tool draws, over everything else in the 3-D view.
void draw_selection_outline(const SelectionOutline& outline, const ViewportRect& viewport,
                            bool dark, float scale);

/// The length of a scale bar: the largest of 1, 2, 5 times a power of ten, in micrometres, that
/// is at most `max_um`. Precondition: max_um > 0.
double scale_bar_um(double max_um);

}  // namespace cnx
