#include "dataset/pair_validity.h"

#include <doctest/doctest.h>

#include <random>

#include "dataset/small_table.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kNeurons = 40;

/// A table whose only columns say what was proofread.
NeuronTable proofread_table(const std::vector<std::uint16_t>& axons,
                            const std::vector<std::uint16_t>& dendrites) {
  Manifest manifest;
  manifest.neuron_count = static_cast<std::uint32_t>(axons.size());
  for (const ColumnRole role : {ColumnRole::AxonStatus, ColumnRole::DendriteStatus}) {
    Column column;
    column.name = role == ColumnRole::AxonStatus ? "axon" : "dendrite";
    column.role = role;
    column.kind = ColumnKind::Category;
    column.categories = {"non", "Clean", "extended", "something else"};
    manifest.columns.push_back(column);
  }
  NeuronTable table(manifest);
  const std::uint32_t columns[] = {0, 1};
  table.set_rows(0, columns, {CategoryValues(axons), CategoryValues(dendrites)});
  return table;
}

}  // namespace

TEST_CASE("pairs are counted as one by one, in one set and from one set to another") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<std::uint16_t> axons(kNeurons), dendrites(kNeurons);
    NeuronMask pre(kNeurons), post(kNeurons);
    for (std::size_t i = 0; i < kNeurons; ++i) {
      axons[i] = static_cast<std::uint16_t>(random() % 4);
      dendrites[i] = static_cast<std::uint16_t>(random() % 4);
      pre[i] = random() % 2;
      post[i] = random() % 3 == 0;
    }
    if (seed % 3 == 0) post.clear();
    PairValidity expected{true, true, 0, 0, 0, 0};
    for (std::size_t i = 0; i < kNeurons; ++i) {
      for (std::size_t j = 0; j < kNeurons; ++j) {
        if (i == j || pre[i] == 0 || (post.empty() ? pre[j] : post[j]) == 0) continue;
        expected.pairs += 1;
        expected.analyzable_pairs += axons[i] == 1 || axons[i] == 2;
        expected.extended_pairs += axons[i] == 2;
        expected.dendrite_pairs += dendrites[j] == 1 || dendrites[j] == 2;
      }
    }
    CHECK(pair_validity(proofread_table(axons, dendrites), pre, post) == expected);
  }
}

TEST_CASE("a dataset without columns of proofreading is not known to be anything") {
  const NeuronTable table(small_manifest(3));
  const PairValidity validity = pair_validity(table, {1, 1, 0}, {});
  CHECK(validity == PairValidity{false, false, 2, 0, 0, 0});
  CHECK(verdict_of(validity) == Verdict::NotKnown);
}

TEST_CASE("the verdict asks for extended axons in 90 % of the pairs, or analyzable ones in 50 %") {
  const auto verdict = [](std::uint64_t analyzable, std::uint64_t extended) {
    return verdict_of({true, false, 1000, analyzable, extended, 0});
  };
  CHECK(verdict(900, 900) == Verdict::Sound);
  CHECK(verdict(1000, 899) == Verdict::WithCare);
  CHECK(verdict(1000, 0) == Verdict::WithCare);  // clean all: maybe cut short
  CHECK(verdict(500, 0) == Verdict::WithCare);
  CHECK(verdict(499, 499) == Verdict::NotReliable);
  CHECK(verdict(0, 0) == Verdict::NotReliable);
  CHECK(verdict_of({true, true, 0, 0, 0, 0}) == Verdict::NotKnown);  // no pair, nothing to say
  // What an unproofread dendrite lacks is little: it has no say.
  CHECK(verdict_of({true, true, 10, 10, 10, 0}) == Verdict::Sound);
}
