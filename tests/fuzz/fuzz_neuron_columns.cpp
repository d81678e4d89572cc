// fuzz_neuron_columns.cpp — any bytes as columns: refused, or the same bytes when encoded again.
//
// The first two bytes choose the number of columns and of rows; then one byte for each column
// chooses its kind and number of categories; the rest is the payload.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/byte_reader.h"
#include "format/neuron_columns.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  constexpr std::array<ColumnShape, 8> kShapes = {{{ColumnKind::Integer, 0},
                                                   {ColumnKind::Real, 0},
                                                   {ColumnKind::Category, 1},
                                                   {ColumnKind::Category, 3},
                                                   {ColumnKind::Category, 256},
                                                   {ColumnKind::Category, 257},
                                                   {ColumnKind::Category, 65536},
                                                   {ColumnKind::Integer, 0}}};
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const std::size_t column_count = reader.u8() % 5;
  const std::uint32_t row_count = reader.u8();
  std::vector<ColumnShape> shapes;
  for (std::size_t c = 0; c < column_count; ++c) {
    shapes.push_back(kShapes[reader.u8() % kShapes.size()]);
  }
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_neuron_columns(payload, row_count, shapes);
  if (!decoded.ok()) return 0;
  const std::vector<ColumnValues>& columns = decoded.value();
  CNX_CHECK(columns.size() == column_count);
  for (const ColumnValues& column : columns) {
    std::visit([row_count](const auto& values) { CNX_CHECK(values.size() == row_count); }, column);
  }
  const auto again = encode_neuron_columns(columns, shapes);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
