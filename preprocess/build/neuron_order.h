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

/// Place of a cell along the Hilbert curve that fills a cube of 2^bits cells a side; the curve
/// starts in the origin, and consecutive places are cells that share a face (Skilling 2004).
/// Precondition: bits in 1 .. 21, every coordinate below 2^bits.
std::uint64_t hilbert_place(std::array<std::uint32_t, 3> cell, unsigned bits);

/// Row of the input for each NeuronIndex: rows by their place on the curve, ties by row.
///
///   position_nm  three arrays of one length, magnitudes below 2^62
///
/// Cells are cubes, at most 2^21 along the longest side. O(n log n).
std::vector<std::uint32_t> rows_along_curve(
    const std::array<std::span<const std::int64_t>, 3>& position_nm);

/// The inverse of a permutation: index_of[row_of[i]] == i.
std::vector<std::uint32_t> inverse_permutation(std::span<const std::uint32_t> row_of);

}  // namespace cnx
