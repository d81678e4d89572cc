#pragma once
// edge_column.h — codec of columns of connections and of synapses (docs/format.md §4.5).
//
// A tile holds one column of numbers, one for each connection (in the order of ConnectionsOut) or
// synapse (in the order of Synapses) of a block of neurons. Its column in the manifest says which
// and how it is coded. The page never asks for one: they are there for an export.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/neuron_columns.h"

namespace cnx {

/// Encodes the values as one payload. Every NaN is written as the same one.
/// Precondition: `shape` is Integer or Real, and fits(PositionPart::None). O(entries).
std::vector<std::byte> encode_edge_column(const ColumnValues& values, ColumnShape shape);

/// Decodes what encode_edge_column wrote; safe on hostile bytes.
///   max_entries  how many there may be: kMaxTileEdges or kMaxTileSynapses, or, where the tiles
///                of the connections or synapses have been read, as many as these say
/// Errors: Truncated; TrailingBytes; OutOfRange (more than max_entries, a value past 64 bits);
/// NotCanonical (a padded varint, a base, step or model that the encoder would not choose,
/// another NaN than ours). What is accepted re-encodes to the same bytes.
/// Memory: at most 33 bytes for every entry.
Result<ColumnValues> decode_edge_column(std::span<const std::byte> payload, ColumnShape shape,
                                        std::uint32_t max_entries);

}  // namespace cnx
