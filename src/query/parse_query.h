#pragma once
// parse_query.h — typed text → Expression, or one sentence on what is wrong and where.

#include <optional>
#include <string>
#include <string_view>

#include "query/expression.h"

namespace cnx {

/// What could come next where a text ends; for completion.
enum class QueryExpects : std::uint8_t {
  Term,        // a column, "not", "(", "selected", "in set", a graph operator
  Operator,    // after a column
  Value,       // of `column`
  Brace,       // "{" after "in"
  ValueList,   // inside braces, after a value: "," or "}"
  BetweenAnd,  // after the first limit of "between"
  SetName,
  Operand,     // of a graph operator
  Of,          // "of" after upstream, downstream, hops; "with" after reciprocal
  HopCount,    // after "within"
  Hops,        // after the number
  By,          // after an operand: "by", or as Connective
  AtLeast,     // after "by"
  Count,       // after ">="
  Synapses,    // after the count
  Connective,  // "and", "or", ")" or the end
};

struct ParsedQuery {
  std::optional<Expression> expression;  // none: the text is empty, or there is an error
  std::optional<QueryError> error;
  // What could stand behind the last token, and for Value and ValueList of which column.
  QueryExpects expects = QueryExpects::Term;
  std::string column;
};

/// Never fails as a whole: exactly one of expression and error, or neither for blank text.
/// O(length); depth and length are limited as expression.h says.
ParsedQuery parse_query(std::string_view text);

/// True for a word that needs quotes to be taken as a name: a keyword, digits alone where a neuron
/// could stand, or characters that end a word.
bool needs_quotes(std::string_view name);

}  // namespace cnx
