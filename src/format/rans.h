#pragma once
// rans.h — entropy coding with fixed frequencies: the coder under every coded stream of a tile.
//
// Normative text: docs/format.md §2.5. A model holds the frequencies of the symbols 0 … 255 in each
// of a fixed number of contexts. They sum to 2^12, so that a table of 4,096 entries leads from the
// low bits of the coder's state to the symbol. Four states take turns ("lanes"), because one alone
// would wait for its own last step; which lane and which context a symbol has is the caller's rule,
// and the decoder must be able to follow it from what it has decoded already.
//
// There is exactly one way to write a sequence of symbols with a model: a reader that looks at
// problem() accepts nothing else.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"

namespace cnx {

inline constexpr unsigned kRansLanes = 4;
inline constexpr unsigned kRansBits = 12;            // a context's frequencies sum to 2^12
inline constexpr std::uint32_t kRansLow = 1u << 16;  // a state is kRansLow … 2^32 - 1
inline constexpr unsigned kRansSlack = 256;          // symbols that may be read without a look
inline constexpr unsigned kRansSymbols = 256;        // symbols are 0 … 255

/// How often each symbol occurs in each context: what a model is made from.
class SymbolCounts {
 public:
  explicit SymbolCounts(unsigned contexts) : counts_(contexts) {}
  void add(unsigned context, unsigned symbol) { ++counts_[context][symbol]; }
  void add(const SymbolCounts& other);  // Precondition: as many contexts
  unsigned contexts() const { return static_cast<unsigned>(counts_.size()); }
  const std::array<std::uint64_t, kRansSymbols>& of(unsigned context) const {
    return counts_[context];
  }

 private:
  std::vector<std::array<std::uint64_t, kRansSymbols>> counts_;
};

/// Frequencies by context: what a model is, and all that an encoder needs. 1 KB a context.
class RansFrequencies {
 public:
  struct Range {
    std::uint16_t start = 0, frequency = 0;  // frequency 0: the symbol cannot be encoded
    bool operator==(const Range&) const = default;
  };
  using Ranges = std::array<Range, kRansSymbols>;  // by symbol

  RansFrequencies() = default;  // no contexts

  /// As near to the counts as they come; a symbol that occurs has at least 1, and a context where
  /// none occurs has symbol 0 only. Deterministic, integers only.
  explicit RansFrequencies(const SymbolCounts& counts);

  /// Writes each context's frequencies (docs/format.md §2.5).
  void write(ByteWriter& writer) const;

  /// Reads what write() wrote; safe on hostile bytes. Errors: those of the reader; OutOfRange
  /// (frequencies that do not sum to 2^12, a symbol above 255); NotCanonical (a list of
  /// frequencies that ends in 0).
  static Result<RansFrequencies> read(ByteReader& reader, unsigned contexts);

  unsigned contexts() const { return static_cast<unsigned>(ranges_.size()); }
  Range range(unsigned context, unsigned symbol) const { return ranges_[context][symbol]; }
  const Ranges& ranges(unsigned context) const { return ranges_[context]; }

  bool operator==(const RansFrequencies&) const = default;

 private:
  std::vector<Ranges> ranges_;
};

/// Frequencies with what a decoder needs besides: the way from a slot to its symbol. 6 KB a
/// context, small enough that the contexts in use stay in a processor's nearest cache. Immutable.
class RansModel : public RansFrequencies {
 public:
  struct Context {
    std::array<std::uint8_t, 1u << kRansBits> symbols;  // by `state mod 2^12`
    Ranges ranges;
  };

  RansModel() = default;  // no contexts
  explicit RansModel(RansFrequencies frequencies);
  explicit RansModel(const SymbolCounts& counts) : RansModel(RansFrequencies(counts)) {}

  /// As RansFrequencies::read.
  static Result<RansModel> read(ByteReader& reader, unsigned contexts);

  const Context* all_contexts() const { return contexts_.data(); }

 private:
  std::vector<Context> contexts_;
};

/// Collects symbols in the order in which they will be read; finish() writes them.
class RansWriter {
 public:
  void reserve(std::size_t symbols) { steps_.reserve(symbols); }

  /// Precondition: lane < kRansLanes, context < 2^16, symbol < kRansSymbols.
  void put(unsigned lane, unsigned context, unsigned symbol) {
    steps_.push_back(context << 16 | lane << 8 | symbol);
  }

