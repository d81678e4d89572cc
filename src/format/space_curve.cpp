#include "format/space_curve.h"

#include "base/check.h"

namespace cnx {
namespace {

/// Moves bit i of a 21-bit number to bit 3 i.
std::uint64_t spread(std::uint32_t number) {
  std::uint64_t bits = number & 0x1fffff;
  bits = (bits | bits << 32) & 0x001f00000000ffff;
  bits = (bits | bits << 16) & 0x001f0000ff0000ff;
  bits = (bits | bits << 8) & 0x100f00f00f00f00f;
  bits = (bits | bits << 4) & 0x10c30c30c30c30c3;
  return (bits | bits << 2) & 0x1249249249249249;
}

std::uint32_t gather(std::uint64_t bits) {
  bits &= 0x1249249249249249;
  bits = (bits | bits >> 2) & 0x10c30c30c30c30c3;
  bits = (bits | bits >> 4) & 0x100f00f00f00f00f;
  bits = (bits | bits >> 8) & 0x001f0000ff0000ff;
  bits = (bits | bits >> 16) & 0x001f00000000ffff;
  return static_cast<std::uint32_t>((bits | bits >> 32) & 0x1fffff);
}

}  // namespace

std::uint64_t hilbert_place(Cell cell, unsigned bits) {
  CNX_CHECK(bits <= kMaxCurveBits);
  if (bits == 0) return 0;
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
  return morton_place({x ^ flip, y ^ flip, z ^ flip});
}

Cell hilbert_cell(std::uint64_t place, unsigned bits) {
  CNX_CHECK(bits <= kMaxCurveBits);
  auto [x, y, z] = morton_cell(place);

  // Gray code across the axes, undone.
  const std::uint32_t flip = z >> 1;
  z ^= y;
  y ^= x;
  x ^= flip;

  // The rotations and reflections of each level, finest first.
  for (unsigned level = 1; level < bits; ++level) {
    const std::uint32_t bit = std::uint32_t{1} << level, below = bit - 1;
    for (std::uint32_t* axis : {&z, &y, &x}) {
      if ((*axis & bit) != 0) {
        x ^= below;
      } else {
        const std::uint32_t swapped = (x ^ *axis) & below;
        x ^= swapped;
        *axis ^= swapped;
      }
    }
  }
  return {x, y, z};
}

std::uint64_t morton_place(Cell cell) {
  return spread(cell[0]) << 2 | spread(cell[1]) << 1 | spread(cell[2]);
}

Cell morton_cell(std::uint64_t place) {
  return {gather(place >> 2), gather(place >> 1), gather(place)};
}

}  // namespace cnx
