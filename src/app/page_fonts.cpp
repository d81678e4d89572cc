#include "app/page_fonts.h"

namespace cnx {

extern const unsigned char kTextRegular[], kTextSemiBold[];
extern const unsigned int kTextRegular_size, kTextSemiBold_size;

void add_fonts(ImFontAtlas& atlas) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  const auto add = [&](const unsigned char* bytes, unsigned int size, int weight) {
    cnx_js_use_font(bytes, size, weight, 0);
    atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 16,
                               &config);
  };
  add(kTextRegular, kTextRegular_size, 400);
  add(kTextSemiBold, kTextSemiBold_size, 600);
}

}  // namespace cnx
