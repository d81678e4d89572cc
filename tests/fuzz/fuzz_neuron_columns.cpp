// fuzz_neuron_columns.cpp — any bytes as columns: refused, or the same bytes when encoded again.
//
// The first three bytes choose the part of the positions with its grid, the number of columns and
// of rows; then one byte for each column chooses its kind, number of categories and coding; the
// rest is the payload.

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
  constexpr std::array<ColumnShape, 12> kShapes = {
      {{ColumnKind::Integer, 0, ColumnCoding::Plain},
       {ColumnKind::Real, 0, ColumnCoding::Plain},
       {ColumnKind::Category, 1, ColumnCoding::Plain},
       {ColumnKind::Category, 3, ColumnCoding::Plain},
       {ColumnKind::Category, 256, ColumnCoding::Plain},
       {ColumnKind::Category, 257, ColumnCoding::Plain},
       {ColumnKind::Category, 65536, ColumnCoding::Plain},
       {ColumnKind::Integer, 0, ColumnCoding::Previous},
       {ColumnKind::Category, 3, ColumnCoding::Previous},
       {ColumnKind::Category, 7, ColumnCoding::SlabX},
       {ColumnKind::Category, 7, ColumnCoding::SlabY},
       {ColumnKind::Category, 7, ColumnCoding::SlabZ}}};
  ByteReader reader{std::as_bytes(std::span{data, size})};
  NeuronShape shape;
  const unsigned choice = reader.u8();
  shape.part = static_cast<PositionPart>(choice % 4);
  shape.grid.min_nm = {0, -1000, 7};
  shape.grid.max_nm = {choice / 4 * 4000, 99'000, 7};
  shape.grid.step_nm = {4, 40, 1};
  shape.grid.cell_voxels = {250, 25, 1000};
  const std::size_t column_count = reader.u8() % 5;
  const std::uint32_t row_count = reader.u8();
  for (std::size_t c = 0; c < column_count; ++c) {
    ColumnShape column = kShapes[reader.u8() % kShapes.size()];
    if (!column.fits(shape.part)) column.coding = ColumnCoding::Plain;
    shape.columns.push_back(column);
  }
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  const auto decoded = decode_neuron_columns(payload, row_count, shape);
  if (!decoded.ok()) return 0;
  const NeuronColumns& rows = decoded.value();
  CNX_CHECK(rows.columns.size() == column_count);
  for (const auto& axis : rows.position) {
    CNX_CHECK(axis.size() == (shape.part == PositionPart::None ? 0 : row_count));
  }
  for (const ColumnValues& column : rows.columns) {
    std::visit([row_count](const auto& values) { CNX_CHECK(values.size() == row_count); }, column);
  }
  const bool no_rows_known = shape.part == PositionPart::None && column_count == 0;
  if (no_rows_known) return 0;
  const auto again = encode_neuron_columns(rows, shape);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
  return 0;
}
