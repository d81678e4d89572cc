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

/// Where two columns first differ, as in " differs in row 3", or nothing.
std::optional<std::string> difference(const TableValues& left, const TableValues& right) {
  if (left.index() != right.index()) return " is of another type";
  const auto in_row = [](std::size_t row) { return " differs in row " + std::to_string(row); };
  if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&left)) {
    const auto& others = *std::get_if<std::vector<std::int64_t>>(&right);
    for (std::size_t i = 0; i < integers->size(); ++i) {
      if ((*integers)[i] != others[i]) return in_row(i);
    }
  } else if (const auto* const reals = std::get_if<std::vector<double>>(&left)) {
    const auto& others = *std::get_if<std::vector<double>>(&right);
    for (std::size_t i = 0; i < reals->size(); ++i) {
      const double a = (*reals)[i], b = others[i];
      if (!(a == b || (std::isnan(a) && std::isnan(b)))) return in_row(i);
    }
  } else if (const auto* const text = std::get_if<TextValues>(&left)) {
    const auto& others = *std::get_if<TextValues>(&right);
    for (std::size_t i = 0; i < text->codes.size(); ++i) {
      if (text->names[text->codes[i]] != others.names[others.codes[i]]) return in_row(i);
    }
  }
  return std::nullopt;  // what is left out has a note
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
    if (std::string times = note_times(table.columns(), "vertex columns"); !times.empty())
      out.notes.push_back(std::move(times));
  } else {
    out.notes.push_back(
        "the network has no vertex table: nothing but the number of its neurons is known");
  }

  if (const auto done = give_roles(out, overrides); !done.ok()) return done.error();
  return out;
}

Result<Done> check_same_neurons(const NetworkGroup& taken, const NetworkGroup& other,
                                std::vector<std::string>& notes) {
  const auto differ = [&](const std::string& how) {
    return Error{ErrorCode::OutOfRange, "groups /" + taken.path + " and /" + other.path +
                                            " have different vertex tables (" + how +
                                            "); name the one to read with --group"};
  };
  if (taken.neuron_count != other.neuron_count)
    return differ(std::to_string(taken.neuron_count) + " and " +
                  std::to_string(other.neuron_count) + " rows");
  if (!other.vertices) return Done{};
  if (!taken.vertices) {
    notes.push_back("group /" + taken.path + " has no vertex table, and that of /" + other.path +
                    " is not read; --group names the one to read");
    return Done{};
  }
  const TableFrameReader &these = *taken.vertices, &those = *other.vertices;
  const auto same = these.has_same_bytes(those);
  if (!same.ok()) return same.error();
  if (!same.value()) {
    const auto left = these.read_index(kMaxCategoryNames);
    if (!left.ok()) return left.error();
    const auto right = those.read_index(kMaxCategoryNames);
    if (!right.ok()) return right.error();
    if (const auto how = difference(left.value(), right.value())) return differ("the index" + *how);
  }
  std::string left_out;
  for (std::size_t i = 0; i < those.columns().size(); ++i) {
    const StoredColumn& column = those.columns()[i];
    if (same.value() && column.kind != StoredKind::Categorical) continue;
    const auto found =
        std::find_if(these.columns().begin(), these.columns().end(),
                     [&column](const StoredColumn& c) { return c.name == column.name; });
    if (found == these.columns().end()) {
      left_out += (left_out.empty() ? "\"" : ", \"") + column.name + "\"";
      continue;
    }
    const auto left = these.read_column(static_cast<std::size_t>(found - these.columns().begin()),
                                        kMaxCategoryNames);
    if (!left.ok()) return left.error();
    const auto right = those.read_column(i, kMaxCategoryNames);
    if (!right.ok()) return right.error();
    if (const auto how = difference(left.value(), right.value()))
      return differ("column \"" + column.name + "\"" + *how);
  }
  if (!left_out.empty())
    notes.push_back("vertex columns that only /" + other.path + " has are left out: " + left_out +
                    "; --group " + other.path + " reads them");
  return Done{};
}

}  // namespace cnx
