// fuzz_synapse_rows.cpp — any bytes as synapses: refused, or the same bytes when encoded again.
//
// The first three bytes choose the shape and whether there may be many synapses (one byte), and the
// number of rows (two bytes, few rows for most values); the rest is the payload.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/byte_reader.h"
#include "format/number_stream.h"
#include "format/synapse_rows.h"

namespace {

/// Whether the rows have more than a few thousand synapses: a tile may say that of millions of
/// equal ones in some bytes, and reading them takes as long as a thousand other inputs.
bool has_many_synapses(std::span<const std::byte> payload, std::uint32_t row_count) {
  cnx::ByteReader reader{payload};
  std::vector<std::uint64_t> counts(row_count);
  if (!cnx::read_numbers(reader, counts, "counts").ok()) return false;
  std::uint64_t left = 4000;
  for (const std::uint64_t count : counts) {
    if (count > left) return true;
    left -= count;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  constexpr std::array<SynapseShape, 3> kShapes = {{{true, true}, {true, false}, {false, true}}};
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const unsigned choice = reader.u8();
  const SynapseShape shape = kShapes[choice % kShapes.size()];
  const std::uint32_t rows_chosen = reader.u16();
  const std::uint32_t row_count = rows_chosen % 256 * (rows_chosen < 0xff00 ? 1 : 16);
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  if (choice < 0xfc && has_many_synapses(payload, row_count)) return 0;
  const auto decoded = decode_synapse_rows(payload, row_count, shape);
  if (!decoded.ok()) return 0;
  const SynapseRows& rows = decoded.value();
  CNX_CHECK(rows.offsets.size() == std::size_t{row_count} + 1);
  const auto again = encode_synapse_rows(rows, shape);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
