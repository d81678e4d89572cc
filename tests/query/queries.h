#pragma once
// queries.h — short ways to parse and bind in tests, and random queries from a seed.

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "dataset/small_table.h"
#include "query/bind_query.h"
#include "query/parse_query.h"
#include "query/query_text.h"

namespace cnx::test {

inline Expression parsed(const std::string& text) {
  CAPTURE(text);
  ParsedQuery result = parse_query(text);
  if (result.error) FAIL_CHECK(text << ": " << result.error->message);
  REQUIRE(result.expression.has_value());
  return *std::move(result.expression);
}

inline QueryError parse_error(const std::string& text) {
  CAPTURE(text);
  const ParsedQuery result = parse_query(text);
  REQUIRE(result.error.has_value());
  CHECK_FALSE(result.expression.has_value());
  return *result.error;
}

/// Any query of the language; names are any bytes when `wild`, else those of small_table.h, so that
/// it binds.
class RandomQuery {
 public:
  RandomQuery(std::uint32_t seed, bool wild) : random_(seed), wild_(wild) {}

  Expression expression(int depth = 3) {
    using Kind = Expression::Kind;
    Expression made;
    switch (depth > 0 ? below(8) : 3 + below(5)) {
      case 0:
      case 1:
        made.kind = below(2) == 0 ? Kind::And : Kind::Or;
        for (std::uint32_t i = 2 + below(3); i > 0; --i) {
          made.children.push_back(expression(depth - 1));
        }
        break;
      case 2:
        made.kind = Kind::Not;
        made.children.push_back(expression(depth - 1));
        break;
      case 3:
      case 4:
      case 5: made = condition(); break;
      case 6:
        made.kind = below(2) == 0 ? Kind::Selected : Kind::InSet;
        if (made.kind == Kind::InSet)
          made.values = {word(name(std::vector<std::string>{"A", "b c"}))};
        break;
      default: {
        if (depth <= 0) {
          made.kind = Kind::Neuron;
          made.values = {word(std::to_string(864691135400000000 + below(50)))};
          break;
        }
        made.kind = Kind::Graph;
        made.reach = static_cast<Reach>(below(4));
        made.within =
            made.reach == Reach::Either || (made.reach != Reach::Reciprocal && below(2) == 0);
        if (made.within) made.hops = 1 + below(kMaxHops);
        made.min_synapses = below(3);
        made.children = {expression(depth - 1)};
      }
    }
    return made;
  }

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

 private:
  static QueryWord word(std::string text) { return {std::move(text), {}}; }

  std::string name(const std::vector<std::string>& known) {
    if (!wild_) return known[below(static_cast<std::uint32_t>(known.size()))];
    std::string any;
    for (std::uint32_t i = below(6); i > 0; --i) {
      any += below(2) == 0 ? static_cast<char>('a' + below(26)) : static_cast<char>(below(256));
    }
    return below(8) == 0 ? "between" : any;
  }

  Expression condition() {
    using Kind = Expression::Kind;
    Expression made;
    const bool category = below(2) == 0;
    const bool classes = below(2) == 0;
    if (category) {
      made.column = word(name({classes ? "cell_type" : "region"}));
    } else {
      made.column = word(name({"score", "y_nm", "pt_root_id"}));
    }
    const auto value = [&] {
      if (category) {
        return word(classes ? name({"23P", "4P", "BC", "never"}) : name({"visp", "visal", ""}));
      }
      if (made.column.text == "score")
        return word(std::to_string(static_cast<int>(below(100)) - 50) + ".5");
      if (made.column.text == "y_nm") return word(std::to_string(below(500'000)));
      return word(std::to_string(864691135400000000 + below(521)));
    };
    switch (below(3)) {
      case 0:
        made.kind = Kind::In;
        for (std::uint32_t i = below(4); i > 0; --i) made.values.push_back(value());
        break;
      case 1:
        if (!category) {
          made.kind = Kind::Between;
          made.values = {value(), value()};
          break;
        }
        [[fallthrough]];
      default:
        made.kind = Kind::Compare;
        made.comparison = static_cast<Comparison>(below(category ? 2 : 6));
        made.values = {value()};
    }
    return made;
  }

  std::mt19937 random_;
  bool wild_;
};

}  // namespace cnx::test
