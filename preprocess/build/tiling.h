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
inline constexpr double kLargeTileBytes = 300'000;

/// The block size (a power of two, at most kMaxTileNeurons: tile i holds neurons from i * block on)
/// that brings the mean tile near kTargetTileBytes and none above kLargeTileBytes by more than
/// entries differ in size, and every tile under kMaxTileBytes even if each entry took
/// `max_entry_bytes`. Nothing when not even single rows fit.
///   rows  [neurons] entries of each row
std::optional<std::uint32_t> choose_block(std::span<const std::uint32_t> rows, double entry_bytes,
                                          double max_entry_bytes);

/// The same for one column of edges whose numbers take `entry_bytes` each: at most `most_neurons`,
/// a power of two, and at most `max_entries` in a tile.
std::uint32_t choose_column_block(std::span<const std::uint32_t> rows, double entry_bytes,
                                  std::uint32_t most_neurons, std::uint32_t max_entries);

/// The same for neurons with columns of one size, where those of the first `rows` take `bytes`.
std::uint32_t choose_neuron_block(std::uint32_t rows, std::size_t bytes);

/// choose_block for connections, and for synapses of which there is what `shape` says.
std::optional<std::uint32_t> choose_edge_block(std::span<const std::uint32_t> degrees);
std::optional<std::uint32_t> choose_synapse_block(std::span<const std::uint32_t> rows_by_post,
                                                  SynapseShape shape);

}  // namespace cnx
