#include "format/tile_header.h"

#include <string>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace cnx {

std::vector<std::byte> encode_tile(TileKind kind, NeuronIndex first_neuron,
                                   std::uint32_t neuron_count, std::span<const std::byte> payload) {
  CNX_CHECK(neuron_count >= 1 && neuron_count <= kMaxTileNeurons);
  CNX_CHECK(first_neuron <= kMaxNeurons - neuron_count);
  CNX_CHECK(payload.size() <= kMaxTileBytes - kTileHeaderBytes);
  ByteWriter writer;
  writer.u32(kTileMagic);
  writer.u16(kFormatVersion);
  writer.u16(static_cast<std::uint16_t>(kind));
  writer.u32(first_neuron);
  writer.u32(neuron_count);
  writer.u32(static_cast<std::uint32_t>(payload.size()));
  writer.append(payload);
  return std::move(writer).finish();
}

Result<TileHeader> decode_tile_header(std::span<const std::byte> tile) {
  ByteReader reader{tile};
  const std::uint32_t magic = reader.u32();
  if (reader.failed()) return reader.error("tile header");
  if (magic != kTileMagic) return Error{ErrorCode::BadMagic, "tile header, magic"};
  const std::uint16_t version = reader.u16();
  if (reader.failed()) return reader.error("tile header");
  if (version != kFormatVersion) {
    return Error{ErrorCode::UnsupportedVersion, "tile header, version " + std::to_string(version)};
  }

  TileHeader header;
  const std::uint16_t kind = reader.u16();
  header.first_neuron = reader.u32();
  header.neuron_count = reader.u32();
  header.payload_bytes = reader.u32();
  if (reader.failed()) return reader.error("tile header");

  if (kind < static_cast<std::uint16_t>(TileKind::Neurons) ||
      kind > static_cast<std::uint16_t>(TileKind::SynapseColumns)) {
    return Error{ErrorCode::OutOfRange, "tile header, kind " + std::to_string(kind)};
  }
  header.kind = static_cast<TileKind>(kind);
  if (header.neuron_count < 1 || header.neuron_count > kMaxTileNeurons) {
    return Error{ErrorCode::OutOfRange, "tile header, neuron count"};
  }
  if (header.first_neuron > kMaxNeurons - header.neuron_count) {
    return Error{ErrorCode::OutOfRange, "tile header, first neuron"};
  }
  if (header.payload_bytes > kMaxTileBytes - kTileHeaderBytes) {
    return Error{ErrorCode::OutOfRange, "tile header, payload bytes"};
  }
  if (header.payload_bytes > reader.remaining()) return Error{ErrorCode::Truncated, "tile payload"};
  if (header.payload_bytes < reader.remaining()) {
    return Error{ErrorCode::TrailingBytes, "tile payload"};
  }
  return header;
}

}  // namespace cnx
