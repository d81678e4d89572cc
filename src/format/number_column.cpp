#include "format/number_column.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "format/number_stream.h"

namespace cnx {
namespace {

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

/// Takes one more number into the greatest common divisor of those before; of none it is 0. Nearly
/// always the division alone, or nothing, tells that it stays what it is.
void narrow(std::uint64_t& divisor, std::uint64_t number) {
  if (divisor == 1 || (divisor != 0 && number % divisor == 0)) return;
  divisor = std::gcd(divisor, number);
}

void encode_integer(const IntegerValues& values, ColumnCoding coding, ByteWriter& writer) {
  const std::int64_t base = values.empty() ? 0 : *std::min_element(values.begin(), values.end());
  std::uint64_t step = 0;
  for (const std::int64_t value : values) narrow(step, above(value, base));
  step = std::max<std::uint64_t>(step, 1);

  writer.varint(zigzag(base));
  writer.varint(step);
  if (coding == ColumnCoding::Previous) {
    std::vector<std::int64_t> changes;
    changes.reserve(values.size());
    std::uint64_t previous = 0;
    for (const std::int64_t value : values) {
      const std::uint64_t quotient = above(value, base) / step;
      changes.push_back(static_cast<std::int64_t>(quotient - previous));
      previous = quotient;
    }
    write_signed(changes, writer);
    return;
  }
  std::vector<std::uint64_t> quotients;
  quotients.reserve(values.size());
  for (const std::int64_t value : values) quotients.push_back(above(value, base) / step);
  write_numbers(quotients, writer);
}

Result<std::vector<std::uint64_t>> decode_quotients(ByteReader& reader, std::uint32_t row_count,
                                                    ColumnCoding coding, const std::string& what) {
  std::vector<std::uint64_t> quotients(row_count);
  if (coding != ColumnCoding::Previous) {
    const auto read = read_numbers(reader, quotients, what + ", values");
    if (!read.ok()) return read.error();
    return quotients;
  }
  std::vector<std::int64_t> changes(row_count);
  const auto read = read_signed(reader, changes, what + ", values");
  if (!read.ok()) return read.error();
  std::uint64_t quotient = 0;
  for (std::uint32_t r = 0; r < row_count; ++r) {
    quotient += static_cast<std::uint64_t>(changes[r]);
    quotients[r] = quotient;
  }
  return quotients;
}

Result<ColumnValues> decode_integer(ByteReader& reader, std::uint32_t row_count,
                                    ColumnCoding coding, const std::string& what) {
  const std::int64_t base = unzigzag(reader.varint64());
  const std::uint64_t step = reader.varint64();
  if (reader.failed()) return reader.error(what + ", base and step");
  if (step == 0) return Error{ErrorCode::NotCanonical, what + ", step"};
  auto read = decode_quotients(reader, row_count, coding, what);
  if (!read.ok()) return read.error();

  // base + quotient * step must stay within int64.
  const std::uint64_t max_quotient = above(std::numeric_limits<std::int64_t>::max(), base) / step;
  IntegerValues values;
  values.reserve(row_count);
  std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t divisor = 0;
  for (const std::uint64_t quotient : read.value()) {
    if (quotient > max_quotient) return Error{ErrorCode::OutOfRange, what + ", value"};
    smallest = std::min(smallest, quotient);
    narrow(divisor, quotient);
    values.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + quotient * step));
  }

  // The encoder's base is the smallest value and its step divides as much as it can; where
  // all values are equal (or there are none) nothing is left to divide and step is 1.
  const bool base_is_smallest = row_count == 0 ? base == 0 : smallest == 0;
  if (!base_is_smallest) return Error{ErrorCode::NotCanonical, what + ", base"};
  const bool step_is_largest = divisor == 0 ? step == 1 : divisor == 1;
  if (!step_is_largest) return Error{ErrorCode::NotCanonical, what + ", step"};
  return ColumnValues{std::move(values)};
}

/// Byte by byte, each of the eight places with a context of its own: whole numbers and rounded
/// ones have places that are always 0 and then cost nothing.
constexpr auto kPlaceOfByte = [](std::size_t i) { return static_cast<unsigned>(i % 8); };

void encode_real(const RealValues& values, ByteWriter& writer) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.size() * 8);
  for (const double value : values) {
    const std::uint64_t bits = bits_of(value);
    for (unsigned b = 0; b < 8; ++b) bytes.push_back(static_cast<std::uint8_t>(bits >> (8 * b)));
  }
  write_symbols(bytes, 8, kPlaceOfByte, writer);
}

Result<ColumnValues> decode_real(ByteReader& reader, std::uint32_t row_count,
                                 const std::string& what) {
  std::vector<std::uint8_t> bytes(std::size_t{row_count} * 8);
  const auto read = read_symbols(reader, 8, kPlaceOfByte, bytes, what + ", reals");
  if (!read.ok()) return read.error();
  RealValues values;
  values.reserve(row_count);
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    std::uint64_t bits = 0;
    for (unsigned b = 0; b < 8; ++b) bits |= std::uint64_t{bytes[at + b]} << (8 * b);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (bits_of(value) != bits) return Error{ErrorCode::NotCanonical, what + ", NaN"};
    values.push_back(value);
  }
  return ColumnValues{std::move(values)};
}

}  // namespace

void write_number_column(const ColumnValues& values, ColumnShape shape, ByteWriter& writer) {
  CNX_CHECK(values.index() == static_cast<std::size_t>(shape.kind));
  CNX_CHECK(shape.fits(PositionPart::None));
  if (const auto* integers = std::get_if<IntegerValues>(&values)) {
    encode_integer(*integers, shape.coding, writer);
  } else if (const auto* reals = std::get_if<RealValues>(&values)) {
    encode_real(*reals, writer);
  } else {
    CNX_CHECK(false);
  }
}

Result<ColumnValues> read_number_column(ByteReader& reader, std::uint32_t count, ColumnShape shape,
                                        const std::string& what) {
  CNX_CHECK(shape.kind != ColumnKind::Category && shape.fits(PositionPart::None));
  return shape.kind == ColumnKind::Integer ? decode_integer(reader, count, shape.coding, what)
                                           : decode_real(reader, count, what);
}

}  // namespace cnx
