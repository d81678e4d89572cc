#include "build/overview_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "base/check.h"
#include "build/radix_sort.h"
#include "format/position_grid.h"
#include "parallel_for.h"

namespace cnx {

namespace {

/// Of a bin, if they were spread evenly. They are not: tissue fills little of the box around its
/// outermost synapses, and a bin of it has a hundred times as many.
constexpr std::uint64_t kBinSynapses = 1 << 13;
constexpr std::size_t kBinsAtOnce = 16;
constexpr std::uint64_t kSynapsesAtOnce = 1 << 21;  // of these, or of one bin that has more
constexpr std::size_t kReadPlaces = 1 << 16;

std::uint64_t largest_place(const OverviewGrid& grid) {
  return morton_place({grid.cells[0] - 1, grid.cells[1] - 1, grid.cells[2] - 1});
}

unsigned bin_shift(const OverviewGrid& grid, std::uint64_t synapses) {
  const auto place_bits = static_cast<unsigned>(std::bit_width(largest_place(grid)));
  const auto bin_bits =
      std::min(static_cast<unsigned>(std::bit_width(synapses / kBinSynapses)), 14u);
  return place_bits > bin_bits ? place_bits - bin_bits : 0;
}

}  // namespace

OverviewGrid choose_overview_grid(const EdgeSurvey& survey) {
  CNX_CHECK(survey.shape.has_position);
  OverviewGrid grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t step = survey.grid.step_nm[axis];
    std::int64_t voxels = std::max<std::int64_t>((kCellNm + step / 2) / step, 1);
    const std::int64_t extent = survey.max_voxel[axis] - survey.min_voxel[axis];
    while (extent / voxels >= std::int64_t{1} << kMaxCurveBits) voxels *= 2;
    grid.min_voxel[axis] = survey.min_voxel[axis];
    grid.cell_voxels[axis] = static_cast<std::uint32_t>(voxels);
    grid.cells[axis] = static_cast<std::uint32_t>(extent / voxels) + 1;
  }
  return grid;
}

std::vector<std::uint64_t> overview_places(const EdgeBlock& block, const OverviewGrid& grid) {
  std::vector<std::uint64_t> places(block.voxel[0].size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    Cell cell{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      cell[axis] = block.voxel[axis][i] / grid.cell_voxels[axis];
    }
    places[i] = morton_place(cell);
  }
  return places;
}

OverviewPlaces::OverviewPlaces(std::string folder, MemoryBudget& budget, const OverviewGrid& grid,
                               std::uint64_t synapses, std::size_t buffer_bytes)
    : folder_(std::move(folder)),
      budget_(budget),
      scratch_(std::make_unique<Scratch>(folder_, budget)),
      shift_(bin_shift(grid, synapses)),
      bins_(*scratch_, sizeof(std::uint64_t),
            static_cast<std::size_t>(largest_place(grid) >> shift_) + 1, 1, buffer_bytes) {}

Result<Done> OverviewPlaces::add(std::span<const std::uint64_t> places) {
  for (const std::uint64_t place : places) {
    std::byte* const record = bins_.add(0, static_cast<std::size_t>(place >> shift_));
    if (record == nullptr) return bins_.flush(0);
    std::memcpy(record, &place, sizeof place);
  }
  count_ += places.size();
  return Done{};
}

Result<Done> OverviewPlaces::finish() {
  if (const auto done = bins_.flush(0); !done.ok()) return done;
  sorted_ = std::make_unique<Scratch>(folder_, budget_);
  for (std::size_t begin = 0, bins = 0; begin < bins_.bins(); begin += bins) {
    std::uint64_t synapses = bins_.records(begin);
    for (bins = 1; bins < std::min(kBinsAtOnce, bins_.bins() - begin); ++bins) {
      synapses += bins_.records(begin + bins);
      if (synapses > kSynapsesAtOnce) break;
    }
    std::vector<std::vector<std::uint64_t>> sorted(bins);
    std::vector<std::optional<Error>> errors(bins);
    parallel_for(bins, [&](std::size_t b) {
      sorted[b].resize(static_cast<std::size_t>(bins_.records(begin + b)));
      const auto taken = bins_.take(begin + b, std::as_writable_bytes(std::span(sorted[b])));
      if (!taken.ok()) {
        errors[b] = taken.error();
        return;
      }
      std::vector<std::uint64_t> space;
      radix_sort(sorted[b], space);
    });
    for (std::size_t b = 0; b < bins; ++b) {
      if (errors[b]) return *errors[b];
      const auto place = sorted_->append(std::as_bytes(std::span(sorted[b])));
      if (!place.ok()) return place.error();
    }
  }
  scratch_.reset();
  return Done{};
}

Result<std::vector<std::uint64_t>> OverviewPlaces::tile(const OverviewTile& tile) const {
  std::vector<std::uint64_t> places(tile.count);
  if (tile.count == 0) return places;
  const std::uint64_t last = overview_rank(tile.level, tile.first + tile.count - 1);
  std::vector<std::uint64_t> part;
  std::uint32_t i = 0;
  for (std::uint64_t first = overview_rank(tile.level, tile.first); i < tile.count;) {
    part.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kReadPlaces, last + 1 - first)));
    const auto done =
        sorted_->read(first * sizeof(std::uint64_t), std::as_writable_bytes(std::span(part)));
    if (!done.ok()) return done.error();
    for (; i < tile.count; ++i) {
      const std::uint64_t rank = overview_rank(tile.level, tile.first + i);
      if (rank - first >= part.size()) break;
      places[i] = part[rank - first];
    }
    first += part.size();
  }
  return places;
}

}  // namespace cnx
