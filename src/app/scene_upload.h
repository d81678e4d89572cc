#pragma once
// scene_upload.h — carries what App derived to the renderer: each thing when it has changed.

#include <cstdint>
#include <optional>

#include "app/app.h"
#include "render/renderer.h"

namespace cnx {

/// How this frame looks at the scene. `scale`: device pixels for each CSS pixel.
FrameUniforms frame_uniforms(const App& app, const CameraState& camera, const CameraFrame& frame,
                             float scale);

class SceneUpload {
 public:
  /// Gives `renderer` what it does not have yet. `generation` names the renderer: another one has
  /// nothing. True when it was given something.
  bool update(const App& app, Renderer& renderer, std::uint32_t generation);
  /// The somas are with the renderer.
  bool complete() const { return uploaded_error_um_.has_value(); }

 private:
  std::uint32_t generation_ = 0;
  std::uint32_t uploaded_styles_ = 0;
  std::optional<std::uint32_t> uploaded_lines_, uploaded_synapses_;
  std::optional<double> uploaded_error_um_;  // of the positions that are there; none: nothing
  std::optional<bool> uploaded_box_dark_, uploaded_lines_dark_,
      uploaded_synapses_dark_;  // the theme they were made for
};

}  // namespace cnx
