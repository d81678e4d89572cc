#pragma once
// tile_header.h — the 20 bytes at the start of every tile.
//
// Normative text: docs/format.md §3. This table is a copy for the reader's eye.
//
//   offset  size  type     field          meaning
//        0     4  u32      magic          kTileMagic, the bytes "CNXT"
//        4     2  u16      version        kFormatVersion; a reader rejects any other
//        6     2  u16      kind           TileKind
//        8     4  u32      first_neuron   NeuronIndex of row 0; the tile's number (kind 5)
//       12     4  u32      neuron_count   rows, or entries, in this tile, 1 .. kMaxTileNeurons
//       16     4  u32      payload_bytes  bytes that follow the header
//
// Every integer is little-endian. There is no padding. The hash of the whole tile, these
// bytes included, is its name (tile_name.h), so the header carries none.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace cnx {

inline constexpr std::uint16_t kFormatVersion = 2;
inline constexpr std::size_t kTileHeaderBytes = 20;
inline constexpr std::uint32_t kTileMagic = 0x54584e43;
inline constexpr std::uint32_t kMaxTileNeurons = 65536;  // keeps rows of one tile in 16 bits
inline constexpr std::uint32_t kMaxNeurons = 1u << 26;   // neurons of one dataset
inline constexpr std::size_t kMaxTileBytes = 64u << 20;  // a reader refuses more before it allocates

enum class TileKind : std::uint16_t {
  Neurons = 1,            // columns of neuron attributes, one value per neuron               (§4.1)
  ConnectionsOut = 2,     // rows = pre,  one entry per post partner, with synapse count      (§4.2)
  ConnectionsIn = 3,      // rows = post, one entry per pre partner, with synapse count       (§4.2)
  Synapses = 4,           // position and size of each synapse, in the order of ConnectionsIn (§4.3)
  SynapseOverview = 5,    // entries instead of neurons: about where synapses are             (§4.4)
  ConnectionColumns = 6,  // one column of numbers, in the order of ConnectionsOut            (§4.5)
  SynapseColumns = 7,     // one column of numbers, in the order of Synapses                  (§4.5)
};

struct TileHeader {
  TileKind kind = TileKind::Neurons;
  NeuronIndex first_neuron = 0;
  std::uint32_t neuron_count = 0;
  std::uint32_t payload_bytes = 0;

  bool operator==(const TileHeader&) const = default;
};

/// Header and payload as one tile.
/// Precondition: neuron_count is 1 .. kMaxTileNeurons, the last neuron is below kMaxNeurons,
/// and the tile is at most kMaxTileBytes long.
std::vector<std::byte> encode_tile(TileKind kind, NeuronIndex first_neuron,
                                   std::uint32_t neuron_count, std::span<const std::byte> payload);

/// Reads the header at the start of `tile` and checks that exactly payload_bytes follow it.
/// Errors: Truncated, TrailingBytes, BadMagic, UnsupportedVersion, OutOfRange.
Result<TileHeader> decode_tile_header(std::span<const std::byte> tile);

}  // namespace cnx
