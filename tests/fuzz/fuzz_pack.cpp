// fuzz_pack.cpp — any bytes as the beginning of a pack: refused, or the same header when encoded
// again; and where its manifest can be read, tiles that stand one after another behind it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/hash.h"
#include "format/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  const auto bytes = std::as_bytes(std::span{data, size});
  const auto header = decode_pack_header(bytes);
  if (!header.ok()) return 0;
  const auto again = encode_pack_header(header.value());
  CNX_CHECK(
      std::equal(again.begin(), again.end(), bytes.begin(), bytes.begin() + kPackHeaderBytes));

  const auto rest = bytes.subspan(kPackHeaderBytes);
  const std::uint32_t text_bytes = header.value().manifest_bytes;
  if (rest.size() < text_bytes) return 0;
  const auto text = rest.first(text_bytes);
  if (xxh3_64(text) != header.value().manifest_hash) return 0;
  const auto manifest = decode_manifest({reinterpret_cast<const char*>(text.data()), text.size()});
  if (!manifest.ok()) return 0;
  const PackIndex index = index_pack(manifest.value(), text_bytes);
  std::uint64_t next = kPackHeaderBytes + std::uint64_t{text_bytes};
  for (const TileEntry& tile : index.tiles) {
    CNX_CHECK(index.offsets.at(tile.hash) == next);
    next += tile.bytes;
  }
  CNX_CHECK(index.tiles.size() == index.offsets.size() && index.file_bytes == next);
  return 0;
}
