#include "format/pack.h"

#include <string>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace cnx {

std::vector<std::byte> encode_pack_header(const PackHeader& header) {
  ByteWriter writer;
  writer.u32(kPackMagic);
  writer.u16(kPackVersion);
  writer.u32(header.manifest_bytes);
  writer.u64(header.manifest_hash);
  CNX_CHECK(writer.size() == kPackHeaderBytes);
  return std::move(writer).finish();
}

Result<PackHeader> decode_pack_header(std::span<const std::byte> bytes) {
  ByteReader reader{bytes};
  const std::uint32_t magic = reader.u32();
  if (reader.failed()) return reader.error("pack header");
  if (magic != kPackMagic) return Error{ErrorCode::BadMagic, "pack header, magic"};
  const std::uint16_t version = reader.u16();
  if (reader.failed()) return reader.error("pack header");
  if (version != kPackVersion) {
    return Error{ErrorCode::UnsupportedVersion, "pack header, version " + std::to_string(version)};
  }
  PackHeader header;
  header.manifest_bytes = reader.u32();
  header.manifest_hash = reader.u64();
  if (reader.failed()) return reader.error("pack header");
  if (header.manifest_bytes == 0 || header.manifest_bytes > kMaxManifestBytes) {
    return Error{ErrorCode::OutOfRange, "pack header, manifest bytes"};
  }
  return header;
}

PackIndex index_pack(const Manifest& manifest, std::uint32_t manifest_bytes) {
  PackIndex index;
  index.file_bytes = kPackHeaderBytes + std::uint64_t{manifest_bytes};
  for (const TileFamily& family : manifest.families) {
    for (const TileEntry& tile : family.tiles) {
      if (!index.offsets.emplace(tile.hash, index.file_bytes).second) continue;
      index.tiles.push_back(tile);
      index.file_bytes += tile.bytes;
    }
  }
  return index;
}

}  // namespace cnx
