#include "build/neuron_order.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "base/check.h"
#include "format/position_grid.h"

namespace cnx {

namespace {

/// Where a neuron stands along the curve: its cell first, then the place within the cell.
struct Place {
  std::uint64_t cell = 0, within = 0;
  std::uint32_t row = 0;

  bool operator<(const Place& other) const {
    return std::tie(cell, within, row) < std::tie(other.cell, other.within, other.row);
  }
};

}  // namespace

std::vector<std::uint32_t> rows_along_curve(
    const std::array<std::span<const std::int64_t>, 3>& position_nm) {
  const std::size_t count = position_nm[0].size();
  CNX_CHECK(position_nm[1].size() == count && position_nm[2].size() == count);
  if (count == 0) return {};

  const PositionGrid grid = choose_position_grid(position_nm);
  const unsigned bits = grid.coarse_bits() + kCoarseLevels;
  // Voxels within a cell: as many levels as the curve has at most, the lowest bits dropped.
  std::uint32_t most = 1;
  for (std::size_t axis = 0; axis < 3; ++axis)
    most = std::max(most, grid.part_below(PositionPart::Exact, axis));
  const auto exact_bits = static_cast<unsigned>(std::bit_width(most - 1));
  const unsigned within_bits = std::min(exact_bits, kMaxCurveBits);

  std::vector<Place> places(count);
  for (std::uint32_t row = 0; row < count; ++row) {
    Cell cell{}, within{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int64_t nm = position_nm[axis][row];
      cell[axis] = grid.part_of(PositionPart::Coarse, axis, nm) * kCoarseCells +
                   grid.part_of(PositionPart::Fine, axis, nm);
      within[axis] = grid.part_of(PositionPart::Exact, axis, nm) >> (exact_bits - within_bits);
    }
    places[row] = {hilbert_place(cell, bits), hilbert_place(within, within_bits), row};
  }
  std::sort(places.begin(), places.end());

  std::vector<std::uint32_t> row_of(count);
  for (std::size_t i = 0; i < count; ++i) row_of[i] = places[i].row;
  return row_of;
}

std::vector<std::uint32_t> inverse_permutation(std::span<const std::uint32_t> row_of) {
  std::vector<std::uint32_t> index_of(row_of.size());
  for (std::uint32_t i = 0; i < row_of.size(); ++i) index_of[row_of[i]] = i;
  return index_of;
}

}  // namespace cnx
