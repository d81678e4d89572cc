#pragma once
// page_fonts.h — the page's letters, on the canvas and in its HTML fields.

#include <imgui.h>

namespace cnx {

/// A font with the characters of our own texts.
void add_font(ImFontAtlas& atlas);

/// To it the letters with accents of other people's names; what was drawn without them is
/// forgotten. Once, between frames. Part of the rest of the program (docs/decisions/0008).
void add_accents(ImFontAtlas& atlas);

/// What both of them do with a font file: `accents` are merged into the font that is there.
ImFont* add_letters(ImFontAtlas& atlas, const unsigned char* bytes, unsigned int size,
                    bool accents);

}  // namespace cnx
