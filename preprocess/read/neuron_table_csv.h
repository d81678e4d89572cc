#pragma once
// neuron_table_csv.h — tables with a row for each neuron: its id and its columns.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/csv_table.h"
#include "read/neuron_ids.h"
#include "read/vertex_columns.h"

namespace cnx {

struct CsvNeurons {
  NeuronIds ids{NeuronIds::Kind::Integer};  // rows in the order of the table
  VertexColumns vertices;                   // with roles; their notes are the table's
};

/// The neurons of `table`, and the further columns that the tables `joined` have of them by their
/// ids. In these, neurons that the first table does not have are passed over, and of several rows
/// of one neuron the first counts; each with a note, as everything that is left out.
///
/// `overrides` are those of assign_vertex_roles; id=NAME may name a column of text, too.
/// Errors: Missing (no column of ids), OutOfRange (an id that is empty or there twice, each with
/// file, line and column; no neurons), Unreadable, those of CsvTable and give_roles.
/// Each file is read twice. Memory: the result and 32 bytes a neuron.
Result<CsvNeurons> read_neuron_tables(const CsvTable& table, const std::vector<CsvTable>& joined,
                                       const ColumnOverrides& overrides);

/// A neuron table made of nothing but ids, for edges that come without one.
/// Errors: those of give_roles.
Result<CsvNeurons> neurons_of_ids(NeuronIds ids, const std::string& column_name,
                                   const ColumnOverrides& overrides);

}  // namespace cnx
