#include "build/vertex_columns.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"

namespace cnx {

namespace {

// Lower rank first. The second spelling of a rank is that of later releases.
struct RankedName {
  std::string_view name;
  int rank;
};

constexpr auto kCellClasses = std::to_array<RankedName>({
    {"23P", 0},   {"4P", 1},    {"5P_IT", 2}, {"5P-IT", 2}, {"5P_NP", 3},
    {"5P-NP", 3}, {"5P_PT", 4}, {"5P-PT", 4}, {"5P_ET", 4}, {"5P-ET", 4},
    {"6IT", 5},   {"6P-IT", 5}, {"6P_IT", 5}, {"6CT", 6},   {"6P-CT", 6},
    {"6P_CT", 6}, {"BC", 7},    {"BPC", 8},   {"MC", 9},    {"NGC", 10},
});
constexpr auto kProofreading = std::to_array<RankedName>({
    {"non", 0},
    {"clean", 1},
    {"extended", 2},
});

int rank_of(std::span<const RankedName> ranks, std::string_view name) {
  for (const RankedName& ranked : ranks) {
    if (ranked.name == name) return ranked.rank;
  }
  return static_cast<int>(ranks.size());  // after every known one
}

void sort_categories(RawColumn& column, std::span<const RankedName> ranks) {
  auto* codes = std::get_if<CategoryValues>(&column.values);
  if (codes == nullptr) return;
  const std::vector<std::string> names = std::move(column.column.categories);
  std::vector<std::uint16_t> order(names.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::uint16_t a, std::uint16_t b) {
    return rank_of(ranks, names[a]) < rank_of(ranks, names[b]);
  });
  std::vector<std::uint16_t> new_code(names.size());
  column.column.categories.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    new_code[order[i]] = static_cast<std::uint16_t>(i);
    column.column.categories.push_back(names[order[i]]);
  }
  for (std::uint16_t& code : *codes) code = new_code[code];
}

std::string free_name(const std::vector<RawColumn>& columns, const std::string& wanted) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const RawColumn& column) { return column.column.name == name; });
  };
  std::string name = wanted;
  for (int number = 2; taken(name); ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

void add_integer_column(std::vector<RawColumn>& columns, const std::string& name, ColumnRole role,
                        IntegerValues values) {
  RawColumn column;
  column.column.name = free_name(columns, name);
  column.column.role = role;
  column.column.kind = ColumnKind::Integer;
  column.column.type = StoredType::Generated;
  column.values = std::move(values);
  columns.push_back(std::move(column));
}

bool is_position(ColumnRole role) {
  return role == ColumnRole::PositionX || role == ColumnRole::PositionY ||
         role == ColumnRole::PositionZ;
}

}  // namespace

void sort_known_categories(std::vector<RawColumn>& columns) {
  for (RawColumn& column : columns) {
    switch (column.column.role) {
      case ColumnRole::CellClass: sort_categories(column, kCellClasses); break;
      case ColumnRole::AxonStatus:
      case ColumnRole::DendriteStatus: sort_categories(column, kProofreading); break;
      default: break;
    }
  }
}

std::string check_neuron_ids(std::vector<RawColumn>& columns) {
  for (RawColumn& column : columns) {
    if (column.column.role != ColumnRole::NeuronId) continue;
    const auto* ids = std::get_if<IntegerValues>(&column.values);
    CNX_CHECK(ids != nullptr);
    IntegerValues sorted = *ids;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice == sorted.end()) return {};
    column.column.role = ColumnRole::None;
    return "column \"" + column.column.name +
           "\" does not name neurons: " + std::to_string(*twice) +
           " stands in more than one row; neurons are named by their row";
  }
  return {};
}

void add_generated_columns(std::vector<RawColumn>& columns, SomaLayout& layout) {
  const std::size_t neurons = layout.position_nm[0].size();
  if (!layout.same_as_columns) {
    for (RawColumn& column : columns) {
      if (is_position(column.column.role)) column.column.role = ColumnRole::None;
    }
    add_integer_column(columns, "layout_x_nm", ColumnRole::PositionX,
                       std::move(layout.position_nm[0]));
    add_integer_column(columns, "layout_y_nm", ColumnRole::PositionY,
                       std::move(layout.position_nm[1]));
    add_integer_column(columns, "layout_z_nm", ColumnRole::PositionZ,
                       std::move(layout.position_nm[2]));
  }
  IntegerValues rows(neurons);
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  add_integer_column(columns, "source_row", ColumnRole::SourceRow, std::move(rows));
}

OrderedColumns reorder_columns(std::vector<RawColumn> columns,
                               std::span<const std::uint32_t> row_of) {
  OrderedColumns ordered;
  for (RawColumn& column : columns) {
    ordered.columns.push_back(std::move(column.column));
    ordered.values.push_back(std::visit(
        [&](const auto& values) -> ColumnValues {
          CNX_CHECK(values.size() == row_of.size());
          std::remove_cvref_t<decltype(values)> result;
          result.reserve(values.size());
          for (const std::uint32_t row : row_of) result.push_back(values[row]);
          return result;
        },
        column.values));
    column.values = {};
  }
  return ordered;
}

}  // namespace cnx
