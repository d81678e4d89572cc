#include "report/table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace cnx;

TEST_CASE("rows are sorted by value or by text, stably, both ways") {
  Table table;
  table.columns = {{"name", false}, {"count", true}};
  table.rows = {
      {{"b", 0}, {"10", 10}}, {{"a", 0}, {"9", 9}}, {{"b", 0}, {"2", 2}}, {{"c", 0}, {"9", 9}}};
  using Rows = std::vector<std::uint32_t>;
  CHECK(sorted_rows(table, 0, false) == Rows{1, 0, 2, 3});
  CHECK(sorted_rows(table, 0, true) == Rows{3, 0, 2, 1});
  CHECK(sorted_rows(table, 1, false) == Rows{2, 1, 3, 0});
  CHECK(sorted_rows(table, 1, true) == Rows{0, 1, 3, 2});
  CHECK(sorted_rows(Table{"", "", {{"x", true}}, {}}, 0, false).empty());
}

TEST_CASE("a missing number goes last, whichever way numbers are sorted") {
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    CAPTURE(round);
    Table table;
    table.columns = {{"value", true}};
    for (int i = 0; i < 20; ++i) {
      const bool missing = random() % 4 == 0;
      table.rows.push_back({{"", missing ? std::nan("") : static_cast<double>(random() % 5)}});
    }
    for (const bool descending : {false, true}) {
      const std::vector<std::uint32_t> order = sorted_rows(table, 0, descending);
      REQUIRE(order.size() == table.rows.size());
      for (std::size_t i = 1; i < order.size(); ++i) {
        const double before = table.rows[order[i - 1]][0].number;
        const double after = table.rows[order[i]][0].number;
        if (std::isnan(before)) {
          CHECK(std::isnan(after));
        } else if (!std::isnan(after)) {
          CHECK((descending ? before >= after : before <= after));
          if (before == after) CHECK(order[i - 1] < order[i]);
        }
      }
    }
  }
}

TEST_CASE("a row contains letters in any case, and numbers with or without separators") {
  const std::vector<TableCell> row = {{"23P", 0}, {"1,234", 1234}, {"−0.5", -0.5}, {"", 0}};
  CHECK(row_contains(row, ""));
  CHECK(row_contains(row, "3p"));
  CHECK(row_contains(row, "1234"));
  CHECK(row_contains(row, "1,23"));
  CHECK(row_contains(row, "-0.5"));  // keyboards have no other minus
  CHECK(row_contains(row, "−0.5"));
  CHECK_FALSE(row_contains(row, "4P"));
  CHECK_FALSE(row_contains(row, "23P1234"));  // letters do not run from cell to cell
  CHECK_FALSE(row_contains({}, "x"));
}
