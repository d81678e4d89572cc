#pragma once
// manifests.h — a small manifest that is valid, for tests that then break it.

#include <cstdint>
#include <utility>
#include <vector>

#include "format/edge_rows.h"
#include "format/manifest.h"

namespace cnx::test {

/// Five neurons in blocks of two (three tiles for each family), all kinds of columns, synapses
/// with position and size.
inline Manifest small_manifest() {
  Manifest manifest;
  manifest.dataset_name = "Five neurons, mm³";
  manifest.source_file = "five.h5";
  manifest.source_group = "/connectivity/full";
  manifest.source_edges = {"connectivity/full"};
  manifest.edge_weight = "8";
  manifest.synthetic = true;
  manifest.notes = {"one \"quoted\" word", "tab\tand line\nfeed", ""};
  manifest.neuron_count = 5;
  manifest.connection_count = 7;
  manifest.autapse_count = 2;
  manifest.synapse_count = 70;
  manifest.layout = Layout::Line;
  manifest.min_nm = {-(1ll << 53), -1, 0};
  manifest.max_nm = {1ll << 53, -1, 7};
  manifest.position_step_nm = {1 << 20, 1, 7};
  manifest.position_cell_voxels = {1 << 14, 1, 1u << 31};
  manifest.columns = {
      {"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
      {"id",
       ColumnRole::NeuronId,
       ColumnKind::Integer,
       {},
       ColumnCoding::Previous,
       StoredType::UInt64},
      {"x",
       ColumnRole::PositionX,
       ColumnKind::Integer,
       {},
       ColumnCoding::Plain,
       StoredType::Float64},
      {"y", ColumnRole::PositionY, ColumnKind::Integer, {}},
      {"z", ColumnRole::PositionZ, ColumnKind::Integer, {}},
      {"class",
       ColumnRole::CellClass,
       ColumnKind::Category,
       {"23P", "", "β"},
       ColumnCoding::SlabY,
       StoredType::Text},
      {"region",
       ColumnRole::Region,
       ColumnKind::Category,
       {"V1"},
       ColumnCoding::Plain,
       StoredType::Category},
      {"axon", ColumnRole::AxonStatus, ColumnKind::Category, {"clean", "none"}},
      {"dendrite", ColumnRole::DendriteStatus, ColumnKind::Category, {"none"}},
      {"volume", ColumnRole::None, ColumnKind::Real, {}, ColumnCoding::Plain, StoredType::Float32},
      {"layer",
       ColumnRole::None,
       ColumnKind::Category,
       {"1", "2"},
       ColumnCoding::Plain,
       StoredType::Int8},
  };
  manifest.connection_columns = {
      {"count", StoredType::Int64, EdgeSource::Count},
      {"delay", StoredType::Float32, EdgeSource::Tiles, 0, ColumnKind::Real},
      {"mean_size", StoredType::Float64, EdgeSource::Mean, 1},
      {"total_id", StoredType::Int64, EdgeSource::Sum, 2},
  };
  manifest.synapse_columns = {
      {"distance", StoredType::Float64, EdgeSource::SomaDistance},
      {"size", StoredType::UInt32, EdgeSource::Size},
      {"id", StoredType::Int64, EdgeSource::Tiles, 0, ColumnKind::Integer, ColumnCoding::Previous},
      {"z", StoredType::Float64, EdgeSource::PositionZ},
      {"strength", StoredType::Float64, EdgeSource::Tiles, 0, ColumnKind::Real},
  };
  manifest.synapse_shape = {true, true};
  manifest.synapse_grid = {{-5, 0, 5}, {4, 4, 40}};
  manifest.overview_grid = {{-7, 0, 1ll << 53}, {250, 250, 25}, {1u << 21, 2, 1}};
  std::uint64_t hash = 0xfedcba9876543210;
  const auto add_family = [&](TileKind kind, std::vector<std::uint32_t> columns,
                              PositionPart position = PositionPart::None) {
    TileFamily family;
    family.kind = kind;
    family.block_neurons = kind == TileKind::SynapseOverview ? 30 : 2;
    family.position = position;
    family.column_indices = std::move(columns);
    if (kind == TileKind::ConnectionsOut || kind == TileKind::ConnectionsIn) {
      family.model = encode_edge_model(make_edge_model({}, manifest.neuron_count));
    }
    const int tiles = kind == TileKind::SynapseOverview ? 5 : 3;  // 1, 4 and 65 entries by level
    for (int tile = 0; tile < tiles; ++tile, hash = hash * 6364136223846793005u + 1) {
      family.tiles.push_back({hash, 21 + static_cast<std::uint32_t>(hash % 1000)});
    }
    manifest.families.push_back(family);
  };
  add_family(TileKind::Neurons, {5}, PositionPart::Coarse);
  add_family(TileKind::Neurons, {0, 1, 6, 7, 8, 10, 9}, PositionPart::Fine);
  add_family(TileKind::Neurons, {}, PositionPart::Exact);
  add_family(TileKind::ConnectionsOut, {});
  add_family(TileKind::ConnectionsIn, {});
  add_family(TileKind::Synapses, {});
  add_family(TileKind::SynapseOverview, {});
  add_family(TileKind::ConnectionColumns, {1});
  add_family(TileKind::SynapseColumns, {2});
  add_family(TileKind::SynapseColumns, {4});
  manifest.fingerprint = manifest_fingerprint(manifest);
  return manifest;
}

}  // namespace cnx::test