  /// Symbols in lanes that take turns, beginning with that of `turn` mod kRansLanes.
  ///   context_of(i)  context of symbol i
  template <typename ContextOf>
  void put_in_turn(std::size_t turn, std::span<const std::uint8_t> symbols,
                   const ContextOf& context_of) {
    const std::size_t begin = steps_.size();
    steps_.resize(begin + symbols.size());
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      const auto lane = static_cast<unsigned>((turn + i) % kRansLanes);
      steps_[begin + i] = context_of(i) << 16 | lane << 8 | symbols[i];
    }
  }

  /// Appends varint(words), the four states and the words. O(symbols); 6 bytes a symbol on top.
  /// Precondition: the model has every context that was put, and a frequency for every symbol.
  void finish(const RansFrequencies& model, ByteWriter& writer) const;

 private:
  std::vector<std::uint32_t> steps_;
};

/// Where a RansReader stands: a plain value, so that a loop can keep a copy in registers.
class RansCursor {
 public:
  /// The next symbol. Precondition: lane < kRansLanes, context < the model's contexts().
  std::uint32_t get(unsigned lane, unsigned context) {
    return next(lane, context, at_ < end_ ? at_ : end_);
  }

  /// As get(), for loops that look at overrun() at least once every kRansSlack symbols and stop.
  std::uint32_t get_unchecked(unsigned lane, unsigned context) { return next(lane, context, at_); }

  /// Whether more was read than there is; for loops that want to stop early.
  bool overrun() const { return at_ > end_; }

 private:
  friend class RansReader;

  std::uint32_t next(unsigned lane, unsigned context, std::size_t word_at) {
    const std::uint32_t before = states_[lane];
    const std::uint32_t slot = before & ((1u << kRansBits) - 1);
    const RansModel::Context& model = contexts_[context];
    const std::uint32_t symbol = model.symbols[slot];
    const RansModel::Range range = model.ranges[symbol];
    const std::uint32_t state = range.frequency * (before >> kRansBits) + slot - range.start;
    // No branch: whether a word is due is as good as random.
    const bool word_due = state < kRansLow;
    const std::uint32_t filled = state << 16 | words_[word_at];
    states_[lane] = word_due ? filled : state;
    at_ += word_due ? 1 : 0;
    return symbol;
  }

  const RansModel::Context* contexts_ = nullptr;
  const std::uint16_t* words_ = nullptr;  // [end_ + kRansSlack + 1], zeros at the end
  std::size_t at_ = 0, end_ = 0;
  std::array<std::uint32_t, kRansLanes> states_ = {};
};

/// Reads symbols. Safe on hostile bytes: past the end it reads zeros, and problem() says so.
/// A symbol may take no bits at all, so the caller bounds how many it asks for.
class RansReader {
 public:
  /// Takes the section that RansWriter::finish wrote from `bytes`; look at bytes.failed()
  /// afterwards. get() is safe in any case. `model` must outlive the reader.
  RansReader(const RansModel& model, ByteReader& bytes);
  RansReader(const RansReader&) = delete;
  RansReader& operator=(const RansReader&) = delete;

  std::uint32_t get(unsigned lane, unsigned context) { return cursor_.get(lane, context); }
  bool overrun() const { return cursor_.overrun(); }

  /// For a loop that keeps its place itself: take a copy, read, hand it back.
  RansCursor cursor() const { return cursor_; }
  void set_cursor(const RansCursor& cursor) { cursor_ = cursor; }

  /// Once all symbols are read: nothing; Truncated where more words were read than there are;
  /// NotCanonical where words are left or the states are not those that a writer starts from.
  std::optional<ErrorCode> problem() const;

 private:
  std::vector<std::uint16_t> words_;
  RansCursor cursor_;
  bool valid_ = true;  // every state that was read is one
};

