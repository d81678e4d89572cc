#pragma once
// synapse_order.h — synapses by post neuron, in the order that the synapse tiles have.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "format/synapse_rows.h"
#include "read/raw_connectome.h"

namespace cnx {

/// The input's synapses and the order to read them in.
struct OrderedSynapses {
  SynapseShape shape;
  VoxelGrid grid;
  RawSynapses source;                  // as in the input; pre and post are no longer kept
  std::vector<std::uint32_t> offsets;  // [neurons + 1]: rows are post neurons
  std::vector<std::uint32_t> order;    // [synapses]: entry of `source` for each place
};

/// Orders by (post, pre, x, y, z, size), neurons by `index_of_row`: equal synapses have equal
/// bytes, so the result does not depend on the order in the input. Detects the voxel grid.
/// Precondition: as condense(). O(synapses + neurons), but for the sort of parallel synapses.
OrderedSynapses order_synapses(RawSynapses synapses, std::span<const std::uint32_t> index_of_row);

/// The coarsest grid whose points hold every position: per axis the greatest common divisor of
/// the differences, and the origin in 0 .. step - 1. Step 1 where all positions are equal.
VoxelGrid detect_voxel_grid(const std::array<std::vector<std::int64_t>, 3>& position_nm);

/// Rows [first, first + count) as the codec takes them.
///   soma_nm  soma positions by NeuronIndex, three arrays; not read when there are no positions
SynapseRows slice_synapses(const OrderedSynapses& synapses,
                           const std::array<std::span<const std::int64_t>, 3>& soma_nm,
                           std::uint32_t first, std::uint32_t count);

}  // namespace cnx
