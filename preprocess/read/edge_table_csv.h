#pragma once
// edge_table_csv.h — a table with a row for each connection, for each part of one, or for each
// synapse; both ends named by the ids of neurons.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/csv_table.h"
#include "read/neuron_ids.h"
#include "read/raw_connectome.h"

namespace cnx {

enum class RowMeaning : std::uint8_t {
  Connections,  // rows of one pair of neurons are added up
  Synapses,     // each row one
  ByColumns,    // what the names of the columns say
};

struct EdgeTableOptions {
  RowMeaning rows = RowMeaning::ByColumns;
  std::string edge_weight;           // column that counts synapses; "" = found by its name
  ColumnOverrides column_overrides;  // pre, post, count, synapse_*, unit, voxel_nm; others ignored
  bool drop_unknown = false;         // leave out rows that name a neuron which is not there
  std::string neuron_table;          // file name of the neurons' table, for messages
};

/// Which columns of a table mean what.
struct EdgePlan {
  RowMeaning rows = RowMeaning::Connections;
  EdgeEndColumns ends;
  std::optional<CountColumn> count;  // Connections only
  SynapseRoles synapse;              // Synapses only
  bool repeats_ids = false;          // an empty id is the one above, as in FlyWire's table
  std::vector<std::string> notes;
};

/// Errors: Missing (no columns for both ends; lists those that are there), Syntax (overrides).
Result<EdgePlan> plan_edges(const CsvTable& table, const EdgeTableOptions& options);

struct EdgeTable {
  RawEdges edges;  // in memory: one row a synapse, or one a connection with its count
  std::vector<std::string> notes;
};

/// Reads the rows; ends are rows of `ids`. Rows of weight 0 are dropped, with a note.
/// Errors, each with file, line and column: OutOfRange (a neuron that is not among `ids`, unless
/// drop_unknown; no neuron that is; a count that is none, a coordinate that is no number; more
/// than 2^32 - 2 rows), Syntax, Unreadable.
/// Memory: 16 bytes a row of connections while they are sorted, 8 a synapse and 32 more with
/// position and size. O(rows log rows) time.
Result<EdgeTable> read_edges(const CsvTable& table, const EdgePlan& plan,
                             const EdgeTableOptions& options, const NeuronIds& ids);

/// The ids that occur at the ends of edges, in order of their size (texts in order of their
/// bytes): whole numbers if all are. Errors: OutOfRange (an empty one, too many neurons), Missing
/// (no rows), those of CsvTable. O(neurons) memory.
Result<NeuronIds> collect_edge_ids(const CsvTable& table, const EdgePlan& plan);

}  // namespace cnx
