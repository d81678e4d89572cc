#include "query/parse_query.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "query/queries.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The canonical form of a query that must be readable.
std::string canonical(const std::string& text) { return query_text(parsed(text)); }

}  // namespace

TEST_CASE("the example of the language's page is read as it is meant") {
  const Expression query =
      parsed("class = 23P and (depth < 300 or region in {visp, visal}) and not axon = non");
  REQUIRE(query.kind == Expression::Kind::And);
  REQUIRE(query.children.size() == 3);
  CHECK(query.children[0].column.text == "class");
  CHECK(query.children[0].values[0].text == "23P");
  CHECK(query.children[1].kind == Expression::Kind::Or);
  CHECK(query.children[1].children[0].comparison == Comparison::Less);
  CHECK(query.children[1].children[1].values.size() == 2);
  CHECK(query.children[2].kind == Expression::Kind::Not);
  CHECK(query.children[2].children[0].column.text == "axon");
}

TEST_CASE("queries have one canonical form, however they are typed") {
  CHECK(canonical("a=b") == "a = b");
  CHECK(canonical(" ( ( a = b ) ) ") == "a = b");
  CHECK(canonical("a = 1 AND b<>2 Or NOT c >= 3.5") == "a = 1 and b != 2 or not c >= 3.5");
  CHECK(canonical("(a = 1 or b = 2) and c = 3") == "(a = 1 or b = 2) and c = 3");
  CHECK(canonical("a = 1 or (b = 2 and c = 3)") == "a = 1 or b = 2 and c = 3");
  CHECK(canonical("not (a = 1 and b = 2)") == "not (a = 1 and b = 2)");
  CHECK(canonical("a\xe2\x89\xa4"
                  "3 and b\xe2\x89\xa0"
                  "c") == "a <= 3 and b != c");
  CHECK(canonical("a in {x,\"y z\" , \"and\"}") == "a in {x, \"y z\", \"and\"}");
  CHECK(canonical("a not in {}") == "a not in {}");
  CHECK(canonical("not a in {x}") == "a not in {x}");
  CHECK(canonical("a between -1 and 2e3") == "a between -1 and 2e3");
  CHECK(canonical("a not between 1 and 2") == "not a between 1 and 2");
  CHECK(canonical("\"my \\\"own\\\" column\" = \"\"") == "\"my \\\"own\\\" column\" = \"\"");
  CHECK(canonical("L2/3 = 5P-IT") == "L2/3 = 5P-IT");
  CHECK(canonical("Upstream OF 12") == "upstream of 12");
  CHECK(canonical("downstream of A by>=3") == "downstream of set A by >= 3 synapses");
  CHECK(canonical("reciprocal with selected by >= 1 synapse") ==
        "reciprocal with selected by >= 1 synapse");
  CHECK(canonical("within 2 hops of (class = BC)") == "within 2 hops of (class = BC)");
  CHECK(canonical("within 1 hop upstream of in set \"my set\"") ==
        "within 1 hop upstream of set \"my set\"");
  CHECK(canonical("selected or in set B or 5") == "selected or in set B or 5");
}

TEST_CASE("a blank text is no query and no error") {
  for (const char* blank : {"", "  ", "\t\n"}) {
    const ParsedQuery result = parse_query(blank);
    CHECK_FALSE(result.expression.has_value());
    CHECK_FALSE(result.error.has_value());
    CHECK(result.expects == QueryExpects::Term);
  }
}

