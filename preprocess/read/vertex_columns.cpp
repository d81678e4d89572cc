#include "read/vertex_columns.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnx {
namespace {

bool is_unique(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) == values.end();
}

bool wants_categories(ColumnRole role) {
  return role == ColumnRole::CellClass || role == ColumnRole::Region ||
         role == ColumnRole::AxonStatus || role == ColumnRole::DendriteStatus;
}

/// Integers as categories, in numeric order; false when there are too many of them.
bool make_categories(RawColumn& raw) {
  const auto& integers = *std::get_if<IntegerValues>(&raw.values);
  IntegerValues distinct = integers;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() > kMaxCategoryNames) return false;
  CategoryValues codes;
  codes.reserve(integers.size());
  for (const std::int64_t value : integers) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), value);
    codes.push_back(static_cast<std::uint16_t>(at - distinct.begin()));
  }
  for (const std::int64_t value : distinct) raw.column.categories.push_back(std::to_string(value));
  raw.column.kind = ColumnKind::Category;
  raw.values = std::move(codes);
  return true;
}

/// Reals that are all whole, and exactly so as integers, become these: they take fewer bytes, and
/// `Column::type` still says what they were. -0.0 and a missing value are no integers.
void make_integers(RawColumn& raw) {
  constexpr double kMaxExact = 9007199254740992.0;  // 2^53
  const auto* const reals = std::get_if<RealValues>(&raw.values);
  if (reals == nullptr) return;
  const bool all_whole = std::all_of(reals->begin(), reals->end(), [](double value) {
    return std::abs(value) <= kMaxExact && value == std::trunc(value) &&
           !(value == 0 && std::signbit(value));
  });
  if (!all_whole) return;
  IntegerValues integers;
  integers.reserve(reals->size());
  for (const double value : *reals) integers.push_back(static_cast<std::int64_t>(value));
  raw.column.kind = ColumnKind::Integer;
  raw.values = std::move(integers);
}

}  // namespace

void MissingValues::add(const std::string& column, std::uint64_t count, bool is_text) {
  if (count == 0) return;
  list_ += (list_.empty() ? "\"" : ", \"") + column + "\" (" + std::to_string(count) + ")";
  any_text_ = any_text_ || is_text;
}

void MissingValues::note(std::vector<std::string>& notes) const {
  if (list_.empty()) return;
  notes.push_back(
      "some neurons have no value in " + list_ +
      (any_text_ ? std::string("; missing text is listed as \"") + kMissingText + "\"" : ""));
}

Result<Done> give_roles(VertexColumns& vertices, const ColumnOverrides& overrides) {
  std::vector<ColumnSummary> summaries;
  for (const RawColumn& raw : vertices.columns) {
    const auto* const integers = std::get_if<IntegerValues>(&raw.values);
    summaries.push_back(
        {raw.column.name, raw.column.kind, integers != nullptr && is_unique(*integers)});
  }
  auto assigned = assign_vertex_roles(summaries, overrides);
  if (!assigned.ok()) return assigned.error();
  VertexRoles roles = std::move(assigned).value();
  for (std::size_t i = 0; i < vertices.columns.size(); ++i) {
    RawColumn& raw = vertices.columns[i];
    raw.column.role = roles.roles[i];
    if (!wants_categories(raw.column.role) || raw.column.kind == ColumnKind::Category ||
        make_categories(raw))
      continue;
    vertices.notes.push_back("column \"" + raw.column.name + "\" holds more than " +
                             std::to_string(kMaxCategoryNames) + " different integers: it is no " +
                             std::string(column_role_name(raw.column.role)));
    raw.column.role = ColumnRole::None;
  }
  // Not before: what a column is taken for goes by what the input says it is.
  for (RawColumn& raw : vertices.columns) make_integers(raw);
  vertices.position_unit_nm = roles.position_unit_nm;
  vertices.axis_scale = roles.axis_scale;
  vertices.line_position_column = roles.line_position_column;
  vertices.notes.insert(vertices.notes.end(), roles.notes.begin(), roles.notes.end());
  return Done{};
}

}  // namespace cnx
