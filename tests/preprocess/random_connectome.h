#pragma once
// random_connectome.h — small seeded connectomes, tiles in memory, and what they decode to.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "format/edge_column.h"
#include "format/edge_rows.h"
#include "format/manifest.h"
#include "format/neuron_columns.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "pipeline.h"
#include "preprocess/whole_edges.h"
#include "read/raw_connectome.h"

namespace cnx::test {

inline RawColumn integer_column(std::string name, IntegerValues values,
                                ColumnRole role = ColumnRole::None) {
  RawColumn column;
  column.column = {
      .name = std::move(name), .role = role, .kind = ColumnKind::Integer, .categories = {}};
  column.values = std::move(values);
  return column;
}

inline RawColumn real_column(std::string name, RealValues values,
                             ColumnRole role = ColumnRole::None) {
  RawColumn column;
  column.column = {
      .name = std::move(name), .role = role, .kind = ColumnKind::Real, .categories = {}};
  column.values = std::move(values);
  return column;
}

inline RawColumn category_column(std::string name, std::vector<std::string> categories,
                                 CategoryValues values, ColumnRole role = ColumnRole::None) {
  RawColumn column;
  column.column = {.name = std::move(name),
                   .role = role,
                   .kind = ColumnKind::Category,
                   .categories = std::move(categories)};
  column.values = std::move(values);
  return column;
}

/// (pre, post) -> synapses, the obvious way.
using PairCounts = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>;

inline PairCounts slow_counts(const WholeSynapses& synapses) {
  PairCounts counts;
  for (std::size_t i = 0; i < synapses.pre.size(); ++i) {
    counts[{synapses.pre[i], synapses.post[i]}] += 1;
  }
  return counts;
}

inline WholeConnections slow_condense(const WholeSynapses& synapses) {
  WholeConnections connections;
  for (const auto& [pair, count] : slow_counts(synapses)) {
    connections.pre.push_back(pair.first);
    connections.post.push_back(pair.second);
    connections.synapse_count.push_back(count);
  }
  return connections;
}

/// A connectome whose edges can be changed before they are read.
struct RandomConnectome : RawConnectome {
  std::optional<WholeSynapses> synapses;
  std::optional<WholeConnections> connections;  // beside synapses: what they should come to

