#include "write/edge_block_writer.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "base/check.h"
#include "format/edge_column.h"
#include "parallel_for.h"

namespace cnx {

namespace {

static_assert(kBlocksAtOnce % kColumnBlocks == 0);

/// Families of carried columns, filled a batch of blocks after another.
class ColumnFamilies {
 public:
  ColumnFamilies(TileKind kind, std::uint32_t block_neurons, std::uint32_t neuron_count,
                 std::size_t blocks_per_tile, std::vector<EdgeColumn>& columns)
      : kind_(kind), neuron_count_(neuron_count), columns_(columns), per_tile_(blocks_per_tile) {
    for (std::uint32_t c = 0; c < columns.size(); ++c) {
      if (columns[c].source == EdgeSource::Tiles) carried_.push_back(c);
    }
    families_.resize(carried_.size());
    for (std::size_t i = 0; i < carried_.size(); ++i) {
      families_[i].kind = kind;
      families_[i].block_neurons = block_neurons * static_cast<std::uint32_t>(per_tile_);
      families_[i].column_indices = {carried_[i]};
    }
  }

  Result<Done> write(std::span<const EdgeBlock> blocks, const TileSink& sink) {
    if (carried_.empty() || blocks.empty()) return Done{};
    const std::size_t groups = (blocks.size() + per_tile_ - 1) / per_tile_;
    const auto group_of = [&](std::size_t g) {
      return blocks.subspan(g * per_tile_, std::min(per_tile_, blocks.size() - g * per_tile_));
    };
    if (!coded_) choose_codings(group_of(0));
    std::vector<std::optional<Result<EncodedTile>>> tiles(groups * carried_.size());
    parallel_for(tiles.size(), [&](std::size_t t) {
      const auto group = group_of(t / carried_.size());
      const std::size_t i = t % carried_.size();
      const EdgeColumn& column = columns_[carried_[i]];
      const NeuronIndex first = group.front().first_neuron;
      const TileRows rows{first, std::min(families_[i].block_neurons, neuron_count_ - first)};
      tiles[t] = finish_tile(kind_, rows, encode_checked(values_of(group, i), column.shape()));
    });
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      if (!tiles[t]->ok()) return tiles[t]->error();
      const EncodedTile& tile = tiles[t]->value();
      if (const auto taken = sink(tile.hash, tile.bytes); !taken.ok()) return taken;
      families_[t % carried_.size()].tiles.push_back(
          {tile.hash, static_cast<std::uint32_t>(tile.bytes.size())});
    }
    return Done{};
  }

  std::vector<TileFamily> take() { return std::move(families_); }

 private:
  ColumnValues values_of(std::span<const EdgeBlock> group, std::size_t i) const {
    std::size_t entries = 0;
    for (const EdgeBlock& block : group) entries += block.carried[i].size();
    if (columns_[carried_[i]].kind == ColumnKind::Integer) {
      IntegerValues values;
      values.reserve(entries);
      for (const EdgeBlock& block : group) {
        for (const NumberBits bits : block.carried[i]) {
          values.push_back(static_cast<std::int64_t>(bits));
        }
      }
      return values;
    }
    RealValues values;
    values.reserve(entries);
    for (const EdgeBlock& block : group) {
      for (const NumberBits bits : block.carried[i]) values.push_back(std::bit_cast<double>(bits));
    }
    return values;
  }

  void choose_codings(std::span<const EdgeBlock> first_group) {
    coded_ = true;
    for (std::size_t i = 0; i < carried_.size(); ++i) {
      EdgeColumn& column = columns_[carried_[i]];
      column.coding = ColumnCoding::Plain;
      if (column.kind != ColumnKind::Integer) continue;
      const ColumnValues values = values_of(first_group, i);
      const std::size_t plain = encode_edge_column(values, column.shape()).size();
      column.coding = ColumnCoding::Previous;
      if (encode_edge_column(values, column.shape()).size() >= plain) {
        column.coding = ColumnCoding::Plain;
      }
    }
  }

  TileKind kind_;
  std::uint32_t neuron_count_;
  std::vector<EdgeColumn>& columns_;
  std::vector<std::uint32_t> carried_;
  std::size_t per_tile_;
  bool coded_ = false;
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
  ColumnFamilies columns(TileKind::SynapseColumns, block_neurons, neurons.neuron_count,
                         column_blocks(survey.rows_by_post, block_neurons, kMaxTileSynapses),
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
  ColumnFamilies families(TileKind::ConnectionColumns, block_neurons,
                          static_cast<std::uint32_t>(degrees.size()),
                          column_blocks(degrees, block_neurons, kMaxTileEdges), columns);
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
