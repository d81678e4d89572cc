#pragma once
// widgets.h — the few widgets that more than one panel needs. Sizes are CSS pixels times `scale`.

#include <imgui.h>

#include <string>

#include "ui/frame_model.h"
#include "ui/theme.h"

namespace cnx {

/// Narrower or lower than this (CSS pixels), panels become a sheet at the bottom: beside one
/// another they would leave a phone, turned either way, no room for the neurons.
inline constexpr float kCompactWidthPx = 760, kCompactHeightPx = 440;

inline bool is_compact(const FrameModel& model) {
  return model.width_px < kCompactWidthPx * model.scale ||
         model.height_px < kCompactHeightPx * model.scale;
}

/// The text, cut with "…" (at a character, not inside one) when it is wider than `width_px`.
std::string ellipsized(const std::string& text, float width_px);

/// The text with line breaks where the next word would pass `width_px`, besides those that it has.
/// Only at spaces, and not before a "%": Dear ImGui's own wrapping also breaks after points and
/// commas, inside numbers.
std::string broken_at_spaces(const std::string& text, float width_px);

/// Wrapped text, as given: no format characters are read.
void wrapped(const std::string& text);
void wrapped(const std::string& text, ImU32 color);
/// The same in a window that is as wide as what it holds.
void wrapped_at(const std::string& text, float width_px);
/// Small, muted and wrapped: an n, a caption, a hint.
void caption(const std::string& text, const Palette& colors);

/// True until the rest of the page's program is here (docs/decisions/0008), and then says so where
/// what needs it would be.
bool still_loading(const FrameModel& model);

/// A tooltip of wrapped text for the last item, after a short rest.
void hint(const char* text, float scale);

/// A button that does nothing and looks so unless `enabled`.
bool button(const char* label, bool enabled = true);

/// As low as its text, beside text; as high as any other button where fingers press (panels.cpp
/// gives all buttons more room there). Behind SameLine() it begins a line where none is left.
bool small_button(const char* label);

/// A button that shows whether what it toggles is on; width 0: as wide as its text.
bool toggle_button(const char* label, bool on, const Palette& colors, float width_px = 0);

/// A choice of several: a circle as tall as the text, with a rim that is seen on either theme. On
/// narrow screens a finger may miss it by some pixels.
bool radio_button(const char* label, bool on, const FrameModel& model);
/// The same, with a label that takes several lines where it has to. Not in menus: they are as wide
/// as what they hold.
bool wrapped_radio_button(const char* label, bool on, const FrameModel& model);

/// A header that opens a section; a long title has less room beside it, and then ends with "…".
bool folding_header(const char* title);

/// A checkbox with such a label.
bool wrapped_checkbox(const char* label, bool* on);

/// Words before a wide control, which begins at `column_px`, or below where that leaves too little.
void words_before(const char* words, float column_px);
/// Sets the width of a list with `label` behind it, at most `width_px`; where that leaves too
/// little the label goes above. Returns the label for the list.
std::string list_label(const char* label, float width_px);

/// A list that shows `now` while it is closed: cut with "…" where it has no room for it, and then
/// whole in a hint. True while it is open; then ImGui::EndCombo() ends it.
bool begin_list(const char* label, const std::string& now, ImGuiComboFlags flags = 0);

/// An entry of the palette, in its color and shape (view/soma_shape.h).
void draw_swatch(ImDrawList& list, ImVec2 middle, float radius, Color entry);

/// The same, as tall as small letters; the cursor goes behind it.
void swatch(Color color, float scale);

/// The size of text as it is, on one line or with the breaks that it has.
ImVec2 text_size(const std::string& text);
/// Text on whole pixels.
void draw_text(ImDrawList& list, ImVec2 at, ImU32 color, const std::string& text);

/// Text at the right end of the line that the cursor is on.
void text_right(const std::string& text);

/// True when a button with this text would still fit on the current line.
bool fits_on_line(const char* label);

}  // namespace cnx
