#pragma once
// random.h — the one source of random numbers: equal seeds give equal streams on every machine,
// in the tool and in WebAssembly alike.
//
// xoshiro256** (D. Blackman and S. Vigna 2021, Scrambled linear pseudorandom number generators,
// ACM Transactions on Mathematical Software 47), its state filled by SplitMix64, as its authors
// recommend. Integers only, until the last step of uniform(), which is exact.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"

namespace cnx {

/// SplitMix64: the next of the stream that `state` stands in. Makes seeds of seeds.
inline std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

class Random {
 public:
  /// Any seed will do, 0 as well. `stream` gives independent streams of one seed: the controls of
  /// a null model are numbered, so that control 7 is the same whether or not 0 to 6 were drawn.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t mixed = seed;
    std::uint64_t state = split_mix(mixed) ^ (stream * 0xd1342543de82ef95u);
    for (std::uint64_t& word : words_) word = split_mix(state);
  }
  /// From a state, which must not be all 0: for the reference vectors.
  explicit Random(const std::array<std::uint64_t, 4>& words) : words_(words) {}

  std::uint64_t next() {
    const auto rotate = [](std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
    const std::uint64_t result = rotate(words_[1] * 5, 7) * 9;
    const std::uint64_t t = words_[1] << 17;
    words_[2] ^= words_[0];
    words_[3] ^= words_[1];
    words_[1] ^= words_[2];
    words_[0] ^= words_[3];
    words_[2] ^= t;
    words_[3] = rotate(words_[3], 45);
    return result;
  }

  /// Uniform in [0, n), without bias (D. Lemire 2019, Fast random integer generation in an
  /// interval). Precondition: n >= 1.
  std::uint32_t below(std::uint32_t n) {
    std::uint64_t product = (next() >> 32) * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t threshold = (0u - n) % n;
      while (static_cast<std::uint32_t>(product) < threshold) product = (next() >> 32) * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  /// The same for large n: draws as many bits as n needs until they are below it.
  std::uint64_t below_large(std::uint64_t n) {
    CNX_CHECK(n >= 1);
    std::uint64_t mask = n - 1;
    for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
    std::uint64_t draw = next() & mask;
    while (draw >= n) draw = next() & mask;
    return draw;
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::array<std::uint64_t, 4> words_{};
};

/// Fisher and Yates: every order of `items` is as likely as any other. O(items).
template <typename Items>
void shuffle(Items& items, Random& random) {
  CNX_CHECK(items.size() <= UINT32_MAX);
  for (auto left = static_cast<std::uint32_t>(items.size()); left > 1; --left) {
    const std::uint32_t chosen = random.below(left);
    auto kept = items[left - 1];
    items[left - 1] = items[chosen];
    items[chosen] = kept;
  }
}

/// The items in another order, each as likely as any other (M. Sandelius 1962, A simple
/// randomization procedure): eight random bits send each item to a heap, and each heap is shuffled
/// by itself, within the cache. O(items); memory: that of the items and a byte for each while it
/// works.
template <typename Item>
std::vector<Item> shuffled(std::span<const Item> items, Random& random) {
  constexpr std::size_t kHeaps = 256;
  CNX_CHECK(items.size() <= UINT32_MAX);
  std::vector<std::uint8_t> heap_of(items.size());
  std::array<std::uint32_t, kHeaps + 1> ends{};  // of heap h, as the place h + 1
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < items.size(); ++i, bits >>= 8) {
    if (i % 8 == 0) bits = random.next();
    heap_of[i] = static_cast<std::uint8_t>(bits);
    ++ends[std::size_t{heap_of[i]} + 1];
  }
  for (std::size_t h = 0; h < kHeaps; ++h) ends[h + 1] += ends[h];
  std::vector<Item> result(items.size());
  auto next = ends;
  for (std::size_t i = 0; i < items.size(); ++i) result[next[heap_of[i]]++] = items[i];
  for (std::size_t h = 0; h < kHeaps; ++h) {
    std::span heap = std::span(result).subspan(ends[h], ends[h + 1] - ends[h]);
    shuffle(heap, random);
  }
  return result;
}

}  // namespace cnx
