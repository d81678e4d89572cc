#pragma once
// vertex_columns_hdf5.h — the vertex table of a network as columns with kinds and roles.

#include "base/result.h"
#include "read/column_roles.h"
#include "read/network_group.h"
#include "read/vertex_columns.h"

namespace cnx {

/// All columns that can be carried, in the frame's order, and the table's index as a column
/// "index" ("index_2" where a column is named so) unless it is 0, 1, 2, …. Text, categoricals and booleans become Category; an integer
/// column whose role asks for categories becomes one, its names in numeric order.
/// What is left out has a note. Errors: those of TableFrameReader and assign_vertex_roles.
Result<VertexColumns> read_vertex_columns(const NetworkGroup& network,
                                          const ColumnOverrides& overrides);

/// Whether the vertex tables of two groups name the same neurons in the same order (their
/// indexes are equal). Errors: those of TableFrameReader.
Result<bool> have_same_neurons(const NetworkGroup& a, const NetworkGroup& b);

}  // namespace cnx
