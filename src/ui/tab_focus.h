#pragma once
// tab_focus.h — the Tab key goes through all panels, not around in one.

namespace cnx {

/// Called once in a frame, before the first window. Where Dear ImGui has gone from the last item
/// of a window back to its first (or, with Shift, the other way), the next window in reading order
/// gets the keyboard instead; and the first Tab of all enters the first window. While a sheet is
/// open only its windows take part (`sheet`: its name, or nullptr).
void tab_focus(const char* sheet);

}  // namespace cnx
