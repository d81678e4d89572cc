#pragma once
// overlay_pen.h — what the parts of the overlay draw with.

#include <imgui.h>

#include <string>

#include "app/overlay_space.h"
#include "ui/frame_model.h"

namespace cnx {

/// A list to draw on, and how this frame looks.
struct Pen {
  ImDrawList& list;
  bool dark = true;
  float scale = 1;
  Color ground = 0;  // under everything

  static ImU32 im_color(Color color, int alpha = 255) {
    return IM_COL32(color >> 16 & 255, color >> 8 & 255, color & 255, alpha);
  }
  ImU32 ink() const { return im_color(dark ? 0xebeef2 : 0x191e24); }

  /// What is over somas stands on a plate, or it could not be read.
  OverlayBox plate_of(ImVec2 low, ImVec2 high) const {
    const float pad = 6 * scale;
    return {ImVec2(low.x - pad, low.y - pad), ImVec2(high.x + pad, high.y + pad)};
  }
  void plate(const OverlayBox& box) const {
    list.AddRectFilled(box.low, box.high, im_color(ground, 200), 4 * scale);
  }
  void text(ImVec2 at, ImU32 color, const std::string& words) const {
    list.AddText(at, color, words.c_str());
  }
};

}  // namespace cnx
