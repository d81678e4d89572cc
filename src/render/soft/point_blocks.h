#pragma once
// point_blocks.h — points as the processor draws them fastest: along a curve through space, in
// blocks that lie close together, the nearest block first.

#include <array>
#include <cstdint>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <span>
#include <vector>

#include "render/soft/soft_surface.h"

namespace cnx {

/// The frame in the terms of the surface: world micrometres to pixels from the upper left corner.
struct SoftFrame {
  /// x = dot(x_row, um1) / w, and so on; depth 0 at the near plane .. 1 at the far one. The view
  /// is in perspective: depth grows with w.
  glm::vec4 x_row{0}, y_row{0}, depth_row{0}, w_row{0};
  float depth_base = 0, depth_slope = 0;  // depth is base + slope / w
  PixelRect clip;
  float px_at_w1 = 1, scale = 1;
  glm::vec2 fog_w{1, 2};
  glm::vec3 background{0};  // 0 .. 255
  std::array<glm::vec4, 2> slabs{};
};

class PointBlocks {
 public:
  static constexpr std::uint32_t kPoints = 64;  // of a block; the last one may have fewer

  /// World micrometres, [x0 y0 z0 …], finite. Kept as 16 bits an axis over their bounds.
  /// O(points); those of one place in space become neighbours.
  void assign(std::span<const float> positions_um);

  std::size_t count() const { return order_.size(); }
  /// Which of the assigned points each slot holds.
  std::span<const std::uint32_t> order() const { return order_; }
  /// Steps of the grid of the block that begins with that slot: kPoints x, then y, then z. The last
  /// block is filled up.
  const std::uint16_t* steps(std::size_t first_slot) const { return &steps_[3 * first_slot]; }
  /// The row of a SoftFrame for steps instead of micrometres.
  glm::vec4 folded(const glm::vec4& row) const;

  /// A block that may be seen: every pixel of its points lies in `rect`, every w is at least
  /// `nearest_w`.
  struct Visible {
    std::uint32_t first_slot = 0;
    PixelRect rect;
    float nearest_w = 0;
  };
  /// The blocks that may show something in frame.clip, the nearest first, and the largest w of
  /// any. Points have a diameter of at most `widest_um` or `min_px`. O(blocks).
  float visible(const SoftFrame& frame, float widest_um, float min_px,
                std::vector<Visible>& blocks) const;

 private:
  std::vector<std::uint32_t> order_;
  std::vector<std::uint16_t> steps_;
  glm::vec3 min_um_{0}, um_per_step_{0};
  struct Bounds {
    std::uint16_t low[3], high[3];
  };
  std::vector<Bounds> bounds_;
};

}  // namespace cnx
