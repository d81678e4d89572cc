#pragma once
// region_borders.h — where regions meet, estimated from the somas: tentative, and nothing more.
//
// No atlas is asked. The volume is seen along y (cortical depth), so that a border is a curve in x
// and z, as if regions were upright columns. On a grid of square cells, a cell's region is the one
// of most somas in the cell and two cells around it; borders run where that changes from one cell
// to the next, between the two centers where their counts would be equal (marching squares).

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cnx {

/// The curve between two regions.
struct RegionBorder {
  std::uint16_t first = 0, second = 0;       // codes; first < second
  std::vector<std::array<float, 2>> x_z_um;  // two points or more; a loop ends as it begins
};

/// Where the name of a region may stand: the center of a cell that is of this region.
struct RegionPlace {
  std::uint16_t code = 0;
  float x_um = 0, z_um = 0;
};

struct RegionBorders {
  float cell_um = 0;  // side of a cell
  std::vector<RegionBorder> borders;
  std::vector<RegionPlace> places;  // of the regions that have a cell, those of most cells first

  bool empty() const { return borders.empty(); }
};

/// Cells along the longer side, and how many cells around a cell are counted with it.
inline constexpr int kBorderCells = 64, kBorderReach = 2;
/// More regions than this are not told apart on such a grid: no borders.
inline constexpr std::size_t kMaxBorderRegions = 64;

/// `positions_um`: [x0 y0 z0 …]; `codes`: the region of each; `is_region`: [code] 0 for codes that
/// name no region, whose somas are left out. Empty where fewer than two regions have a cell.
/// O(somas + cells * regions).
RegionBorders estimate_region_borders(std::span<const float> positions_um,
                                      std::span<const std::uint16_t> codes,
                                      std::span<const std::uint8_t> is_region);

}  // namespace cnx
