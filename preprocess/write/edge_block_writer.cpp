#include "write/edge_block_writer.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <string>
#include <utility>

#include "base/check.h"
#include "format/edge_column.h"
#include "parallel_for.h"

namespace cnx {

namespace {

/// By how many of the first blocks a column's coding and the size of its tiles are chosen.
constexpr std::size_t kTriedBlocks = 4;

/// Families of carried columns, filled a batch of blocks after another. Their tiles are of their
/// own size, smaller or larger than a block: a flag takes a hundredth of what an id takes.
class ColumnFamilies {
 public:
  ///   rows  [neurons] entries of each; must outlive this
  ColumnFamilies(TileKind kind, std::uint32_t block_neurons, std::span<const std::uint32_t> rows,
                 std::vector<EdgeColumn>& columns)
      : block_neurons_(block_neurons), rows_(rows), columns_(columns) {
    for (std::uint32_t c = 0; c < columns.size(); ++c) {
      if (columns[c].source != EdgeSource::Tiles) continue;
      families_.emplace_back();
      families_.back().kind = kind;
      families_.back().column_indices = {c};
    }
  }

  /// Each batch but the last has kBlocksAtOnce blocks.
  Result<Done> write(std::span<const EdgeBlock> blocks, const TileSink& sink) {
    if (families_.empty() || blocks.empty()) return Done{};
    if (blocks.front().first_neuron == 0) choose_tiles(blocks);
    struct Piece {
      std::size_t family;
      TileRows rows;
      std::size_t first_entry, entries;
    };
    const NeuronIndex begin = blocks.front().first_neuron;
    const auto end = static_cast<NeuronIndex>(
        std::min(rows_.size(), begin + blocks.size() * std::size_t{block_neurons_}));
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < families_.size(); ++i) {
      std::size_t entry = 0;
      for (NeuronIndex first = begin; first < end;) {
        const TileRows rows{first, std::min(families_[i].block_neurons, end - first)};
        const auto counts = rows_.subspan(first, rows.count);
        const auto entries = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
        pieces.push_back({i, rows, entry, entries});
        entry += entries;
        first += rows.count;
      }
    }
    std::vector<std::optional<Result<EncodedTile>>> tiles(pieces.size());
    parallel_for(pieces.size(), [&](std::size_t t) {
      const auto& [family, rows, first_entry, entries] = pieces[t];
      tiles[t] = finish_tile(families_[family].kind, rows,
                             encode_checked(values_of(blocks, family, first_entry, entries),
                                            column_of(family).shape()));
    });
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      if (!tiles[t]->ok()) return tiles[t]->error();
      const EncodedTile& tile = tiles[t]->value();
      if (const auto taken = sink(tile.hash, tile.bytes); !taken.ok()) return taken;
      families_[pieces[t].family].tiles.push_back(
          {tile.hash, static_cast<std::uint32_t>(tile.bytes.size())});
    }
    return Done{};
  }

  std::vector<TileFamily> take() { return std::move(families_); }

 private:
  EdgeColumn& column_of(std::size_t family) const {
    return columns_[families_[family].column_indices.front()];
  }

  /// `count` entries of the blocks together, from `first` on.
  template <typename Value>
  static std::vector<Value> entries_of(std::span<const EdgeBlock> blocks, std::size_t family,
                                       std::size_t first, std::size_t count) {
    std::vector<Value> values;
    values.reserve(count);
    for (const EdgeBlock& block : blocks) {
      const auto& carried = block.carried[family];
      const std::size_t skipped = std::min(first, carried.size());
      const std::size_t taken = std::min(count - values.size(), carried.size() - skipped);
      for (std::size_t e = skipped; e < skipped + taken; ++e) {
        values.push_back(std::bit_cast<Value>(carried[e]));
      }
      first -= skipped;
    }
    CNX_CHECK(values.size() == count);
    return values;
  }

  ColumnValues values_of(std::span<const EdgeBlock> blocks, std::size_t family, std::size_t first,
                         std::size_t count) const {
    if (column_of(family).kind == ColumnKind::Integer) {
      return entries_of<IntegerValues::value_type>(blocks, family, first, count);
    }
    return entries_of<RealValues::value_type>(blocks, family, first, count);
  }

  /// The coding that makes the first blocks smaller, and how many neurons then make a tile.
  void choose_tiles(std::span<const EdgeBlock> batch) {
    const auto tried = batch.first(std::min(kTriedBlocks, batch.size()));
    const std::uint32_t max_entries =
        families_.front().kind == TileKind::ConnectionColumns ? kMaxTileEdges : kMaxTileSynapses;
    for (std::size_t i = 0; i < families_.size(); ++i) {
      std::size_t entries = 0;
      for (const EdgeBlock& block : tried) entries += block.carried[i].size();
      const ColumnValues values = values_of(tried, i, 0, entries);
      EdgeColumn& column = column_of(i);
      column.coding = ColumnCoding::Plain;
      std::size_t bytes = encode_edge_column(values, column.shape()).size();
      if (column.kind == ColumnKind::Integer) {
        column.coding = ColumnCoding::Previous;
        const std::size_t previous = encode_edge_column(values, column.shape()).size();
        if (previous >= bytes) column.coding = ColumnCoding::Plain;
        bytes = std::min(bytes, previous);
      }
      const double entry_bytes =
          static_cast<double>(bytes) / static_cast<double>(std::max<std::size_t>(entries, 1));
      families_[i].block_neurons = choose_column_block(
          rows_, entry_bytes,
          std::min<std::uint32_t>(kMaxTileNeurons, block_neurons_ * kBlocksAtOnce), max_entries);
    }
  }

