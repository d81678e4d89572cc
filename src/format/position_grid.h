#pragma once
// position_grid.h — the voxels, cells and coarse cells that soma positions are stored in.
//
// Positions lie on a grid of voxels that starts at their smallest coordinates. A cell is a box of
// voxels, about a micrometer a side; a coarse cell is 8 x 8 x 8 cells. A position is stored in
// three parts, each a row of numbers by axis, and each in tiles of its own:
//
//   voxel = (coarse * 8 + fine) * cell_voxels + exact         nm = min_nm + step_nm * voxel
//
// Normative text: docs/format.md §4.1.

#include <array>
#include <cstdint>
#include <span>

#include "format/space_curve.h"

namespace cnx {

/// How much of the positions a Neurons tile holds. Each part but None stands in one family.
enum class PositionPart : std::uint8_t { None, Coarse, Fine, Exact };

inline constexpr std::uint32_t kCoarseCells = 8;  // cells along each side of a coarse cell
inline constexpr unsigned kCoarseLevels = 3;      // of the curve: 2^3 = 8

/// From the manifest.
struct PositionGrid {
  std::array<std::int64_t, 3> min_nm = {0, 0, 0};
  std::array<std::int64_t, 3> max_nm = {0, 0, 0};   // a whole number of steps from min_nm
  std::array<std::int64_t, 3> step_nm = {1, 1, 1};  // side of a voxel, >= 1
  std::array<std::uint32_t, 3> cell_voxels = {1000, 1000, 1000};  // 1 … 2^31

  bool operator==(const PositionGrid&) const = default;

  /// Whether it is one that positions can be stored in: every number in its range, and fewer than
  /// 2^21 cells along each axis. Everything below needs that.
  bool valid() const;

  std::uint64_t max_voxel(std::size_t axis) const {
    return (static_cast<std::uint64_t>(max_nm[axis]) - static_cast<std::uint64_t>(min_nm[axis])) /
           static_cast<std::uint64_t>(step_nm[axis]);
  }
  std::uint32_t cells(std::size_t axis) const {
    return static_cast<std::uint32_t>(max_voxel(axis) / cell_voxels[axis]) + 1;
  }
  std::uint32_t coarse_cells(std::size_t axis) const {
    return (cells(axis) - 1) / kCoarseCells + 1;
  }
  /// The numbers of a part along an axis are below this.
  std::uint32_t part_below(PositionPart part, std::size_t axis) const;

  /// Levels of the Hilbert curve through the coarse cells: 0 … 18. The one through the cells has
  /// kCoarseLevels more.
  unsigned coarse_bits() const;

  /// A coordinate's number in a part. Precondition: min_nm <= nm <= max_nm, nm on the grid.
  std::uint32_t part_of(PositionPart part, std::size_t axis, std::int64_t nm) const;

  /// The coordinate in nm of the parts that are known, the others taken at the middle: exact when
  /// all are known. Precondition: parts as part_of gives them; `exact` only together with `fine`.
  double center_nm(std::size_t axis, std::uint32_t coarse, const std::uint32_t* fine,
                   const std::uint32_t* exact) const;
  /// The coordinate itself; modulo 2^64 where the parts do not belong together.
  std::int64_t nm(std::size_t axis, std::uint32_t coarse, std::uint32_t fine,
                  std::uint32_t exact) const;
};

/// The grid that a writer chooses: voxels as large as the positions allow, and cells of about
/// kCellNm, or larger where the positions are so far apart that 2^21 of those would not do.
/// Precondition: three arrays of one length, magnitudes below 2^62. O(n).
PositionGrid choose_position_grid(const std::array<std::span<const std::int64_t>, 3>& position_nm);

inline constexpr std::int64_t kCellNm = 1000;

}  // namespace cnx
