#include "build/tiling.h"

#include <algorithm>

namespace cnx {

namespace {

// Bytes that an entry takes in practice (partners that are near cost less), and at most:
// a varint of 32 bits takes up to 5 bytes, one of 64 bits up to 10.
constexpr double kEdgeBytes = 1.3, kMaxEdgeBytes = 11;  // 11: never more than kMaxTileEdges
constexpr double kPositionBytes = 5.6, kMaxPositionBytes = 30;
constexpr double kSizeBytes = 1.6, kMaxSizeBytes = 8;  // 8: never more than kMaxTileSynapses
constexpr double kMaxRowBytes = 5;                     // a row's own count

double largest_block_bytes(std::span<const std::uint32_t> offsets, std::size_t block,
                           double entry_bytes) {
  const std::size_t rows = offsets.size() - 1;
  std::uint64_t most = 0;
  for (std::size_t first = 0; first < rows; first += block) {
    most = std::max<std::uint64_t>(most, offsets[std::min(first + block, rows)] - offsets[first]);
  }
  return static_cast<double>(most) * entry_bytes + static_cast<double>(block) * kMaxRowBytes;
}

}  // namespace

std::vector<ColumnGroup> group_columns(std::span<const Column> columns) {
  std::vector<ColumnGroup> groups = {
      {PositionPart::Coarse, {}}, {PositionPart::Fine, {}}, {PositionPart::Exact, {}}, {}};
  auto &coarse = groups[0].columns, &fine = groups[1].columns, &named = groups[3].columns;
  std::vector<ColumnGroup> others;
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    switch (columns[c].role) {
      case ColumnRole::PositionX:
      case ColumnRole::PositionY:
      case ColumnRole::PositionZ: break;
      case ColumnRole::CellClass: coarse.push_back(c); break;
      case ColumnRole::Region:
      case ColumnRole::AxonStatus:
      case ColumnRole::DendriteStatus: fine.push_back(c); break;
      case ColumnRole::SourceRow:
      case ColumnRole::NeuronId: named.push_back(c); break;
      case ColumnRole::None: others.push_back({PositionPart::None, {c}}); break;
    }
  }
  if (named.empty()) groups.pop_back();
  for (ColumnGroup& group : others) groups.push_back(std::move(group));
  return groups;
}

std::optional<std::uint32_t> choose_block(std::span<const std::uint32_t> offsets,
                                          double entry_bytes, double max_entry_bytes) {
  const std::size_t rows = offsets.size() - 1;
  const double row_bytes =
      1 + entry_bytes * offsets.back() / static_cast<double>(std::max<std::size_t>(rows, 1));

  // The power of two nearest to the target, on the scale where doubling is one step.
  std::uint32_t block = 1;
  while (block < kMaxTileNeurons && row_bytes * block * 1.42 < kTargetTileBytes) block *= 2;

  while (largest_block_bytes(offsets, block, max_entry_bytes) > double{kMaxTileBytes / 2}) {
    if (block == 1) return std::nullopt;
    block /= 2;
  }
  return block;
}

std::optional<Tiling> make_tiling(std::span<const Column> columns, const Adjacency& adjacency,
                                  std::span<const std::uint32_t> synapse_offsets,
                                  SynapseShape synapse_shape) {
  Tiling tiling;
  tiling.column_groups = group_columns(columns);
  const auto out = choose_block(adjacency.out.offsets, kEdgeBytes, kMaxEdgeBytes);
  const auto in = choose_block(adjacency.in.offsets, kEdgeBytes, kMaxEdgeBytes);
  if (!out || !in) return std::nullopt;
  tiling.out_block = *out;
  tiling.in_block = *in;
  if (synapse_shape.has_position || synapse_shape.has_size) {
    const auto synapses = choose_block(synapse_offsets,
                                       (synapse_shape.has_position ? kPositionBytes : 0) +
                                           (synapse_shape.has_size ? kSizeBytes : 0),
                                       (synapse_shape.has_position ? kMaxPositionBytes : 0) +
                                           (synapse_shape.has_size ? kMaxSizeBytes : 0));
    if (!synapses) return std::nullopt;
    tiling.synapses_block = *synapses;
  }
  return tiling;
}

}  // namespace cnx