  RawConnectome assembled() const {
    RawConnectome raw = *this;
    if (connections) (synapses ? raw.condensed : raw.edges) = edges_of(*connections, neuron_count);
    if (synapses) raw.edges = edges_of(*synapses, neuron_count);
    return raw;
  }
};

/// Columns of every kind, ids that no double holds, NaNs, negative numbers, autapses, parallel
/// synapses, neurons without any; positions on a grid of 4 x 4 x 40 nm.
inline RandomConnectome random_connectome(std::uint32_t seed, std::uint32_t neurons,
                                          std::uint32_t synapse_count) {
  std::mt19937 random{seed};
  const auto below = [&](std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
  };
  const std::array<std::int64_t, 3> step = {4, 4, 40}, origin = {2, -100'001, 13};

  RandomConnectome raw;
  raw.source_file = "random.h5";
  raw.source_group = "connectivity/full";
  raw.neuron_count = neurons;
  std::array<IntegerValues, 3> position_nm;
  IntegerValues ids, degree;
  RealValues depth;
  CategoryValues cell_class, hemisphere;
  for (std::uint32_t row = 0; row < neurons; ++row) {
    for (auto& axis : position_nm) axis.push_back(std::int64_t{below(1'000'000)} - 300'000);
    ids.push_back(864'691'135'000'000'001 + std::int64_t{row} * 3);
    degree.push_back(std::int64_t{below(100)} - 50);
    depth.push_back(below(5) == 0 ? std::nan("") : below(1000) / 7.0);
    cell_class.push_back(static_cast<std::uint16_t>(below(4)));
    hemisphere.push_back(static_cast<std::uint16_t>(below(300)));
  }
  std::vector<std::string> many;
  for (int i = 0; i < 300; ++i) many.push_back("place " + std::to_string(i));
  raw.columns.push_back(integer_column("x_nm", position_nm[0], ColumnRole::PositionX));
  raw.columns.push_back(integer_column("pt_root_id", ids, ColumnRole::NeuronId));
  raw.columns.push_back(integer_column("y_nm", position_nm[1], ColumnRole::PositionY));
  raw.columns.push_back(integer_column("z_nm", position_nm[2], ColumnRole::PositionZ));
  raw.columns.push_back(category_column("cell_type", {"MC", "unsure", "23P", "4P"}, cell_class,
                                        ColumnRole::CellClass));
  raw.columns.push_back(real_column("depth", depth));
  raw.columns.push_back(integer_column("indegree", degree));
  raw.columns.push_back(category_column("place", many, hemisphere));

  WholeSynapses synapses;
  for (std::uint32_t i = 0; i < synapse_count && neurons > 0; ++i) {
    // Squares make some neurons hubs, and parallel synapses common.
    const auto draw = [&] {
      const double u = below(1000) / 1000.0;
      return static_cast<std::uint32_t>(u * u * neurons);
    };
    synapses.pre.push_back(draw());
    synapses.post.push_back(draw());
    for (std::size_t axis = 0; axis < 3; ++axis) {
      synapses.position_nm[axis].push_back(origin[axis] + step[axis] * std::int64_t{below(20'000)});
    }
    synapses.size.push_back(below(5000));
  }
  raw.connections = slow_condense(synapses);
  raw.synapses = std::move(synapses);
  return raw;
}

/// The same with an id for each synapse, a column that has to be carried.
inline RandomConnectome with_ids(RandomConnectome raw, std::uint32_t seed) {
  std::mt19937 random{seed};
  for (std::size_t i = 0; i < raw.synapses->pre.size(); ++i) {
    const auto number = static_cast<std::int64_t>(random() % 1'000'000);
    raw.synapses->ids.push_back(864'691'135'000'000'000 + number);
  }
  return raw;
}

/// A folder of tiles that is only memory.
struct TilesInMemory {
  Manifest manifest;
  std::map<std::uint64_t, std::vector<std::byte>> tiles;
  std::vector<std::uint64_t> order;  // hashes as they were handed over

  bool operator==(const TilesInMemory&) const = default;
};

inline Result<TilesInMemory> tiles_of(const RandomConnectome& random,
                                      const TilingMeans& means = {}) {
  TilesInMemory result;
  Progress silent{nullptr};
  auto manifest = tile_connectome(
      random.assembled(), "random", means,
      [&](std::uint64_t hash, std::span<const std::byte> tile) -> Result<Done> {
        result.tiles[hash].assign(tile.begin(), tile.end());
        result.order.push_back(hash);
        return Done{};
      },
      silent);
  if (!manifest.ok()) return manifest.error();
  result.manifest = std::move(manifest).value();
  return result;
}

/// Everything that the tiles say, neurons by NeuronIndex.
struct DecodedTiles {
  std::vector<ColumnValues> columns;
  EdgeRows out, in;
  SynapseRows synapses;
  std::vector<std::uint64_t> overview;                            // places, level by level
  std::vector<ColumnValues> synapse_columns, connection_columns;  // those with source Tiles
};

inline void append(EdgeRows& all, const EdgeRows& rows) {
  if (all.offsets.empty()) all.offsets.push_back(0);
  const std::uint32_t before = all.offsets.back();
  for (std::size_t r = 1; r < rows.offsets.size(); ++r)
    all.offsets.push_back(before + rows.offsets[r]);
  all.targets.insert(all.targets.end(), rows.targets.begin(), rows.targets.end());
  all.synapse_counts.insert(all.synapse_counts.end(), rows.synapse_counts.begin(),
                            rows.synapse_counts.end());
}

inline void append(SynapseRows& all, const SynapseRows& rows) {
  if (all.offsets.empty()) all.offsets.push_back(0);
  const std::uint32_t before = all.offsets.back();
  for (std::size_t r = 1; r < rows.offsets.size(); ++r)
    all.offsets.push_back(before + rows.offsets[r]);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    all.residual[axis].insert(all.residual[axis].end(), rows.residual[axis].begin(),
                              rows.residual[axis].end());
  }
  all.size.insert(all.size.end(), rows.size.begin(), rows.size.end());
}

inline DecodedTiles decode_tiles(const TilesInMemory& folder) {
  const Manifest& manifest = folder.manifest;
  DecodedTiles decoded;
  decoded.columns.resize(manifest.columns.size());
  std::array<std::array<std::vector<std::uint32_t>, 3>, 3> parts;  // coarse, fine, exact; by axis
  for (const TileFamily& family : manifest.families) {
    const NeuronShape shape = manifest.neuron_shape(family);
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      const std::vector<std::byte>& tile = folder.tiles.at(family.tiles[t].hash);
      const auto header = decode_tile_header(tile);
      REQUIRE(header.ok());
      const std::uint32_t count = header.value().neuron_count;
      const bool overview = family.kind == TileKind::SynapseOverview;
      CHECK(header.value().first_neuron == (overview ? t : t * family.block_neurons));
      const auto payload = std::span<const std::byte>{tile}.subspan(kTileHeaderBytes);
      if (family.kind == TileKind::Neurons) {
        const auto rows = decode_neuron_columns(payload, count, shape);
        REQUIRE(rows.ok());
        for (std::size_t axis = 0; axis < 3 && shape.part != PositionPart::None; ++axis) {
          auto& all = parts[static_cast<std::size_t>(shape.part) - 1][axis];
          const auto& more = rows.value().position[axis];
          all.insert(all.end(), more.begin(), more.end());
        }
        for (std::size_t c = 0; c < shape.columns.size(); ++c) {
          ColumnValues& all = decoded.columns[family.column_indices[c]];
          if (t == 0) {
            all = rows.value().columns[c];
          } else {
            std::visit(
                [&](auto& values) {
                  const auto& more =
                      std::get<std::remove_cvref_t<decltype(values)>>(rows.value().columns[c]);
                  values.insert(values.end(), more.begin(), more.end());
                },
                all);
          }
        }
      } else if (family.kind == TileKind::SynapseColumns ||
                 family.kind == TileKind::ConnectionColumns) {
        const bool synapses = family.kind == TileKind::SynapseColumns;
        auto& all = synapses ? decoded.synapse_columns : decoded.connection_columns;
        const auto& columns = synapses ? manifest.synapse_columns : manifest.connection_columns;
        const auto values = decode_edge_column(payload, columns[family.column_indices[0]].shape(),
                                               kMaxTileSynapses);
        REQUIRE(values.ok());
        if (t == 0) {
          all.push_back(values.value());
        } else {
          std::visit(
              [&](auto& column) {
                const auto& more = std::get<std::remove_cvref_t<decltype(column)>>(values.value());
                column.insert(column.end(), more.begin(), more.end());
              },
              all.back());
        }
      } else if (family.kind == TileKind::Synapses) {
        const auto rows = decode_synapse_rows(payload, count, manifest.synapse_shape);
        REQUIRE(rows.ok());
        append(decoded.synapses, rows.value());
      } else if (overview) {
        const auto places = decode_synapse_overview(payload, count, manifest.overview_grid);
        REQUIRE(places.ok());
        decoded.overview.insert(decoded.overview.end(), places.value().begin(),
                                places.value().end());
      } else {
        const auto model = decode_edge_model(family.model, manifest.neuron_count);
        REQUIRE(model.ok());
        const auto rows = decode_edge_rows(payload, count, manifest.neuron_count, model.value());
        REQUIRE(rows.ok());
        append(family.kind == TileKind::ConnectionsOut ? decoded.out : decoded.in, rows.value());
      }
    }
  }
  const PositionGrid grid = manifest.position_grid();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    IntegerValues nm;
    for (std::size_t i = 0; i < manifest.neuron_count; ++i) {
      nm.push_back(grid.nm(axis, parts[0][axis][i], parts[1][axis][i], parts[2][axis][i]));
    }
    constexpr std::array kRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                   ColumnRole::PositionZ};
    decoded.columns[*manifest.column_index(kRoles[axis])] = std::move(nm);
  }
  return decoded;
}

}  // namespace cnx::test
