#include "read/vertex_columns_hdf5.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnx {
namespace {

bool is_row_number(const std::vector<std::int64_t>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] != static_cast<std::int64_t>(i)) return false;
  }
  return true;
}

/// A column with its values, or nothing and a note.
std::optional<RawColumn> to_raw_column(const std::string& name, StoredType type, TableValues values,
                                       MissingValues& missing, std::vector<std::string>& notes) {
  RawColumn raw;
  raw.column.name = name;
  raw.column.type = type;
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

/// `wanted`, or with a number behind it where a column of the table has that name.
std::string unused_name(const TableFrameReader& table, const std::string& wanted) {
  const auto is_taken = [&table](const std::string& name) {
    return std::any_of(table.columns().begin(), table.columns().end(),
                       [&](const StoredColumn& column) { return column.name == name; });
  };
  std::string name = wanted;
  for (int number = 2; is_taken(name); ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

/// The index when it says more than the row's number.
Result<Done> add_index(const TableFrameReader& table, MissingValues& missing, VertexColumns& out) {
  auto values = table.read_index(kMaxCategoryNames);
  if (!values.ok()) return values.error();
  const auto* const integers = std::get_if<std::vector<std::int64_t>>(&values.value());
  if (integers != nullptr && is_row_number(*integers)) return Done{};
  const std::string name = unused_name(table, "index");
  auto raw = to_raw_column(name, table.index_type(), std::move(values).value(), missing, out.notes);
  if (raw) out.columns.push_back(std::move(*raw));
  return Done{};
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
      auto raw = to_raw_column(name, table.columns()[i].type, std::move(values).value(), missing,
                               out.notes);
      if (raw) out.columns.push_back(std::move(*raw));
    }
    if (const auto done = add_index(table, missing, out); !done.ok()) return done.error();
    missing.note(out.notes);
  } else {
    out.notes.push_back(
        "the network has no vertex table: nothing but the number of its neurons is known");
  }

  if (const auto done = give_roles(out, overrides); !done.ok()) return done.error();
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
