#include "query/bind_query.h"

#include <doctest/doctest.h>

#include "query/parse_query.h"
#include "query/queries.h"

using namespace cnx;
using namespace cnx::test;

namespace {

const NeuronTable& table() {
  static const NeuronTable the_table = full_table(3, 200);
  return the_table;
}

const std::vector<NamedSet>& sets() {
  static const std::vector<NamedSet> the_sets = {{"A", NeuronSet::from_neurons({1, 2, 3})},
                                                 {"b c", NeuronSet::from_neurons({5})}};
  return the_sets;
}

/// The canonical text with the dataset's own names.
std::string bound_text(const std::string& text) {
  CAPTURE(text);
  Expression expression = parsed(text);
  const BindResult result = bind_query(expression, table(), sets());
  if (result.error) FAIL_CHECK(result.error->message);
  CHECK(result.query.has_value());
  return query_text(expression);
}

QueryError bind_error(const std::string& text) {
  CAPTURE(text);
  Expression expression = parsed(text);
  const BindResult result = bind_query(expression, table(), sets());
  REQUIRE(result.error.has_value());
  CHECK_FALSE(result.query.has_value());
  return *result.error;
}

}  // namespace

TEST_CASE("names are found by their role and without regard to case, and become the dataset's") {
  CHECK(bound_text("class = bc") == "cell_type = BC");
  CHECK(bound_text("CELL_TYPE in {23p, 4P}") == "cell_type in {23P, 4P}");
  CHECK(bound_text("y <= 100 and id = 864691135400000003") ==
        "y_nm <= 100 and pt_root_id = 864691135400000003");
  CHECK(bound_text("region = \"\"") == "region = \"\"");
  CHECK(bound_text("in set a or upstream of set \"B C\"") == "in set A or upstream of set \"b c\"");
}

TEST_CASE("a name that is not there is answered with the nearest ones") {
  const QueryError column = bind_error("scroe > 3");
  CHECK(column.message.starts_with("There is no column \"scroe\"; did you mean \"score\""));
  CHECK(column.suggestions[0] == "score");
  CHECK(column.where.begin == 0);
  CHECK(column.where.end == 5);
  const QueryError category = bind_error("region = visa");
  CHECK(
      category.message.starts_with("The column \"region\" has no \"visa\"; did you mean \"visp\""));
  CHECK(category.where.begin == 9);
  CHECK(bind_error("in set C").suggestions[0] == "A");
  CHECK(bind_error("upstream of 12").message == "No neuron has the id \"12\".");
  CHECK(bind_error("99999999999999999999 ").message.find("No neuron") == 0);
}

TEST_CASE("a word alone that is no column is answered as one, and a value with its condition") {
  const auto error = [](const std::string& text) {
    CAPTURE(text);
    const ParsedQuery query = parse_query(text);
    REQUIRE(query.error.has_value());
    return explained_error(*query.error, table());
  };
  const QueryError hello = error("hello world");
  CHECK(hello.message.starts_with("There is no column \"hello\""));
  CHECK(hello.where.begin == 0);
  CHECK(hello.where.end == 5);
  CHECK(error("scroe").suggestions[0] == "score");

  const QueryError value = error("y < 3 and 23p");
  CHECK(value.message == "There is no column \"23p\"; did you mean  class = 23P ?");
  CHECK(value.where.begin == 10);
  CHECK(value.where.end == 13);
  REQUIRE(value.suggestions.size() == 1);
  CHECK(bound_text("y < 3 and " + value.suggestions[0]) == "y_nm < 3 and cell_type = 23P");

  // A column lacks its comparison, and other errors are none of a name.
  CHECK(error("region").message.starts_with("After the column \"region\" comes"));
  CHECK(error("class = (").message == parse_query("class = (").error->message);
}

TEST_CASE("a query says whether it asks for the selected neurons") {
  const auto asks = [](const std::string& text) {
    Expression expression = parsed(text);
    const BindResult result = bind_query(expression, table(), sets());
    REQUIRE(result.query.has_value());
    return asks_for_selected(*result.query);
  };
  CHECK(asks("class = BC and not (upstream of selected)"));
  CHECK_FALSE(asks("class = BC and not (upstream of set A)"));
}

TEST_CASE("a comparison that a column's kind does not have is refused in plain words") {
  CHECK(bind_error("region < visp").message ==
        "The column \"region\" holds names, not numbers; write  =  !=  or  in {\xe2\x80\xa6}.");
  CHECK(bind_error("region between a and b").message.find("holds names") != std::string::npos);
  CHECK(bind_error("score > high").message ==
        "The column \"score\" holds numbers, and \"high\" is none.");
  CHECK(bind_error("y_nm in {1, two}").message.find("\"two\" is none") != std::string::npos);
}

TEST_CASE("whole numbers are compared exactly, and reals to the last bit") {
  const auto bound = [](const std::string& text) {
    Expression expression = parsed(text);
    const BindResult result = bind_query(expression, table(), sets());
    REQUIRE(result.query.has_value());
    return *result.query;
  };
  using Integers = std::vector<BoundQuery::Range<std::int64_t>>;
  CHECK(bound("id < 864691135400000003").integer_ranges ==
        Integers{{INT64_MIN, 864691135400000002}});
  CHECK(bound("id != 5").integer_ranges == Integers{{INT64_MIN, 4}, {6, INT64_MAX}});
  CHECK(bound("y < 2.5").integer_ranges == Integers{{INT64_MIN, 2}});
  CHECK(bound("y > 2.5").integer_ranges == Integers{{3, INT64_MAX}});
  CHECK(bound("y = 2.5").integer_ranges == Integers{});
  CHECK(bound("y between 1.5 and 3.5").integer_ranges == Integers{{2, 3}});
  CHECK(bound("y between 3 and 1").integer_ranges == Integers{});
  CHECK(bound("y >= 1e30").integer_ranges == Integers{});
  CHECK(bound("y <= 1e30").integer_ranges == Integers{{INT64_MIN, INT64_MAX}});
  const auto reals = bound("score < 1").real_ranges;
  REQUIRE(reals.size() == 1);
  CHECK(reals[0].max < 1);
  CHECK(std::nextafter(reals[0].max, 2) == 1);
}

TEST_CASE("a bound query says whether it asks for connections") {
  Expression without = parsed("class = BC or not in set A");
  CHECK_FALSE(has_graph(*bind_query(without, table(), sets()).query));
  Expression with = parsed("class = BC or not (score > 3 and upstream of selected)");
  CHECK(has_graph(*bind_query(with, table(), sets()).query));
}
