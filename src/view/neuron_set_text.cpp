#include "view/neuron_set_text.h"

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace cnx {

namespace {

// The text is a row of bits, six a character, most significant first, the last character filled
// up with zeros:
//   5 bits  parameter of the gaps
//   5 bits  parameter of the lengths
//   5 bits  how many bits the number of runs has, then that number in so many bits
//   then for each run: the gap before it (less one after the first run), its length less one
// A number n with the parameter k: n >> k ones, a zero, the low k bits of n.

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kParameterBits = 5;

class BitWriter {
 public:
  void bit(bool one) {
    digit_ = digit_ << 1 | (one ? 1u : 0u);
    if (++bits_ == 6) flush();
  }
  void bits(std::uint32_t value, unsigned count) {
    for (unsigned i = count; i > 0; --i) bit((value >> (i - 1) & 1) != 0);
  }
  void rice(std::uint32_t value, unsigned k) {
    for (std::uint32_t ones = value >> k; ones > 0; --ones) bit(true);
    bit(false);
    bits(value, k);
  }
  std::string finish() && {
    while (bits_ != 0) bit(false);
    return std::move(text_);
  }

 private:
  void flush() {
    text_ += kDigits[digit_];
    digit_ = bits_ = 0;
  }
  std::string text_;
  unsigned digit_ = 0, bits_ = 0;
};

/// Gives zeros after the end, and remembers that it had to.
class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}

  bool bit() {
    const std::size_t at = next_ / 6;
    if (at >= text_.size()) {
      failed_ = true;
      return false;
    }
    const std::size_t digit = kDigits.find(text_[at]);
    if (digit == std::string_view::npos) {
      failed_ = true;
      return false;
    }
    const unsigned shift = 5 - static_cast<unsigned>(next_++ % 6);
    return (digit >> shift & 1) != 0;
  }
  std::uint32_t bits(unsigned count) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; ++i) value = value << 1 | (bit() ? 1u : 0u);
    return value;
  }
  std::uint64_t rice(unsigned k) {
    std::uint64_t ones = 0;
    while (bit()) ++ones;
    return ones << k | bits(k);  // ones < 6 * the text's length, k < 32
  }
  bool failed() const { return failed_; }
  /// Only the zeros that fill up the last character are left.
  bool at_end() {
    if ((next_ + 5) / 6 != text_.size()) return false;
    while (next_ % 6 != 0) {
      if (bit()) return false;
    }
    return !failed_;
  }

 private:
  std::string_view text_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

unsigned best_parameter(const std::vector<std::uint32_t>& values) {
  unsigned best = 0;
  std::uint64_t best_bits = UINT64_MAX;
  for (unsigned k = 0; k < 1u << kParameterBits; ++k) {
    std::uint64_t total = 0;
    for (const std::uint32_t value : values) total += (value >> k) + 1 + k;
    if (total >= best_bits) continue;
    best_bits = total;
    best = k;
  }
  return best;
}

}  // namespace

std::string neuron_set_text(const NeuronSet& set) {
  if (set.empty()) return "";
  std::vector<std::uint32_t> gaps, lengths;
  std::uint32_t end = 0;
  for (const NeuronRun& run : set.runs()) {
    gaps.push_back(gaps.empty() ? run.first : run.first - end - 1);
    lengths.push_back(run.count - 1);
    end = run.first + run.count;
  }
  const unsigned gap_k = best_parameter(gaps), length_k = best_parameter(lengths);
  BitWriter writer;
  writer.bits(gap_k, kParameterBits);
  writer.bits(length_k, kParameterBits);
  const auto run_count = static_cast<std::uint32_t>(gaps.size());
  const auto width = static_cast<unsigned>(std::bit_width(run_count));
  writer.bits(width, kParameterBits);
  writer.bits(run_count, width);
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    writer.rice(gaps[i], gap_k);
    writer.rice(lengths[i], length_k);
  }
  return std::move(writer).finish();
}

std::optional<NeuronSet> parse_neuron_set(std::string_view text) {
  if (text.empty()) return NeuronSet{};
  BitReader reader(text);
  const unsigned gap_k = reader.bits(kParameterBits), length_k = reader.bits(kParameterBits);
  std::vector<NeuronRun> runs;
  std::uint64_t end = 0;
  const std::uint32_t run_count = reader.bits(reader.bits(kParameterBits));
  for (std::uint32_t i = 0; i < run_count; ++i) {  // each takes at least two bits of the text
    const std::uint64_t gap = reader.rice(gap_k), length = reader.rice(length_k) + 1;
    const std::uint64_t first = runs.empty() ? gap : end + gap + 1;
    if (reader.failed() || first >= kNoNeuron || length > kNoNeuron - first) return std::nullopt;
    runs.push_back({static_cast<NeuronIndex>(first), static_cast<std::uint32_t>(length)});
    end = first + length;
  }
  if (reader.failed() || runs.empty() || !reader.at_end()) return std::nullopt;
  return NeuronSet::from_runs(std::move(runs));
}

}  // namespace cnx
