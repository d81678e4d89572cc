#include "app/page_fonts.h"

// web/platform.js: for the fields.
extern "C" void cnx_js_use_font(const unsigned char* bytes, unsigned int size, int accents);

namespace cnx {

extern const unsigned char kTextFont[];
extern const unsigned int kTextFont_size;

ImFont* add_letters(ImFontAtlas& atlas, const unsigned char* bytes, unsigned int size,
                    bool accents) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = accents;
  cnx_js_use_font(bytes, size, accents ? 1 : 0);
  return atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 16,
                                    &config);
}

void add_font(ImFontAtlas& atlas) { add_letters(atlas, kTextFont, kTextFont_size, false); }

}  // namespace cnx
