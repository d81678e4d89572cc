#include "stats/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <span>
#include <vector>

using namespace cnx;

TEST_CASE("SplitMix64 gives the published stream of seed 1234567") {
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u,
        16408922859458223821u}) {
    CHECK(split_mix(state) == expected);
  }
}

TEST_CASE("xoshiro256** gives the published stream of the state 1, 2, 3, 4") {
  Random random(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t expected : {11520u, 0u, 1509978240u}) {
    CHECK(random.next() == expected);
  }
  for (const std::uint64_t expected :
       {1215971899390074240u, 1216172134540287360u, 607988272756665600u, 16172922978634559625u,
        8476171486693032832u, 10595114339597558777u, 2904607092377533576u}) {
    CHECK(random.next() == expected);
  }
}

TEST_CASE("equal seeds give equal streams, other seeds and other stream numbers give others") {
  Random a(7), same(7), other(8), stream(7, 1);
  const std::uint64_t first = a.next();
  CHECK(same.next() == first);
  CHECK(other.next() != first);
  CHECK(stream.next() != first);
}

TEST_CASE("bounded integers stay below their bound and reach every value about equally often") {
  Random random(11);
  for (const std::uint32_t n : {1u, 2u, 3u, 7u, 10u, 100u}) {
    CAPTURE(n);
    std::vector<double> counts(n, 0), large(n, 0);
    constexpr int kDraws = 100'000;
    for (int i = 0; i < kDraws; ++i) {
      const std::uint32_t draw = random.below(n);
      REQUIRE(draw < n);
      ++counts[draw];
      const std::uint64_t large_draw = random.below_large(n);
      REQUIRE(large_draw < n);
      ++large[large_draw];
    }
    const double expected = static_cast<double>(kDraws) / n;
    for (const auto* sample : {&counts, &large}) {
      double chi2 = 0;
      for (const double k : *sample) chi2 += (k - expected) * (k - expected) / expected;
      CHECK(chi2 < 150);  // 99 degrees of freedom at most: 1 in 1,000 is 148
    }
  }
}

TEST_CASE("a bound that is no power of two has no bias: two thirds of 2^32 split evenly") {
  // Taking a 32-bit number modulo 3 * 2^30 would hit the lower third twice as often.
  Random random(12);
  const std::uint32_t n = 3u << 30;
  int lower = 0;
  for (int i = 0; i < 30'000; ++i) lower += random.below(n) < (1u << 30);
  CHECK(lower > 9'700);
  CHECK(lower < 10'300);
}

namespace {

/// Both ways to put items into another order.
template <typename Item>
std::vector<Item> in_another_order(std::vector<Item> items, bool by_heaps, Random& random) {
  if (by_heaps) return shuffled(std::span<const Item>(items), random);
  shuffle(items, random);
  return items;
}

}  // namespace

TEST_CASE("every order of four items is as likely as any other") {
  for (const bool by_heaps : {false, true}) {
    CAPTURE(by_heaps);
    Random random(13);
    std::map<std::vector<int>, int> seen;
    for (int i = 0; i < 24'000; ++i) {
      ++seen[in_another_order(std::vector<int>{0, 1, 2, 3}, by_heaps, random)];
    }
    CHECK(seen.size() == 24);
    double chi2 = 0;
    for (const auto& [order, count] : seen) chi2 += (count - 1000.0) * (count - 1000.0) / 1000.0;
    CHECK(chi2 < 50);  // 23 degrees of freedom: 1 in 1,000 is 49.7
  }
}

TEST_CASE("many things are shuffled without losing one, and each may come to any place") {
  for (const bool by_heaps : {false, true}) {
    CAPTURE(by_heaps);
    Random random(15);
    constexpr std::uint32_t kItems = 100'003;
    std::vector<std::uint32_t> before(kItems);
    std::iota(before.begin(), before.end(), 0u);
    const auto items = in_another_order(before, by_heaps, random);
    auto sorted = items;
    std::sort(sorted.begin(), sorted.end());
    CHECK(sorted == before);
    // Sixteenths of the places against sixteenths of where the things came from.
    std::array<std::array<double, 16>, 16> moved{};
    for (std::uint32_t i = 0; i < kItems; ++i) {
      ++moved[std::size_t{i} * 16 / kItems][std::size_t{items[i]} * 16 / kItems];
    }
    double chi2 = 0;
    for (const auto& row : moved) {
      for (const double count : row) {
        const double expected = kItems / 256.0;
        chi2 += (count - expected) * (count - expected) / expected;
      }
    }
    CHECK(chi2 < 300);  // 225 degrees of freedom: 1 in 1,000 is 295
    CHECK(in_another_order(std::vector<std::uint32_t>(), by_heaps, random).empty());
  }
}

TEST_CASE("uniform numbers lie in [0, 1) with the mean and variance of their kind") {
  Random random(14);
  double sum = 0, squares = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    REQUIRE(u >= 0);
    REQUIRE(u < 1);
    sum += u;
    squares += u * u;
  }
  const double mean = sum / 100'000;
  CHECK(std::abs(mean - 0.5) < 0.005);
  CHECK(std::abs(squares / 100'000 - mean * mean - 1.0 / 12) < 0.002);
}
