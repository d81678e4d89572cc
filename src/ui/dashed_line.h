#pragma once
// dashed_line.h — lines that are seen to be tentative.

#include <imgui.h>

#include <span>

namespace cnx {

/// A dashed line through points of the screen, `width_px` wide. Only what lies in the list's clip
/// rectangle is drawn, however far away the points are. O(points + dashes that are seen).
void draw_dashed(ImDrawList& list, std::span<const ImVec2> points, ImU32 color, float width_px,
                 float scale);

}  // namespace cnx
