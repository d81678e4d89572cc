#include "dataset/neuron_mask.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "dataset/small_table.h"

using namespace cnx;
using namespace cnx::test;

namespace {

ColumnFilter by_codes(std::uint32_t column, std::vector<std::uint16_t> codes) {
  ColumnFilter filter;
  filter.column = column;
  filter.shown_codes = std::move(codes);
  return filter;
}

ColumnFilter by_range(std::uint32_t column, double min, double max) {
  ColumnFilter filter;
  filter.column = column;
  filter.min = min;
  filter.max = max;
  return filter;
}

/// The slow and obvious version, for one neuron.
bool passes(const NeuronTable& table, const ColumnFilter& filter, NeuronIndex neuron) {
  switch (table.columns()[filter.column].kind) {
    case ColumnKind::Category:
      return std::find(filter.shown_codes.begin(), filter.shown_codes.end(),
                       table.codes(filter.column)[neuron]) != filter.shown_codes.end();
    case ColumnKind::Integer: {
      const auto value = static_cast<long double>(table.integers(filter.column)[neuron]);
      return filter.min <= value && value <= filter.max;
    }
    case ColumnKind::Real: break;
  }
  const double value = table.reals(filter.column)[neuron];
  return filter.min <= value && value <= filter.max;
}

std::vector<ColumnFilter> random_filters(std::mt19937& random) {
  std::vector<ColumnFilter> filters;
  const auto number = [&](double span) {
    return (static_cast<double>(random() % 2001) / 1000 - 1) * span;
  };
  if (random() % 2 == 0) {
    std::vector<std::uint16_t> codes;
    for (std::uint16_t code = 0; code < 4; ++code) {
      if (random() % 2 == 0) codes.push_back(code);
    }
    filters.push_back(by_codes(4, codes));
  }
  if (random() % 2 == 0) filters.push_back(by_codes(5, {static_cast<std::uint16_t>(random() % 3)}));
  if (random() % 2 == 0) filters.push_back(by_range(7, number(50), number(50)));
  if (random() % 2 == 0) filters.push_back(by_range(1, number(1e6), number(1e6)));
  return filters;
}

}  // namespace

TEST_CASE("masks and facet counts agree with asking each neuron each filter") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t neurons = seed % 60;
    const NeuronTable table = full_table(seed, neurons);
    const auto filters = random_filters(random);

    NeuronMask expected(neurons, 1);
    FacetCounts facet{std::vector<std::uint32_t>(4), std::vector<std::uint32_t>(4)};
    for (NeuronIndex i = 0; i < neurons; ++i) {
      bool passes_others = true;
      for (const ColumnFilter& filter : filters) {
        if (passes(table, filter, i)) continue;
        expected[i] = 0;
        if (filter.column != 4) passes_others = false;
      }
      facet.before[table.codes(4)[i]] += 1;
      if (passes_others) facet.after[table.codes(4)[i]] += 1;
    }
    const NeuronMask mask = neuron_mask(table, filters);
    CHECK(mask == expected);
    CHECK(count_shown(mask) ==
          static_cast<std::uint32_t>(std::count(expected.begin(), expected.end(), 1)));
    CHECK(facet_counts(table, filters, 4) == facet);
  }
}

TEST_CASE("without filters everything passes; a facet without categories hides everything") {
  const NeuronTable table = full_table(1, 20);
  CHECK(count_shown(neuron_mask(table, {})) == 20);
  CHECK(count_shown(neuron_mask(table, {by_codes(4, {})})) == 0);
  CHECK(count_shown(neuron_mask(table, {by_codes(4, {0, 1, 2})})) == 20);
  CHECK(count_shown(neuron_mask(table, {by_codes(4, {77})})) == 0);
}

TEST_CASE("a filter on a column that has not arrived passes everything") {
  NeuronTable table(small_manifest(5));
  const std::vector<ColumnFilter> filters = {by_codes(4, {}), by_range(7, 1, 2)};
  CHECK(count_shown(neuron_mask(table, filters)) == 5);
  CHECK(facet_counts(table, filters, 5) ==
        FacetCounts{std::vector<std::uint32_t>(3), std::vector<std::uint32_t>(3)});
  const std::vector<std::uint32_t> region = {5};
  table.set_rows(0, region, {CategoryValues{0, 1, 1, 2, 0}});
  CHECK(facet_counts(table, filters, 5) == FacetCounts{{2, 2, 1}, {2, 2, 1}});
}

TEST_CASE("a missing real passes no range, not even the widest") {
  NeuronTable table(small_manifest(2));
  const std::vector<std::uint32_t> score = {7};
  table.set_rows(0, score, {RealValues{std::nan(""), 1}});
  CHECK(neuron_mask(table, {by_range(7, -1e308, 1e308)}) == NeuronMask{0, 1});
  CHECK(neuron_mask(table, {by_range(7, 1, 1)}) == NeuronMask{0, 1});
}

TEST_CASE("ranges of 64-bit integers are exact beyond what a double can tell apart") {
  NeuronTable table(small_manifest(6));
  const std::vector<std::uint32_t> id = {6};
  constexpr std::int64_t kTwo53 = std::int64_t{1} << 53;
  table.set_rows(0, id, {IntegerValues{kTwo53 - 1, kTwo53, kTwo53 + 1, INT64_MAX, INT64_MIN, 0}});
  const double two53 = 9007199254740992.0, two63 = 9223372036854775808.0;
  const auto mask = [&](double min, double max) {
    return neuron_mask(table, {by_range(6, min, max)});
  };
  CHECK(mask(two53, two53) == NeuronMask{0, 1, 0, 0, 0, 0});
  CHECK(mask(-0.5, 0.5) == NeuronMask{0, 0, 0, 0, 0, 1});
  CHECK(mask(0.1, 0.9) == NeuronMask{0, 0, 0, 0, 0, 0});
  CHECK(mask(two63, 1e300) == NeuronMask{0, 0, 0, 0, 0, 0});
  CHECK(mask(-1e300, -two63) == NeuronMask{0, 0, 0, 0, 1, 0});
  CHECK(mask(-1e300, 1e300) == NeuronMask{1, 1, 1, 1, 1, 1});
  CHECK(mask(1, two63) == NeuronMask{1, 1, 1, 1, 0, 0});
  CHECK(mask(std::nan(""), std::nan("")) == NeuronMask{0, 0, 0, 0, 0, 0});
  CHECK(mask(5, 4) == NeuronMask{0, 0, 0, 0, 0, 0});
}
