#include "view/neuron_set.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace cnx;

namespace {

std::vector<std::uint8_t> random_mask(std::mt19937& random, std::uint32_t size) {
  std::vector<std::uint8_t> mask(size);
  const std::uint32_t stay = 1 + random() % 8;  // long runs and short ones
  std::uint8_t now = 0;
  for (std::uint8_t& value : mask) {
    if (random() % stay == 0) now = static_cast<std::uint8_t>(random() % 2);
    value = now;
  }
  return mask;
}

}  // namespace

TEST_CASE("a set holds what its mask or its list holds, in runs") {
  const NeuronSet set = NeuronSet::from_mask(std::vector<std::uint8_t>{1, 1, 0, 0, 1});
  CHECK(std::vector<NeuronRun>(set.runs().begin(), set.runs().end()) ==
        std::vector<NeuronRun>{{0, 2}, {4, 1}});
  CHECK(set.count() == 3);
  CHECK(set == NeuronSet::from_neurons({4, 0, 1, 1, kNoNeuron}));
  CHECK_FALSE(set == NeuronSet::from_neurons({4, 0}));
  CHECK(set.contains(0));
  CHECK(set.contains(4));
  CHECK_FALSE(set.contains(2));
  CHECK_FALSE(set.contains(5));
  CHECK(set.neurons(10) == std::vector<NeuronIndex>{0, 1, 4});
}

TEST_CASE("the empty set is empty, however it was made") {
  CHECK(NeuronSet{}.empty());
  CHECK(NeuronSet::from_mask({}) == NeuronSet{});
  CHECK(NeuronSet::from_mask(std::vector<std::uint8_t>(5)) == NeuronSet{});
  CHECK(NeuronSet::from_neurons({}).empty());
  CHECK(NeuronSet{}.mask(2) == std::vector<std::uint8_t>{0, 0});
  CHECK_FALSE(NeuronSet{}.contains(0));
  CHECK(complement({}, 0).empty());
  CHECK(complement({}, 3).count() == 3);
}

TEST_CASE("what a dataset does not have of a set is left out of its mask, list and count") {
  const NeuronSet set = NeuronSet::from_runs({{1, 3}, {8, kNoNeuron - 8}});
  CHECK(set.contains(kNoNeuron - 1));
  CHECK_FALSE(set.contains(kNoNeuron));
  CHECK(set.mask(3) == std::vector<std::uint8_t>{0, 1, 1});
  CHECK(set.neurons(3) == std::vector<NeuronIndex>{1, 2});
  CHECK(set.count_below(3) == 2);
  CHECK(set.count_below(10) == 5);
  CHECK(complement(set, 10).neurons(100) == std::vector<NeuronIndex>{0, 4, 5, 6, 7});
}

TEST_CASE("operations on sets agree with the same operations neuron by neuron") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t size = 1 + random() % 60;
    const auto mask_a = random_mask(random, size), mask_b = random_mask(random, size);
    const NeuronSet a = NeuronSet::from_mask(mask_a), b = NeuronSet::from_mask(mask_b);
    CHECK(a.mask(size) == mask_a);
    const auto check = [&](SetOperation operation, auto both) {
      std::vector<std::uint8_t> expected(size);
      for (std::size_t i = 0; i < size; ++i) {
        expected[i] = both(mask_a[i] != 0, mask_b[i] != 0) ? 1 : 0;
      }
      const NeuronSet result = combined(a, b, operation);
      CHECK(result.mask(size) == expected);
      CHECK(result == NeuronSet::from_mask(expected));
    };
    check(SetOperation::Replace, [](bool, bool y) { return y; });
    check(SetOperation::Union, [](bool x, bool y) { return x || y; });
    check(SetOperation::Intersection, [](bool x, bool y) { return x && y; });
    check(SetOperation::Difference, [](bool x, bool y) { return x && !y; });
    check(SetOperation::Toggle, [](bool x, bool y) { return x != y; });
    CHECK(combined(complement(a, size), a, SetOperation::Union).count() == size);
  }
}
