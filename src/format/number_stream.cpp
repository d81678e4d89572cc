#include "format/number_stream.h"

#include <string>

namespace cnx {
namespace {

constexpr auto kOneContext = [](std::size_t) { return 0u; };

/// Magnitude of a signed number; that of the smallest fits, being unsigned.
std::uint64_t magnitude(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? 0 - bits : bits;
}

}  // namespace

void write_numbers(std::span<const std::uint64_t> numbers, ByteWriter& writer) {
  std::vector<std::uint8_t> tokens(numbers.size());
  BitWriter raw;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const unsigned token = token_of(numbers[i]);
    tokens[i] = static_cast<std::uint8_t>(token);
    put_raw(raw, numbers[i], token);
  }
  write_symbols(tokens, 1, kOneContext, writer);
  std::move(raw).finish(writer);
}

Result<Done> read_numbers(ByteReader& reader, std::span<std::uint64_t> numbers,
                          std::string_view what) {
  std::vector<std::uint8_t> tokens(numbers.size());
  if (auto read = read_symbols(reader, 1, kOneContext, tokens, what); !read.ok()) return read;
  std::uint64_t raw_bits = 0;
  for (const std::uint8_t token : tokens) {
    if (token > kMaxToken) return Error{ErrorCode::OutOfRange, std::string(what) + ", token"};
    raw_bits += raw_bits_of(token);
  }
  BitReader raw = take_bits(reader, raw_bits);
  if (reader.failed()) return reader.error(what);
  BitCursor bits = raw.cursor();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = get_number_unchecked(bits, tokens[i]);
  }
  raw.set_cursor(bits);
  if (const auto problem = raw.problem()) return Error{*problem, std::string(what) + ", raw bits"};
  return Done{};
}

void write_signed(std::span<const std::int64_t> numbers, ByteWriter& writer) {
  std::vector<std::uint8_t> symbols(numbers.size());
  BitWriter raw;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t size = magnitude(numbers[i]);
    const unsigned token = token_of(size);
    symbols[i] = static_cast<std::uint8_t>(2 * token + (numbers[i] < 0 ? 1 : 0));
    put_raw(raw, size, token);
  }
  write_symbols(symbols, 1, kOneContext, writer);
  std::move(raw).finish(writer);
}

Result<Done> read_signed(ByteReader& reader, std::span<std::int64_t> numbers,
                         std::string_view what) {
  std::vector<std::uint8_t> symbols(numbers.size());
  if (auto read = read_symbols(reader, 1, kOneContext, symbols, what); !read.ok()) return read;
  std::uint64_t raw_bits = 0;
  for (const std::uint8_t symbol : symbols) raw_bits += raw_bits_of(symbol / 2);
  BitReader raw = take_bits(reader, raw_bits);
  if (reader.failed()) return reader.error(what);
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 63;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t size = get_number(raw, symbols[i] / 2);
    const bool negative = symbols[i] % 2 != 0;
    if (negative && size == 0) return Error{ErrorCode::NotCanonical, std::string(what) + ", -0"};
    if (size > (negative ? kLargest : kLargest - 1)) {
      return Error{ErrorCode::OutOfRange, std::string(what) + ", number"};
    }
    numbers[i] = static_cast<std::int64_t>(negative ? 0 - size : size);
  }
  if (const auto problem = raw.problem()) return Error{*problem, std::string(what) + ", raw bits"};
  return Done{};
}

}  // namespace cnx
