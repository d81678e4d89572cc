#pragma once
// neuron_order.h — neurons along a Hilbert curve through their somas.
//
// Neighbors on the curve are neighbors in the tissue: a block of consecutive neurons is a compact
// piece of it, and partners, which are mostly near, have near numbers.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cnx {

/// Row of the input for each NeuronIndex: rows by their place on the curve, ties by row.
///
///   position_nm  three arrays of one length, magnitudes at most kMaxPositionNm
///
/// Cells are those of choose_position_grid(), which the tiles have too: stored in this order, the
/// places of neurons along the curve never fall. O(n log n).
std::vector<std::uint32_t> rows_along_curve(
    const std::array<std::span<const std::int64_t>, 3>& position_nm);

/// The inverse of a permutation: index_of[row_of[i]] == i.
std::vector<std::uint32_t> inverse_permutation(std::span<const std::uint32_t> row_of);

}  // namespace cnx
