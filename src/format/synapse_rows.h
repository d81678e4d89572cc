#pragma once
// synapse_rows.h — codec of the synapse payloads (docs/format.md §4.3).
//
// One entry per synapse, grouped by post neuron. Who the pre neuron is stands in the
// ConnectionsIn tile of the same neurons: entry k of a row belongs to the connection
// whose synapse counts, summed along the row, reach past k. Positions are whole voxels
// relative to the voxel of the post soma; the manifest has the voxel grid.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace cnx {

/// Nanometres to voxels and back, per axis: nm = origin + step * voxel, exactly, for synapses.
struct VoxelGrid {
  std::array<std::int64_t, 3> origin_nm = {0, 0, 0};
  std::array<std::int64_t, 3> step_nm = {1, 1, 1};  // >= 1

  bool operator==(const VoxelGrid&) const = default;
};

/// What the synapse tiles of a dataset carry; from the manifest.
struct SynapseShape {
  bool has_position = false;
  bool has_size = false;

  bool operator==(const SynapseShape&) const = default;
};

struct SynapseRows {
  std::vector<std::uint32_t> offsets;  // [rows + 1], offsets[0] == 0
  std::array<std::vector<std::int64_t>, 3>
      residual;                     // voxels from the post soma's; [synapses] or empty
  std::vector<std::uint32_t> size;  // voxels of the cleft; [synapses] or empty

  bool operator==(const SynapseRows&) const = default;
};

/// The voxel that residuals of one neuron's synapses count from: floor of (soma - origin) / step.
std::int64_t soma_voxel(std::int64_t soma_nm, std::int64_t origin_nm, std::int64_t step_nm);

/// A tile holds at most so many synapses: with models of its own, a tile may describe many equal
/// ones in few bytes, and memory must have a bound that does not come from the tile.
inline constexpr std::uint32_t kMaxTileSynapses = 1u << 22;

/// Precondition: arrays as `shape` says, at most kMaxTileSynapses. O(synapses).
std::vector<std::byte> encode_synapse_rows(const SynapseRows& rows, SynapseShape shape);

/// Decodes what encode_synapse_rows wrote; safe on hostile bytes.
/// Errors: Truncated; TrailingBytes; OutOfRange (also more than kMaxTileSynapses); NotCanonical.
/// What is accepted re-encodes to the same bytes.
/// Memory: 4 bytes for every row and 32 for every synapse.
Result<SynapseRows> decode_synapse_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                        SynapseShape shape);

}  // namespace cnx
