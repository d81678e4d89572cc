#include "build/neuron_order.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

constexpr unsigned kMaxBits = 21;  // three coordinates fill 63 bits of a key

}  // namespace

std::uint64_t hilbert_place(std::array<std::uint32_t, 3> cell, unsigned bits) {
  CNX_CHECK(bits >= 1 && bits <= kMaxBits);
  auto& [x, y, z] = cell;
  const std::uint32_t top = std::uint32_t{1} << (bits - 1);

  // Undo the rotations and reflections of each level, coarsest first.
  for (std::uint32_t bit = top; bit > 1; bit >>= 1) {
    const std::uint32_t below = bit - 1;
    for (std::uint32_t* axis : {&x, &y, &z}) {
      if ((*axis & bit) != 0) {
        x ^= below;
      } else {
        const std::uint32_t swapped = (x ^ *axis) & below;
        x ^= swapped;
        *axis ^= swapped;
      }
    }
  }

  // Gray code across the axes.
  y ^= x;
  z ^= y;
  std::uint32_t flip = 0;
  for (std::uint32_t bit = top; bit > 1; bit >>= 1) {
    if ((z & bit) != 0) flip ^= bit - 1;
  }
  x ^= flip;
  y ^= flip;
  z ^= flip;

  std::uint64_t place = 0;
  for (unsigned b = bits; b-- > 0;) {
    place = place << 3 | (x >> b & 1) << 2 | (y >> b & 1) << 1 | (z >> b & 1);
  }
  return place;
}

std::vector<std::uint32_t> rows_along_curve(
    const std::array<std::span<const std::int64_t>, 3>& position_nm) {
  const std::size_t count = position_nm[0].size();
  CNX_CHECK(position_nm[1].size() == count && position_nm[2].size() == count);
  if (count == 0) return {};

  std::array<std::int64_t, 3> min_nm{};
  std::uint64_t extent = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto [low, high] =
        std::minmax_element(position_nm[axis].begin(), position_nm[axis].end());
    min_nm[axis] = *low;
    extent = std::max(extent, static_cast<std::uint64_t>(*high - *low));
  }
  const auto extent_bits = static_cast<unsigned>(std::bit_width(extent));
  const unsigned shift = extent_bits > kMaxBits ? extent_bits - kMaxBits : 0;
  const unsigned bits = std::max(1u, extent_bits - shift);

  std::vector<std::pair<std::uint64_t, std::uint32_t>> places(count);
  for (std::uint32_t row = 0; row < count; ++row) {
    std::array<std::uint32_t, 3> cell{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto from_min = static_cast<std::uint64_t>(position_nm[axis][row] - min_nm[axis]);
      cell[axis] = static_cast<std::uint32_t>(from_min >> shift);
    }
    places[row] = {hilbert_place(cell, bits), row};
  }
  std::sort(places.begin(), places.end());

  std::vector<std::uint32_t> row_of(count);
  for (std::size_t i = 0; i < count; ++i) row_of[i] = places[i].second;
  return row_of;
}

std::vector<std::uint32_t> inverse_permutation(std::span<const std::uint32_t> row_of) {
  std::vector<std::uint32_t> index_of(row_of.size());
  for (std::uint32_t i = 0; i < row_of.size(); ++i) index_of[row_of[i]] = i;
  return index_of;
}

}  // namespace cnx
