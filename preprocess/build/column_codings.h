#pragma once
// column_codings.h — with what each neuron column is coded: tried out, smallest first.

#include <span>

#include "build/tiling.h"
#include "build/vertex_columns.h"
#include "format/position_grid.h"

namespace cnx {

/// Gives each column the coding that makes the first kMaxTileNeurons rows smallest, of those that
/// its place in `groups` allows; the earlier of equally good ones. Deterministic.
///   position_nm  soma positions by NeuronIndex
void choose_codings(OrderedColumns& columns, std::span<const ColumnGroup> groups,
                    const PositionGrid& grid,
                    const std::array<std::span<const std::int64_t>, 3>& position_nm);

/// What a tile of a group holds: the rows [first, first + count).
NeuronColumns slice_columns(const OrderedColumns& columns, const ColumnGroup& group,
                            const PositionGrid& grid,
                            const std::array<std::span<const std::int64_t>, 3>& position_nm,
                            std::uint32_t first, std::uint32_t count);

}  // namespace cnx