TEST_CASE("an error says where it is and what to do") {
  const auto check = [](const std::string& text, std::size_t begin, const std::string& part) {
    CAPTURE(text);
    const QueryError error = parse_error(text);
    CAPTURE(error.message);
    CHECK(error.where.begin == begin);
    CHECK(error.message.find(part) != std::string::npos);
  };
  check("class", 5, "After the column \"class\" comes");
  check("class =", 7, "A value of \"class\" should follow");
  check("class = and", 8, "needs quotes");
  check("class = {a}", 8, "after \"in\"");
  check("class = a b = c", 10, "\"and\" or \"or\"");
  check("class = a and", 13, "ends where a condition should follow");
  check("(class = a", 10, "not closed");
  check("class = a)", 9, "bracket too many");
  check("class in a", 9, "in braces");
  check("class in {a b}", 12, "between commas");
  check("class between 1 2", 16, "\"and\" between them");
  check("in A", 3, "\"set\" and a name");
  check("class in set A", 9, "stands alone");
  check("upstream", 8, "\"of\"");
  check("upstream of", 11, "A neuron's id");
  check("within x hops of 3", 7, "number of hops from 1 to 10");
  check("within 11 hops of 3", 7, "number of hops from 1 to 10");
  check("reciprocal 3", 11, "\"with\"");
  check("upstream of 3 by 2", 17, "\">=\"");
  check("upstream of 3 by >= 0", 20, "number of synapses");
  check("a ! b", 2, "\"!\" alone");
  check("a = \"b", 4, "no end");
  check("12 = 3", 3, "needs quotes");
  check("= 3", 0, "A condition begins here");
}

TEST_CASE("nesting is limited, and what is below the limit is read") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a = b" + std::string(depth, ')');
  };
  CHECK(query_text(parsed(nested(kMaxQueryDepth))) == "a = b");
  CHECK(parse_error(nested(kMaxQueryDepth + 1)).message == "This query is nested too deeply.");
  std::string nots;
  for (int i = 0; i < 10'000; ++i) nots += "not ";
  CHECK(parse_error(nots.substr(0, 16'000) + "a = b").message ==
        "This query is nested too deeply.");
  CHECK(parse_error(std::string(kMaxQueryBytes + 1, ' ')).message.find("at most") !=
        std::string::npos);
}

TEST_CASE("the text of any query gives the same query again") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    const Expression query = RandomQuery(seed, seed % 2 == 0).expression();
    const std::string text = query_text(query);
    CAPTURE(text);
    const ParsedQuery result = parse_query(text);
    if (result.error) FAIL_CHECK(result.error->message);
    REQUIRE(result.expression.has_value());
    CHECK(*result.expression == query);
    CHECK(query_text(*result.expression) == text);
  }
}

TEST_CASE("any text at all is a query, an error inside the text, or blank") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    RandomQuery random(seed, true);
    std::string text = query_text(random.expression());
    for (std::uint32_t i = 1 + random.below(4); i > 0; --i) {
      const auto at = random.below(static_cast<std::uint32_t>(text.size()) + 1);
      if (random.below(2) == 0)
        text.erase(at, random.below(6));
      else
        text.insert(at, 1, static_cast<char>(random.below(256)));
    }
    const ParsedQuery result = parse_query(text);
    if (result.error) {
      CHECK_FALSE(result.expression.has_value());
      CHECK(result.error->where.begin <= result.error->where.end);
      CHECK(result.error->where.end <= text.size());
      CHECK_FALSE(result.error->message.empty());
    }
    if (result.expression) {
      CHECK(*parse_query(query_text(*result.expression)).expression == *result.expression);
    }
  }
}

TEST_CASE("names that would be read as something else are quoted") {
  for (const char* name : {"", "and", "NOT", "12", "-3", "a b", "a,b", "a=b", "{", "\"", "set"}) {
    CAPTURE(name);
    CHECK(needs_quotes(name));
  }
  for (const char* name : {"23P", "L2/3", "5P-IT", "1.5", "ä", "synapses", "depth", "-", "a'b"}) {
    CAPTURE(name);
    CHECK_FALSE(needs_quotes(name));
  }
}

TEST_CASE("the examples of docs/query.md are read and written as it says") {
  const char* const source = std::getenv("CNX_SOURCE_DIR");
  if (source == nullptr) {
    MESSAGE("skipped: CNX_SOURCE_DIR is not set");
    return;
  }
  std::ifstream document(std::string(source) + "/docs/query.md");
  REQUIRE(document.good());
  std::string line, typed;
  int examples = 0;
  while (std::getline(document, line)) {
    CAPTURE(line);
    if (line.starts_with("typed  ")) typed = line.substr(7);
    if (line.starts_with("means  ")) {
      CHECK(canonical(typed) == line.substr(7));
      ++examples;
    }
    if (line.starts_with("error  ")) {
      CHECK(parse_error(typed).message == line.substr(7));
      ++examples;
    }
  }
  CHECK(examples >= 12);
}
