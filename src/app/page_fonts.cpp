#include "app/page_fonts.h"

namespace cnx {

extern const unsigned char kTextFont[];
extern const unsigned int kTextFont_size;

void add_font(ImFontAtlas& atlas) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(kTextFont),
                             static_cast<int>(kTextFont_size), 16, &config);
  cnx_js_use_font(kTextFont, kTextFont_size, 0);
}

}  // namespace cnx
