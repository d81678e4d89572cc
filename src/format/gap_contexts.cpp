#include "format/gap_contexts.h"

#include <algorithm>

#include "format/number_tokens.h"

namespace cnx {
namespace {

/// Weight of half a cell: in the middle of the counts that have so many bits, times 16, and
/// something for a cell without targets, where other rows of the tile may have one.
constexpr std::uint64_t weight(std::uint8_t value) {
  return value == 0 ? 8 : std::uint64_t{24} << (value - 1);
}

/// Four times the middle of the degrees with this token.
constexpr std::uint64_t four_degrees(unsigned token) {
  return token < 4 ? 4 * token : std::uint64_t{token % 2 == 0 ? 10u : 14u} << (token / 2 - 1);
}

std::uint8_t context_of(std::uint64_t gap) {
  return static_cast<std::uint8_t>(
      std::min(token_of(std::max<std::uint64_t>(gap, 1)), kGapContexts - 1));
}

}  // namespace

GapContexts::GapContexts(std::span<const std::uint8_t> map, unsigned cell_bits)
    : map_(map.begin(), map.end()), cell_bits_(cell_bits) {
  const std::size_t halves = 2 * map_.size();
  const unsigned half_bits = cell_bits_ - 1;
  sums_.assign(halves + 1, 0);
  inside_.assign(halves + 1, 0);
  to_end_.assign(halves + 1, 0);
  for (std::size_t half = 0; half < halves; ++half) {
    largest_ = std::max(largest_, map_[half / 2]);
    sums_[half + 1] = sums_[half] + weight(map_[half / 2]);
    const std::uint64_t gap = std::uint64_t{half + 1} << half_bits;
    inside_[half + 1] = context_of(gap + (std::uint64_t{1} << half_bits) / 2);
    to_end_[half + 1] = context_of(gap);
  }
}

const std::uint8_t* GapContexts::of_degree(std::uint32_t degree) {
  const unsigned token = token_of(degree);
  if (tables_[token].empty()) tables_[token] = make_table(token);
  return tables_[token].data();
}

std::vector<std::uint8_t> GapContexts::make_table(unsigned degree_token) const {
  const std::size_t halves = 2 * map_.size();
  const std::uint64_t reach =
      std::max<std::uint64_t>(1, sums_[halves] * 24 / (5 * four_degrees(degree_token)));
  // Where the expected gap ends in the half cell where it starts, by the cell's value.
  std::array<std::uint8_t, kMaxMapValue + 1> within{};
  for (std::uint8_t value = 0; value <= largest_; ++value) {
    if (reach <= weight(value)) {
      within[value] = context_of((reach << (cell_bits_ - 1)) / weight(value));
    }
  }

  std::vector<std::uint8_t> table(halves + 2);
  std::size_t end = 0;  // the half cell where the gap ends
  for (std::size_t start = 0; start < halves; ++start) {
    end = std::max(end, start);
    while (end < halves && sums_[end + 1] - sums_[start] < reach) ++end;
    table[start] = end == start   ? within[map_[start / 2]]
                   : end < halves ? inside_[end - start]
                                  : to_end_[end - start];
  }
  table[halves] = context_of(1);
  table[halves + 1] = table[halves];  // no gap starts there; looked at only past a wrong target
  return table;
}

}  // namespace cnx
