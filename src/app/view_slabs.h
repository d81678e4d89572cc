#pragma once
// view_slabs.h — the view's depth range and slice as planes in the world.

#include <array>

#include "dataset/neuron_table.h"
#include "dataset/slab.h"
#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

using ViewSlabs = std::array<Slab, 2>;

/// All zero, which is everything, for what the view does not ask for, and where positions are made
/// up.
ViewSlabs view_slabs(const ViewState& view, const Manifest& manifest, const NeuronTable& neurons);

}  // namespace cnx
