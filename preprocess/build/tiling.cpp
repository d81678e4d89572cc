#include "build/tiling.h"

#include <algorithm>
#include <numeric>

namespace cnx {

namespace {

// Bytes that an entry takes in practice (partners that are near cost less), and at most:
// a varint of 32 bits takes up to 5 bytes, one of 64 bits up to 10.
constexpr double kEdgeBytes = 1.4, kMaxEdgeBytes = 11;  // 11: never more than kMaxTileEdges
constexpr double kPositionBytes = 5.6, kMaxPositionBytes = 30;
constexpr double kSizeBytes = 1.6, kMaxSizeBytes = 8;  // 8: never more than kMaxTileSynapses
constexpr double kMaxColumnBytes = 10;                 // a number of a column of edges
constexpr double kMaxRowBytes = 5;                     // a row's own count

/// Entries of the block that has most.
double largest_block(std::span<const std::uint32_t> rows, std::size_t block) {
  std::uint64_t most = 0;
  for (std::size_t first = 0; first < rows.size(); first += block) {
    std::uint64_t entries = 0;
    for (std::size_t r = first; r < std::min(first + block, rows.size()); ++r) entries += rows[r];
    most = std::max(most, entries);
  }
  return static_cast<double>(most);
}

/// The power of two nearest to the target, on the scale where doubling is one step.
std::uint32_t nearest_block(double row_bytes) {
  std::uint32_t block = 1;
  while (block < kMaxTileNeurons && row_bytes * block * 1.42 < kTargetTileBytes) block *= 2;
  return block;
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

std::optional<std::uint32_t> choose_block(std::span<const std::uint32_t> rows, double entry_bytes,
                                          double max_entry_bytes) {
  const std::uint64_t entries = std::accumulate(rows.begin(), rows.end(), std::uint64_t{0});
  const double row_bytes = 1 + entry_bytes * static_cast<double>(entries) /
                                   static_cast<double>(std::max<std::size_t>(rows.size(), 1));

  std::uint32_t block = nearest_block(row_bytes);

  // Where neurons differ much, one block may have many times the entries of another.
  while (block > 1 && largest_block(rows, block) * entry_bytes > kLargeTileBytes) block /= 2;
  while (largest_block(rows, block) * max_entry_bytes + block * kMaxRowBytes >
         double{kMaxTileBytes / 2}) {
    if (block == 1) return std::nullopt;
    block /= 2;
  }
  return block;
}

std::uint32_t choose_column_block(std::span<const std::uint32_t> rows, double entry_bytes,
                                  std::uint32_t most_neurons, std::uint32_t max_entries) {
  std::uint32_t block =
      std::min(choose_block(rows, entry_bytes, kMaxColumnBytes).value_or(1), most_neurons);
  while (block > 1 && largest_block(rows, block) > max_entries) block /= 2;
  return block;
}

std::uint32_t choose_neuron_block(std::uint32_t rows, std::size_t bytes) {
  return nearest_block(static_cast<double>(bytes) / std::max(rows, 1u));
}

std::optional<std::uint32_t> choose_edge_block(std::span<const std::uint32_t> degrees) {
  return choose_block(degrees, kEdgeBytes, kMaxEdgeBytes);
}

std::optional<std::uint32_t> choose_synapse_block(std::span<const std::uint32_t> rows_by_post,
                                                  SynapseShape shape) {
  return choose_block(
      rows_by_post, (shape.has_position ? kPositionBytes : 0) + (shape.has_size ? kSizeBytes : 0),
      (shape.has_position ? kMaxPositionBytes : 0) + (shape.has_size ? kMaxSizeBytes : 0));
}

}  // namespace cnx
