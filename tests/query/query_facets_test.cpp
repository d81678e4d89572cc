#include "query/query_facets.h"

#include <doctest/doctest.h>

#include "dataset/neuron_mask.h"
#include "query/evaluate_query.h"
#include "query/queries.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

const NeuronTable& table() {
  static const NeuronTable the_table = full_table(3, 200);
  return the_table;
}

SplitQuery split(const std::string& text) {
  Expression expression = parsed(text);
  const BindResult bound = bind_query(expression, table(), {});
  if (bound.error) FAIL_CHECK(bound.error->message);
  return split_query(expression, table());
}

}  // namespace

TEST_CASE("what facets and ranges can say goes to them, the rest stays a query") {
  CHECK(split("class in {23P, BC} and y between 5 and 9") ==
        SplitQuery{{{"cell_type", {"23P", "BC"}}}, {{"y_nm", 5, 9}}, ""});
  CHECK(split("class != BC and region = visp") ==
        SplitQuery{{{"cell_type", {"23P", "4P", "never"}}, {"region", {"visp"}}}, {}, ""});
  CHECK(split("not (class in {BC, never}) and class not in {4P}") ==
        SplitQuery{{{"cell_type", {"23P"}}}, {}, ""});
  CHECK(split("score >= 1 and score <= 2") == SplitQuery{{}, {{"score", 1, 2}}, ""});
  CHECK(split("score <= 2") == SplitQuery{{}, {{"score", -kLargest, 2}}, ""});
  CHECK(split("y < 10") == SplitQuery{{}, {{"y_nm", -kLargest, 9}}, ""});
  CHECK(split("score < 2") == SplitQuery{{}, {}, "score < 2"});
  CHECK(
      split("class = BC and (score < 2 or selected) and upstream of selected") ==
      SplitQuery{{{"cell_type", {"BC"}}}, {}, "(score < 2 or selected) and upstream of selected"});
  CHECK(split("class = BC or region = visp").rest == "(cell_type = BC or region = visp)");
  CHECK(split("score >= 5 and score <= 3") ==
        SplitQuery{{}, {{"score", 5, kLargest}}, "score <= 3"});
  CHECK(split("id = 864691135400000003").rest == "pt_root_id = 864691135400000003");
  CHECK(split("class in {}") == SplitQuery{{{"cell_type", {}}}, {}, ""});
  CHECK(split("class not in {}") == SplitQuery{});
}

TEST_CASE("the query line says what the facets show, in the fewer names") {
  SplitQuery parts;
  CHECK(joined_query(parts, table()) == "");
  parts.category_filters = {{"cell_type", {"23P", "4P", "BC"}}, {"region", {"visp"}}};
  parts.range_filters = {{"score", 1, 2}, {"y_nm", -kLargest, 5}};
  CHECK(joined_query(parts, table()) ==
        "cell_type != never and region = visp and score between 1 and 2 and y_nm <= 5");
  parts.rest = "a = b or c = d";
  CHECK(joined_query(parts, table()).ends_with(" and y_nm <= 5 and (a = b or c = d)"));
  parts = {};
  parts.rest = "a = b or c = d";
  CHECK(joined_query(parts, table()) == "a = b or c = d");
  parts.rest.clear();
  parts.category_filters = {{"region", {"", "visal", "visp"}}};  // all there are
  CHECK(joined_query(parts, table()) == "region in {\"\", visal, visp}");
  parts.category_filters = {{"cell_type", {}}};
  CHECK(joined_query(parts, table()) == "cell_type in {}");
}

TEST_CASE(
    "a typed query, taken apart and joined again, shows the same neurons and stays as it is") {
  const std::vector<NamedSet> sets = {{"A", NeuronSet::from_neurons({1, 2, 3})}, {"b c", {}}};
  const QueryContext context{table(), NeuronMask(200), sets, 1, [](const GraphQuestion& question) {
                               static NeuronMask all;
                               all.assign(question.from.size(), 1);
                               return &all;
                             }};
  const auto mask_of = [&](const std::string& text) {
    if (text.empty()) return NeuronMask(200, 1);
    Expression expression = parsed(text);
    const BindResult bound = bind_query(expression, table(), sets);
    REQUIRE(bound.query.has_value());
    return evaluate_query(*bound.query, context).mask;
  };
  int split_ones = 0;
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    CAPTURE(seed);
    Expression expression = RandomQuery(seed, false).expression(2);
    const std::string text = query_text(expression);
    CAPTURE(text);
    if (bind_query(expression, table(), sets).error) continue;
    const SplitQuery parts = split_query(expression, table());
    const std::string joined = joined_query(parts, table());
    CAPTURE(joined);
    CHECK(mask_of(joined) == mask_of(text));
    if (!joined.empty()) {
      Expression again = parsed(joined);
      REQUIRE(bind_query(again, table(), sets).query.has_value());
      CHECK(split_query(again, table()) == parts);
      CHECK(joined_query(split_query(again, table()), table()) == joined);
    }
    split_ones += parts.rest.empty() ? 1 : 0;
  }
  CHECK(split_ones > 50);
}
