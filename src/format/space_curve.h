#pragma once
// space_curve.h — places of cells along curves that fill a cube (docs/format.md §2.7).
//
// Neighbors on a curve are neighbors in space. The Hilbert curve never jumps and orders the
// neurons; the Morton curve interleaves bits, costs next to nothing, and orders millions of
// synapses. Both have the property that the places of the 8 cells in a cell twice as large are
// 8 consecutive ones, so a place without its last 3 bits is the place of the larger cell.

#include <array>
#include <cstdint>

namespace cnx {

using Cell = std::array<std::uint32_t, 3>;

inline constexpr unsigned kMaxCurveBits = 21;  // three coordinates fill 63 bits of a place

/// Place of a cell along the Hilbert curve that fills a cube of 2^bits cells a side; the curve
/// starts in the origin, and consecutive places are cells that share a face (Skilling 2004).
/// Precondition: bits at most 21, every coordinate below 2^bits.
std::uint64_t hilbert_place(Cell cell, unsigned bits);

/// The cell at a place. Precondition: bits at most 21, place below 2^(3 bits).
Cell hilbert_cell(std::uint64_t place, unsigned bits);

/// Bits of the three coordinates in turn, from the highest down, x before y before z.
/// Precondition: every coordinate below 2^21.
std::uint64_t morton_place(Cell cell);

/// The cell at a place. Precondition: place below 2^63.
Cell morton_cell(std::uint64_t place);

}  // namespace cnx