  std::uint32_t block_neurons_;
  std::span<const std::uint32_t> rows_;
  std::vector<EdgeColumn>& columns_;
  std::vector<TileFamily> families_;
};

/// What one block gives, made on its own thread.
struct BlockWork {
  std::optional<Error> error;
  EncodedTile synapses;
  std::vector<std::uint64_t> places, condensed_sums;
};

/// Blocks side by side.
struct Batch {
  explicit Batch(std::size_t count = 0) : blocks(count), works(count) {}
  std::vector<EdgeBlock> blocks;
  std::vector<BlockWork> works;
};

}  // namespace

Result<EdgeBlockFamilies> write_edge_blocks(EdgeBins& bins, std::uint32_t block_neurons,
                                            EdgeSurvey& survey, const OrderedNeurons& neurons,
                                            const EdgeBlockUses& uses, const TileSink& sink,
                                            Progress& progress) {
  const bool has_tiles = survey.shape.has_position || survey.shape.has_size;
  EdgeBlockFamilies result;
  if (has_tiles) {
    result.synapses.emplace();
    result.synapses->kind = TileKind::Synapses;
    result.synapses->block_neurons = block_neurons;
  }
  ColumnFamilies columns(TileKind::SynapseColumns, block_neurons, survey.rows_by_post,
                         survey.columns);
  const auto work_on = [&](std::size_t number, EdgeBlock& block, BlockWork& work) {
    auto taken = bins.block(number);
    if (!taken.ok()) {
      work.error = taken.error();
      return;
    }
    block = std::move(taken).value();
    if (uses.places != nullptr) work.places = overview_places(block, *uses.grid);
    if (uses.condensed != nullptr) {
      work.condensed_sums = uses.condensed->sums_of(block, bins.carried());
    }
    if (!has_tiles) return;
    const SynapseRows rows = synapse_rows(block, survey, neurons.position_nm());
    block.voxel = {};
    block.size = {};
    const TileRows tile{block.first_neuron, static_cast<std::uint32_t>(rows.offsets.size() - 1)};
    auto finished = finish_tile(TileKind::Synapses, tile, encode_checked(rows, survey.shape));
    if (finished.ok()) {
      work.synapses = std::move(finished).value();
    } else {
      work.error = finished.error();
    }
  };

  const auto take = [&](const Batch& batch) -> Result<Done> {
    for (std::size_t i = 0; i < batch.works.size(); ++i) {
      const BlockWork& work = batch.works[i];
      const EdgeBlock& block = batch.blocks[i];
      if (work.error) return *work.error;
      if (has_tiles) {
        const auto taken = sink(work.synapses.hash, work.synapses.bytes);
        if (!taken.ok()) return taken;
        result.synapses->tiles.push_back(
            {work.synapses.hash, static_cast<std::uint32_t>(work.synapses.bytes.size())});
      }
      Result<Done> done = uses.in.append(block.in);
      if (done.ok()) done = uses.out.add(block.first_neuron, block.in);
      if (done.ok() && uses.places != nullptr) done = uses.places->add(work.places);
      if (!done.ok()) return done;
      if (uses.condensed != nullptr) uses.condensed->add(work.condensed_sums);
      result.merged += block.merged;
    }
    return columns.write(batch.blocks, sink);
  };

  // One thread hands over a batch while the others work on the next.
  Batch ready;
  for (std::size_t begin = 0; begin < bins.blocks(); begin += kBlocksAtOnce) {
    Batch next(std::min(kBlocksAtOnce, bins.blocks() - begin));
    Result<Done> taken = Done{};
    parallel_for(next.works.size() + 1, [&](std::size_t i) {
      if (i == 0) {
        taken = take(ready);
      } else {
        work_on(begin + i - 1, next.blocks[i - 1], next.works[i - 1]);
      }
    });
    if (!taken.ok()) return taken.error();
    ready = std::move(next);
    bins.forget_before(begin + ready.works.size());
    progress.update(begin, bins.blocks(), "blocks");
  }
  if (const auto taken = take(ready); !taken.ok()) return taken.error();
  result.columns = columns.take();
  return result;
}

Result<std::vector<TileFamily>> write_connection_columns(const EdgeBins& bins,
                                                         std::uint32_t block_neurons,
                                                         std::span<const std::uint32_t> degrees,
                                                         std::vector<EdgeColumn>& columns,
                                                         const TileSink& sink, Progress& progress) {
  ColumnFamilies families(TileKind::ConnectionColumns, block_neurons, degrees, columns);
  for (std::size_t begin = 0; begin < bins.blocks(); begin += kBlocksAtOnce) {
    const std::size_t count = std::min(kBlocksAtOnce, bins.blocks() - begin);
    std::vector<EdgeBlock> blocks(count);
    std::vector<std::optional<Error>> errors(count);
    parallel_for(count, [&](std::size_t i) {
      auto block = bins.block(begin + i);
      if (block.ok()) {
        blocks[i] = std::move(block).value();
      } else {
        errors[i] = block.error();
      }
    });
    for (const auto& error : errors) {
      if (error) return *error;
    }
    if (const auto done = families.write(blocks, sink); !done.ok()) return done.error();
    progress.update(begin + count, bins.blocks(), "blocks");
  }
  return families.take();
}

}  // namespace cnx
