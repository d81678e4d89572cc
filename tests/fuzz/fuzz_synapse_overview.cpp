// fuzz_synapse_overview.cpp — any bytes as an overview: refused, or the same bytes when encoded
// again.
//
// The first five bytes choose the grid (three bytes) and the number of entries (two bytes, few
// entries for most values); the rest is the payload.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/byte_reader.h"
#include "format/synapse_overview.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  ByteReader reader{std::as_bytes(std::span{data, size})};
  OverviewGrid grid;
  for (std::uint32_t& cells : grid.cells) cells = 1u << (reader.u8() % (kMaxCurveBits + 1));
  const std::uint32_t entries = reader.u16();
  const std::uint32_t count = entries % 256 * (entries < 0xff00 ? 1 : 16);
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_synapse_overview(payload, count, grid);
  if (!decoded.ok()) return 0;
  CNX_CHECK(decoded.value().size() == count);
  const auto again = encode_synapse_overview(decoded.value(), grid);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
