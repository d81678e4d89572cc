#pragma once
// raw_connectome.h — a connectome as the input has it: rows in the file's order, columns
// named and typed as found. What the reader hands to the rest of the tool. Neurons are in memory,
// edges are read when they are needed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "format/manifest.h"
#include "read/column_roles.h"
#include "read/edge_list.h"

namespace cnx {

/// A vertex column. `column.categories` holds the names of a Category column.
struct RawColumn {
  Column column;
  ColumnValues values;  // [neuron_count], alternative as column.kind says
};

/// What one row of a list of edges stands for.
enum class EdgeUnit : std::uint8_t {
  Synapse,
  Connection,  // of two neurons, or a part of one: rows of the same two are added up
};

struct RawEdges {
  std::string name;  // for people: "/connectivity/full"
  EdgeList list;
  EdgeUnit unit = EdgeUnit::Synapse;
  SynapseRoles synapse;              // Synapse only: columns of `list`
  std::optional<CountColumn> count;  // Connection only; without one each row counts as one synapse
};

struct RawConnectome {
  std::string source_file;                // file name only
  std::string source_group;               // which groups were read, for people
  std::vector<std::string> source_edges;  // HDF5 groups that the edges came from, `edges` first
  std::string edge_weight;                // edge column that counts synapses, or empty
  bool synthetic = false;
  std::uint32_t neuron_count = 0;
  std::vector<RawColumn> columns;  // roles assigned where recognised (Column::role)
  double position_unit_nm = 1;     // nanometers of 1 in the columns with the Position roles
  std::array<double, 3> axis_scale = {1, 1, 1};       // times this by axis, where 1 is a voxel
  std::optional<std::uint32_t> line_position_column;  // index of a column with a 1-D soma position
  std::optional<RawEdges> edges;                      // always there when a reader gives it
  std::optional<RawEdges> condensed;  // what `edges` should come to: connections, to compare with
  std::vector<std::string> notes;     // what was skipped, dropped, assumed: sentences for people
};

}  // namespace cnx
