#pragma once
// raw_connectome.h — a connectome as the input has it: rows in the file's order, columns
// named and typed as found. What the reader hands to the rest of the tool.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "format/manifest.h"

namespace cnx {

/// A vertex column. `column.categories` holds the names of a Category column.
struct RawColumn {
  Column column;
  ColumnValues values;  // [neuron_count], alternative as column.kind says
};

/// Group "full": one entry per synapse. Coordinates and size are empty when the file has none.
struct RawSynapses {
  std::vector<std::uint32_t> pre, post;  // rows of the vertex table
  std::array<std::vector<std::int64_t>, 3> position_nm;
  std::vector<std::int64_t> size;
};

/// Group "condensed": one entry per ordered pair, sorted by (pre, post), no duplicates, weight 0
/// dropped.
struct RawConnections {
  std::vector<std::uint32_t> pre, post;
  std::vector<std::uint32_t> synapse_count;  // each >= 1
};

struct RawConnectome {
  std::string source_file;   // file name only
  std::string source_group;  // which groups were read, for people
  std::string edge_weight;   // edge column that counts synapses, or empty
  bool synthetic = false;
  std::uint32_t neuron_count = 0;
  std::vector<RawColumn> columns;  // roles assigned where recognised (Column::role)
  double position_unit_nm = 1;     // nanometers of 1 in the columns with the Position roles
  std::array<double, 3> axis_scale = {1, 1, 1};  // times this by axis, where 1 is a voxel
  std::optional<std::uint32_t> line_position_column;  // index of a column with a 1-D soma position
  std::optional<RawSynapses> synapses;                // when the input has one entry per synapse
  std::optional<RawConnections> connections;  // when the input has (or is) a condensed group
  std::vector<std::string> notes;  // what was skipped, dropped, assumed: sentences for people
};

}  // namespace cnx
