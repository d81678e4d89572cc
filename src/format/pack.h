#pragma once
// pack.h — a folder of tiles as one file, read in parts (docs/format.md §6): a header, the text of
// manifest.json, then every tile that it names, once, in its order. Where a tile begins follows
// from the sizes in the manifest; nothing is said twice.

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

inline constexpr std::uint32_t kPackMagic = 0x50584e43;  // the bytes "CNXP"
inline constexpr std::uint16_t kPackVersion = 1;
inline constexpr std::size_t kPackHeaderBytes = 18;
/// What a reader asks for first: the header and, nearly always, the whole manifest.
inline constexpr std::size_t kPackFirstBytes = 65536;
inline constexpr const char* kPackExtension = ".cnxpack";

struct PackHeader {
  std::uint32_t manifest_bytes = 0;
  std::uint64_t manifest_hash = 0;  // XXH3-64 of the manifest's text

  bool operator==(const PackHeader&) const = default;
};

std::vector<std::byte> encode_pack_header(const PackHeader& header);

/// Reads the first bytes of a pack; what follows them is not looked at.
/// Errors: Truncated, BadMagic, UnsupportedVersion, OutOfRange (a manifest that is empty or above
/// kMaxManifestBytes).
Result<PackHeader> decode_pack_header(std::span<const std::byte> bytes);

/// Where the tiles are. O(tiles).
struct PackIndex {
  std::unordered_map<std::uint64_t, std::uint64_t> offsets;  // by hash, from the file's start
  std::vector<TileEntry> tiles;                              // each once, in the file's order
  std::uint64_t file_bytes = 0;
};
PackIndex index_pack(const Manifest& manifest, std::uint32_t manifest_bytes);

}  // namespace cnx
