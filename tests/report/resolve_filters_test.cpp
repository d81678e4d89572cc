#include "report/resolve_filters.h"

#include <doctest/doctest.h>

#include "dataset/small_table.h"
#include "view/view_url.h"

using namespace cnx;
using namespace cnx::test;

namespace {

ResolvedFilters resolve(std::vector<CategoryFilter> categories, std::vector<RangeFilter> ranges) {
  ViewState state;
  state.category_filters = std::move(categories);
  state.range_filters = std::move(ranges);
  return resolve_filters(NeuronTable(small_manifest(5)), state);
}

ColumnFilter filter(std::uint32_t column, std::vector<std::uint16_t> codes, double min,
                    double max) {
  ColumnFilter made;
  made.column = column;
  made.shown_codes = std::move(codes);
  made.min = min;
  made.max = max;
  return made;
}

}  // namespace

TEST_CASE("names become columns and codes") {
  const auto resolved = resolve({{"cell_type", {"23P", "BC"}}, {"region", {"", "visal"}}},
                                {{"score", -1, 2.5}, {"x_nm", 0, 9}});
  CHECK(resolved.notes.empty());
  CHECK(resolved.filters == std::vector<ColumnFilter>{filter(4, {0, 2}, 0, 0),
                                                      filter(5, {1, 2}, 0, 0),
                                                      filter(7, {}, -1, 2.5), filter(1, {}, 0, 9)});
  CHECK(resolved.category_filters ==
        std::vector<CategoryFilter>{{"cell_type", {"23P", "BC"}}, {"region", {"", "visal"}}});
  CHECK(resolved.range_filters == std::vector<RangeFilter>{{"score", -1, 2.5}, {"x_nm", 0, 9}});
}

TEST_CASE("a filter that names no category hides everything, and that is no mistake") {
  const auto resolved = resolve({{"cell_type", {}}}, {});
  CHECK(resolved.filters == std::vector<ColumnFilter>{filter(4, {}, 0, 0)});
  CHECK(resolved.notes.empty());
}

TEST_CASE("what the dataset does not have is left out with one note each") {
  const auto check = [](const ResolvedFilters& resolved, const std::string& note) {
    CHECK(resolved.filters.empty());
    CHECK(resolved.category_filters.empty());
    CHECK(resolved.range_filters.empty());
    CHECK(resolved.notes == std::vector<std::string>{note});
  };
  check(resolve({{"layer\n", {"4"}}}, {}),
        "This dataset has no column \"layer%0A\", so its filter was left out.");
  check(resolve({}, {{"depth", 0, 1}}),
        "This dataset has no column \"depth\", so its filter was left out.");
  check(resolve({{"score", {"4"}}}, {}),
        "The column \"score\" holds numbers, so a filter by names was left out.");
  check(resolve({}, {{"region", 0, 1}}),
        "The column \"region\" holds names, so a filter by range was left out.");
  check(resolve({{"region", {"v9", "w"}}}, {}),
        "The column \"region\" has no \"v9\" and 1 more, so its filter was left out.");
}

TEST_CASE("a filter of which some names are known keeps those") {
  const auto resolved = resolve({{"region", {"v9", "visp"}}}, {});
  CHECK(resolved.filters == std::vector<ColumnFilter>{filter(5, {0}, 0, 0)});
  CHECK(resolved.category_filters == std::vector<CategoryFilter>{{"region", {"visp"}}});
  CHECK(resolved.notes ==
        std::vector<std::string>{"The column \"region\" has no \"v9\"; the others are shown."});
}

TEST_CASE("many misfits give five notes, the last of which counts the rest") {
  std::vector<RangeFilter> ranges;
  for (int i = 0; i < 9; ++i) ranges.push_back({"no" + std::to_string(i), 0, 1});
  const auto resolved = resolve({}, ranges);
  REQUIRE(resolved.notes.size() == kMaxViewNotes);
  CHECK(resolved.notes.back() == "5 more filters do not fit this dataset and were left out.");
}

TEST_CASE("a name that two codes share means both") {
  Manifest manifest = small_manifest(1);
  manifest.columns[4].categories = {"a", "b", "a"};
  ViewState state;
  state.category_filters = {{"cell_type", {"a"}}};
  CHECK(resolve_filters(NeuronTable(manifest), state).filters ==
        std::vector<ColumnFilter>{filter(4, {0, 2}, 0, 0)});
}
