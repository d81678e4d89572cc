#pragma once
// tiling.h — which rows and columns go to which tile.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "build/adjacency.h"
#include "format/manifest.h"

namespace cnx {

/// Columns that go to one Neurons family.
struct ColumnGroup {
  PositionPart position = PositionPart::None;
  std::vector<std::uint32_t> columns;  // indices; never those of the soma's position

  bool operator==(const ColumnGroup&) const = default;
};

/// Block sizes are powers of two: tile i of a family holds neurons from i * block on.
struct Tiling {
  std::vector<ColumnGroup> column_groups;  // one Neurons family each
  std::uint32_t neurons_block = kMaxTileNeurons;
  std::uint32_t out_block = 1;
  std::uint32_t in_block = 1;
  std::uint32_t synapses_block = 1;
  std::uint32_t overview_block = kMaxTileNeurons;  // entries

  bool operator==(const Tiling&) const = default;
};

/// Columns by when the page needs them: what the first picture shows, first coarse (positions and
/// classes), then fine (positions, regions, proofreading); then exact positions; then what names a
/// neuron (its id and its row in the input); then each other column alone.
std::vector<ColumnGroup> group_columns(std::span<const Column> columns);

/// The block size (a power of two, at most kMaxTileNeurons) that brings the mean tile near
/// kTargetTileBytes, and every tile under kMaxTileBytes even if each entry took
/// `max_entry_bytes`. Nothing when not even single rows fit.
///   offsets  [neurons + 1] entries of each row
std::optional<std::uint32_t> choose_block(std::span<const std::uint32_t> offsets,
                                          double entry_bytes, double max_entry_bytes);

/// A tile is one request and one piece of work for the page: large enough that requests are
/// few, small enough that one neuron's partners come quickly.
inline constexpr double kTargetTileBytes = 160'000;

/// Nothing when a single neuron has more partners or synapses than a tile can hold.
std::optional<Tiling> make_tiling(std::span<const Column> columns, const Adjacency& adjacency,
                                  std::span<const std::uint32_t> synapse_offsets,
                                  SynapseShape synapse_shape);

}  // namespace cnx
