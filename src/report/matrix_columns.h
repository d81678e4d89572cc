#pragma once
// matrix_columns.h — which columns of the dataset the rows and the columns of the statistics'
// matrix, and the groups of the other sections, are by: what the view names, as far as the dataset
// has it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "view/view_state.h"

namespace cnx {

/// Whether a matrix can be by this column: one of 1 to kMaxStatisticsGroups categories, or whole
/// numbers of which few are different (dataset/column_groups.h). Of numbers that have not arrived
/// nobody knows, and it is true.
bool can_be_in_matrix(const NeuronTable& neurons, std::uint32_t column);

struct MatrixGrouping {
  std::optional<std::uint32_t> rows;     // none: all neurons are one group
  std::optional<std::uint32_t> columns;  // none: as the rows; never the same column

  bool operator==(const MatrixGrouping&) const = default;
};

/// What the view names; the cell class for rows that it does not name, or that cannot be.
/// O(columns).
MatrixGrouping matrix_grouping(const NeuronTable& neurons, const MatrixColumns& named);

/// What all sections but the matrix group neurons by: the column of this name, or the cell class.
/// O(columns).
inline std::optional<std::uint32_t> group_column(const NeuronTable& neurons,
                                                 const std::string& named) {
  return matrix_grouping(neurons, {named, {}}).rows;
}
/// A sentence where that name is left out; else empty. O(columns).
std::string group_note(const NeuronTable& neurons, const std::string& named);
/// Percent of the neurons whose group is right; 0: nobody knows.
std::uint32_t label_accuracy(const ViewState& view, const NeuronTable& neurons);

/// A sentence for each name that is left out. O(columns).
std::vector<std::string> matrix_notes(const NeuronTable& neurons, const MatrixColumns& named);

/// Behind "by": "class", or the name of the column.
std::string matrix_word(const Column& column);

}  // namespace cnx
