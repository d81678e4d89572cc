#include "render/style_texture.h"

#include <vector>

#include "base/check.h"
#include "view/soma_shape.h"

namespace cnx {
namespace {

void set_nearest() {
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
}

}  // namespace

void StyleTexture::upload_styles(std::span<const std::uint8_t> styles) {
  std::vector<std::uint8_t> texels(styles.begin(), styles.end());
  const auto rows = (texels.size() + kStyleTextureWidth - 1) / kStyleTextureWidth;
  texels.resize(rows * kStyleTextureWidth, kHiddenStyle);
  glBindTexture(GL_TEXTURE_2D, styles_.get());
  set_nearest();
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8UI, kStyleTextureWidth, static_cast<GLsizei>(rows), 0,
               GL_RED_INTEGER, GL_UNSIGNED_BYTE, texels.data());
}

void StyleTexture::upload_palette(std::span<const std::uint32_t> colors) {
  CNX_CHECK(colors.size() == kFadedStyleOffset);
  std::vector<std::uint8_t> texels;
  only_discs_ = true;
  for (const std::uint32_t color : colors) {
    texels.push_back(static_cast<std::uint8_t>(color >> 16));
    texels.push_back(static_cast<std::uint8_t>(color >> 8));
    texels.push_back(static_cast<std::uint8_t>(color));
    texels.push_back(static_cast<std::uint8_t>(shape_of(color)));
    only_discs_ = only_discs_ && shape_of(color) == SomaShape::Disc;
  }
  glBindTexture(GL_TEXTURE_2D, palette_.get());
  set_nearest();
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kFadedStyleOffset, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               texels.data());
}

void StyleTexture::bind() {
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, styles_.get());
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, palette_.get());
  glActiveTexture(GL_TEXTURE0);
}

}  // namespace cnx
