#include "format/rans.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint32_t kScale = 1u << kRansBits;

using Counts = std::array<std::uint64_t, kRansSymbols>;
using Frequencies = std::array<std::uint32_t, kRansSymbols>;

/// 2^44 / frequency, rounded up where it is a whole number too. With it, multiplying and shifting
/// divides a state x below frequency * 2^20 exactly: the product is too large by x / 2^44 at most
/// times as much as the frequency, which is less than what separates two quotients.
using Reciprocals = std::array<std::uint64_t, kScale + 1>;
constexpr Reciprocals make_reciprocals() {
  Reciprocals reciprocals{};
  for (std::uint64_t f = 1; f <= kScale; ++f) reciprocals[f] = (std::uint64_t{1} << 44) / f + 1;
  return reciprocals;
}
constexpr Reciprocals kReciprocals = make_reciprocals();

/// Starts from the shares rounded down and gives or takes single units where it costs least.
Frequencies frequencies_of(Counts counts) {
  Frequencies frequencies{};
  std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  if (total == 0) {
    frequencies[0] = kScale;
    return frequencies;
  }
  // Keeps every product below 2^64; a symbol that occurs still counts.
  for (; total >= std::uint64_t{1} << 48;
       total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}))
    for (std::uint64_t& count : counts) count = count / 2 + count % 2;

  std::array<unsigned, kRansSymbols> used;  // symbols that occur, rising
  unsigned used_count = 0;
  std::uint32_t sum = 0;
  for (unsigned s = 0; s < kRansSymbols; ++s) {
    if (counts[s] == 0) continue;
    used[used_count++] = s;
    frequencies[s] = std::max(1u, static_cast<std::uint32_t>(counts[s] * kScale / total));
    sum += frequencies[s];
  }
  const auto occurring = std::span(used).first(used_count);
  for (; sum < kScale; ++sum) {  // to whom one more unit is worth most
    unsigned best = used[0];
    for (const unsigned s : occurring) {
      if (counts[s] * (2 * frequencies[best] + 1) > counts[best] * (2 * frequencies[s] + 1))
        best = s;
    }
    ++frequencies[best];
  }
  for (; sum > kScale; --sum) {  // from whom one unit is missed least; 256 symbols leave one
    unsigned best = kRansSymbols;
    for (const unsigned s : occurring) {
      if (frequencies[s] < 2) continue;
      if (best == kRansSymbols ||
          counts[s] * (2 * frequencies[best] - 1) < counts[best] * (2 * frequencies[s] - 1)) {
        best = s;
      }
    }
    --frequencies[best];
  }
  return frequencies;
}

/// Where each symbol's slots begin, from the frequencies, which sum to kScale.
void set_starts(RansFrequencies::Ranges& ranges) {
  std::uint32_t start = 0;
  for (RansFrequencies::Range& range : ranges) {
    range.start = static_cast<std::uint16_t>(range.frequency == 0 ? 0 : start);
    start += range.frequency;
  }
  CNX_CHECK(start == kScale);
}

/// Little-endian bytes of whole words, as they are in memory on most machines.
template <typename Word>
void append_words(std::span<const Word> words, ByteWriter& writer) {
  if constexpr (std::endian::native == std::endian::little) {
    writer.append(std::as_bytes(words));
  } else {
    for (const Word word : words) {
      for (std::size_t b = 0; b < sizeof word; ++b)
        writer.u8(static_cast<std::uint8_t>(word >> (8 * b)));
    }
  }
}

}  // namespace

void SymbolCounts::add(const SymbolCounts& other) {
  CNX_CHECK(other.counts_.size() == counts_.size());
  for (std::size_t c = 0; c < counts_.size(); ++c)
    for (unsigned s = 0; s < kRansSymbols; ++s) counts_[c][s] += other.counts_[c][s];
}

RansFrequencies::RansFrequencies(const SymbolCounts& counts) : ranges_(counts.contexts()) {
  for (unsigned c = 0; c < counts.contexts(); ++c) {
    const Frequencies frequencies = frequencies_of(counts.of(c));
    for (unsigned s = 0; s < kRansSymbols; ++s)
      ranges_[c][s].frequency = static_cast<std::uint16_t>(frequencies[s]);
    set_starts(ranges_[c]);
  }
}

void RansFrequencies::write(ByteWriter& writer) const {
  for (const auto& ranges : ranges_) {
    unsigned used = kRansSymbols;
    while (ranges[used - 1].frequency == 0) --used;
    writer.varint(used - 1);
    for (unsigned s = 0; s < used; ++s) writer.varint(ranges[s].frequency);
  }
}

Result<RansFrequencies> RansFrequencies::read(ByteReader& reader, unsigned contexts) {
  RansFrequencies model;
  for (unsigned c = 0; c < contexts; ++c) {
    const std::uint32_t last = reader.varint();
    if (reader.failed()) return reader.error("model, symbols");
    if (last >= kRansSymbols) return Error{ErrorCode::OutOfRange, "model, symbols"};
    Ranges& ranges = model.ranges_.emplace_back();
    std::uint32_t sum = 0;
    for (std::uint32_t s = 0; s <= last; ++s) {
      const std::uint32_t frequency = reader.varint();
      if (reader.failed()) return reader.error("model, frequencies");
      if (frequency > kScale - sum) return Error{ErrorCode::OutOfRange, "model, frequencies"};
      if (s == last && frequency == 0)
        return Error{ErrorCode::NotCanonical, "model, last frequency"};
      ranges[s].frequency = static_cast<std::uint16_t>(frequency);
      sum += frequency;
    }
    if (sum != kScale) return Error{ErrorCode::OutOfRange, "model, frequencies"};
    set_starts(ranges);
  }
  return model;
}

