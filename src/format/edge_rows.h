#pragma once
// edge_rows.h — codec of the connection payloads (docs/format.md §4.2).
//
// Three streams of varints, one after another: degrees, target gaps, counts.
// Keeping like with like makes each stream small numbers, which HTTP compression
// then squeezes further.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace cnx {

struct EdgeRows {
  std::vector<std::uint32_t> offsets;         // [rows + 1], offsets[0] == 0
  std::vector<NeuronIndex> targets;           // [edges], rising inside each row
  std::vector<std::uint32_t> synapse_counts;  // [edges], each >= 1

  bool operator==(const EdgeRows&) const = default;
};

/// Encodes the connections of consecutive neurons; rows are pre (ConnectionsOut) or post
/// (ConnectionsIn), as the tile's kind says.
/// Precondition: `rows` has the shapes and orders named in EdgeRows.
/// Deterministic: equal rows give equal bytes, on every machine.
/// O(rows + edges).
std::vector<std::byte> encode_edge_rows(const EdgeRows& rows);

/// Decodes what encode_edge_rows wrote; safe on hostile bytes.
///
///   payload       [payload_bytes]  the tile after its header
///   row_count     rows expected, from TileHeader::neuron_count
///   neuron_count  neurons in the dataset; every target is below it
///
/// Errors: Truncated; TrailingBytes; OutOfRange (a target >= neuron_count, a varint
/// above 32 bits, a count above 2^32 - 1, a payload above kMaxTileBytes); NotCanonical (a padded varint). What is accepted re-encodes to
/// the same bytes, so a tile's hash names its content.
/// Memory: at most 8 bytes for every payload byte, however wild the input.
/// O(rows + edges).
Result<EdgeRows> decode_edge_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                  std::uint32_t neuron_count);

}  // namespace cnx
