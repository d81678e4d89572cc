#include "write/tile_writer.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/hash.h"
#include "build/column_codings.h"
#include "build/overview_order.h"
#include "format/edge_rows.h"
#include "format/neuron_columns.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "parallel_for.h"

namespace cnx {

namespace {

constexpr std::size_t kTilesAtOnce = 64;  // encoded before any of them is handed over

struct EncodedTile {
  std::vector<std::byte> bytes;
  std::uint64_t hash = 0;
};

/// Payload of the rows [first, first + count); checked against the decoder before it returns.
using BlockEncoder = std::function<std::vector<std::byte>(NeuronIndex first, std::uint32_t count)>;

/// What the header of a tile says.
struct Cut {
  NeuronIndex first = 0;
  std::uint32_t count = 0;
};
using CutOf = std::function<Cut(std::size_t tile)>;

/// Equal as the format sees it: every NaN is the same missing value.
bool same_values(const ColumnValues& a, const ColumnValues& b) {
  const auto* reals = std::get_if<RealValues>(&a);
  if (reals == nullptr) return a == b;
  const auto* others = std::get_if<RealValues>(&b);
  return others != nullptr &&
         std::equal(reals->begin(), reals->end(), others->begin(), others->end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

std::vector<std::byte> encode_columns_block(const OrderedConnectome& connectome,
                                            const ColumnGroup& group, NeuronIndex first,
                                            std::uint32_t count) {
  const NeuronColumns rows = slice_columns(connectome.columns, group, connectome.position_grid,
                                           connectome.position_nm(), first, count);
  NeuronShape shape{group.position, connectome.position_grid, {}};
  for (const std::uint32_t c : group.columns) {
    shape.columns.push_back(connectome.columns.columns[c].shape());
  }
  std::vector<std::byte> payload = encode_neuron_columns(rows, shape);
  const auto decoded = decode_neuron_columns(payload, count, shape);
  CNX_CHECK(decoded.ok() && decoded.value().position == rows.position &&
            decoded.value().columns.size() == rows.columns.size());
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    CNX_CHECK(same_values(decoded.value().columns[c], rows.columns[c]));
  }
  return payload;
}

std::vector<std::byte> encode_edge_block(const EdgeRows& all, NeuronIndex first,
                                         std::uint32_t count, std::uint32_t neuron_count,
                                         const EdgeModel& model) {
  const EdgeRows rows = slice_rows(all, first, count);
  std::vector<std::byte> payload = encode_edge_rows(rows, neuron_count, model);
  const auto decoded = decode_edge_rows(payload, count, neuron_count, model);
  CNX_CHECK(decoded.ok() && decoded.value() == rows);
  return payload;
}

/// The model that fits all blocks of a family together.
EdgeModel edge_model_of(const EdgeRows& rows, std::uint32_t block, std::uint32_t neuron_count) {
  const std::size_t blocks = (std::size_t{neuron_count} + block - 1) / block;
  EdgeModel model;
  if (blocks == 0) return model;
  model.cell_bits = choose_cell_bits(neuron_count, rows.targets.size(), blocks);
  std::vector<SymbolCounts> counts(blocks, SymbolCounts(0));
  parallel_for(blocks, [&](std::size_t b) {
    const auto first = static_cast<NeuronIndex>(b * block);
    counts[b] = count_edge_symbols(slice_rows(rows, first, std::min(block, neuron_count - first)),
                                   neuron_count, model.cell_bits);
  });
  SymbolCounts all(kEdgeContexts);
  for (const SymbolCounts& part : counts) all.add(part);
  model.symbols = RansModel(all);
  return model;
}

std::vector<std::byte> encode_synapse_block(const OrderedConnectome& connectome, NeuronIndex first,
                                            std::uint32_t count) {
  const SynapseRows rows =
      slice_synapses(*connectome.synapses, connectome.position_nm(), first, count);
  const SynapseShape shape = connectome.synapses->shape;
  std::vector<std::byte> payload = encode_synapse_rows(rows, shape);
  const auto decoded = decode_synapse_rows(payload, count, shape);
  CNX_CHECK(decoded.ok() && decoded.value() == rows);
  return payload;
}

/// Entries of one tile of the overview, from all of them in their order.
std::vector<std::byte> encode_overview_block(std::span<const std::uint64_t> all,
                                             const OverviewGrid& grid, const OverviewTile& tile) {
  std::vector<std::uint64_t> places;
  places.reserve(tile.count);
  for (std::uint32_t i = 0; i < tile.count; ++i) {
    places.push_back(all[overview_rank(tile.level, tile.first + i)]);
  }
  std::vector<std::byte> payload = encode_synapse_overview(places, grid);
  const auto decoded = decode_synapse_overview(payload, tile.count, grid);
  CNX_CHECK(decoded.ok() && decoded.value() == places);
  return payload;
}

/// Counts the tiles of all families, for the share that is shown.
struct Share {
  std::uint64_t done = 0, total = 0;
};

Result<TileFamily> write_cuts(TileKind kind, std::uint32_t block, std::size_t tile_count,
                              const CutOf& cut_of, const BlockEncoder& encode,
                              const TileSink& sink, Share& share, Progress& progress) {
  TileFamily family;
  family.kind = kind;
  family.block_neurons = block;
  family.tiles.reserve(tile_count);

  std::vector<EncodedTile> batch;
  for (std::size_t begin = 0; begin < tile_count; begin += batch.size()) {
    batch.assign(std::min(kTilesAtOnce, tile_count - begin), {});
    parallel_for(batch.size(), [&](std::size_t i) {
      const NeuronIndex first = cut_of(begin + i).first;
      const std::uint32_t count = cut_of(begin + i).count;
      const std::vector<std::byte> payload = encode(first, count);
      if (payload.size() > kMaxTileBytes - kTileHeaderBytes) return;  // left empty: refused below
      batch[i].bytes = encode_tile(kind, first, count, payload);
      const auto header = decode_tile_header(batch[i].bytes);
      CNX_CHECK(header.ok() && header.value().kind == kind &&
                header.value().first_neuron == first && header.value().neuron_count == count);
      batch[i].hash = xxh3_64(batch[i].bytes);
    });
    for (const EncodedTile& tile : batch) {
      if (tile.bytes.empty()) {
        return Error{ErrorCode::OutOfRange,
                     "tile " + std::to_string(family.tiles.size()) + " would be too large"};
      }
      if (const auto taken = sink(tile.hash, tile.bytes); !taken.ok()) return taken.error();
      family.tiles.push_back({tile.hash, static_cast<std::uint32_t>(tile.bytes.size())});
      progress.update(++share.done, share.total, "tiles");
    }
  }
  return family;
}

/// Tiles of consecutive neurons.
Result<TileFamily> write_family(TileKind kind, std::uint32_t block, std::uint32_t neuron_count,
                                const BlockEncoder& encode, const TileSink& sink, Share& share,
                                Progress& progress) {
  const auto cut_of = [&](std::size_t tile) {
    const auto first = static_cast<NeuronIndex>(tile * block);
    return Cut{first, std::min(block, neuron_count - first)};
  };
  return write_cuts(kind, block, (std::size_t{neuron_count} + block - 1) / block, cut_of, encode,
                    sink, share, progress);
}

std::uint64_t tiles_of(std::uint32_t neuron_count, std::uint32_t block) {
  return (std::uint64_t{neuron_count} + block - 1) / block;
}

}  // namespace

Result<std::vector<TileFamily>> write_tiles(const OrderedConnectome& connectome,
                                            const Tiling& tiling,
                                            const OverviewGrid& overview_grid,
                                            const TileSink& sink, Progress& progress) {
  const std::uint32_t neurons = connectome.neuron_count;
  Share share;
  share.total = tiling.column_groups.size() * tiles_of(neurons, tiling.neurons_block) +
                tiles_of(neurons, tiling.out_block) + tiles_of(neurons, tiling.in_block) +
                (connectome.synapses ? tiles_of(neurons, tiling.synapses_block) : 0);
  const bool has_overview = connectome.synapses && connectome.synapses->shape.has_position;
  const std::uint64_t synapses = connectome.synapses ? connectome.synapses->offsets.back() : 0;
  if (has_overview) share.total += overview_tile_count(synapses, tiling.overview_block);

  std::vector<TileFamily> families;
  for (const ColumnGroup& group : tiling.column_groups) {
    auto family = write_family(
        TileKind::Neurons, tiling.neurons_block, neurons,
        [&](NeuronIndex first, std::uint32_t count) {
          return encode_columns_block(connectome, group, first, count);
        },
        sink, share, progress);
    if (!family.ok()) return family.error();
    families.push_back(std::move(family).value());
    families.back().position = group.position;
    families.back().column_indices = group.columns;
  }

  const auto add_edges = [&](TileKind kind, std::uint32_t block, const EdgeRows& rows) {
    const EdgeModel model = edge_model_of(rows, block, neurons);
    auto family = write_family(
        kind, block, neurons,
        [&](NeuronIndex first, std::uint32_t count) {
          return encode_edge_block(rows, first, count, neurons, model);
        },
        sink, share, progress);
    if (!family.ok()) return Result<Done>{family.error()};
    families.push_back(std::move(family).value());
    families.back().model = encode_edge_model(model);
    return Result<Done>{Done{}};
  };
  auto added = add_edges(TileKind::ConnectionsOut, tiling.out_block, connectome.adjacency.out);
  if (!added.ok()) return added.error();
  added = add_edges(TileKind::ConnectionsIn, tiling.in_block, connectome.adjacency.in);
  if (!added.ok()) return added.error();

  if (connectome.synapses) {
    auto family = write_family(
        TileKind::Synapses, tiling.synapses_block, neurons,
        [&](NeuronIndex first, std::uint32_t count) {
          return encode_synapse_block(connectome, first, count);
        },
        sink, share, progress);
    if (!family.ok()) return family.error();
    families.push_back(std::move(family).value());
  }
  if (has_overview) {
    const std::vector<std::uint64_t> places = overview_places(*connectome.synapses, overview_grid);
    const auto tile_at = [&](std::size_t tile) {
      return overview_tile(tile, synapses, tiling.overview_block);
    };
    auto family = write_cuts(
        TileKind::SynapseOverview, tiling.overview_block,
        overview_tile_count(synapses, tiling.overview_block),
        [&](std::size_t tile) {
          return Cut{static_cast<NeuronIndex>(tile), tile_at(tile).count};
        },
        [&](NeuronIndex tile, std::uint32_t) {
          return encode_overview_block(places, overview_grid, tile_at(tile));
        },
        sink, share, progress);
    if (!family.ok()) return family.error();
    families.push_back(std::move(family).value());
  }
  return families;
}

}  // namespace cnx
