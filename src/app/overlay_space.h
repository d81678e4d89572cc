#pragma once
// overlay_space.h — who stands where over the 3-D view. What is drawn there asks for its place
// here, the most important first; what finds none is left out whole, for half a number misleads.

#include <imgui.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "ui/frame_model.h"

namespace cnx {

/// A rectangle, in pixels of the list that is drawn on.
struct OverlayBox {
  ImVec2 low, high;
};

/// Whether something may stand over the data.
enum class OverData : std::uint8_t { Allowed, Refused };

class OverlaySpace {
 public:
  explicit OverlaySpace(const ViewportRect& view)
      : view_{ImVec2(view.x, view.y), ImVec2(view.x + view.width, view.y + view.height)} {}

  /// Something is there, whatever else is.
  void take(const OverlayBox& box) { taken_.push_back(box); }
  /// Where the data is seen.
  void keep_data(const OverlayBox& box) { data_ = box; }
  /// All of the data is in the view: there it can be kept clear of.
  bool has_whole_data() const;
  /// Inside of the view, and nobody's. Boxes may touch. O(taken).
  bool is_free(const OverlayBox& box, OverData over = OverData::Allowed) const;
  /// Takes it where it is free; false where it is not.
  bool claim(const OverlayBox& box, OverData over = OverData::Allowed);
  /// Takes a place inside of `inside` for something of this size with `pad` around it: along the
  /// top from the left, else down the right side from `right_top`, else down the left side. Its
  /// upper left corner without the pad; none: there is no room.
  std::optional<ImVec2> claim_somewhere(ImVec2 size, const OverlayBox& inside, float right_top,
                                        float pad, OverData over = OverData::Allowed);

 private:
  OverlayBox view_;
  std::vector<OverlayBox> taken_;
  std::optional<OverlayBox> data_;
};

/// What the windows over the 3-D view have taken in this frame: call after draw_panels.
OverlaySpace space_beside_windows(const ViewportRect& view);

}  // namespace cnx
