#pragma once
// style_texture.h — how each neuron looks, as one byte in a texture, and what the bytes mean.

#include <cstdint>
#include <span>

#include "render/gl_objects.h"
#include "render/style.h"

namespace cnx {

class StyleTexture {
 public:
  /// One byte a neuron: 0 hidden, else an index into the palette. Uploads neurons bytes.
  void upload_styles(std::span<const std::uint8_t> styles);
  /// kFadedStyleOffset colours, 0xSSRRGGBB each (view/soma_shape.h); entry 0 is never seen.
  void upload_palette(std::span<const std::uint32_t> colors);
  /// Whether every entry of the palette is a disc.
  bool only_discs() const { return only_discs_; }
  /// Binds styles to texture unit 0 and the palette to unit 1.
  void bind();

 private:
  GlTexture styles_, palette_;
  bool only_discs_ = true;
};

}  // namespace cnx
