#pragma once
// slab_words.h — the depth range and the slice of a view, in words.

#include <string>

#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

/// "depth 100 to 300 µm, a slice 60 µm thick", for a sentence on what is shown; empty without any,
/// and where positions are made up.
std::string slab_words(const ViewState& view, Layout layout);

}  // namespace cnx
