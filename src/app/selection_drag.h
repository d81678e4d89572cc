#pragma once
// selection_drag.h — a selection tool in use: from a press to the neurons inside its shape.

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "dataset/neuron_mask.h"
#include "ui/frame_model.h"
#include "view/camera.h"
#include "view/neuron_set.h"

namespace cnx {

/// What a drag knows of the scene. Pixels are those of the 3-D viewport.
struct SelectionScene {
  CameraState camera;
  CameraFrame frame;
  std::span<const float> positions_um;
  const NeuronMask& shown;
  int depth_axis = 1;  // of the column tool: 0 x, 1 y, 2 z
};

/// The shape on the screen, for drawing.
struct SelectionOutline {
  std::vector<glm::vec2> corners_px;  // of a lasso or box; or, with a radius, one: the center
  float radius_px = 0;
  bool column = false;  // the circle goes on along the depth axis
};

class SelectionDrag {
 public:
  /// `anchor`: the neuron under the pointer, whose depth a sphere and a column take; without one it
  /// is the depth of the point that the camera looks at.
  SelectionDrag(SelectionTool tool, SetOperation operation, glm::vec2 at_px,
                std::optional<NeuronIndex> anchor, const SelectionScene& scene);

  void move(glm::vec2 to_px);

  SetOperation operation() const { return operation_; }
  SelectionOutline outline() const;
  /// False for a press that went nowhere: a click, which draws no shape.
  bool has_shape() const;
  /// The shown neurons inside the shape; none where there is no shape.
  NeuronMask inside(const SelectionScene& scene) const;

 private:
  float radius_px() const;

  SelectionTool tool_;
  SetOperation operation_;
  std::vector<glm::vec2> path_px_;  // of a lasso: every corner; else the first and the last point
  glm::vec3 center_um_{0};
  float um_per_px_ = 1;  // at the center
};

}  // namespace cnx
