#pragma once
// column_roles.h — which column means what, told by its name.
//
// No two laboratories name their columns alike, and nothing in the file says what they mean.
// So: lists of names, the best first, and a way for the user to overrule them.
// Names are compared in lower case, trimmed, with '_' for spaces, dots and dashes.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/manifest.h"

namespace cnx {

/// What the name rules see of a column.
struct ColumnSummary {
  std::string name;
  ColumnKind kind = ColumnKind::Integer;
  bool unique = false;  // Integer only: no value occurs twice
};

/// What the user says: role = column name. Roles: those of column_role_name (position_x,
/// cell_class, …), their short forms (x, y, z, class, axon, dendrite, id), for synapses
/// synapse_x, synapse_y, synapse_z and synapse_size, and `unit` = nm, um or mm for positions.
/// `voxel_nm` = 4,4,40 says instead how large a voxel is, for positions that are counted in them.
/// The column name "none" takes a role away.
using ColumnOverrides = std::vector<std::pair<std::string, std::string>>;

struct VertexRoles {
  std::vector<ColumnRole> roles;                 // [columns]
  double position_unit_nm = 1;                   // nm in one unit of the position columns
  std::array<double, 3> axis_scale = {1, 1, 1};  // times this by axis: voxels are no cubes
  std::optional<std::uint32_t>
      line_position_column;        // when there are not three coordinates, but one
  std::vector<std::string> notes;  // sentences for people
};

/// Errors: Syntax (an unknown role or unit; a column that is not there, with a list of those
/// that are; a column of the wrong kind; an id that is not unique). Pure. O(columns × names).
Result<VertexRoles> assign_vertex_roles(std::span<const ColumnSummary> columns,
                                        const ColumnOverrides& overrides);

struct SynapseRoles {
  std::optional<std::array<std::size_t, 3>> position;  // columns x, y, z
  double position_unit_nm = 1;
  std::array<double, 3> axis_scale = {1, 1, 1};
  std::optional<std::size_t> size;
  std::vector<std::string> notes;
};

/// The same for the columns of synapses; only numeric ones may be given.
Result<SynapseRoles> assign_synapse_roles(std::span<const std::string> columns,
                                          const ColumnOverrides& overrides);

/// The column of a table that says which neuron a row is about, by the names that ids have; or
/// nullopt. Tables in text may name neurons by words, so more names fit than for a NeuronId.
std::optional<std::size_t> find_id_column(std::span<const std::string> columns);

/// The columns that say where a connection or synapse comes from and goes to.
struct EdgeEndColumns {
  std::size_t pre = 0, post = 0;
};

/// By their names: pre_root_id and post_root_id, bodyId_pre and bodyId_post, … Both or nullopt.
std::optional<EdgeEndColumns> find_edge_end_columns(std::span<const std::string> columns);

/// The column that `name` means: spelled so, or so but for case and separators; or nullopt.
std::optional<std::size_t> find_column(std::span<const std::string> columns, std::string_view name);

/// How sure a name says that an edge column counts synapses.
enum class CountName : std::uint8_t {
  Yes,    // count, n_synapses, …
  Maybe,  // weight: may be anything that is a number
};
struct CountColumn {
  std::size_t column = 0;
  CountName name = CountName::Yes;
};

/// The edge column that counts synapses, or nullopt when no name says so. Connectome-utilities
/// condenses parallel edges that have a `count` into `count` (how many edges) and `total_count`
/// (their sum), so a total goes first.
std::optional<CountColumn> find_count_column(std::span<const std::string> columns);

/// Whether an edge table's columns are those of single synapses: an id, a size or a position.
bool has_synapse_columns(std::span<const std::string> columns);

}  // namespace cnx
