#include "dataset/matched_sample.h"

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "base/check.h"

namespace cnx {

namespace {

/// 0 .. limit - 1, each equally likely. std::uniform_int_distribution differs between libraries.
std::uint32_t draw_below(std::mt19937& random, std::uint32_t limit) {
  const std::uint32_t rejected = (0u - limit) % limit;  // so that what is left is whole rounds
  for (;;) {
    const auto value = static_cast<std::uint32_t>(random());
    if (value >= rejected) return value % limit;
  }
}

}  // namespace

MatchedSample matched_sample(std::span<const std::uint16_t> codes, const NeuronMask& chosen,
                             const NeuronMask& pool, std::uint32_t seed) {
  CNX_CHECK(chosen.size() == pool.size() && (codes.empty() || codes.size() == pool.size()));
  const auto code_of = [&](std::size_t i) { return codes.empty() ? std::uint16_t{0} : codes[i]; };
  std::vector<std::vector<NeuronIndex>> candidates;
  std::vector<std::uint32_t> wanted;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const std::size_t code = code_of(i);
    if (code >= wanted.size()) {
      wanted.resize(code + 1, 0);
      candidates.resize(code + 1);
    }
    if (chosen[i] != 0) {
      wanted[code] += 1;
    } else if (pool[i] != 0) {
      candidates[code].push_back(static_cast<NeuronIndex>(i));
    }
  }
  MatchedSample sample;
  sample.mask.assign(pool.size(), 0);
  std::mt19937 random(seed);
  for (std::size_t code = 0; code < wanted.size(); ++code) {
    auto& left = candidates[code];
    const auto count = std::min(wanted[code], static_cast<std::uint32_t>(left.size()));
    sample.missing += wanted[code] - count;
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t rest = static_cast<std::uint32_t>(left.size()) - k;
      std::swap(left[k], left[k + draw_below(random, rest)]);
      sample.mask[left[k]] = 1;
    }
  }
  return sample;
}

}  // namespace cnx
