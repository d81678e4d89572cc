#include "worker/border_column.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "stats/border_distance.h"
#include "worker/distance_job.h"
#include "worker/statistics_request.h"

namespace cnx {

void add_border_column(Manifest& manifest) {
  const bool taken = std::any_of(manifest.columns.begin(), manifest.columns.end(),
                                 [](const Column& c) { return c.name == kBorderColumn; });
  if (manifest.layout != Layout::Soma || taken) return;
  Column column;
  column.name = kBorderColumn;
  column.kind = ColumnKind::Real;
  manifest.columns.push_back(std::move(column));
}

bool fill_border_column(NeuronTable& table) {
  const std::span<const Column> columns = table.columns();
  if (columns.empty() || columns.back().name != kBorderColumn) return false;
  const auto border = static_cast<std::uint32_t>(columns.size() - 1);
  // One that the dataset itself has comes in a tile.
  if (columns.back().type != StoredType::Generated || columns.back().kind != ColumnKind::Real ||
      table.has(border) || !table.positions_exact()) {
    return false;
  }
  const PositionColumns positions(soma_positions_nm(table));
  RealValues distances = border_distances(positions.x_nm, positions.z_nm);
  for (double& distance : distances) distance /= 1000;
  distances.resize(table.neuron_count(), std::numeric_limits<double>::quiet_NaN());
  std::vector<ColumnValues> values;
  values.emplace_back(std::move(distances));
  table.set_rows(0, std::vector<std::uint32_t>{border}, std::move(values));
  return true;
}

}  // namespace cnx
