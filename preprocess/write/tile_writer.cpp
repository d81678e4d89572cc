#include "write/tile_writer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/hash.h"
#include "build/column_codings.h"
#include "format/edge_column.h"
#include "format/edge_rows.h"
#include "format/neuron_columns.h"
#include "format/synapse_overview.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "parallel_for.h"

namespace cnx {

namespace {

/// Equal as the format sees it: every NaN is the same missing value.
bool same_values(const ColumnValues& a, const ColumnValues& b) {
  const auto* reals = std::get_if<RealValues>(&a);
  if (reals == nullptr) return a == b;
  const auto* others = std::get_if<RealValues>(&b);
  return others != nullptr &&
         std::equal(reals->begin(), reals->end(), others->begin(), others->end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

/// Payload of one tile, checked against its decoder.
using PayloadOf = std::function<Result<std::vector<std::byte>>(std::size_t tile, TileRows rows)>;

/// All tiles of a family: encoded on all threads, handed over in order.
Result<TileFamily> write_family(TileKind kind, std::uint32_t block, std::size_t tile_count,
                                const std::function<TileRows(std::size_t tile)>& rows_of,
                                const PayloadOf& payload_of, const TileSink& sink,
                                Progress* progress) {
  TileFamily family;
  family.kind = kind;
  family.block_neurons = block;
  family.tiles.reserve(tile_count);
  for (std::size_t begin = 0; begin < tile_count; begin += kBlocksAtOnce) {
    const std::size_t count = std::min(kBlocksAtOnce, tile_count - begin);
    std::vector<std::optional<Result<EncodedTile>>> batch(count);
    parallel_for(count, [&](std::size_t i) {
      const TileRows rows = rows_of(begin + i);
      const auto payload = payload_of(begin + i, rows);
      batch[i] = payload.ok() ? finish_tile(kind, rows, payload.value())
                              : Result<EncodedTile>(payload.error());
    });
    for (const auto& tile : batch) {
      if (!tile->ok()) return tile->error();
      const EncodedTile& done = tile->value();
      if (const auto taken = sink(done.hash, done.bytes); !taken.ok()) return taken.error();
      family.tiles.push_back({done.hash, static_cast<std::uint32_t>(done.bytes.size())});
    }
    if (progress != nullptr) progress->update(begin + count, tile_count, "tiles");
  }
  return family;
}

std::size_t tiles_of(std::uint32_t neurons, std::uint32_t block) {
  return (std::size_t{neurons} + block - 1) / block;
}

/// Tiles of consecutive neurons.
std::function<TileRows(std::size_t)> neuron_rows(std::uint32_t neurons, std::uint32_t block) {
  return [neurons, block](std::size_t tile) {
    const auto first = static_cast<NeuronIndex>(tile * block);
    return TileRows{first, std::min(block, neurons - first)};
  };
}

/// The model that fits all blocks of a family together.
Result<EdgeModel> edge_model_of(const EdgeRowStore& rows, std::uint32_t block,
                                std::uint32_t neurons) {
  const std::size_t blocks = tiles_of(neurons, block);
  const auto rows_of = neuron_rows(neurons, block);
  EdgeModel model;
  model.cell_bits = choose_cell_bits(neurons, rows.connections(), blocks);
  SymbolCounts all(kEdgeContexts);
  for (std::size_t begin = 0; begin < blocks; begin += kBlocksAtOnce) {
    const std::size_t count = std::min(kBlocksAtOnce, blocks - begin);
    std::vector<SymbolCounts> counts(count, SymbolCounts(0));
    std::vector<std::optional<Error>> errors(count);
    parallel_for(count, [&](std::size_t i) {
      const TileRows tile = rows_of(begin + i);
      const auto slice = rows.slice(tile.first, tile.count);
      if (!slice.ok()) {
        errors[i] = slice.error();
        return;
      }
      counts[i] = count_edge_symbols(slice.value(), neurons, model.cell_bits);
    });
    for (std::size_t i = 0; i < count; ++i) {
      if (errors[i]) return *errors[i];
      all.add(counts[i]);
    }
  }
  model.symbols = RansModel(all);
  return model;
}

}  // namespace

Result<EncodedTile> finish_tile(TileKind kind, TileRows rows, std::span<const std::byte> payload) {
  if (payload.size() > kMaxTileBytes - kTileHeaderBytes) {
    return Error{ErrorCode::OutOfRange, "the tile of " + std::to_string(rows.count) +
                                            " neurons from " + std::to_string(rows.first) +
                                            " on would be too large"};
  }
  EncodedTile tile;
  tile.bytes = encode_tile(kind, rows.first, rows.count, payload);
  const auto header = decode_tile_header(tile.bytes);
  CNX_CHECK(header.ok() && header.value().kind == kind &&
            header.value().first_neuron == rows.first && header.value().neuron_count == rows.count);
  tile.hash = xxh3_64(tile.bytes);
  return tile;
}

std::vector<std::byte> encode_checked(const SynapseRows& rows, SynapseShape shape) {
  std::vector<std::byte> payload = encode_synapse_rows(rows, shape);
  const auto decoded =
      decode_synapse_rows(payload, static_cast<std::uint32_t>(rows.offsets.size() - 1), shape);
  CNX_CHECK(decoded.ok() && decoded.value() == rows);
  return payload;
}

std::vector<std::byte> encode_checked(const ColumnValues& column, ColumnShape shape) {
  std::vector<std::byte> payload = encode_edge_column(column, shape);
  const auto entries = std::visit([](const auto& values) { return values.size(); }, column);
  const auto decoded = decode_edge_column(payload, shape, static_cast<std::uint32_t>(entries));
  CNX_CHECK(decoded.ok() && same_values(decoded.value(), column));
  return payload;
}

Result<TileFamily> write_neuron_family(const OrderedNeurons& neurons, const ColumnGroup& group,
                                       const TileSink& sink) {
  NeuronShape shape{group.position, neurons.position_grid, {}};
  for (const std::uint32_t c : group.columns) {
    shape.columns.push_back(neurons.columns.columns[c].shape());
  }
  const auto rows_of = [&](TileRows tile) {
    return slice_columns(neurons.columns, group, neurons.position_grid, neurons.position_nm(),
                         tile.first, tile.count);
  };
  const auto payload_of = [&](std::size_t, TileRows tile) -> Result<std::vector<std::byte>> {
    const NeuronColumns rows = rows_of(tile);
    std::vector<std::byte> payload = encode_neuron_columns(rows, shape);
    const auto decoded = decode_neuron_columns(payload, tile.count, shape);
    CNX_CHECK(decoded.ok() && decoded.value().position == rows.position &&
              decoded.value().columns.size() == rows.columns.size());
    for (std::size_t c = 0; c < rows.columns.size(); ++c) {
      CNX_CHECK(same_values(decoded.value().columns[c], rows.columns[c]));
    }
    return payload;
  };
  const std::uint32_t tried = std::min(neurons.neuron_count, kMaxTileNeurons);
  const std::uint32_t block =
      choose_neuron_block(tried, encode_neuron_columns(rows_of({0, tried}), shape).size());
  auto family = write_family(TileKind::Neurons, block, tiles_of(neurons.neuron_count, block),
                             neuron_rows(neurons.neuron_count, block), payload_of, sink, nullptr);
  if (!family.ok()) return family;
  TileFamily done = std::move(family).value();
  done.position = group.position;
  done.column_indices = group.columns;
  return done;
}

Result<TileFamily> write_edge_family(TileKind kind, const EdgeRowStore& rows, std::uint32_t block,
                                     const TileSink& sink, Progress& progress) {
  const auto neurons = static_cast<std::uint32_t>(rows.offsets().size() - 1);
  const auto made = edge_model_of(rows, block, neurons);
  if (!made.ok()) return made.error();
  const EdgeModel& model = made.value();
  const auto payload_of = [&](std::size_t, TileRows tile) -> Result<std::vector<std::byte>> {
    const auto slice = rows.slice(tile.first, tile.count);
    if (!slice.ok()) return slice.error();
    std::vector<std::byte> payload = encode_edge_rows(slice.value(), neurons, model);
    const auto decoded = decode_edge_rows(payload, tile.count, neurons, model);
    CNX_CHECK(decoded.ok() && decoded.value() == slice.value());
    return payload;
  };
  auto family = write_family(kind, block, tiles_of(neurons, block), neuron_rows(neurons, block),
                             payload_of, sink, &progress);
  if (!family.ok()) return family;
  TileFamily done = std::move(family).value();
  done.model = encode_edge_model(model);
  return done;
}

Result<TileFamily> write_overview_family(const OverviewPlaces& places, const OverviewGrid& grid,
                                         const TileSink& sink, Progress& progress) {
  constexpr std::uint32_t kBlock = kMaxTileNeurons;  // entries
  const auto payload_of = [&](std::size_t tile, TileRows rows) -> Result<std::vector<std::byte>> {
    const auto entries = places.tile(overview_tile(tile, places.count(), kBlock));
    if (!entries.ok()) return entries.error();
    std::vector<std::byte> payload = encode_synapse_overview(entries.value(), grid);
    const auto decoded = decode_synapse_overview(payload, rows.count, grid);
    CNX_CHECK(decoded.ok() && decoded.value() == entries.value());
    return payload;
  };
  return write_family(
      TileKind::SynapseOverview, kBlock, overview_tile_count(places.count(), kBlock),
      [&](std::size_t tile) {
        return TileRows{static_cast<NeuronIndex>(tile),
                        overview_tile(tile, places.count(), kBlock).count};
      },
      payload_of, sink, &progress);
}

}  // namespace cnx
