#pragma once
// gap_contexts.h — which gap to expect at a place of a row (docs/format.md §4.2).
//
// A map says how many targets the rows of a lane have in each cell of 2^cell_bits neurons, as
// powers of two. A row of degree d is taken for a thinned copy of it: from any place, the gap to
// expect reaches as far as the map has 1.2/d of its targets. Its size on a scale of two steps an
// octave is the context. All in integers, so that every machine finds the same ones.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cnx {

inline constexpr unsigned kGapContexts = 42;
inline constexpr std::uint32_t kMaxMapValue = 32;  // bits of a number of targets

/// The contexts of one lane. Tables are made when they are first asked for: one for each half
/// octave of degrees that occurs.
class GapContexts {
 public:
  GapContexts() = default;

  /// Precondition: cell_bits 1 .. 27, at most kMaxMapCells cells, each at most kMaxMapValue.
  GapContexts(std::span<const std::uint8_t> map, unsigned cell_bits);

  /// For a row of `degree` edges: [(next >> (cell_bits - 1))] is the context of the gap that
  /// starts at neuron `next`, for every next up to the number of neurons and one more.
  /// Valid as long as this object lives. Precondition: degree >= 1; the map has cells.
  /// O(1), the first time O(cells).
  const std::uint8_t* of_degree(std::uint32_t degree);

 private:
  std::vector<std::uint8_t> make_table(unsigned degree_token) const;

  std::vector<std::uint8_t> map_;
  unsigned cell_bits_ = 1;
  std::uint8_t largest_ = 0;         // of the map
  std::vector<std::uint64_t> sums_;  // [half cells + 1] weights of those before each
  std::vector<std::uint8_t>
      inside_;  // [half cells + 1] context of a gap of so many, which ends in one
  std::vector<std::uint8_t> to_end_;  // [half cells + 1] of one that reaches past the last
  std::array<std::vector<std::uint8_t>, 64> tables_;
};

}  // namespace cnx
