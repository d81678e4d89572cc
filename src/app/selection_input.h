#pragma once
// selection_input.h — the pointer while a selection tool is in use: one drag, one selection.

#include <functional>
#include <optional>

#include "app/app.h"
#include "app/selection_drag.h"
#include "platform/platform_browser.h"

namespace cnx {

class SelectionInput {
 public:
  /// Where the 3-D view is, and who is under a pixel of the canvas.
  struct Scene {
    const App& app;
    ViewportRect viewport;
    std::function<std::optional<NeuronIndex>(float x_px, float y_px)> pick;
  };

  /// True when the tool takes the event: a primary press with a tool in use and what follows of
  /// that pointer. A second finger ends the drag, so that two still move the camera.
  bool take(const PointerEvent& event, const Scene& scene, Actions& actions);

  bool dragging() const { return drag_.has_value(); }
  /// For drawing; in pixels of the 3-D view.
  std::optional<SelectionOutline> outline() const;

 private:
  std::optional<SelectionDrag> drag_;
  std::int32_t pointer_id_ = 0;
};

SelectionScene selection_scene(const App& app);

}  // namespace cnx
