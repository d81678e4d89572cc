#include "format/rans.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint32_t kScale = 1u << kRansBits;

using Counts = std::array<std::uint64_t, kRansSymbols>;
using Frequencies = std::array<std::uint32_t, kRansSymbols>;

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

  std::uint32_t sum = 0;
  for (unsigned s = 0; s < kRansSymbols; ++s) {
    if (counts[s] == 0) continue;
    frequencies[s] = std::max(1u, static_cast<std::uint32_t>(counts[s] * kScale / total));
    sum += frequencies[s];
  }
  for (; sum < kScale; ++sum) {  // to whom one more unit is worth most
    unsigned best = 0;
    for (unsigned s = 1; s < kRansSymbols; ++s) {
      if (counts[s] * (2 * frequencies[best] + 1) > counts[best] * (2 * frequencies[s] + 1))
        best = s;
    }
    ++frequencies[best];
  }
  for (; sum > kScale; --sum) {  // from whom one unit is missed least; 256 symbols leave one
    unsigned best = kRansSymbols;
    for (unsigned s = 0; s < kRansSymbols; ++s) {
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

}  // namespace

void SymbolCounts::add(const SymbolCounts& other) {
  CNX_CHECK(other.counts_.size() == counts_.size());
  for (std::size_t c = 0; c < counts_.size(); ++c)
    for (unsigned s = 0; s < kRansSymbols; ++s) counts_[c][s] += other.counts_[c][s];
}

RansModel::RansModel(const SymbolCounts& counts) : ranges_(counts.contexts()) {
  for (unsigned c = 0; c < counts.contexts(); ++c) {
    const Frequencies frequencies = frequencies_of(counts.of(c));
    for (unsigned s = 0; s < kRansSymbols; ++s)
      ranges_[c][s].frequency = static_cast<std::uint16_t>(frequencies[s]);
  }
  make_slots();
}

void RansModel::make_slots() {
  slots_.resize(ranges_.size());
  for (std::size_t c = 0; c < ranges_.size(); ++c) {
    std::uint32_t start = 0;
    for (unsigned s = 0; s < kRansSymbols; ++s) {
      const std::uint32_t frequency = ranges_[c][s].frequency;
      ranges_[c][s].start = static_cast<std::uint16_t>(frequency == 0 ? 0 : start);
      for (std::uint32_t i = 0; i < frequency; ++i)
        slots_[c][start + i] = s | (frequency - 1) << 8 | i << 20;
      start += frequency;
    }
    CNX_CHECK(start == kScale);
  }
}

void RansModel::write(ByteWriter& writer) const {
  for (const auto& ranges : ranges_) {
    unsigned used = kRansSymbols;
    while (ranges[used - 1].frequency == 0) --used;
    writer.varint(used - 1);
    for (unsigned s = 0; s < used; ++s) writer.varint(ranges[s].frequency);
  }
}

Result<RansModel> RansModel::read(ByteReader& reader, unsigned contexts) {
  RansModel model;
  for (unsigned c = 0; c < contexts; ++c) {
    std::array<Range, kRansSymbols> ranges{};
    const std::uint32_t last = reader.varint();
    if (reader.failed()) return reader.error("model, symbols");
    if (last >= kRansSymbols) return Error{ErrorCode::OutOfRange, "model, symbols"};
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
    model.ranges_.push_back(ranges);
  }
  model.make_slots();
  return model;
}

void RansWriter::finish(const RansModel& model, ByteWriter& writer) const {
  // Backwards, so that the reader goes forwards: the last word that comes out is read first.
  std::array<std::uint32_t, kRansLanes> states;
  states.fill(kRansLow);
  std::vector<std::uint16_t> words;
  words.reserve(steps_.size() / 2);
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const std::uint32_t step = steps_[i];
    const unsigned context = step >> 16;
    CNX_CHECK(context < model.contexts());
    const RansModel::Range range = model.range(context, step & 0xff);
    CNX_CHECK(range.frequency != 0);
    const std::uint32_t frequency = range.frequency;
    std::uint32_t& state = states[step >> 8 & 0xff];
    if (state >= std::uint64_t{frequency} << (32 - kRansBits)) {
      words.push_back(static_cast<std::uint16_t>(state));
      state >>= 16;
    }
    state = ((state / frequency) << kRansBits) + state % frequency + range.start;
  }
  writer.varint(words.size());
  for (const std::uint32_t state : states) writer.u32(state);
  for (std::size_t i = words.size(); i-- > 0;) writer.u16(words[i]);
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
  for (std::size_t i = 0; i < body.size() / 2; ++i) {
    words_[i] = static_cast<std::uint16_t>(std::to_integer<unsigned>(body[2 * i]) |
                                           std::to_integer<unsigned>(body[2 * i + 1]) << 8);
  }
  cursor_.slots_ = model.all_slots();
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
  if (used_ != 0) bytes_.u8(static_cast<std::uint8_t>(pending_));
  writer.append(bytes_.bytes());
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
