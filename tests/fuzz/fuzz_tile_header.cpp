// fuzz_tile_header.cpp — any bytes as a tile: refused, or the same tile when encoded again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "format/tile_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  const auto tile = std::as_bytes(std::span{data, size});
  const auto header = decode_tile_header(tile);
  if (!header.ok()) return 0;
  const TileHeader& h = header.value();
  const auto again =
      encode_tile(h.kind, h.first_neuron, h.neuron_count, tile.subspan(kTileHeaderBytes));
  CNX_CHECK(std::equal(again.begin(), again.end(), tile.begin(), tile.end()));
  return 0;
}
