#pragma once
// synapse_overview.h — where all synapses are, to about a micrometer (docs/format.md §4.4).
//
// A set of cells without neurons: a cloud to look at, coarse to fine. All synapses are ranked along
// the Morton curve through their cells; every 256th of them is of level 0, every other 16th of
// level 1, the rest of level 2. A family holds level 0 first, in tiles of consecutive entries.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/space_curve.h"

namespace cnx {

inline constexpr std::size_t kOverviewLevels = 3;
inline constexpr std::uint64_t kOverviewThinning = 16;  // from a level to the one before

/// Cells of synapses: boxes of whole voxels of the synapse grid. From the manifest.
struct OverviewGrid {
  std::array<std::int64_t, 3> min_voxel = {0, 0, 0};     // the smallest that a synapse has, by axis
  std::array<std::uint32_t, 3> cell_voxels = {1, 1, 1};  // >= 1
  std::array<std::uint32_t, 3> cells = {1, 1, 1};        // along each axis, 1 … 2^21

  bool operator==(const OverviewGrid&) const = default;
  bool valid() const;
  /// Precondition: min_voxel <= voxel, within the cells.
  Cell cell_of(const std::array<std::int64_t, 3>& voxel) const;
};

/// Which entries tile `tile` of the family holds.
struct OverviewTile {
  std::size_t level = 0;
  std::uint64_t first = 0;  // among the entries of its level
  std::uint32_t count = 0;  // 0: there is no such tile
};

/// How many entries a level has, of all `synapses`.
std::uint64_t overview_level_count(std::size_t level, std::uint64_t synapses);
/// Rank among all synapses of entry `at` of a level.
std::uint64_t overview_rank(std::size_t level, std::uint64_t at);
/// How many tiles of at most `block` entries the family has; tile `tile` of them.
std::uint64_t overview_tile_count(std::uint64_t synapses, std::uint32_t block);
OverviewTile overview_tile(std::uint64_t tile, std::uint64_t synapses, std::uint32_t block);

/// Entries of one tile as places on the Morton curve. Precondition: they never fall, and are of
/// cells within the grid.
std::vector<std::byte> encode_synapse_overview(std::span<const std::uint64_t> places,
                                               const OverviewGrid& grid);

/// Decodes what encode_synapse_overview wrote; safe on hostile bytes.
/// Errors: Truncated; TrailingBytes; OutOfRange (a cell outside the grid, `count` above
/// kMaxTileNeurons); NotCanonical. What is accepted re-encodes to the same bytes.
/// Memory: 17 bytes for every entry.
Result<std::vector<std::uint64_t>> decode_synapse_overview(std::span<const std::byte> payload,
                                                           std::uint32_t count,
                                                           const OverviewGrid& grid);

}  // namespace cnx
