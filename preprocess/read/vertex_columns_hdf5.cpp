#include "read/vertex_columns_hdf5.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "read/connectome_hdf5.h"

namespace cnx {
namespace {

constexpr const char* kIndexName = "index";

bool is_unique(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) == values.end();
}

bool is_row_number(const std::vector<std::int64_t>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != static_cast<std::int64_t>(i)) return false;
  }
  return true;
}

/// Which columns lack how many values, for one sentence about all of them.
class MissingValues {
 public:
  void add(const std::string& column, std::uint64_t count, bool is_text) {
    if (count == 0) return;
    list_ += (list_.empty() ? "\"" : ", \"") + column + "\" (" + std::to_string(count) + ")";
    any_text_ = any_text_ || is_text;
  }

  void note(std::vector<std::string>& notes) const {
    if (list_.empty()) return;
    notes.push_back(
        "some neurons have no value in " + list_ +
        (any_text_ ? std::string("; missing text is listed as \"") + kMissingText + "\"" : ""));
  }

 private:
  std::string list_;
  bool any_text_ = false;
};

/// A column with its values, or nothing and a note.
std::optional<RawColumn> to_raw_column(const std::string& name, TableValues values,
                                       MissingValues& missing, std::vector<std::string>& notes) {
  RawColumn raw;
  raw.column.name = name;
  if (auto* const integers = std::get_if<std::vector<std::int64_t>>(&values)) {
    raw.column.kind = ColumnKind::Integer;
    raw.values = std::move(*integers);
  } else if (auto* const reals = std::get_if<std::vector<double>>(&values)) {
    raw.column.kind = ColumnKind::Real;
    const auto absent =
        std::count_if(reals->begin(), reals->end(), [](double v) { return std::isnan(v); });
    missing.add(name, static_cast<std::uint64_t>(absent), false);
    raw.values = std::move(*reals);
  } else if (auto* const text = std::get_if<TextValues>(&values)) {
    raw.column.kind = ColumnKind::Category;
    raw.column.categories = std::move(text->names);
    missing.add(name, text->missing_count, true);
    raw.values = std::move(text->codes);
  } else {
    notes.push_back("vertex column \"" + name + "\" is left out: it " +
                    std::get_if<LeftOut>(&values)->why);
    return std::nullopt;
  }
  return raw;
}

/// The index when it says more than the row's number.
Result<Done> add_index(const TableFrameReader& table, MissingValues& missing, VertexColumns& out) {
  auto values = table.read_index(kMaxCategoryNames);
  if (!values.ok()) return values.error();
  const auto* const integers = std::get_if<std::vector<std::int64_t>>(&values.value());
  if (integers != nullptr && is_row_number(*integers)) return Done{};
  const bool taken = std::any_of(out.columns.begin(), out.columns.end(), [](const RawColumn& raw) {
    return raw.column.name == kIndexName;
  });
  if (taken) {
    out.notes.push_back(
        "the vertex table's own index is left out: a column is named \"index\" too");
    return Done{};
  }
  auto raw = to_raw_column(kIndexName, std::move(values).value(), missing, out.notes);
  if (raw) out.columns.push_back(std::move(*raw));
  return Done{};
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

}  // namespace

Result<VertexColumns> read_vertex_columns(const NetworkGroup& network,
                                          const ColumnOverrides& overrides) {
  VertexColumns out;
  if (network.vertices) {
    const TableFrameReader& table = *network.vertices;
    MissingValues missing;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const std::string& name = table.columns()[i].name;
      auto values = table.read_column(i, kMaxCategoryNames);
      if (!values.ok()) return values.error();
      if (name.empty()) {
        out.notes.push_back("a vertex column without a name is left out");
        continue;
      }
      auto raw = to_raw_column(name, std::move(values).value(), missing, out.notes);
      if (raw) out.columns.push_back(std::move(*raw));
    }
    if (const auto done = add_index(table, missing, out); !done.ok()) return done.error();
    missing.note(out.notes);
  } else {
    out.notes.push_back(
        "the network has no vertex table: nothing but the number of its neurons is known");
  }

  std::vector<ColumnSummary> summaries;
  for (const RawColumn& raw : out.columns) {
    const auto* const integers = std::get_if<IntegerValues>(&raw.values);
    summaries.push_back(
        {raw.column.name, raw.column.kind, integers != nullptr && is_unique(*integers)});
  }
  auto assigned = assign_vertex_roles(summaries, overrides);
  if (!assigned.ok()) return assigned.error();
  VertexRoles roles = std::move(assigned).value();
  for (std::size_t i = 0; i < out.columns.size(); ++i) {
    RawColumn& raw = out.columns[i];
    raw.column.role = roles.roles[i];
    if (!wants_categories(raw.column.role) || raw.column.kind == ColumnKind::Category ||
        make_categories(raw))
      continue;
    out.notes.push_back("column \"" + raw.column.name + "\" holds more than " +
                        std::to_string(kMaxCategoryNames) + " different integers: it is no " +
                        std::string(column_role_name(raw.column.role)));
    raw.column.role = ColumnRole::None;
  }
  out.position_unit_nm = roles.position_unit_nm;
  out.line_position_column = roles.line_position_column;
  out.notes.insert(out.notes.end(), roles.notes.begin(), roles.notes.end());
  return out;
}

Result<bool> have_same_neurons(const NetworkGroup& a, const NetworkGroup& b) {
  if (a.neuron_count != b.neuron_count) return false;
  if (!a.vertices || !b.vertices) return true;
  const auto left = a.vertices->read_index(kMaxCategoryNames);
  if (!left.ok()) return left.error();
  const auto right = b.vertices->read_index(kMaxCategoryNames);
  if (!right.ok()) return right.error();
  if (left.value().index() != right.value().index()) return false;
  if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&left.value()))
    return *integers == *std::get_if<std::vector<std::int64_t>>(&right.value());
  if (const auto* const text = std::get_if<TextValues>(&left.value())) {
    const auto& other = *std::get_if<TextValues>(&right.value());
    return text->names == other.names && text->codes == other.codes;
  }
  return true;
}

}  // namespace cnx
