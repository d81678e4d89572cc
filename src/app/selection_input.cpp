#include "app/selection_input.h"

namespace cnx {

SelectionScene selection_scene(const App& app) {
  return {app.camera(), app.camera_frame(), app.neurons().positions_um(), app.shown().mask(), 1};
}

bool SelectionInput::take(const PointerEvent& event, const Scene& scene, Actions& actions) {
  const App& app = scene.app;
  const glm::vec2 at_px(event.x_px - scene.viewport.x, event.y_px - scene.viewport.y);
  using Kind = PointerEvent::Kind;
  if (drag_) {
    if (event.kind == Kind::Down && event.pointer_id != pointer_id_) drag_.reset();
    if (event.pointer_id != pointer_id_ || !drag_) return false;
    if (event.kind == Kind::Move) drag_->move(at_px);
    if (event.kind == Kind::Cancel) drag_.reset();
    if (event.kind == Kind::Up) {
      drag_->move(at_px);
      // A click is no shape, and no reason to lose what is selected.
      if (drag_->has_shape()) {
        const NeuronMask inside = drag_->inside(selection_scene(app));
        actions.commands.push_back(
            ChangeSelection{NeuronSet::from_mask(inside), drag_->operation()});
      }
      drag_.reset();
    }
    return event.kind != Kind::Wheel;
  }
  if (app.tool() == SelectionTool::None || !app.neurons_complete()) return false;
  if (event.kind != Kind::Down || event.button != 0) return false;
  const SetOperation operation = event.control ? SetOperation::Difference
                                 : event.shift ? SetOperation::Union
                                               : SetOperation::Replace;
  pointer_id_ = event.pointer_id;
  drag_.emplace(app.tool(), operation, at_px, scene.pick(event.x_px, event.y_px),
                selection_scene(app));
  return true;
}

std::optional<SelectionOutline> SelectionInput::outline() const {
  if (!drag_) return std::nullopt;
  return drag_->outline();
}

}  // namespace cnx
