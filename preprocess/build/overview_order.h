#pragma once
// overview_order.h — all synapses as a cloud of cells, in the order of the overview tiles.

#include <cstdint>
#include <vector>

#include "build/synapse_order.h"
#include "format/synapse_overview.h"

namespace cnx {

/// Cells of about a micrometer from the smallest voxel on, or larger where there would be more
/// than 2^21 along an axis. Precondition: the synapses have positions. O(synapses).
OverviewGrid choose_overview_grid(const OrderedSynapses& synapses);

/// Place of each synapse's cell on the Morton curve, rising. O(synapses); twice 8 bytes for each.
std::vector<std::uint64_t> overview_places(const OrderedSynapses& synapses,
                                           const OverviewGrid& grid);

}  // namespace cnx
