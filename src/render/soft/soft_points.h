#pragma once
// soft_points.h — the passes of somas and synapses, drawn by the processor.

#include <cstdint>
#include <span>
#include <vector>

#include "render/renderer.h"
#include "render/soft/point_blocks.h"
#include "render/soft/soft_surface.h"
#include "render/style.h"

namespace cnx {

/// What the passes need of a frame.
SoftFrame soft_frame(const FrameUniforms& frame, const SceneViewport& viewport, int width_px,
                     int height_px);

/// Same contract as shaders/soma_points.*.
class SoftSomas {
 public:
  void upload(std::span<const float> positions_um);
  void upload_styles(std::span<const std::uint8_t> styles);
  void upload_palette(std::span<const std::uint32_t> colors);  // kFadedStyleOffset, with shapes
  /// Draws the neurons whose style lies in [first_style, last_style].
  void draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
            std::uint8_t last_style, float fade) const;
  /// Of the neurons that draw() would draw, those that may be seen, nearer ones by and large first:
  /// what else there is lies behind them. Draws nothing; `surface` is as large as the canvas.
  void find_seen(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
                 std::uint8_t last_style, std::vector<std::uint32_t>& neurons) const;

 private:
  PointBlocks points_;
  std::vector<std::uint8_t> given_styles_;  // by neuron, as they came
  std::vector<std::uint8_t> styles_;        // by slot, whole blocks, padded with kHiddenStyle
  std::vector<Rgba> colors_ = std::vector<Rgba>(kFadedStyleOffset);
  std::vector<SomaShape> shapes_ = std::vector<SomaShape>(kFadedStyleOffset);
  mutable std::vector<PointBlocks::Visible> visible_;  // of the last frame: its memory is kept

  void order_styles();
  void draw(SoftSurface& surface, const SoftFrame& frame, std::uint8_t first_style,
            std::uint8_t last_style, float fade, std::span<const Rgba> dots,
            std::vector<std::uint32_t>* seen) const;
};

/// Same contract as shaders/synapse_points.*.
class SoftSynapses {
 public:
  bool empty() const { return points_.count() == 0; }
  void upload(std::span<const SynapsePoint> points, const SynapseColors& colors);
  void draw(SoftSurface& surface, const SoftFrame& frame) const;
  /// As SoftSomas has it: places in what upload() was given.
  void find_seen(SoftSurface& surface, const SoftFrame& frame,
                 std::vector<std::uint32_t>& synapses) const;

 private:
  PointBlocks points_;
  // By slot, whole blocks; padded with points of no size, which are not drawn.
  std::vector<float> diameters_um_;
  std::vector<std::uint8_t> sides_;
  float widest_um_ = 0;
  Rgba colors_[2] = {};
  mutable std::vector<PointBlocks::Visible> visible_;

  void draw(SoftSurface& surface, const SoftFrame& frame, std::vector<std::uint32_t>* seen) const;
};

}  // namespace cnx
