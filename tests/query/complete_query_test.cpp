#include "query/complete_query.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "query/queries.h"

using namespace cnx;
using namespace cnx::test;

namespace {

const NeuronTable& table() {
  static const NeuronTable the_table = full_table(3, 50);
  return the_table;
}

std::vector<std::string> texts(const std::string& text) {
  static const std::vector<NamedSet> sets = {{"A", {}}, {"my set", {}}};
  std::vector<std::string> all;
  for (const Completion& completion : complete_query(text, text.size(), table(), sets).all) {
    all.push_back(completion.text);
  }
  return all;
}

bool offers(const std::string& text, const std::string& wanted) {
  const auto all = texts(text);
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

}  // namespace

TEST_CASE("completion offers what the language allows at the cursor") {
  CHECK(offers("", "cell_type"));
  CHECK(offers("up", "upstream of"));
  CHECK(offers("in", "in set A"));
  CHECK(texts("cell_ty") == std::vector<std::string>{"cell_type"});
  CHECK(texts("cell_type ") == std::vector<std::string>{"=", "!=", "in {", "not in {"});
  CHECK(texts("score ").front() == "=");
  CHECK(offers("score ", "between"));
  CHECK(texts("cell_type = ") == std::vector<std::string>{"23P", "4P", "BC", "never"});
  CHECK(texts("class = 2") == std::vector<std::string>{"23P"});
  CHECK(texts("class in {23P, p") == std::vector<std::string>{"23P", "4P"});
  CHECK(texts("class in {23P ") == std::vector<std::string>{",", "}"});
  CHECK(texts("region = ") == std::vector<std::string>{"visp", "visal", "\"\""});
  CHECK(texts("class = BC ") == std::vector<std::string>{"and", "or"});
  CHECK(texts("upstream of my") == std::vector<std::string>{"set \"my set\""});
  CHECK(texts("in set ") == std::vector<std::string>{"A", "\"my set\""});
  CHECK(offers("upstream of selected ", "by >= 3 synapses"));
  CHECK(offers("within 2 ", "hops"));
  CHECK(offers("within 2 hops ", "upstream of"));
  CHECK(texts("score between 1 ") == std::vector<std::string>{"and"});
}

TEST_CASE("a completion replaces the word it completes, quotes included") {
  const std::string text = "class = \"23";
  const Completions completions = complete_query(text, text.size(), table(), {});
  CHECK(completions.begin == 8);
  CHECK(completions.end == 11);
  REQUIRE(completions.all.size() == 1);
  CHECK(completions.all[0].text == "23P");
  const std::string middle = "class = 2 and region = visp";
  const Completions inside = complete_query(middle, 9, table(), {});
  CHECK(inside.begin == 8);
  CHECK(inside.end == 9);
  CHECK(inside.all[0].text == "23P");
}

TEST_CASE("after a mistake nothing is offered, and there are never too many") {
  CHECK(texts("class = = ").empty());
  CHECK(texts("a ! b ").empty());
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    RandomQuery random(seed, true);
    const std::string text = query_text(random.expression());
    const std::size_t cursor = random.below(static_cast<std::uint32_t>(text.size()) + 1);
    const Completions completions = complete_query(text, cursor, table(), {});
    CHECK(completions.begin <= completions.end);
    CHECK(completions.end == cursor);
    CHECK(completions.all.size() <= kMaxCompletions);
  }
}
