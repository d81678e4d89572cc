#pragma once
// page_fonts.h — the page's letters, on the canvas and in its HTML fields.

#include <imgui.h>

namespace cnx {

/// Regular and SemiBold with the characters of our own texts.
void add_fonts(ImFontAtlas& atlas);

/// To both of them the letters with accents of other people's names; what was drawn without them is
/// forgotten. Between frames. Part of the rest of the program (docs/decisions/0008).
void add_accents(ImFontAtlas& atlas);

}  // namespace cnx

/// web/platform.js: for the fields. `accents`: which of the two sets of characters.
extern "C" void cnx_js_use_font(const unsigned char* bytes, unsigned int size, int weight,
                                int accents);
