#include "format/manifest_checks.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "format/edge_rows.h"
#include "format/manifest_words.h"

namespace cnx {
namespace {

constexpr std::uint64_t kMaxCategories = 65536;  // codes have 16 bits

bool has_repeats(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

bool is_position(ColumnRole role) {
  return role == ColumnRole::PositionX || role == ColumnRole::PositionY ||
         role == ColumnRole::PositionZ;
}

/// The kind that a column with this role must have; nothing for None, which takes any.
std::optional<ColumnKind> kind_for(ColumnRole role) {
  switch (role) {
    case ColumnRole::None: return std::nullopt;
    case ColumnRole::SourceRow:
    case ColumnRole::NeuronId:
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return ColumnKind::Integer;
    case ColumnRole::CellClass:
    case ColumnRole::Region:
    case ColumnRole::AxonStatus:
    case ColumnRole::DendriteStatus: return ColumnKind::Category;
  }
  return std::nullopt;
}

/// Whether values that were stored as `type` may be coded as `kind`.
bool type_fits(StoredType type, ColumnKind kind) {
  switch (type) {
    case StoredType::Generated: return true;
    case StoredType::Text:
    case StoredType::Category: return kind == ColumnKind::Category;
    case StoredType::Float32:
    case StoredType::Float64: return true;
    default: return kind != ColumnKind::Real;
  }
}

void check_counts(const Manifest& manifest, FirstError& failure) {
  const std::uint64_t neurons = manifest.neuron_count;
  const std::uint64_t connections = manifest.connection_count;
  if (connections > neurons * neurons) {
    failure.set(ErrorCode::OutOfRange, "more connections than ordered pairs");
  }
  if (manifest.autapse_count > std::min(neurons, connections)) {
    failure.set(ErrorCode::OutOfRange, "more autapses than neurons or connections");
  }
  // A connection has 1 .. 2^32 - 1 synapses; the product fits, connections being at most 2^52,
  // only as a quotient.
  const std::uint64_t max_per_connection = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t fewest_connections = manifest.synapse_count / max_per_connection +
                                           (manifest.synapse_count % max_per_connection != 0);
  if (manifest.synapse_count < connections || fewest_connections > connections) {
    failure.set(ErrorCode::OutOfRange, "synapse count does not fit the connection count");
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (manifest.min_nm[axis] > manifest.max_nm[axis]) {
      failure.set(ErrorCode::OutOfRange, "min_nm above max_nm");
    }
  }
  if (!manifest.position_grid().valid()) {
    failure.set(ErrorCode::OutOfRange, "position grid: bounds off it, or too many cells");
  }
  if (!manifest.overview_grid.valid()) {
    failure.set(ErrorCode::OutOfRange, "overview grid: too many cells");
  }
}

void check_columns(const Manifest& manifest, FirstError& failure) {
  std::vector<std::string> names;
  std::array<std::uint32_t, kRoleNames.size()> columns_with_role = {};
  for (std::size_t c = 0; c < manifest.columns.size(); ++c) {
    const Column& column = manifest.columns[c];
    const std::string where = "column " + std::to_string(c);
    if (column.name.empty()) failure.set(ErrorCode::OutOfRange, where + " has no name");
    names.push_back(column.name);
    ++columns_with_role[static_cast<std::size_t>(column.role)];
    if (kind_for(column.role).value_or(column.kind) != column.kind) {
      failure.set(ErrorCode::OutOfRange, where + " has a kind that its role does not allow");
    }
    if (!type_fits(column.type, column.kind)) {
      failure.set(ErrorCode::OutOfRange, where + " has a kind that its type does not allow");
    }
    if (column.kind == ColumnKind::Category &&
        (column.categories.empty() || column.categories.size() > kMaxCategories ||
         has_repeats(column.categories))) {
      failure.set(ErrorCode::OutOfRange, where + ", categories: none, too many or a repeated one");
    }
  }
  if (has_repeats(std::move(names))) failure.set(ErrorCode::OutOfRange, "column name repeated");
  for (std::size_t role = 1; role < kRoleNames.size(); ++role) {
    if (columns_with_role[role] > 1) {
      failure.set(ErrorCode::OutOfRange, "two columns of role " + std::string(kRoleNames[role]));
    }
  }
  for (const auto role : {ColumnRole::SourceRow, ColumnRole::PositionX, ColumnRole::PositionY,
                          ColumnRole::PositionZ}) {
    if (columns_with_role[static_cast<std::size_t>(role)] == 0) {
      failure.set(ErrorCode::Missing, "no column of role " + std::string(column_role_name(role)));
    }
  }
}

/// Whether a column of this list, connections or synapses, may come from `source`.
bool source_fits(EdgeSource source, bool connections, SynapseShape synapses) {
  switch (source) {
    case EdgeSource::Tiles: return true;
    case EdgeSource::Count:
    case EdgeSource::Sum:
    case EdgeSource::Mean: return connections;
    case EdgeSource::Size: return !connections && synapses.has_size;
    default: return !connections && synapses.has_position;
  }
}

void check_edge_columns(const Manifest& manifest, bool connections, FirstError& failure) {
  const auto& columns = connections ? manifest.connection_columns : manifest.synapse_columns;
  std::vector<std::string> names;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const EdgeColumn& column = columns[c];
    const std::string where =
        (connections ? "connection column " : "synapse column ") + std::to_string(c);
    if (column.name.empty()) failure.set(ErrorCode::OutOfRange, where + " has no name");
    names.push_back(column.name);
    const bool is_number = column.type != StoredType::Generated &&
                           column.type != StoredType::Text && column.type != StoredType::Category;
    if (!is_number) failure.set(ErrorCode::OutOfRange, where + " has a type that is no number");
    if (!source_fits(column.source, connections, manifest.synapse_shape)) {
      failure.set(ErrorCode::OutOfRange, where + " has a source that is not there");
    }
    const bool is_sum = column.source == EdgeSource::Sum || column.source == EdgeSource::Mean;
    if (is_sum && (column.of >= manifest.synapse_columns.size() ||
                   !manifest.synapse_columns[column.of].holds_integers())) {
      failure.set(ErrorCode::OutOfRange, where + " is of no synapse column of whole numbers");
    }
    if (column.source == EdgeSource::Tiles &&
        (column.kind == ColumnKind::Category || !column.shape().fits(PositionPart::None) ||
         !type_fits(column.type, column.kind))) {
      failure.set(ErrorCode::OutOfRange, where + " has a kind or coding that it cannot have");
    }
  }
  if (has_repeats(std::move(names))) {
    failure.set(ErrorCode::OutOfRange,
                connections ? "connection column name repeated" : "synapse column name repeated");
  }
}

/// Each column but the positions stands in one Neurons family, which can hold it; each part of the
/// positions in one, coarse to fine, beginning with the first.
void check_groups(const Manifest& manifest, FirstError& failure) {
  std::vector<std::uint32_t> uses(manifest.columns.size(), 0);
  std::vector<PositionPart> parts;
  for (std::size_t f = 0; f < manifest.families.size(); ++f) {
    const TileFamily& family = manifest.families[f];
    const std::string where = "family " + std::to_string(f);
    if (family.position != PositionPart::None) parts.push_back(family.position);
    if (family.kind == TileKind::Neurons && family.column_indices.empty() &&
        family.position == PositionPart::None) {
      failure.set(ErrorCode::OutOfRange, where + " has no columns");
    }
    if (family.kind != TileKind::Neurons) continue;
    for (const std::uint32_t index : family.column_indices) {
      if (index >= uses.size()) {
        failure.set(ErrorCode::OutOfRange, where + " names a column that is not there");
        return;
      }
      ++uses[index];
      if (!manifest.columns[index].shape().fits(family.position)) {
        failure.set(ErrorCode::OutOfRange, "column " + std::to_string(index) +
                                               " has a coding that " + where + " cannot have");
      }
    }
  }
  for (std::size_t c = 0; c < uses.size(); ++c) {
    const bool position = is_position(manifest.columns[c].role);
    if (uses[c] != (position ? 0 : 1)) {
      failure.set(ErrorCode::OutOfRange, "column " + std::to_string(c) +
                                             (position ? " is a position and in a family"
                                                       : " is not in exactly one family"));
    }
    if (position && manifest.columns[c].coding != ColumnCoding::Plain) {
      failure.set(ErrorCode::OutOfRange,
                  "column " + std::to_string(c) + " is a position and coded");
    }
  }
  const bool first =
      !manifest.families.empty() && manifest.families[0].position == PositionPart::Coarse;
  if (!first ||
      parts != std::vector{PositionPart::Coarse, PositionPart::Fine, PositionPart::Exact}) {
    failure.set(ErrorCode::OutOfRange, "positions are not coarse, fine, exact, the first of all");
  }
}

bool is_in_tiles(const EdgeColumn& column) { return column.source == EdgeSource::Tiles; }

/// The kinds of the families in their order, the groups of Neurons as one. Families that follow
/// from the others may be missing.
std::vector<TileKind> expected_kinds(const Manifest& manifest) {
  std::vector<TileKind> kinds = {TileKind::Neurons, TileKind::ConnectionsOut};
  if (manifest.family(TileKind::ConnectionsIn) != nullptr) kinds.push_back(TileKind::ConnectionsIn);
  if (manifest.synapse_shape.has_position || manifest.synapse_shape.has_size) {
    kinds.push_back(TileKind::Synapses);
  }
  if (manifest.synapse_shape.has_position &&
      manifest.family(TileKind::SynapseOverview) != nullptr) {
    kinds.push_back(TileKind::SynapseOverview);
  }
  const auto add = [&kinds](const std::vector<EdgeColumn>& columns, TileKind kind) {
    const auto families = std::count_if(columns.begin(), columns.end(), is_in_tiles);
    kinds.insert(kinds.end(), static_cast<std::size_t>(families), kind);
  };
  add(manifest.connection_columns, TileKind::ConnectionColumns);
  add(manifest.synapse_columns, TileKind::SynapseColumns);
  return kinds;
}

/// The families of edge columns, known to be as many as columns have tiles, name these in order.
void check_edge_families(const Manifest& manifest, FirstError& failure) {
  std::vector<std::uint32_t> due;
  for (const auto* columns : {&manifest.connection_columns, &manifest.synapse_columns}) {
    for (std::uint32_t c = 0; c < columns->size(); ++c) {
      if (is_in_tiles((*columns)[c])) due.push_back(c);
    }
  }
  std::size_t f = manifest.families.size() - due.size();
  for (const std::uint32_t column : due) {
    if (manifest.families[f].column_indices != std::vector{column}) {
      failure.set(ErrorCode::OutOfRange,
                  "family " + std::to_string(f) + " is not that of the edge column that is due");
    }
    ++f;
  }
}

void check_families(const Manifest& manifest, FirstError& failure) {
  std::vector<TileKind> kinds;  // with the groups of Neurons counted as one
  for (std::size_t f = 0; f < manifest.families.size(); ++f) {
    const TileFamily& family = manifest.families[f];
    const std::string where = "family " + std::to_string(f);
    if (kinds.empty() || family.kind != TileKind::Neurons || kinds.back() != TileKind::Neurons) {
      kinds.push_back(family.kind);
    }
    const std::uint64_t tile_count =
        family.kind == TileKind::SynapseOverview
            ? overview_tile_count(manifest.synapse_count, family.block_neurons)
            : (manifest.neuron_count + family.block_neurons - 1) / family.block_neurons;
    if (family.tiles.size() != tile_count) {
      failure.set(ErrorCode::OutOfRange, where + " has " + std::to_string(family.tiles.size()) +
                                             " tiles for " + std::to_string(tile_count) +
                                             " blocks");
    }
    if (has_model(family.kind)) {
      const auto model = check_edge_model(family.model, manifest.neuron_count);
      if (!model.ok()) failure.set(model.error().code, where + ", " + model.error().where);
    }
  }
  check_groups(manifest, failure);

  if (kinds != expected_kinds(manifest)) {
    failure.set(ErrorCode::OutOfRange, "families are not the ones expected, in their order");
    return;
  }
  check_edge_families(manifest, failure);
}

}  // namespace

void check_manifest(const Manifest& manifest, FirstError& failure) {
  check_counts(manifest, failure);
  check_columns(manifest, failure);
  check_edge_columns(manifest, true, failure);
  check_edge_columns(manifest, false, failure);
  check_families(manifest, failure);
}

}  // namespace cnx
