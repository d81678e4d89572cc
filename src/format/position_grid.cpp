#include "format/position_grid.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint64_t kMaxCells = std::uint64_t{1} << kMaxCurveBits;
constexpr std::uint32_t kMaxCellVoxels = std::uint32_t{1} << 31;

}  // namespace

bool PositionGrid::valid() const {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (min_nm[axis] > max_nm[axis] || step_nm[axis] < 1 || cell_voxels[axis] < 1 ||
        cell_voxels[axis] > kMaxCellVoxels) {
      return false;
    }
    const std::uint64_t extent =
        static_cast<std::uint64_t>(max_nm[axis]) - static_cast<std::uint64_t>(min_nm[axis]);
    if (extent % static_cast<std::uint64_t>(step_nm[axis]) != 0 ||
        max_voxel(axis) / cell_voxels[axis] >= kMaxCells) {
      return false;
    }
  }
  return true;
}

std::uint32_t PositionGrid::part_below(PositionPart part, std::size_t axis) const {
  switch (part) {
    case PositionPart::None: break;
    case PositionPart::Coarse: return coarse_cells(axis);
    case PositionPart::Fine: return std::min(cells(axis), kCoarseCells);
    case PositionPart::Exact:
      return static_cast<std::uint32_t>(
          std::min<std::uint64_t>(max_voxel(axis), cell_voxels[axis] - 1) + 1);
  }
  CNX_CHECK(false);
  return 1;
}

unsigned PositionGrid::coarse_bits() const {
  const std::uint32_t longest = std::max({coarse_cells(0), coarse_cells(1), coarse_cells(2)});
  return static_cast<unsigned>(std::bit_width(longest - 1));
}

std::uint32_t PositionGrid::part_of(PositionPart part, std::size_t axis, std::int64_t nm) const {
  CNX_CHECK(nm >= min_nm[axis] && nm <= max_nm[axis]);
  const std::uint64_t voxel =
      (static_cast<std::uint64_t>(nm) - static_cast<std::uint64_t>(min_nm[axis])) /
      static_cast<std::uint64_t>(step_nm[axis]);
  const auto cell = static_cast<std::uint32_t>(voxel / cell_voxels[axis]);
  switch (part) {
    case PositionPart::None: break;
    case PositionPart::Coarse: return cell / kCoarseCells;
    case PositionPart::Fine: return cell % kCoarseCells;
    case PositionPart::Exact: return static_cast<std::uint32_t>(voxel % cell_voxels[axis]);
  }
  CNX_CHECK(false);
  return 0;
}

double PositionGrid::center_nm(std::size_t axis, std::uint32_t coarse, const std::uint32_t* fine,
                               const std::uint32_t* exact) const {
  const double cell = cell_voxels[axis];
  double voxel = coarse * (kCoarseCells * cell);
  if (fine == nullptr) {
    voxel += (kCoarseCells * cell - 1) / 2;
  } else {
    voxel += *fine * cell + (exact == nullptr ? (cell - 1) / 2 : *exact);
  }
  // The last cell may be cut off by the bounds.
  voxel = std::min(voxel, static_cast<double>(max_voxel(axis)));
  return static_cast<double>(min_nm[axis]) + voxel * static_cast<double>(step_nm[axis]);
}

std::int64_t PositionGrid::nm(std::size_t axis, std::uint32_t coarse, std::uint32_t fine,
                              std::uint32_t exact) const {
  const std::uint64_t voxel =
      (std::uint64_t{coarse} * kCoarseCells + fine) * cell_voxels[axis] + exact;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(min_nm[axis]) +
                                   voxel * static_cast<std::uint64_t>(step_nm[axis]));
}

PositionGrid choose_position_grid(const std::array<std::span<const std::int64_t>, 3>& position_nm) {
  PositionGrid grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& values = position_nm[axis];
    if (values.empty()) continue;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    std::int64_t step = 0;
    for (const std::int64_t value : values) {
      if (step == 1) break;
      step = std::gcd(step, value - *low);
    }
    grid.min_nm[axis] = *low;
    grid.max_nm[axis] = *high;
    grid.step_nm[axis] = std::max<std::int64_t>(step, 1);
    std::int64_t voxels =
        std::max<std::int64_t>((kCellNm + grid.step_nm[axis] / 2) / grid.step_nm[axis], 1);
    while (grid.max_voxel(axis) / static_cast<std::uint64_t>(voxels) >= kMaxCells) voxels *= 2;
    CNX_CHECK(voxels <= kMaxCellVoxels);
    grid.cell_voxels[axis] = static_cast<std::uint32_t>(voxels);
  }
  CNX_CHECK(grid.valid());
  return grid;
}

}  // namespace cnx
