// query_bench.cpp — what a filter over ten columns of 60,048 neurons takes, from the typed text to
// the mask and its counts: natively and, as WebAssembly, under node.
//
//   query_bench [ROUNDS]     prints one JSON object with the medians in milliseconds
//   node --no-experimental-fetch query_bench.js [ROUNDS]     the same; Emscripten 3.1.6 takes
//                            node's fetch for a browser's
//
// The columns are drawn by a program; what a query costs does not depend on what they mean.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "dataset/neuron_mask.h"
#include "query/evaluate_query.h"
#include "query/parse_query.h"
#include "query/query_facets.h"

namespace {

using namespace cnx;

constexpr std::uint32_t kNeurons = 60'048;

/// Five columns of 24 names, three of whole numbers, two of reals.
NeuronTable make_table() {
  Manifest manifest;
  manifest.neuron_count = kNeurons;
  std::mt19937 random(1);
  std::vector<ColumnValues> values;
  std::vector<std::uint32_t> indices;
  const auto add = [&](std::string name, ColumnKind kind, ColumnValues rows) {
    Column column;
    column.name = std::move(name);
    column.kind = kind;
    if (kind == ColumnKind::Category) {
      for (int i = 0; i < 24; ++i) column.categories.push_back("n" + std::to_string(i));
    }
    indices.push_back(static_cast<std::uint32_t>(manifest.columns.size()));
    manifest.columns.push_back(std::move(column));
    values.push_back(std::move(rows));
  };
  for (int i = 0; i < 5; ++i) {
    CategoryValues rows(kNeurons);
    for (auto& row : rows) row = static_cast<std::uint16_t>(random() % 24);
    add("c" + std::to_string(i), ColumnKind::Category, std::move(rows));
  }
  for (int i = 0; i < 3; ++i) {
    IntegerValues rows(kNeurons);
    for (auto& row : rows) row = static_cast<std::int64_t>(random() % 1'000'000);
    add("i" + std::to_string(i), ColumnKind::Integer, std::move(rows));
  }
  for (int i = 0; i < 2; ++i) {
    RealValues rows(kNeurons);
    for (auto& row : rows) row = static_cast<double>(random() % 1'000'000) / 1000;
    add("r" + std::to_string(i), ColumnKind::Real, std::move(rows));
  }
  NeuronTable table(manifest);
  table.set_rows(0, indices, std::move(values));
  return table;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argument_count, char** arguments) {
  const int rounds = argument_count > 1 ? std::max(1, std::atoi(arguments[1])) : 51;
  const NeuronTable table = make_table();
  const std::string query =
      "c0 not in {n1, n2} and (c1 in {n0, n1, n2, n3} or c2 != n5) and not (c3 = n7 and c4 = n8) "
      "and (i0 < 900000 or i1 > 5000) and i2 != 77 and (r0 between 10 and 990 or r1 < 500.5)";
  const std::string facets =
      "c0 != n1 and c1 != n2 and c2 != n3 and c3 != n4 and c4 != n5 and i0 >= 1000 and i1 >= 1000 "
      "and i2 >= 1000 and r0 >= 1 and r1 >= 1";
  const QueryContext context{table, NeuronMask(kNeurons), {}, 1, [](const GraphQuestion&) {
                               return static_cast<const NeuronMask*>(nullptr);
                             }};
  std::vector<double> asked, clicked;
  std::uint32_t shown = 0, counted = 0;
  for (int round = 0; round < rounds; ++round) {
    auto start = std::chrono::steady_clock::now();
    ParsedQuery parsed = parse_query(query);
    CNX_CHECK(parsed.expression.has_value());
    const BindResult bound = bind_query(*parsed.expression, table, {});
    CNX_CHECK(bound.query.has_value());
    shown = count_shown(evaluate_query(*bound.query, context).mask);
    asked.push_back(milliseconds_since(start));

    // Ten filters of facets, and the counts that the five lists show.
    start = std::chrono::steady_clock::now();
    ParsedQuery simple = parse_query(facets);
    CNX_CHECK(simple.expression && bind_query(*simple.expression, table, {}).query);
    const SplitQuery split = split_query(*simple.expression, table);
    CNX_CHECK(split.rest.empty());
    std::vector<ColumnFilter> filters;
    for (const CategoryFilter& facet : split.category_filters) {
      ColumnFilter filter;
      filter.column = *table.find(std::string_view(facet.column));
      const auto& names = table.columns()[filter.column].categories;
      for (std::size_t code = 0; code < names.size(); ++code) {
        if (std::binary_search(facet.shown.begin(), facet.shown.end(), names[code])) {
          filter.shown_codes.push_back(static_cast<std::uint16_t>(code));
        }
      }
      filters.push_back(std::move(filter));
    }
    for (const RangeFilter& range : split.range_filters) {
      ColumnFilter filter;
      filter.column = *table.find(std::string_view(range.column));
      filter.min = range.min;
      filter.max = range.max;
      filters.push_back(std::move(filter));
    }
    counted = count_shown(neuron_mask(table, filters));
    for (std::uint32_t column = 0; column < 5; ++column) {
      counted += facet_counts(table, filters, column).after[0];
    }
    clicked.push_back(milliseconds_since(start));
  }
  std::printf(
      "{\"neurons\": %u, \"columns\": 10, \"rounds\": %d, \"query_ms\": %.3f, "
      "\"facets_with_counts_ms\": %.3f, \"shown\": %u, \"counted\": %u}\n",
      kNeurons, rounds, median(asked), median(clicked), shown, counted);
  return 0;
}
