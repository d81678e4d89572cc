#pragma once
// byte_reader.h — bounds-checked little-endian reads with a sticky error.
//
// After the first failure every read gives 0, so that a decoder's loop stays plain
// and asks failed() at the points where a value is used.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cnx {

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::size_t position() const { return position_; }
  std::size_t remaining() const { return failed_ ? 0 : bytes_.size() - position_; }
  bool failed() const { return failed_; }

  /// The first failure, with `what` (a structure, for people) and the byte it happened at.
  Error error(std::string_view what) const {
    CNX_CHECK(failed_);
    return {code_, std::string(what) + ", byte " + std::to_string(failed_at_)};
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(little_endian(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(little_endian(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(little_endian(4)); }
  std::uint64_t u64() { return little_endian(8); }

  /// LEB128 of at most 32 (64) bits. A padded varint is NotCanonical, a larger value OutOfRange.
  std::uint32_t varint() { return static_cast<std::uint32_t>(leb128(32)); }
  std::uint64_t varint64() { return leb128(64); }

  /// The next `count` bytes, or an empty span after a failure.
  std::span<const std::byte> take(std::size_t count) {
    if (failed_ || count > bytes_.size() - position_) return fail(ErrorCode::Truncated), std::span<const std::byte>{};
    const auto part = bytes_.subspan(position_, count);
    position_ += count;
    return part;
  }

 private:
  void fail(ErrorCode code) {
    if (failed_) return;
    failed_ = true;
    failed_at_ = position_;
    code_ = code;
  }

  std::uint64_t little_endian(std::size_t count) {
    std::uint64_t value = 0;
    const auto part = take(count);
    for (std::size_t i = 0; i < part.size(); ++i) value |= std::to_integer<std::uint64_t>(part[i]) << (8 * i);
    return value;
  }

  std::uint64_t leb128(unsigned max_bits) {
    if (failed_) return 0;
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (position_ == bytes_.size()) return fail(ErrorCode::Truncated), 0;
      const auto byte = std::to_integer<std::uint64_t>(bytes_[position_]);
      const std::uint64_t bits = byte & 0x7f;
      if (shift >= max_bits || (shift + 7 > max_bits && bits >> (max_bits - shift) != 0))
        return fail(ErrorCode::OutOfRange), 0;
      value |= bits << shift;
      if (byte < 0x80) {
        if (byte == 0 && shift > 0) return fail(ErrorCode::NotCanonical), 0;
        ++position_;
        return value;
      }
      ++position_;
    }
  }

  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;
  std::size_t failed_at_ = 0;
  ErrorCode code_ = ErrorCode::Truncated;
  bool failed_ = false;
};

/// Zigzag: small magnitudes of either sign become small unsigned numbers (0, -1, 1, -2, …).
constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

}  // namespace cnx
