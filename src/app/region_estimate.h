#pragma once
// region_estimate.h — the borders of the dataset's regions, estimated anew when somas have moved.

#include <optional>

#include "dataset/neuron_table.h"
#include "dataset/region_borders.h"

namespace cnx {

class RegionEstimate {
 public:
  /// Borders run along y: without cortical depth there (dataset/orientation.h) there are none.
  /// True when the estimate changed.
  bool update(const NeuronTable& neurons, bool y_is_depth);
  /// nullptr: no two regions, or not known yet.
  const RegionBorders* borders() const { return borders_.empty() ? nullptr : &borders_; }
  /// The column of regions; precondition: borders().
  const Column& column(const NeuronTable& neurons) const { return neurons.columns()[column_]; }

 private:
  RegionBorders borders_;
  std::uint32_t column_ = 0;
  std::optional<double> error_um_;  // of the positions that it was made of
};

}  // namespace cnx
