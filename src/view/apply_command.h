#pragma once
// apply_command.h — ViewState × Command → ViewState, one function, one switch.

#include "view/command.h"

namespace cnx {

/// Pure. Keeps the invariants written in view_state.h (sorted, unique, clamped) whatever the
/// command holds. O(size of the state).
ViewState apply_command(ViewState state, const Command& command);

}  // namespace cnx
