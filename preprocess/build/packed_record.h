#pragma once
// packed_record.h — a few numbers of known ranges side by side, bit by bit: records that are put
// away in their millions, and read back, cost by the byte.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace cnx {

/// The numbers base … base + 2^bits - 1.
struct PackedField {
  std::uint64_t base = 0;
  unsigned bits = 64;

  /// The least field of all numbers that are one of some: those bits vary which are not the same
  /// in all.  some, every  all numbers ored, and anded
  static PackedField of(std::uint64_t some, std::uint64_t every) {
    const auto bits = static_cast<unsigned>(std::bit_width(some & ~every));
    return {bits == 64 ? 0 : every >> bits << bits, bits};
  }
  static PackedField up_to(std::uint64_t largest) {
    return {0, static_cast<unsigned>(std::bit_width(largest))};
  }
  bool holds(std::uint64_t number) const { return bits == 64 || (number - base) >> bits == 0; }
};

/// Where the fields of a record are.
class RecordLayout {
 public:
  explicit RecordLayout(std::span<const PackedField> fields)
      : fields_(fields.begin(), fields.end()) {
    std::size_t bits = 0;
    for (const PackedField& field : fields_) bits += field.bits;
    words_ = bits <= 64 ? 2 : (bits + 31) / 32;
    bits = 0;
    for (const PackedField& field : fields_) {
      const unsigned high = field.bits > 32 ? field.bits - 32 : 0;
      places_.push_back({part(bits, high), part(bits + high, field.bits - high)});
      bits += field.bits;
    }
  }

  std::size_t fields() const { return fields_.size(); }
  std::size_t bytes() const { return words_ * sizeof(std::uint32_t); }
  const PackedField& field(std::size_t f) const { return fields_[f]; }

  std::uint64_t number(const std::byte* record, std::size_t f) const {
    const Place& place = places_[f];
    std::uint64_t above = bits_of(record, place.low);
    if (fields_[f].bits > 32) above |= bits_of(record, place.high) << 32;
    return fields_[f].base + above;
  }

  /// The highest 64 bits of a record: its first fields.
  static std::uint64_t first_bits(const std::byte* record) { return window(record, 0); }

  /// Whether one record is before another in the order of their fields.
  bool before(const std::byte* a, const std::byte* b) const {
    for (std::size_t w = 0; w < words_; ++w) {
      const std::uint32_t x = word(a, w), y = word(b, w);
      if (x != y) return x < y;
    }
    return false;
  }

 private:
  /// Up to 32 bits in two words that follow each other.
  struct Part {
    std::size_t word = 0;
    unsigned shift = 0;
    std::uint64_t mask = 0;
  };
  struct Place {
    Part high, low;
  };

  Part part(std::size_t begin, unsigned bits) const {
    if (bits == 0) return {};
    const std::size_t first = std::min(begin / 32, words_ - 2);  // both words are the record's
    return {first, static_cast<unsigned>(64 - (begin - 32 * first) - bits),
            (std::uint64_t{1} << bits) - 1};
  }
  static std::uint32_t word(const std::byte* record, std::size_t at) {
    std::uint32_t value;
    std::memcpy(&value, record + at * sizeof value, sizeof value);
    return value;
  }
  static std::uint64_t window(const std::byte* record, std::size_t at) {
    return std::uint64_t{word(record, at)} << 32 | word(record, at + 1);
  }
  static std::uint64_t bits_of(const std::byte* record, const Part& part) {
    return window(record, part.word) >> part.shift & part.mask;
  }

  std::vector<PackedField> fields_;
  std::vector<Place> places_;
  std::size_t words_ = 2;
};

/// Writes the fields of one record, in their order. Words of 32 bits: the first field is in the
/// highest bits of the first, so that records are in the order of their words.
class RecordPacker {
 public:
  RecordPacker(const RecordLayout& layout, std::byte* record)
      : at_(record), end_(record + layout.bytes()) {}

  /// Precondition: the field holds the number.
  void put(std::uint64_t number, const PackedField& field) {
    const std::uint64_t above = number - field.base;
    if (field.bits > 32) put_bits(above >> 32, field.bits - 32);
    put_bits(above & 0xffffffff, field.bits > 32 ? 32 : field.bits);
  }
  /// After the last field.
  void finish() {
    while (at_ != end_) put_bits(0, 32 - filled_);
  }

 private:
  void put_bits(std::uint64_t value, unsigned bits) {
    pending_ = pending_ << bits | value;
    filled_ += bits;
    if (filled_ < 32) return;
    filled_ -= 32;
    const auto word = static_cast<std::uint32_t>(pending_ >> filled_);
    std::memcpy(at_, &word, sizeof word);
    at_ += sizeof word;
  }

  std::byte* at_;
  std::byte* end_;
  std::uint64_t pending_ = 0;  // above its `filled_` lowest bits is what was written already
  unsigned filled_ = 0;        // fewer than 32
};

}  // namespace cnx
