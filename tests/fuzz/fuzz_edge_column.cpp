// fuzz_edge_column.cpp — any bytes as a column of connections or synapses: refused, or the same
// bytes when encoded again.
//
// The first byte chooses kind and coding; the rest is the payload.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "base/byte_reader.h"
#include "format/edge_column.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  constexpr std::array<ColumnShape, 3> kShapes = {{{ColumnKind::Integer, 0, ColumnCoding::Plain},
                                                   {ColumnKind::Integer, 0, ColumnCoding::Previous},
                                                   {ColumnKind::Real, 0, ColumnCoding::Plain}}};
  constexpr std::uint32_t kMaxEntries = 4096;  // fewer than a tile may have, to stay fast
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const ColumnShape shape = kShapes[reader.u8() % kShapes.size()];
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_edge_column(payload, shape, kMaxEntries);
  if (!decoded.ok()) return 0;
  const std::size_t entries =
      std::visit([](const auto& values) { return values.size(); }, decoded.value());
  CNX_CHECK(entries <= kMaxEntries);
  const auto again = encode_edge_column(decoded.value(), shape);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
