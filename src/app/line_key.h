#pragma once
// line_key.h — the key of the overlay: what lines and points are.

#include "app/app.h"
#include "app/overlay_pen.h"

namespace cnx {

/// Beside the data; where there is no room, over it if it `may`, else in fewer words or not at all.
/// `inside`: where it may lie, `right_top` from where on the right.
void draw_line_key(const Pen& pen, const App& app, const OverlayBox& inside, float right_top,
                   bool may, OverlaySpace& space);

}  // namespace cnx
