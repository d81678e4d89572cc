#include "view/neuron_set_text.h"

#include <doctest/doctest.h>

#include <random>

#include "view/random_view.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("the texts of small sets are the ones that docs/view-url.md works out") {
  CHECK(neuron_set_text({}) == "");
  CHECK(neuron_set_text(NeuronSet::from_neurons({0})) == "AAM");
  CHECK(neuron_set_text(NeuronSet::from_neurons({7})) == "EAOw");
  CHECK(neuron_set_text(NeuronSet::from_runs({{0, 3}, {10, 1}})) == "CAUbg");
}

TEST_CASE("every set comes back from its text equal") {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    const NeuronSet set = RandomView(seed).set();
    const std::string text = neuron_set_text(set);
    CAPTURE(text);
    const auto back = parse_neuron_set(text);
    REQUIRE(back.has_value());
    CHECK(*back == set);
  }
  const NeuronSet all = NeuronSet::from_runs({{0, kNoNeuron}});
  CHECK(parse_neuron_set(neuron_set_text(all)) == all);
}

TEST_CASE("a text that is cut off, continued or broken is not read, or is another set") {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    RandomView random(seed);
    const NeuronSet set = random.set();
    if (set.empty()) continue;
    const std::string text = neuron_set_text(set);
    for (std::size_t length = 1; length < text.size(); ++length) {
      CHECK_FALSE(parse_neuron_set(text.substr(0, length)).has_value());
    }
    CHECK_FALSE(parse_neuron_set(text + "A").has_value());
    std::string broken = text;
    broken[random.below(static_cast<std::uint32_t>(text.size()))] = '*';
    CHECK_FALSE(parse_neuron_set(broken).has_value());
    broken = text;
    broken[random.below(static_cast<std::uint32_t>(text.size()))] = "Aa0-"[random.below(4)];
    if (const auto other = parse_neuron_set(broken)) {
      CHECK(parse_neuron_set(neuron_set_text(*other)) == *other);
    }
  }
}

TEST_CASE("a row that no dataset can have is refused") {
  CHECK_FALSE(parse_neuron_set("_" + std::string(20, '_') + "AAAAAAAAAA").has_value());
  CHECK_FALSE(parse_neuron_set(std::string(16384, '_')).has_value());
}

TEST_CASE("sets of a large dataset are short texts") {
  std::mt19937 random(5);
  constexpr std::uint32_t kNeurons = 60'048;
  const auto length = [&](std::uint32_t chosen) {
    std::vector<std::uint8_t> mask(kNeurons);
    for (std::uint32_t i = 0; i < chosen; ++i) mask[random() % kNeurons] = 1;
    return neuron_set_text(NeuronSet::from_mask(mask)).size();
  };
  CHECK(length(500) < 1000);
  CHECK(length(kNeurons) < kNeurons / 5);  // half of them, in no order: the worst there is
  CHECK(neuron_set_text(NeuronSet::from_runs({{1000, 40'000}})).size() < 15);
}
