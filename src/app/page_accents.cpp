#include <imgui_internal.h>

#include "app/page_fonts.h"

namespace cnx {

extern const unsigned char kAccentsFont[];
extern const unsigned int kAccentsFont_size;

void add_accents(ImFontAtlas& atlas) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = true;
  ImFont* const font = atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(kAccentsFont),
                                                  static_cast<int>(kAccentsFont_size), 16, &config);
  ImFontAtlasFontDiscardBakes(&atlas, font, 0);
  cnx_js_use_font(kAccentsFont, kAccentsFont_size, 1);
}

}  // namespace cnx
