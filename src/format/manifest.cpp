#include "format/manifest.h"

#include <algorithm>

#include "format/manifest_words.h"

namespace cnx {

std::string_view column_role_name(ColumnRole role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::optional<ColumnRole> parse_column_role(std::string_view name) {
  const auto found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<ColumnRole>(found - kRoleNames.begin());
}

std::string_view stored_type_name(StoredType type) {
  return kStoredTypeNames[static_cast<std::size_t>(type)];
}

std::string_view edge_source_name(EdgeSource source) {
  return kEdgeSourceNames[static_cast<std::size_t>(source)];
}

std::string_view tile_kind_name(TileKind kind) {
  return kTileKindNames[static_cast<std::size_t>(kind) - kFirstTileKind];
}

bool EdgeColumn::holds_integers() const {
  switch (source) {
    case EdgeSource::Tiles: return kind == ColumnKind::Integer;
    case EdgeSource::Sum:
    case EdgeSource::Mean:
    case EdgeSource::SomaDistance: return false;
    default: return true;
  }
}

NeuronShape Manifest::neuron_shape(const TileFamily& family) const {
  NeuronShape shape;
  shape.part = family.position;
  shape.grid = position_grid();
  shape.columns.reserve(family.column_indices.size());
  for (const std::uint32_t index : family.column_indices) {
    shape.columns.push_back(columns[index].shape());
  }
  return shape;
}

const TileFamily* Manifest::family(TileKind kind) const {
  const auto found = std::find_if(families.begin(), families.end(),
                                  [kind](const TileFamily& f) { return f.kind == kind; });
  return found == families.end() ? nullptr : &*found;
}

const TileFamily* Manifest::edge_column_family(TileKind kind, std::uint32_t column) const {
  const auto found = std::find_if(families.begin(), families.end(), [&](const TileFamily& f) {
    return f.kind == kind && f.column_indices == std::vector{column};
  });
  return found == families.end() ? nullptr : &*found;
}

const Column* Manifest::column(ColumnRole role) const {
  const auto index = column_index(role);
  return index ? &columns[*index] : nullptr;
}

std::optional<std::uint32_t> Manifest::column_index(ColumnRole role) const {
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].role == role) return c;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Manifest::column_index(std::string_view name) const {
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].name == name) return c;
  }
  return std::nullopt;
}

}  // namespace cnx
