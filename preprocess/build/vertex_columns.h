#pragma once
// vertex_columns.h — the columns of the tiles: the input's, with categories in a telling order,
// the generated ones added, rows in the order of NeuronIndex.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "build/soma_layout.h"
#include "read/raw_connectome.h"

namespace cnx {

/// Columns by NeuronIndex: values[c] belongs to columns[c].
struct OrderedColumns {
  std::vector<Column> columns;
  std::vector<ColumnValues> values;
};

/// Sorts the names of known cell classes by depth in the cortex, excitatory before inhibitory,
/// and of proofreading by how much was done (non, clean, extended); names that are not known
/// follow in the order they had. Codes are renamed with them.
void sort_known_categories(std::vector<RawColumn>& columns);

/// A column that is to name neurons loses its role when two neurons have the same number in it;
/// returns the note that says so, or an empty string.
std::string check_neuron_ids(std::vector<RawColumn>& columns);

/// Adds the column of source rows, and of positions where they are not the input's own columns
/// (which then lose their roles). Generated names avoid the ones that are taken.
void add_generated_columns(std::vector<RawColumn>& columns, SomaLayout& layout);

/// Rows in the order of `row_of`: value i of the result is value row_of[i].
OrderedColumns reorder_columns(std::vector<RawColumn> columns,
                               std::span<const std::uint32_t> row_of);

}  // namespace cnx
