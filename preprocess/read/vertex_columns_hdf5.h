#pragma once
// vertex_columns_hdf5.h — the vertex table of a network as columns with kinds and roles.

#include "base/result.h"
#include "read/column_roles.h"
#include "read/network_group.h"
#include "read/vertex_columns.h"

namespace cnx {

/// All columns that can be carried, in the frame's order, and the table's index as a column
/// "index" ("index_2" where a column is named so) unless it is 0, 1, 2, …. Text, categoricals and
/// booleans become Category; an integer column whose role asks for categories becomes one, its
/// names in numeric order. What is left out has a note. Errors: those of TableFrameReader and
/// assign_vertex_roles.
Result<VertexColumns> read_vertex_columns(const NetworkGroup& network,
                                          const ColumnOverrides& overrides);

/// Whether two groups are of the same neurons in the same order: only the table of `taken` is read.
/// What only `other` has is noted. Errors: OutOfRange, in a whole sentence (different numbers of
/// rows, or different values in the index or in a column of both); those of TableFrameReader.
Result<Done> check_same_neurons(const NetworkGroup& taken, const NetworkGroup& other,
                                std::vector<std::string>& notes);

}  // namespace cnx
