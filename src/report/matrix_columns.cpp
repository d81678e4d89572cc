#include "report/matrix_columns.h"

#include <algorithm>

#include "report/numbers.h"
#include "stats/local_statistics.h"
#include "view/quoted.h"

namespace cnx {
namespace {

std::optional<std::uint32_t> named_column(std::span<const Column> columns,
                                          const std::string& name) {
  if (name.empty()) return std::nullopt;
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - columns.begin());
}

/// Why a matrix cannot be by the column of this name; empty: it can, or none is named.
std::string why_not(std::span<const Column> columns, const std::string& name) {
  if (name.empty()) return {};
  const auto column = named_column(columns, name);
  if (!column) return "This dataset has no column " + quoted(name);
  if (can_be_in_matrix(columns[*column])) return {};
  const std::size_t categories = columns[*column].categories.size();
  if (columns[*column].kind != ColumnKind::Category || categories == 0) {
    return "The column " + quoted(name) + " has no categories";
  }
  return "The column " + quoted(name) + " has " + counted(categories, "category", "categories") +
         ", of which a matrix has at most " + with_separators(kMaxStatisticsGroups);
}

}  // namespace

bool can_be_in_matrix(const Column& column) {
  return column.kind == ColumnKind::Category && !column.categories.empty() &&
         column.categories.size() <= kMaxStatisticsGroups;
}

MatrixGrouping matrix_grouping(std::span<const Column> columns, const MatrixColumns& named) {
  MatrixGrouping grouping;
  grouping.rows = named_column(columns, named.rows);
  if (!grouping.rows || !can_be_in_matrix(columns[*grouping.rows])) {
    grouping.rows.reset();
    for (std::uint32_t c = 0; c < columns.size(); ++c) {
      if (columns[c].role == ColumnRole::CellClass && can_be_in_matrix(columns[c])) {
        grouping.rows = c;
      }
    }
  }
  grouping.columns = named_column(columns, named.columns);
  const bool can_be = grouping.columns && can_be_in_matrix(columns[*grouping.columns]);
  if (!can_be || grouping.columns == grouping.rows) grouping.columns.reset();
  return grouping;
}

std::string group_note(std::span<const Column> columns, const std::string& named) {
  const std::string why = why_not(columns, named);
  return why.empty() ? why : why + ": the groups of the statistics are by the default.";
}

std::uint32_t label_accuracy(const ViewState& view, std::span<const Column> columns) {
  const auto groups = group_column(columns, view.inference.groups);
  const bool classes = groups && columns[*groups].role == ColumnRole::CellClass;
  return view.label_accuracy > 0 || !classes ? view.label_accuracy : kClassAccuracy;
}

std::vector<std::string> matrix_notes(std::span<const Column> columns, const MatrixColumns& named) {
  std::vector<std::string> notes;
  if (const std::string why = why_not(columns, named.rows); !why.empty()) {
    notes.push_back(why + ": the rows of the matrix are by the default.");
  }
  if (const std::string why = why_not(columns, named.columns); !why.empty()) {
    notes.push_back(why + ": the columns of the matrix are by the same as its rows.");
  }
  return notes;
}

std::string matrix_word(const Column& column) {
  return column.role == ColumnRole::CellClass ? "class" : column.name;
}

}  // namespace cnx
