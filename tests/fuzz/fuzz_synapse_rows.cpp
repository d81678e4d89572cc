// fuzz_synapse_rows.cpp — any bytes as synapses: refused, or the same bytes when encoded again.
//
// The first three bytes choose the shape (one byte) and the number of rows (two bytes, few
// rows for most values); the rest is the payload.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/byte_reader.h"
#include "format/synapse_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  constexpr std::array<SynapseShape, 3> kShapes = {{{true, true}, {true, false}, {false, true}}};
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const SynapseShape shape = kShapes[reader.u8() % kShapes.size()];
  const std::uint32_t rows_chosen = reader.u16();
  const std::uint32_t row_count = rows_chosen % 256 * (rows_chosen < 0xff00 ? 1 : 16);
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_synapse_rows(payload, row_count, shape);
  if (!decoded.ok()) return 0;
  const SynapseRows& rows = decoded.value();
  CNX_CHECK(rows.offsets.size() == std::size_t{row_count} + 1);
  const auto again = encode_synapse_rows(rows, shape);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
