#include <imgui_internal.h>

#include "app/page_fonts.h"

namespace cnx {

extern const unsigned char kAccentsFont[];
extern const unsigned int kAccentsFont_size;

void add_accents(ImFontAtlas& atlas) {
  ImFontAtlasFontDiscardBakes(&atlas, add_letters(atlas, kAccentsFont, kAccentsFont_size, true), 0);
}

}  // namespace cnx