/// Reads `count` symbols in lanes that take turns, beginning with that of `turn` mod kRansLanes.
/// Stops early where the words end; then problem() says so.
///   context_of(i)    context of symbol i; take() has had all before it
///   take(i, symbol)  is handed the symbols in their order
template <typename ContextOf, typename Take>
void read_in_turn(RansReader& reader, std::size_t turn, std::size_t count,
                  const ContextOf& context_of, const Take& take) {
  RansCursor rans = reader.cursor();  // a copy, so that the states are in registers
  const auto lane_of = [turn](std::size_t i) {
    return static_cast<unsigned>((turn + i) % kRansLanes);
  };
  std::size_t i = 0;
  for (; i < count && lane_of(i) != 0; ++i) take(i, rans.get(lane_of(i), context_of(i)));
  while (count - i >= kRansLanes && !rans.overrun()) {
    const std::size_t rounds =
        std::min((count - i) / kRansLanes, std::size_t{kRansSlack / kRansLanes});
    for (const std::size_t end = i + rounds * kRansLanes; i < end; i += kRansLanes) {
      take(i, rans.get_unchecked(0, context_of(i)));
      take(i + 1, rans.get_unchecked(1, context_of(i + 1)));
      take(i + 2, rans.get_unchecked(2, context_of(i + 2)));
      take(i + 3, rans.get_unchecked(3, context_of(i + 3)));
    }
  }
  if (!rans.overrun()) {
    for (; i < count; ++i) take(i, rans.get(lane_of(i), context_of(i)));
  }
  reader.set_cursor(rans);
}

/// Raw bits, lowest first, for what no model would make smaller.
class BitWriter {
 public:
  /// Precondition: bits <= 32, value < 2^bits.
  void put(std::uint32_t value, unsigned bits) {
    pending_ |= std::uint64_t{value} << used_;
    used_ += bits;
    if (used_ < 32) return;
    words_.push_back(static_cast<std::uint32_t>(pending_));
    pending_ >>= 32;
    used_ -= 32;
  }
  /// Appends the bits, the last byte filled up with zeros. No length: the reader knows it.
  void finish(ByteWriter& writer) &&;

 private:
  std::vector<std::uint32_t> words_;
  std::uint64_t pending_ = 0;
  unsigned used_ = 0;  // bits of `pending_`, fewer than 32
};

inline constexpr unsigned kWindowBits = 57;  // of 64, up to 7 may have been read before

/// Where a BitReader stands; see RansCursor.
class BitCursor {
 public:
  /// Precondition: bits <= 32.
  std::uint32_t get(unsigned bits) { return next(bits, at_ / 8 < size_ ? at_ / 8 : size_); }

  /// As get(), for loops that look at overrun() at least once every kRansSlack numbers and stop.
  std::uint32_t get_unchecked(unsigned bits) { return next(bits, at_ / 8); }

  /// The next kWindowBits bits, and perhaps some more; then skip_unchecked() those that were used. For loops
  /// as above.
  std::uint64_t window_unchecked() const { return window(at_ / 8); }
  void skip_unchecked(unsigned bits) { at_ += bits; }

  bool overrun() const { return (at_ + 7) / 8 > size_; }

 private:
  friend class BitReader;

  std::uint64_t window(std::size_t byte_at) const {
    const std::uint8_t* from = bytes_ + byte_at;
    std::uint64_t eight = 0;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&eight, from, sizeof eight);
    } else {
      for (unsigned i = 0; i < 8; ++i) eight |= std::uint64_t{from[i]} << (8 * i);
    }
    return eight >> (at_ % 8);
  }

  std::uint32_t next(unsigned bits, std::size_t byte_at) {
    const std::uint64_t value = window(byte_at) & ((std::uint64_t{1} << bits) - 1);
    at_ += bits;
    return static_cast<std::uint32_t>(value);
  }

  const std::uint8_t* bytes_ = nullptr;  // [size_ + 4 * kRansSlack + 8], zeros at the end
  std::size_t at_ = 0;                   // bits read
  std::size_t size_ = 0;                 // bytes
};

/// Reads raw bits. Safe on hostile bytes: past the end it reads zeros, and problem() says so.
class BitReader {
 public:
  explicit BitReader(std::span<const std::byte> bytes);
  BitReader(const BitReader&) = delete;
  BitReader& operator=(const BitReader&) = delete;

  /// Precondition: bits <= 32.
  std::uint32_t get(unsigned bits) { return cursor_.get(bits); }
  bool overrun() const { return cursor_.overrun(); }

  BitCursor cursor() const { return cursor_; }
  void set_cursor(const BitCursor& cursor) { cursor_ = cursor; }

  /// Once all bits are read: nothing; Truncated; TrailingBytes; NotCanonical where the last byte
  /// is not filled up with zeros.
  std::optional<ErrorCode> problem() const;

 private:
  std::vector<std::uint8_t> padded_;
  BitCursor cursor_;
};

}  // namespace cnx
