// fuzz_edge_rows.cpp — any bytes as connections: refused, or the same bytes when encoded again.
//
// The first four bytes choose the number of rows (two bytes) and of neurons (two bytes, scaled so
// that small and largest datasets both occur); the rest is the payload.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/byte_reader.h"
#include "format/edge_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const std::uint32_t row_count = reader.u16();
  const std::uint32_t neuron_count = 1u + reader.u8() + (std::uint32_t{reader.u8()} << 18);
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_edge_rows(payload, row_count, neuron_count);
  if (!decoded.ok()) return 0;
  const EdgeRows& rows = decoded.value();
  CNX_CHECK(rows.offsets.size() == std::size_t{row_count} + 1);
  CNX_CHECK(rows.targets.size() == rows.offsets.back());
  CNX_CHECK(rows.synapse_counts.size() == rows.offsets.back());
  for (std::size_t r = 0; r < row_count; ++r) {
    for (std::uint32_t e = rows.offsets[r]; e < rows.offsets[r + 1]; ++e) {
      CNX_CHECK(rows.targets[e] < neuron_count && rows.synapse_counts[e] >= 1);
      CNX_CHECK(e == rows.offsets[r] || rows.targets[e - 1] < rows.targets[e]);
    }
  }
  const auto again = encode_edge_rows(rows);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