RansModel::RansModel(RansFrequencies frequencies)
    : RansFrequencies(std::move(frequencies)), contexts_(contexts()) {
  for (unsigned c = 0; c < contexts(); ++c) {
    Context& context = contexts_[c];
    context.ranges = ranges(c);
    for (unsigned s = 0; s < kRansSymbols; ++s) {
      const Range symbol = context.ranges[s];
      std::memset(context.symbols.data() + symbol.start, static_cast<int>(s), symbol.frequency);
    }
  }
}

Result<RansModel> RansModel::read(ByteReader& reader, unsigned contexts) {
  auto frequencies = RansFrequencies::read(reader, contexts);
  if (!frequencies.ok()) return frequencies.error();
  return RansModel(std::move(frequencies).value());
}

void RansWriter::finish(const RansFrequencies& model, ByteWriter& writer) const {
  // Backwards, so that the reader goes forwards: the last word that comes out is read first. A
  // symbol gives at most one word, so that there is always room for one more in front of `first`.
  std::array<std::uint32_t, kRansLanes> states;
  states.fill(kRansLow);
  std::vector<std::uint16_t> words(steps_.size());
  std::size_t first = words.size();
  const unsigned contexts = model.contexts();
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const std::uint32_t step = steps_[i];
    const unsigned context = step >> 16;
    CNX_CHECK(context < contexts);
    const RansFrequencies::Range range = model.range(context, step & 0xff);
    CNX_CHECK(range.frequency != 0);
    std::uint32_t& of_lane = states[step >> 8 & (kRansLanes - 1)];
    const std::uint32_t before = of_lane;
    // No branch: whether a word is due is as good as random.
    const bool word_due = before >> (32 - kRansBits) >= range.frequency;
    words[first - 1] = static_cast<std::uint16_t>(before);
    first -= word_due ? 1 : 0;
    const std::uint64_t state = word_due ? before >> 16 : before;
    // quotient * 2^12 + rest, where rest = state - quotient * frequency
    const auto quotient = static_cast<std::uint32_t>(state * kReciprocals[range.frequency] >> 44);
    of_lane =
        static_cast<std::uint32_t>(state) + quotient * (kScale - range.frequency) + range.start;
  }
  writer.varint(words.size() - first);
  for (const std::uint32_t state : states) writer.u32(state);
  append_words(std::span<const std::uint16_t>(words).subspan(first), writer);
}

RansReader::RansReader(const RansModel& model, ByteReader& bytes) {
  const std::uint32_t words = bytes.varint();
  std::array<std::uint32_t, kRansLanes> states;
  for (std::uint32_t& state : states) state = bytes.u32();
  const auto body = bytes.take(std::size_t{words} * 2);
  for (unsigned lane = 0; lane < kRansLanes; ++lane) {
    if (states[lane] < kRansLow) valid_ = false;  // no writer leaves such a state
    cursor_.states_[lane] = std::max(states[lane], kRansLow);
  }
  words_.resize(body.size() / 2 + kRansSlack + 1);
  if constexpr (std::endian::native == std::endian::little) {
    if (!body.empty()) std::memcpy(words_.data(), body.data(), body.size());
  } else {
    for (std::size_t i = 0; i < body.size() / 2; ++i) {
      words_[i] = static_cast<std::uint16_t>(std::to_integer<unsigned>(body[2 * i]) |
                                             std::to_integer<unsigned>(body[2 * i + 1]) << 8);
    }
  }
  cursor_.contexts_ = model.all_contexts();
  cursor_.words_ = words_.data();
  cursor_.end_ = body.size() / 2;
}

std::optional<ErrorCode> RansReader::problem() const {
  if (overrun()) return ErrorCode::Truncated;
  const bool at_start = std::all_of(cursor_.states_.begin(), cursor_.states_.end(),
                                    [](std::uint32_t state) { return state == kRansLow; });
  if (!valid_ || cursor_.at_ != cursor_.end_ || !at_start) return ErrorCode::NotCanonical;
  return std::nullopt;
}

void BitWriter::finish(ByteWriter& writer) && {
  append_words(std::span<const std::uint32_t>(words_), writer);
  for (unsigned bits = 0; bits < used_; bits += 8) {
    writer.u8(static_cast<std::uint8_t>(pending_ >> bits));
  }
}

BitReader::BitReader(std::span<const std::byte> bytes)
    : padded_(bytes.size() + 4 * kRansSlack + 8) {
  std::transform(bytes.begin(), bytes.end(), padded_.begin(),
                 [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
  cursor_.bytes_ = padded_.data();
  cursor_.size_ = bytes.size();
}

std::optional<ErrorCode> BitReader::problem() const {
  const std::size_t used = (cursor_.at_ + 7) / 8;
  if (used > cursor_.size_) return ErrorCode::Truncated;
  if (used < cursor_.size_) return ErrorCode::TrailingBytes;
  const auto filled = static_cast<unsigned>(cursor_.at_ % 8);
  if (filled != 0 && padded_[used - 1] >> filled != 0) return ErrorCode::NotCanonical;
  return std::nullopt;
}

}  // namespace cnx
