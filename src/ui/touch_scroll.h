#pragma once
// touch_scroll.h — a finger that moves up or down on a panel scrolls it, as everywhere on a phone.

namespace cnx {

/// Called once in a frame, before the first window. A finger's press that moves mostly up or down
/// scrolls the panel (or list) under it and no longer presses what it began on; one that moves
/// mostly sideways stays with the slider, range or chart under it. A mouse has its wheel and is
/// left alone.
void touch_scroll(float scale);

}  // namespace cnx
