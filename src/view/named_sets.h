#pragma once
// named_sets.h — the sets that a view has and those that it only speaks of: cut off from a link, or
// removed since.

#include <string>
#include <string_view>
#include <vector>

#include "view/view_state.h"

namespace cnx {

/// nullptr: there is none of that name.
const NamedSet* set_named(const ViewState& view, std::string_view name);

/// "NAME", of one that is not there "NAME (missing)".
std::string set_label(const std::string& name, bool is_there);

/// The limits on connections that hold: not those to a set that is not there.
ConnectionFilter limits_in_force(const ViewState& view);

/// A sentence for each use of a set that is not there, as far as it bears on what is on the screen:
/// what is missing, and what follows from it.
std::vector<std::string> missing_set_notes(const ViewState& view);

}  // namespace cnx
