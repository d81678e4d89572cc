#pragma once
// view_words.h — what a view leaves out, in words.

#include <string>

#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

/// "depth 100 to 300 µm, a slice 60 µm thick", for a sentence on what is shown; empty without any,
/// and where positions are made up.
std::string slab_words(const ViewState& view, Layout layout);

/// "at least 3 synapses, 10 to 250 µm apart, from set A"; empty when every connection passes.
std::string connection_filter_text(const ConnectionFilter& filter);

}  // namespace cnx
