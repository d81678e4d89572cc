#include "build/overview_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

#include "base/check.h"
#include "format/position_grid.h"
#include "parallel_for.h"

namespace cnx {

namespace {

constexpr std::size_t kPieceSynapses = std::size_t{1} << 16;
constexpr unsigned kDigitBits = 11;

/// Least digit first; digits above the largest key are not looked at.
void radix_sort(std::vector<std::uint64_t>& keys) {
  if (keys.empty()) return;
  const std::uint64_t largest = *std::max_element(keys.begin(), keys.end());
  std::vector<std::uint64_t> other(keys.size());
  for (unsigned shift = 0; shift < 64 && largest >> shift != 0; shift += kDigitBits) {
    constexpr std::uint64_t kMask = (1u << kDigitBits) - 1;
    std::array<std::size_t, std::size_t{1} << kDigitBits> next{};
    for (const std::uint64_t key : keys) ++next[key >> shift & kMask];
    std::size_t sum = 0;
    for (std::size_t& start : next) sum += std::exchange(start, sum);
    for (const std::uint64_t key : keys) other[next[key >> shift & kMask]++] = key;
    keys.swap(other);
  }
}

}  // namespace

OverviewGrid choose_overview_grid(const OrderedSynapses& synapses) {
  CNX_CHECK(synapses.shape.has_position);
  OverviewGrid grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& nm = synapses.source.position_nm[axis];
    if (nm.empty()) continue;
    const auto [low, high] = std::minmax_element(nm.begin(), nm.end());
    const std::int64_t step = synapses.grid.step_nm[axis];
    std::int64_t voxels = std::max<std::int64_t>((kCellNm + step / 2) / step, 1);
    const std::int64_t extent = (*high - *low) / step;
    while (extent / voxels >= std::int64_t{1} << kMaxCurveBits) voxels *= 2;
    grid.min_voxel[axis] = (*low - synapses.grid.origin_nm[axis]) / step;  // exact: on the grid
    grid.cell_voxels[axis] = static_cast<std::uint32_t>(voxels);
    grid.cells[axis] = static_cast<std::uint32_t>(extent / voxels) + 1;
  }
  return grid;
}

std::vector<std::uint64_t> overview_places(const OrderedSynapses& synapses,
                                           const OverviewGrid& grid) {
  const auto& nm = synapses.source.position_nm;
  std::vector<std::uint64_t> places(nm[0].size());
  std::array<std::int64_t, 3> min_nm{}, side_nm{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t step = synapses.grid.step_nm[axis];
    min_nm[axis] = synapses.grid.origin_nm[axis] + step * grid.min_voxel[axis];
    side_nm[axis] = step * grid.cell_voxels[axis];
  }
  const std::size_t pieces = (places.size() + kPieceSynapses - 1) / kPieceSynapses;
  parallel_for(pieces, [&](std::size_t piece) {
    const std::size_t end = std::min(places.size(), (piece + 1) * kPieceSynapses);
    for (std::size_t i = piece * kPieceSynapses; i < end; ++i) {
      Cell cell{};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        cell[axis] = static_cast<std::uint32_t>((nm[axis][i] - min_nm[axis]) / side_nm[axis]);
      }
      places[i] = morton_place(cell);
    }
  });
  radix_sort(places);
  return places;
}

}  // namespace cnx
