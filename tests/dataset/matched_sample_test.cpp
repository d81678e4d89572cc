#include "dataset/matched_sample.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace cnx;

TEST_CASE("a matched sample has the classes of the selection, from the pool and not from itself") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t n = random() % 100;
    std::vector<std::uint16_t> codes(n);
    NeuronMask chosen(n), pool(n);
    std::map<std::uint16_t, std::uint32_t> wanted, available, drawn;
    for (std::size_t i = 0; i < n; ++i) {
      codes[i] = static_cast<std::uint16_t>(random() % 4 * 7);
      chosen[i] = random() % 4 == 0;
      pool[i] = random() % 3 != 0;
      if (chosen[i] != 0) wanted[codes[i]] += 1;
      if (chosen[i] == 0 && pool[i] != 0) available[codes[i]] += 1;
    }
    const MatchedSample sample = matched_sample(codes, chosen, pool, seed);
    REQUIRE(sample.mask.size() == n);
    std::uint32_t missing = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (sample.mask[i] == 0) continue;
      CHECK(chosen[i] == 0);
      CHECK(pool[i] == 1);
      drawn[codes[i]] += 1;
    }
    for (const auto& [code, count] : wanted) {
      CHECK(drawn[code] == std::min(count, available[code]));
      missing += count - std::min(count, available[code]);
    }
    CHECK(sample.missing == missing);
    CHECK(matched_sample(codes, chosen, pool, seed).mask == sample.mask);
  }
}

TEST_CASE("each neuron of the pool is drawn as often as the others") {
  constexpr std::uint32_t kDraws = 4000;
  NeuronMask chosen(11, 0), pool(11, 1);
  chosen[0] = chosen[1] = 1;
  std::vector<std::uint32_t> times(11);
  for (std::uint32_t seed = 0; seed < kDraws; ++seed) {
    const MatchedSample sample = matched_sample({}, chosen, pool, seed);
    for (std::size_t i = 0; i < times.size(); ++i) times[i] += sample.mask[i];
  }
  CHECK(times[0] + times[1] == 0);
  // 2 of 9 each time: 889 expected, standard deviation 26; the seeds are fixed.
  for (std::size_t i = 2; i < times.size(); ++i) CHECK(std::abs(int(times[i]) - 889) < 110);
}
