#pragma once
// kept_scene.h — whether the 3-D view has to be drawn again. While only panels change, a copy of
// the last picture of it takes its place, pixel for pixel.

#include <cstdint>
#include <optional>

#include "render/renderer.h"

namespace cnx {

/// All that decides what Renderer::draw makes, besides what the renderer was given: each argument
/// of it, and which renderer it is.
struct SceneKey {
  FrameUniforms frame;
  SceneViewport viewport;
  int canvas_width_px = 0, canvas_height_px = 0;
  bool selection = false;
  std::uint32_t generation = 0;

  bool operator==(const SceneKey&) const = default;
};

enum class SceneStep {
  Draw,
  DrawAndKeep,  // Renderer::draw, then keep()
  Restore,      // Renderer::restore()
};

class KeptScene {
 public:
  /// What the next frame has to do. `given`: the renderer was given something since the last one.
  /// A scene is kept when it is drawn for the second time: one in motion is not worth the copy.
  SceneStep next(const SceneKey& key, bool given) {
    if (given || drawn_ != key) {
      drawn_ = key;
      kept_ = false;
      return SceneStep::Draw;
    }
    if (kept_) return SceneStep::Restore;
    kept_ = true;
    return SceneStep::DrawAndKeep;
  }
  /// The next frame draws, whatever it is of.
  void forget() { drawn_.reset(); }

 private:
  std::optional<SceneKey> drawn_;
  bool kept_ = false;
};

}  // namespace cnx
