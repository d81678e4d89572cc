#pragma once
// connectome_csv.h — a connectome in tables of text: neurons, and connections or synapses.
//
// csv_parser.h has the syntax, csv_columns.h the kinds of columns, column_roles.h what their names
// mean. docs/inputs.md tells users.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/raw_connectome.h"

namespace cnx {

struct CsvReadOptions {
  std::string input_path;             // neurons; or edges, when neither of the next two is given
  std::string connections_path = {};  // one of these two may be given
  std::string synapses_path = {};
  std::vector<std::string> join_paths = {};  // further columns of the neurons, by id
  std::string edge_weight = {};              // column that counts synapses; "" = found by its name
  ColumnOverrides column_overrides = {};     // role = name; also pre, post and count
  bool drop_unknown = false;                 // leave out edges of neurons that are not in the table
};

/// Whether the name of a file says that it is a table in text: .csv, .tsv, .txt (also .gz of them,
/// which is then refused in clear words).
bool is_csv_path(std::string_view path);

/// Reads the tables. What was left out, added up or assumed is in RawConnectome::notes. Without a
/// table of neurons, they are those that the edges name, and have no other columns than their id.
/// Errors: those of CsvTable::open, read_neuron_tables, plan_edges and read_edges; each is one
/// sentence with file, line and column where there is one.
Result<RawConnectome> read_connectome_csv(const CsvReadOptions& options);

}  // namespace cnx
