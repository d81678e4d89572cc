#include <imgui_internal.h>

#include <utility>

#include "app/page_fonts.h"

namespace cnx {

extern const unsigned char kAccentsRegular[], kAccentsSemiBold[];
extern const unsigned int kAccentsRegular_size, kAccentsSemiBold_size;

void add_accents(ImFontAtlas& atlas) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = true;
  const auto add_to = [&](ImFont*& font, const unsigned char* bytes, unsigned int size,
                          int weight) {
    cnx_js_use_font(bytes, size, weight, 1);
    std::swap(font, atlas.Fonts.back());  // Dear ImGui merges into the last font
    atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 16,
                               &config);
    std::swap(font, atlas.Fonts.back());
    ImFontAtlasFontDiscardBakes(&atlas, font, 0);
  };
  add_to(atlas.Fonts[0], kAccentsRegular, kAccentsRegular_size, 400);
  add_to(atlas.Fonts[1], kAccentsSemiBold, kAccentsSemiBold_size, 600);
}

}  // namespace cnx
