#pragma once
// tiling.h — which rows and columns go to which tile.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "format/manifest.h"

namespace cnx {

/// Columns that go to one Neurons family.
struct ColumnGroup {
  PositionPart position = PositionPart::None;
  std::vector<std::uint32_t> columns;  // indices; never those of the soma's position

  bool operator==(const ColumnGroup&) const = default;
};

/// Columns by when the page needs them: what the first picture shows, first coarse (positions and
/// classes), then fine (positions, regions, proofreading); then exact positions; then what names a
/// neuron (its id and its row in the input); then each other column alone.
std::vector<ColumnGroup> group_columns(std::span<const Column> columns);

/// A tile is one request and one piece of work for the page: large enough that requests are
/// few, small enough that one neuron's partners come quickly.
inline constexpr double kTargetTileBytes = 160'000;
inline constexpr double kLargeTileBytes = 320'000;

/// The block size (a power of two, at most kMaxTileNeurons: tile i holds neurons from i * block on)
/// that brings the mean tile near kTargetTileBytes and none far above kLargeTileBytes, and every
/// tile under kMaxTileBytes even if each entry took `max_entry_bytes`. Nothing when not even single
/// rows fit.
///   rows  [neurons] entries of each row
std::optional<std::uint32_t> choose_block(std::span<const std::uint32_t> rows, double entry_bytes,
                                          double max_entry_bytes);

/// How many such blocks a tile of one column of edges covers: kColumnBlocks, as nobody waits for
/// one and the manifest names them all; 1 where a tile would have more than `max_entries`, or
/// neurons than a tile may.
inline constexpr std::size_t kColumnBlocks = 4;
std::size_t column_blocks(std::span<const std::uint32_t> rows, std::uint32_t block,
                          std::uint32_t max_entries);

/// choose_block for connections, and for synapses of which there is what `shape` says.
std::optional<std::uint32_t> choose_edge_block(std::span<const std::uint32_t> degrees);
std::optional<std::uint32_t> choose_synapse_block(std::span<const std::uint32_t> rows_by_post,
                                                  SynapseShape shape);

}  // namespace cnx
