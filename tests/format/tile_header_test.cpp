#include "format/tile_header.h"

#include <doctest/doctest.h>

#include <random>

#include "format/hostile_bytes.h"
#include "format/tile_name.h"

using namespace cnx;
using namespace cnx::test;

namespace {

Result<Bytes> recode(std::span<const std::byte> tile) {
  const auto header = decode_tile_header(tile);
  if (!header.ok()) return header.error();
  const TileHeader& h = header.value();
  return encode_tile(h.kind, h.first_neuron, h.neuron_count, tile.subspan(kTileHeaderBytes));
}

ErrorCode error_after(const Bytes& tile, std::size_t at, int value) {
  Bytes damaged = tile;
  damaged[at] = static_cast<std::byte>(value);
  const auto header = decode_tile_header(damaged);
  REQUIRE_FALSE(header.ok());
  return header.error().code;
}

}  // namespace

TEST_CASE("a tile written out by hand") {
  const Bytes tile = encode_tile(TileKind::Synapses, 0x01020304, 5, bytes({9, 8, 7}));
  CHECK(tile == bytes({'C', 'N', 'X', 'T', kFormatVersion, 0, 4, 0, 4, 3, 2, 1, 5, 0, 0, 0, 3, 0, 0,
                       0,   9,   8,   7}));
  const TileHeader expected{TileKind::Synapses, 0x01020304, 5, 3};
  CHECK(decode_tile_header(tile).value() == expected);
}

TEST_CASE("damaged tile headers give an error or the same tile") {
  check_hostile_bytes(encode_tile(TileKind::ConnectionsIn, 70000, 300, bytes({1, 2, 3, 4, 5})),
                      recode);
  check_hostile_bytes(encode_tile(TileKind::Neurons, 0, 1, bytes({})), recode);
}

TEST_CASE("each field of a tile header is checked") {
  const Bytes tile = encode_tile(TileKind::ConnectionsOut, 0, 1, bytes({0}));
  CHECK(error_after(tile, 0, 'c') == ErrorCode::BadMagic);
  CHECK(error_after(tile, 4, 0) == ErrorCode::UnsupportedVersion);
  CHECK(error_after(tile, 4, kFormatVersion + 1) == ErrorCode::UnsupportedVersion);
  CHECK(error_after(tile, 6, 0) == ErrorCode::OutOfRange);
  CHECK(error_after(tile, 6, 8) == ErrorCode::OutOfRange);
  CHECK(error_after(tile, 7, 1) == ErrorCode::OutOfRange);
  CHECK(error_after(tile, 11, 4) == ErrorCode::OutOfRange);  // first_neuron 2^26
  CHECK(error_after(tile, 12, 0) == ErrorCode::OutOfRange);
  CHECK(error_after(tile, 14, 1) == ErrorCode::OutOfRange);  // neuron_count 65537
  CHECK(error_after(tile, 16, 2) == ErrorCode::Truncated);
  CHECK(error_after(tile, 16, 0) == ErrorCode::TrailingBytes);
  CHECK(error_after(tile, 19, 4) == ErrorCode::OutOfRange);  // payload_bytes above 64 MiB
}

TEST_CASE("the last neurons that a dataset may have fit into a tile") {
  const Bytes tile =
      encode_tile(TileKind::Neurons, kMaxNeurons - kMaxTileNeurons, kMaxTileNeurons, bytes({0}));
  CHECK(decode_tile_header(tile).ok());
}

TEST_CASE("a tile's path is its hash") {
  CHECK(tile_path(0x0123456789abcdef) == "tiles/0123456789abcdef.tile");
  CHECK(tile_path(1) == "tiles/0000000000000001.tile");
}
