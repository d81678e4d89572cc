#include "report/matrix_columns.h"

#include <algorithm>

#include "dataset/column_groups.h"
#include "report/numbers.h"
#include "stats/local_statistics.h"
#include "view/quoted.h"

namespace cnx {
namespace {

std::optional<std::uint32_t> named_column(const NeuronTable& neurons, const std::string& name) {
  return name.empty() ? std::nullopt : neurons.find(std::string_view(name));
}

/// Why a matrix cannot be by the column of this name; empty: it can, or none is named.
std::string why_not(const NeuronTable& neurons, const std::string& name) {
  if (name.empty()) return {};
  const auto column = named_column(neurons, name);
  if (!column) return "This dataset has no column " + cnx::quoted(name);
  if (can_be_in_matrix(neurons, *column)) return {};
  const Column& named = neurons.columns()[*column];
  if (may_number_groups(named)) {
    return "The column " + cnx::quoted(name) + " has more than " +
           with_separators(kMaxNumberGroups) + " different numbers";
  }
  const std::size_t categories = named.categories.size();
  if (named.kind != ColumnKind::Category || categories == 0) {
    return "The column " + cnx::quoted(name) + " has no categories";
  }
  return "The column " + cnx::quoted(name) + " has " +
         counted(categories, "category", "categories") + ", of which a matrix has at most " +
         with_separators(kMaxStatisticsGroups);
}

}  // namespace

bool can_be_in_matrix(const NeuronTable& neurons, std::uint32_t column) {
  const Column& groups = neurons.columns()[column];
  if (may_number_groups(groups)) {
    return !neurons.has(column) || !neurons.few_values(column).empty();
  }
  return groups.kind == ColumnKind::Category && !groups.categories.empty() &&
         groups.categories.size() <= kMaxStatisticsGroups;
}

MatrixGrouping matrix_grouping(const NeuronTable& neurons, const MatrixColumns& named) {
  MatrixGrouping grouping;
  grouping.rows = named_column(neurons, named.rows);
  if (!grouping.rows || !can_be_in_matrix(neurons, *grouping.rows)) {
    grouping.rows = neurons.find(ColumnRole::CellClass);
    if (grouping.rows && !can_be_in_matrix(neurons, *grouping.rows)) grouping.rows.reset();
  }
  grouping.columns = named_column(neurons, named.columns);
  const bool can_be = grouping.columns && can_be_in_matrix(neurons, *grouping.columns);
  if (!can_be || grouping.columns == grouping.rows) grouping.columns.reset();
  return grouping;
}

std::string group_note(const NeuronTable& neurons, const std::string& named) {
  const std::string why = why_not(neurons, named);
  return why.empty() ? why : why + ": the groups of the statistics are by the default.";
}

std::uint32_t label_accuracy(const ViewState& view, const NeuronTable& neurons) {
  const auto groups = group_column(neurons, view.inference.groups);
  const bool classes = groups && neurons.columns()[*groups].role == ColumnRole::CellClass;
  return view.label_accuracy > 0 || !classes ? view.label_accuracy : kClassAccuracy;
}

std::vector<std::string> matrix_notes(const NeuronTable& neurons, const MatrixColumns& named) {
  std::vector<std::string> notes;
  if (const std::string why = why_not(neurons, named.rows); !why.empty()) {
    notes.push_back(why + ": the rows of the matrix are by the default.");
  }
  if (const std::string why = why_not(neurons, named.columns); !why.empty()) {
    notes.push_back(why + ": the columns of the matrix are by the same as its rows.");
  }
  return notes;
}

std::string matrix_word(const Column& column) {
  return column.role == ColumnRole::CellClass ? "class" : column.name;
}

}  // namespace cnx
