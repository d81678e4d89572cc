#pragma once
// page_fonts.h — the page's letters, on the canvas and in its HTML fields.

#include <imgui.h>

namespace cnx {

/// A font with the characters of our own texts.
void add_font(ImFontAtlas& atlas);

/// To it the letters with accents of other people's names; what was drawn without them is
/// forgotten. Between frames. Part of the rest of the program (docs/decisions/0008).
void add_accents(ImFontAtlas& atlas);

}  // namespace cnx

/// web/platform.js: for the fields. `accents`: which of the two sets of characters.
extern "C" void cnx_js_use_font(const unsigned char* bytes, unsigned int size, int accents);
