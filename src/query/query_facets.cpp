#include "query/query_facets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "query/bind_query.h"
#include "query/parse_query.h"
#include "query/query_text.h"
#include "view/number_text.h"

namespace cnx {

namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

/// The outermost conditions, however their "and"s are bracketed.
void flatten(const Expression& expression, std::vector<const Expression*>& parts) {
  if (expression.kind != Expression::Kind::And) {
    parts.push_back(&expression);
    return;
  }
  for (const Expression& child : expression.children) flatten(child, parts);
}

/// [category] 1: a neuron of it passes; nullopt: not a condition on a categorical column alone.
std::optional<std::vector<std::uint8_t>> passing_codes(const BoundQuery& bound) {
  if (bound.kind == BoundQuery::Kind::Codes) return bound.passes;
  if (bound.kind != BoundQuery::Kind::Not) return std::nullopt;
  auto passes = passing_codes(bound.children.front());
  if (passes) {
    for (std::uint8_t& value : *passes) value ^= 1;
  }
  return passes;
}

std::uint32_t column_of(const BoundQuery& bound) {
  return bound.kind == BoundQuery::Kind::Not ? column_of(bound.children.front()) : bound.column;
}

/// The limits of a condition on a numeric column, where two doubles can say them.
std::optional<RangeFilter> limits(const BoundQuery& bound, const Expression& expression) {
  if (bound.kind == BoundQuery::Kind::Integers && bound.integer_ranges.size() == 1) {
    const auto [min, max] = bound.integer_ranges.front();
    RangeFilter range;
    range.min = min == INT64_MIN ? -kLargest : static_cast<double>(min);
    range.max = max == INT64_MAX ? kLargest : static_cast<double>(max);
    const auto exact = [](double value) {
      return std::abs(value) == kLargest || std::abs(value) < kExactIntegers;
    };
    if (exact(range.min) && exact(range.max)) return range;
  }
  if (bound.kind == BoundQuery::Kind::Reals && bound.real_ranges.size() == 1) {
    const bool strict =
        expression.kind == Expression::Kind::Compare &&
        (expression.comparison == Comparison::Less || expression.comparison == Comparison::Greater);
    if (strict) return std::nullopt;
    const auto [min, max] = bound.real_ranges.front();
    return RangeFilter{"", std::max(min, -kLargest), std::min(max, kLargest)};
  }
  return std::nullopt;
}

std::string join_and(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " and ") + part;
  return text;
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text = "{";
  for (const std::string& name : names) {
    text += (&name == names.data() ? "" : ", ") + query_name(name, true);
  }
  return text + "}";
}

/// What is shown or what is hidden, whichever are fewer names.
std::string facet_text(const CategoryFilter& filter, const NeuronTable& table) {
  const std::string column = query_name(filter.column);
  if (const auto index = table.find(std::string_view(filter.column))) {
    std::vector<std::string> hidden;
    for (const std::string& name : table.columns()[*index].categories) {
      if (!std::binary_search(filter.shown.begin(), filter.shown.end(), name)) {
        hidden.push_back(name);
      }
    }
    std::sort(hidden.begin(), hidden.end());
    if (!hidden.empty() && hidden.size() < filter.shown.size()) {
      if (hidden.size() == 1) return column + " != " + query_name(hidden.front(), true);
      return column + " not in " + names_text(hidden);
    }
  }
  if (filter.shown.size() == 1) return column + " = " + query_name(filter.shown.front(), true);
  return column + " in " + names_text(filter.shown);
}

std::string range_text(const RangeFilter& filter) {
  const std::string column = query_name(filter.column);
  if (filter.min == filter.max) return column + " = " + number_text(filter.min);
  if (filter.min <= -kLargest) return column + " <= " + number_text(filter.max);
  if (filter.max >= kLargest) return column + " >= " + number_text(filter.min);
  return column + " between " + number_text(filter.min) + " and " + number_text(filter.max);
}

}  // namespace

SplitQuery split_query(const Expression& expression, const NeuronTable& table) {
  std::vector<const Expression*> parts;
  flatten(expression, parts);
  struct Codes {
    std::uint32_t column;
    std::vector<std::uint8_t> passes;
  };
  std::vector<Codes> codes;
  SplitQuery split;
  std::vector<std::string> rest;
  for (const Expression* part : parts) {
    Expression copy = *part;
    const BindResult bound = bind_query(copy, table, {});
    const auto keep_as_text = [&] {
      rest.push_back(part->kind == Expression::Kind::Or ? "(" + query_text(*part) + ")"
                                                        : query_text(*part));
    };
    if (!bound.query) {  // names a set, which is no facet's
      keep_as_text();
      continue;
    }
    const std::uint32_t column = column_of(*bound.query);
    if (auto passes = passing_codes(*bound.query)) {
      const auto same = std::find_if(codes.begin(), codes.end(),
                                     [&](const Codes& other) { return other.column == column; });
      if (same == codes.end()) {
        codes.push_back({column, *std::move(passes)});
      } else {
        for (std::size_t i = 0; i < passes->size(); ++i) same->passes[i] &= (*passes)[i];
      }
    } else if (auto range = limits(*bound.query, *part)) {
      range->column = table.columns()[column].name;
      const auto same =
          std::find_if(split.range_filters.begin(), split.range_filters.end(),
                       [&](const RangeFilter& other) { return other.column == range->column; });
      if (same == split.range_filters.end()) {
        split.range_filters.push_back(*std::move(range));
      } else if (std::max(same->min, range->min) <= std::min(same->max, range->max)) {
        same->min = std::max(same->min, range->min);
        same->max = std::min(same->max, range->max);
      } else {
        keep_as_text();  // no number satisfies both, which no range can say
      }
    } else {
      keep_as_text();
    }
  }
  for (const Codes& found : codes) {
    const Column& column = table.columns()[found.column];
    CategoryFilter filter{column.name, {}};
    bool all = true;
    for (std::size_t code = 0; code < found.passes.size(); ++code) {
      if (found.passes[code] != 0) filter.shown.push_back(column.categories[code]);
      all = all && found.passes[code] != 0;
    }
    if (all) continue;
    std::sort(filter.shown.begin(), filter.shown.end());
    filter.shown.erase(std::unique(filter.shown.begin(), filter.shown.end()), filter.shown.end());
    split.category_filters.push_back(std::move(filter));
  }
  const auto by_column = [](const auto& a, const auto& b) { return a.column < b.column; };
  std::sort(split.category_filters.begin(), split.category_filters.end(), by_column);
  std::sort(split.range_filters.begin(), split.range_filters.end(), by_column);
  split.rest = join_and(rest);
  return split;
}

std::string joined_query(const SplitQuery& parts, const NeuronTable& table) {
  std::vector<std::string> conditions;
  for (const CategoryFilter& filter : parts.category_filters) {
    conditions.push_back(facet_text(filter, table));
  }
  for (const RangeFilter& filter : parts.range_filters) conditions.push_back(range_text(filter));
  if (!parts.rest.empty()) {
    const ParsedQuery rest = parse_query(parts.rest);
    const bool or_inside = rest.expression && rest.expression->kind == Expression::Kind::Or;
    const bool bracketed = or_inside && !conditions.empty();
    conditions.push_back(bracketed ? "(" + parts.rest + ")" : parts.rest);
  }
  return join_and(conditions);
}

}  // namespace cnx
