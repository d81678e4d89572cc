#pragma once
// overview_order.h — all synapses as a cloud of cells, in the order of the overview tiles.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/edge_bins.h"
#include "build/edge_survey.h"
#include "build/scratch.h"
#include "format/synapse_overview.h"

namespace cnx {

/// Cells of about a micrometer from the smallest voxel on, or larger where there would be more
/// than 2^21 along an axis. Precondition: the synapses have positions.
OverviewGrid choose_overview_grid(const EdgeSurvey& survey);

/// Place of each synapse's cell on the Morton curve (format/space_curve.h).
std::vector<std::uint64_t> overview_places(const EdgeBlock& block, const OverviewGrid& grid);

/// Collects the places of all synapses and has them in rising order.
/// Errors: Unwritable (see scratch.h).
class OverviewPlaces {
 public:
  OverviewPlaces(std::string folder, MemoryBudget& budget, const OverviewGrid& grid,
                 std::uint64_t synapses, std::size_t buffer_bytes);

  Result<Done> add(std::span<const std::uint64_t> places);
  /// Sorts, a part of the curve at a time. Nothing is added afterwards.
  Result<Done> finish();

  std::uint64_t count() const { return count_; }
  /// The places of one tile. From any thread, after finish().
  Result<std::vector<std::uint64_t>> tile(const OverviewTile& tile) const;

 private:
  std::string folder_;
  MemoryBudget& budget_;
  std::unique_ptr<Scratch> scratch_, sorted_;
  std::uint64_t count_ = 0;
  unsigned shift_ = 0;  // a bin is what a place has above
  RecordBins bins_;
};

}  // namespace cnx
