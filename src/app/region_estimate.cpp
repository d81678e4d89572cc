#include "app/region_estimate.h"

#include <vector>

namespace cnx {

bool RegionEstimate::update(const NeuronTable& neurons, bool y_is_depth) {
  const auto column = neurons.find(ColumnRole::Region);
  if (!y_is_depth || !column || !neurons.has(*column) || neurons.positions_um().empty()) {
    return false;
  }
  if (neurons.columns()[*column].kind != ColumnKind::Category) return false;
  if (error_um_ == neurons.position_error_um()) return false;
  error_um_ = neurons.position_error_um();
  column_ = *column;
  std::vector<std::uint8_t> is_region;
  for (const std::string& name : neurons.columns()[column_].categories) {
    is_region.push_back(name.empty() ? 0 : 1);
  }
  borders_ = estimate_region_borders(neurons.positions_um(), neurons.codes(column_), is_region);
  return true;
}

}  // namespace cnx
