#pragma once
// query_text.h — Expression → text, in the canonical form of docs/query.md.

#include <string>

#include "query/expression.h"

namespace cnx {

/// Keywords in lower case, one space between words, brackets only where the meaning needs them,
/// quotes only where a name needs them. parse_query() of it gives an equal expression.
/// O(size of the result).
std::string query_text(const Expression& expression);

/// A column's or a category's name, in quotes where the language needs them. Numbers as values do
/// not: `value` true leaves digits as they are.
std::string query_name(const std::string& name, bool value = false);

}  // namespace cnx
