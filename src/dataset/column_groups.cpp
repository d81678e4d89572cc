#include "dataset/column_groups.h"

#include <algorithm>

#include "base/check.h"

namespace cnx {

bool may_number_groups(const Column& column) {
  if (column.kind != ColumnKind::Integer) return false;
  switch (column.role) {
    case ColumnRole::SourceRow:
    case ColumnRole::NeuronId:
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return false;
    default: return true;
  }
}

std::vector<std::string> group_names(const NeuronTable& table, std::uint32_t column) {
  const Column& groups = table.columns()[column];
  if (groups.kind == ColumnKind::Category) return groups.categories;
  std::vector<std::string> names;
  if (!may_number_groups(groups)) return names;
  for (const std::int64_t value : table.few_values(column)) names.push_back(std::to_string(value));
  return names;
}

std::uint16_t group_of(const NeuronTable& table, std::uint32_t column, NeuronIndex neuron) {
  if (table.columns()[column].kind == ColumnKind::Category) return table.codes(column)[neuron];
  const auto values = table.few_values(column);
  const auto at = std::lower_bound(values.begin(), values.end(), table.integers(column)[neuron]);
  CNX_CHECK(at != values.end());
  return static_cast<std::uint16_t>(at - values.begin());
}

}  // namespace cnx
