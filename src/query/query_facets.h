#pragma once
// query_facets.h — one query ↔ the facets and ranges that can be clicked, and the rest.
//
// What the query line shows is always `joined_query` of what is in force; what is typed into it
// goes through `split_query`. So line, facets and neurons cannot say different things.

#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "query/expression.h"
#include "view/view_state.h"

namespace cnx {

struct SplitQuery {
  std::vector<CategoryFilter> category_filters;  // sorted by column, one a column
  std::vector<RangeFilter> range_filters;        // sorted by column, one a column
  std::string rest;                              // canonical text of what is neither; or empty

  bool empty() const { return *this == SplitQuery{}; }
  bool operator==(const SplitQuery&) const = default;
};

/// The conditions that stand between the outermost "and"s and that a facet or a range can show:
/// = != in, not in, of a categorical column; = <= >= between, of a numeric one, and < > of one of
/// whole numbers; limits of whole numbers only up to 2^53. Several on one column become one.
/// Precondition: bound, so that names are the dataset's. O(size + categories).
SplitQuery split_query(const Expression& expression, const NeuronTable& table);

/// The parts as one query; "" when there are none. O(size of the result).
std::string joined_query(const SplitQuery& parts, const NeuronTable& table);

}  // namespace cnx
