#pragma once
// number_tokens.h — whole numbers as a symbol for a model and raw bits (docs/format.md §2.6).
//
// Numbers below 4 are their own symbol. Above, the symbol says how long the number is in binary
// and what follows its top bit, and the rest is raw: two symbols an octave, at most 128 in all.

#include <array>
#include <bit>
#include <cstdint>

#include "format/rans.h"

namespace cnx {

/// Symbol of a number, 0 … 127.
constexpr unsigned token_of(std::uint64_t value) {
  if (value < 4) return static_cast<unsigned>(value);
  const auto width = static_cast<unsigned>(std::bit_width(value));
  return 2 * width - 2 + static_cast<unsigned>(value >> (width - 2) & 1);
}

inline constexpr unsigned kMaxToken = 127;

/// How many raw bits follow the symbol: 0 … 62. Precondition: token <= kMaxToken.
constexpr unsigned raw_bits_of(unsigned token) { return token < 4 ? 0 : token / 2 - 1; }

/// The number again. Precondition: raw < 2^raw_bits_of(token).
constexpr std::uint64_t number_of(unsigned token, std::uint64_t raw) {
  if (token < 4) return token;
  return (std::uint64_t{2} + (token & 1)) << (token / 2 - 1) | raw;
}

/// A token's numbers: `first` plus as many raw bits as `bits` says and `mask` takes.
struct TokenNumbers {
  std::uint64_t first = 0, mask = 0;
  std::uint32_t bits = 0;
};
constexpr std::array<TokenNumbers, kMaxToken + 1> make_token_numbers() {
  std::array<TokenNumbers, kMaxToken + 1> table{};
  for (unsigned t = 0; t <= kMaxToken; ++t) {
    table[t] = {number_of(t, 0), (std::uint64_t{1} << raw_bits_of(t)) - 1, raw_bits_of(t)};
  }
  return table;
}
inline constexpr std::array<TokenNumbers, kMaxToken + 1> kTokenNumbers = make_token_numbers();

/// Raw bits of a number that has up to 62 of them; the low 32 first.
inline void put_raw(BitWriter& bits, std::uint64_t value, unsigned token) {
  const TokenNumbers& numbers = kTokenNumbers[token];
  const std::uint64_t raw = value & numbers.mask;
  if (numbers.bits <= 32) return bits.put(static_cast<std::uint32_t>(raw), numbers.bits);
  bits.put(static_cast<std::uint32_t>(raw), 32);
  bits.put(static_cast<std::uint32_t>(raw >> 32), numbers.bits - 32);
}

/// The number whose symbol was read. Precondition: token <= kMaxToken.
inline std::uint64_t get_number(BitReader& bits, unsigned token) {
  const unsigned count = raw_bits_of(token);
  if (count <= 32) return number_of(token, bits.get(count));
  const std::uint64_t low = bits.get(32);
  return number_of(token, low | std::uint64_t{bits.get(count - 32)} << 32);
}

/// As above, where it is known that there are as many bits.
inline std::uint64_t get_number_unchecked(BitCursor& bits, unsigned token) {
  const TokenNumbers& numbers = kTokenNumbers[token];
  if (numbers.bits <= kWindowBits) {
    const std::uint64_t raw = bits.window_unchecked() & numbers.mask;
    bits.skip_unchecked(numbers.bits);
    return numbers.first + raw;
  }
  const std::uint64_t low = bits.get_unchecked(32);
  return numbers.first + (low | std::uint64_t{bits.get_unchecked(numbers.bits - 32)} << 32);
}

/// A number that any value below `below` is as likely to be: truncated binary, which is exactly
/// the fewest bits when `below` is a power of two. Precondition: value < below <= 2^32 - 1.
inline void put_uniform(BitWriter& bits, std::uint32_t value, std::uint32_t below) {
  const auto width = static_cast<unsigned>(std::bit_width(below - 1));
  if (width == 0) return;
  const auto shorter = static_cast<std::uint32_t>((std::uint64_t{1} << width) - below);
  if (value < shorter) {
    bits.put(value, width - 1);
    return;
  }
  // Highest bits first: they alone tell the two lengths apart.
  const std::uint64_t shifted = std::uint64_t{value} + shorter;
  bits.put(static_cast<std::uint32_t>(shifted >> 1), width - 1);
  bits.put(static_cast<std::uint32_t>(shifted & 1), 1);
}

/// Bits that put_uniform writes for a value.
constexpr unsigned uniform_bits(std::uint32_t value, std::uint32_t below) {
  const auto width = static_cast<unsigned>(std::bit_width(below - 1));
  if (width == 0) return 0;
  return value < (std::uint64_t{1} << width) - below ? width - 1 : width;
}

/// Precondition: below is 1 … 2^32 - 1.
inline std::uint32_t get_uniform(BitReader& bits, std::uint32_t below) {
  const auto width = static_cast<unsigned>(std::bit_width(below - 1));
  if (width == 0) return 0;
  const auto shorter = static_cast<std::uint32_t>((std::uint64_t{1} << width) - below);
  const std::uint32_t high = bits.get(width - 1);
  if (high < shorter) return high;
  return static_cast<std::uint32_t>((std::uint64_t{high} << 1 | bits.get(1)) - shorter);
}

}  // namespace cnx
