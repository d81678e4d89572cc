#pragma once
// view_words.h — what a view leaves out, in words.

#include <string>
#include <vector>

#include "dataset/region_borders.h"
#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

/// "depth 100 to 300 µm, a slice 60 µm thick", for a sentence on what is shown; empty without any,
/// and where positions are made up.
std::string slab_words(const ViewState& view, Layout layout);

/// "at least 3 synapses, 10 to 250 µm apart, from set A"; empty when every connection passes.
std::string connection_filter_text(const ConnectionFilter& filter);

// Beside what is counted of all connections, while there are limits on them.
inline constexpr const char* kColorsOfAllConnections =
    "Colors count all connections: limits on connections do not hold here.";
inline constexpr const char* kSharedOfAllConnections =
    "Shared partners are of all connections: limits on connections do not hold here.";
inline constexpr const char* kPathsOfAllConnections =
    "Paths keep to their own number of synapses, not to the limits on connections.";

/// How the borders were estimated: what everybody must know who sees them. Precondition: some.
std::string region_borders_sentence(const RegionBorders& regions);
/// "Borders between visal and visp, visp and visrl.", for who does not see them. `names` by code.
std::string region_borders_text(const RegionBorders& regions,
                                const std::vector<std::string>& names);

}  // namespace cnx
