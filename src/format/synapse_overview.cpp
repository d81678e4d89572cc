#include "format/synapse_overview.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/check.h"
#include "format/number_stream.h"
#include "format/tile_header.h"

namespace cnx {
namespace {

/// Every how manieth synapse is of this level or one before it.
constexpr std::array<std::uint64_t, kOverviewLevels> kStride = {
    kOverviewThinning * kOverviewThinning, kOverviewThinning, 1};

constexpr std::uint64_t kPlaces = std::uint64_t{1} << (3 * kMaxCurveBits);

/// Which places are cells of the grid. The bits of one coordinate, where they stand in a place, are
/// in the order of the coordinate: nothing needs to be taken apart.
class GridPlaces {
 public:
  explicit GridPlaces(const OverviewGrid& grid)
      : last_{morton_place({grid.cells[0] - 1, 0, 0}), morton_place({0, grid.cells[1] - 1, 0}),
              morton_place({0, 0, grid.cells[2] - 1})} {}

  /// Precondition: place < 2^63.
  bool contain(std::uint64_t place) const {
    return (place & kX) <= last_[0] && (place & kX >> 1) <= last_[1] &&
           (place & kX >> 2) <= last_[2];
  }

 private:
  static constexpr std::uint64_t kX = 0x4924924924924924;  // where x has its bits
  std::array<std::uint64_t, 3> last_;                      // of the largest cell along each axis
};

std::uint64_t tiles_of(std::uint64_t entries, std::uint32_t block) {
  return entries / block + (entries % block != 0);
}

}  // namespace

bool OverviewGrid::valid() const {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (cell_voxels[axis] < 1 || cells[axis] < 1 || cells[axis] > 1u << kMaxCurveBits) return false;
  }
  return true;
}

Cell OverviewGrid::cell_of(const std::array<std::int64_t, 3>& voxel) const {
  Cell cell{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::uint64_t from_min =
        static_cast<std::uint64_t>(voxel[axis]) - static_cast<std::uint64_t>(min_voxel[axis]);
    const std::uint64_t number = from_min / cell_voxels[axis];
    CNX_CHECK(voxel[axis] >= min_voxel[axis] && number < cells[axis]);
    cell[axis] = static_cast<std::uint32_t>(number);
  }
  return cell;
}

std::uint64_t overview_level_count(std::size_t level, std::uint64_t synapses) {
  CNX_CHECK(level < kOverviewLevels);
  const auto up_to = [&](std::size_t l) {
    return synapses / kStride[l] + (synapses % kStride[l] != 0);
  };
  return up_to(level) - (level == 0 ? 0 : up_to(level - 1));
}

std::uint64_t overview_rank(std::size_t level, std::uint64_t at) {
  CNX_CHECK(level < kOverviewLevels);
  if (level == 0) return at * kStride[0];
  // Of kOverviewThinning multiples of the stride, the first belongs to an earlier level.
  constexpr std::uint64_t kOwn = kOverviewThinning - 1;
  return kStride[level] * (at / kOwn * kOverviewThinning + at % kOwn + 1);
}

std::uint64_t overview_tile_count(std::uint64_t synapses, std::uint32_t block) {
  std::uint64_t tiles = 0;
  for (std::size_t level = 0; level < kOverviewLevels; ++level) {
    tiles += tiles_of(overview_level_count(level, synapses), block);
  }
  return tiles;
}

OverviewTile overview_tile(std::uint64_t tile, std::uint64_t synapses, std::uint32_t block) {
  for (std::size_t level = 0; level < kOverviewLevels; ++level) {
    const std::uint64_t entries = overview_level_count(level, synapses);
    const std::uint64_t tiles = tiles_of(entries, block);
    if (tile < tiles) {
      const std::uint64_t first = tile * block, left = entries - first;
      return {level, first, left < block ? static_cast<std::uint32_t>(left) : block};
    }
    tile -= tiles;
  }
  return {};
}

std::vector<std::byte> encode_synapse_overview(std::span<const std::uint64_t> places,
                                               const OverviewGrid& grid) {
  CNX_CHECK(grid.valid() && places.size() <= kMaxTileNeurons);
  const GridPlaces cells(grid);
  std::vector<std::uint64_t> steps;
  steps.reserve(places.size());
  std::uint64_t previous = 0;
  for (const std::uint64_t place : places) {
    CNX_CHECK(place >= previous && place < kPlaces && cells.contain(place));
    steps.push_back(place - previous);
    previous = place;
  }
  ByteWriter writer;
  write_numbers(steps, writer);
  return std::move(writer).finish();
}

Result<std::vector<std::uint64_t>> decode_synapse_overview(std::span<const std::byte> payload,
                                                           std::uint32_t count,
                                                           const OverviewGrid& grid) {
  CNX_CHECK(grid.valid());
  if (count > kMaxTileNeurons) return Error{ErrorCode::OutOfRange, "synapse overview, entries"};
  ByteReader reader{payload};
  std::vector<std::uint64_t> places(count);
  const auto read = read_numbers(reader, places, "synapse overview");
  if (!read.ok()) return read.error();
  const GridPlaces cells(grid);
  std::uint64_t place = 0;
  for (std::uint64_t& number : places) {
    if (number >= kPlaces - place) return Error{ErrorCode::OutOfRange, "synapse overview, cell"};
    place += number;
    if (!cells.contain(place)) return Error{ErrorCode::OutOfRange, "synapse overview, cell"};
    number = place;
  }
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "synapse overview"};
  return places;
}

}  // namespace cnx
