#pragma once
// radix_sort.h — numbers in rising order, least digit first.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace cnx {

/// Sorts by the bits from `lowest_bit` on; numbers that are equal there keep their order. `space`
/// is only the function's. Digits that all numbers share cost one look. O(numbers * digits).
inline void radix_sort(std::vector<std::uint64_t>& numbers, std::vector<std::uint64_t>& space,
                       unsigned lowest_bit = 0) {
  constexpr unsigned kDigitBits = 11;
  constexpr std::uint64_t kMask = (1u << kDigitBits) - 1;
  if (numbers.empty()) return;
  std::uint64_t some = 0, every = ~std::uint64_t{0};
  for (const std::uint64_t number : numbers) some |= number, every &= number;
  const std::uint64_t differing = some & ~every;
  space.resize(numbers.size());
  for (unsigned shift = lowest_bit; shift < 64 && differing >> shift != 0; shift += kDigitBits) {
    if ((differing >> shift & kMask) == 0) continue;
    std::array<std::size_t, std::size_t{1} << kDigitBits> next{};
    for (const std::uint64_t number : numbers) ++next[number >> shift & kMask];
    std::size_t sum = 0;
    for (std::size_t& start : next) sum += std::exchange(start, sum);
    for (const std::uint64_t number : numbers) space[next[number >> shift & kMask]++] = number;
    numbers.swap(space);
  }
}

}  // namespace cnx
