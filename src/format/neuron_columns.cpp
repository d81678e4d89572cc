#include "format/neuron_columns.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/tile_header.h"

namespace cnx {
namespace {

constexpr std::uint32_t kMaxByteCategories = 256;        // more need two bytes a code
constexpr std::uint64_t kMissingReal = 0x7ff8ull << 48;  // the one NaN that may be stored

// Values of an Integer column are handled as unsigned 64-bit numbers above the smallest one:
// the distance between any two int64 fits there, and overflow is defined.
std::uint64_t above(std::int64_t value, std::int64_t base) {
  return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base);
}

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return std::isnan(value) ? kMissingReal : bits;
}

void encode_category(const CategoryValues& codes, std::uint32_t category_count,
                     ByteWriter& writer) {
  for (const std::uint16_t code : codes) {
    CNX_CHECK(code < category_count);
    if (category_count <= kMaxByteCategories) {
      writer.u8(static_cast<std::uint8_t>(code));
    } else {
      writer.u16(code);
    }
  }
}

void encode_integer(const IntegerValues& values, ByteWriter& writer) {
  const std::int64_t base = values.empty() ? 0 : *std::min_element(values.begin(), values.end());
  std::uint64_t step = 0;
  for (const std::int64_t value : values) step = std::gcd(step, above(value, base));
  step = std::max<std::uint64_t>(step, 1);

  writer.varint(zigzag(base));
  writer.varint(step);
  std::uint64_t previous = 0;
  for (const std::int64_t value : values) {
    const std::uint64_t quotient = above(value, base) / step;
    writer.varint(zigzag(static_cast<std::int64_t>(quotient - previous)));
    previous = quotient;
  }
}

Result<ColumnValues> decode_category(ByteReader& reader, std::uint32_t row_count,
                                     std::uint32_t category_count) {
  const bool wide = category_count > kMaxByteCategories;
  if (reader.remaining() < std::size_t{row_count} * (wide ? 2 : 1)) {
    return Error{ErrorCode::Truncated, "neuron columns, codes"};
  }
  CategoryValues codes;
  codes.reserve(row_count);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    const std::uint16_t code = wide ? reader.u16() : reader.u8();
    if (code >= category_count) return Error{ErrorCode::OutOfRange, "neuron columns, code"};
    codes.push_back(code);
  }
  return ColumnValues{std::move(codes)};
}

Result<ColumnValues> decode_integer(ByteReader& reader, std::uint32_t row_count) {
  const std::int64_t base = unzigzag(reader.varint64());
  const std::uint64_t step = reader.varint64();
  if (reader.failed()) return reader.error("neuron columns, base and step");
  if (step == 0) return Error{ErrorCode::NotCanonical, "neuron columns, step"};
  if (row_count > reader.remaining()) return Error{ErrorCode::Truncated, "neuron columns, values"};

  // base + quotient * step must stay within int64.
  const std::uint64_t max_quotient = above(std::numeric_limits<std::int64_t>::max(), base) / step;
  IntegerValues values;
  values.reserve(row_count);
  std::uint64_t quotient = 0;
  std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t divisor = 0;
  for (std::uint32_t r = 0; r < row_count; ++r) {
    quotient += static_cast<std::uint64_t>(unzigzag(reader.varint64()));
    if (reader.failed()) return reader.error("neuron columns, values");
    if (quotient > max_quotient) return Error{ErrorCode::OutOfRange, "neuron columns, value"};
    smallest = std::min(smallest, quotient);
    divisor = std::gcd(divisor, quotient);
    values.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + quotient * step));
  }

  // The encoder's base is the smallest value and its step divides as much as it can; where
  // all values are equal (or there are none) nothing is left to divide and step is 1.
  const bool base_is_smallest = row_count == 0 ? base == 0 : smallest == 0;
  if (!base_is_smallest) return Error{ErrorCode::NotCanonical, "neuron columns, base"};
  const bool step_is_largest = divisor == 0 ? step == 1 : divisor == 1;
  if (!step_is_largest) return Error{ErrorCode::NotCanonical, "neuron columns, step"};
  return ColumnValues{std::move(values)};
}

Result<ColumnValues> decode_real(ByteReader& reader, std::uint32_t row_count) {
  if (reader.remaining() / sizeof(double) < row_count) {
    return Error{ErrorCode::Truncated, "neuron columns, reals"};
  }
  RealValues values;
  values.reserve(row_count);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    const std::uint64_t bits = reader.u64();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (bits_of(value) != bits) return Error{ErrorCode::NotCanonical, "neuron columns, NaN"};
    values.push_back(value);
  }
  return ColumnValues{std::move(values)};
}

Result<ColumnValues> decode_column(ByteReader& reader, std::uint32_t row_count,
                                   const ColumnShape& shape) {
  switch (shape.kind) {
    case ColumnKind::Category: return decode_category(reader, row_count, shape.category_count);
    case ColumnKind::Integer: return decode_integer(reader, row_count);
    case ColumnKind::Real: return decode_real(reader, row_count);
  }
  CNX_CHECK(false);
  return Error{ErrorCode::OutOfRange, "neuron columns, kind"};
}

std::size_t row_count_of(const ColumnValues& column) {
  return std::visit([](const auto& values) { return values.size(); }, column);
}

}  // namespace

std::vector<std::byte> encode_neuron_columns(std::span<const ColumnValues> columns,
                                             std::span<const ColumnShape> shapes) {
  CNX_CHECK(columns.size() == shapes.size());
  ByteWriter writer;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const ColumnValues& column = columns[c];
    CNX_CHECK(column.index() == static_cast<std::size_t>(shapes[c].kind));
    CNX_CHECK(row_count_of(column) == row_count_of(columns[0]));
    if (const auto* codes = std::get_if<CategoryValues>(&column)) {
      encode_category(*codes, shapes[c].category_count, writer);
    } else if (const auto* integers = std::get_if<IntegerValues>(&column)) {
      encode_integer(*integers, writer);
    } else if (const auto* reals = std::get_if<RealValues>(&column)) {
      for (const double real : *reals) writer.u64(bits_of(real));
    }
  }
  return std::move(writer).finish();
}

Result<std::vector<ColumnValues>> decode_neuron_columns(std::span<const std::byte> payload,
                                                        std::uint32_t row_count,
                                                        std::span<const ColumnShape> shapes) {
  if (row_count > kMaxTileNeurons) return Error{ErrorCode::OutOfRange, "neuron columns, rows"};
  ByteReader reader{payload};
  std::vector<ColumnValues> columns;
  columns.reserve(shapes.size());
  for (const ColumnShape& shape : shapes) {
    auto column = decode_column(reader, row_count, shape);
    if (!column.ok()) return column.error();
    columns.push_back(std::move(column).value());
  }
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "neuron columns"};
  return columns;
}

}  // namespace cnx
