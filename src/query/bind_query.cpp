#include "query/bind_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "base/nearest_names.h"
#include "query/query_text.h"
#include "view/number_text.h"
#include "view/quoted.h"

namespace cnx {

namespace {

struct ShortName {
  std::string_view name;
  ColumnRole role;
};
constexpr std::array<ShortName, 8> kShortNames = {{{"class", ColumnRole::CellClass},
                                                   {"region", ColumnRole::Region},
                                                   {"axon", ColumnRole::AxonStatus},
                                                   {"dendrite", ColumnRole::DendriteStatus},
                                                   {"id", ColumnRole::NeuronId},
                                                   {"x", ColumnRole::PositionX},
                                                   {"y", ColumnRole::PositionY},
                                                   {"z", ColumnRole::PositionZ}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Index of `wanted`, or of the only name that differs from it in case alone.
std::optional<std::size_t> find_name(std::string_view wanted, std::span<const std::string> names) {
  std::optional<std::size_t> similar;
  bool several = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == wanted) return i;
    if (!same_but_case(names[i], wanted)) continue;
    several = several || similar.has_value();
    similar = i;
  }
  return several ? std::nullopt : similar;
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTwo63 = 9223372036854775808.0;

using IntegerRange = BoundQuery::Range<std::int64_t>;
using RealRange = BoundQuery::Range<double>;

/// The whole numbers of a closed range of reals; none: nullopt.
std::optional<IntegerRange> whole_numbers(double min, double max) {
  const double low = std::ceil(min), high = std::floor(max);
  if (!(low <= high) || low >= kTwo63 || high < -kTwo63) return std::nullopt;
  return IntegerRange{low <= -kTwo63 ? INT64_MIN : static_cast<std::int64_t>(low),
                      high >= kTwo63 ? INT64_MAX : static_cast<std::int64_t>(high)};
}

class Binder {
 public:
  Binder(const NeuronTable& table, std::span<const NamedSet> sets) : table_(table), sets_(sets) {
    for (const Column& column : table.columns()) column_names_.push_back(column.name);
    for (const NamedSet& set : sets) set_names_.push_back(set.name);
  }

  BindResult bind(Expression& expression) {
    BoundQuery bound = node(expression);
    if (error_) return {std::nullopt, std::move(error_)};
    return {std::move(bound), std::nullopt};
  }

  /// Of a column's name that stands alone the sentence is true as it is; any other word is none.
  QueryError explained(QueryError error) {
    QueryWord word = *error.lone_word;
    if (find_column(word)) return error;
    const std::vector<std::string> meant = conditions_with(word.text);
    if (meant.empty()) return std::move(*error_);
    std::string list;
    for (const std::string& condition : meant) list += (list.empty() ? "  " : "  or  ") + condition;
    return {word.where, "There is no column " + quoted(word.text) + "; did you mean" + list + " ?",
            meant};
  }

 private:
  /// "class = 23P": for each column that has a category of this name, by the column's short name.
  std::vector<std::string> conditions_with(std::string_view value) const {
    std::vector<std::string> conditions;
    for (std::size_t i = 0; i < column_names_.size(); ++i) {
      const std::vector<std::string>& categories = table_.columns()[i].categories;
      const auto found = find_name(value, categories);
      if (!found) continue;
      std::string name = column_names_[i];
      for (const ShortName& alias : kShortNames) {
        if (table_.find(alias.role) == i && !find_name(alias.name, column_names_)) {
          name = alias.name;
        }
      }
      conditions.push_back(query_name(name, false) + " = " + query_name(categories[*found], true));
    }
    return conditions;
  }

  void fail(TextSpan where, std::string message, std::vector<std::string> suggestions = {}) {
    if (!error_) error_ = QueryError{where, std::move(message), std::move(suggestions)};
  }

  /// "…; did you mean a, b or c?" with the names in the form that the query line takes.
  void fail_name(const QueryWord& word, std::string sentence, std::span<const std::string> names,
                 bool value) {
    std::vector<std::string> near;
    std::string list;
    for (const std::string& name : nearest_names(word.text, names, 3)) {
      near.push_back(query_name(name, value));
      list += (list.empty() ? "" : ", ") + quoted(name);
    }
    if (!list.empty())
      sentence += "; did you mean " + list + "?";
    else
      sentence += ".";
    fail(word.where, std::move(sentence), std::move(near));
  }

  BoundQuery node(Expression& expression) {
    BoundQuery bound;
    if (error_) return bound;
    switch (expression.kind) {
      case Expression::Kind::And: bound.kind = BoundQuery::Kind::And; break;
      case Expression::Kind::Or: bound.kind = BoundQuery::Kind::Or; break;
      case Expression::Kind::Not: bound.kind = BoundQuery::Kind::Not; break;
      case Expression::Kind::Compare:
      case Expression::Kind::In:
      case Expression::Kind::Between: condition(expression, bound); break;
      case Expression::Kind::Neuron: neuron(expression, bound); break;
      case Expression::Kind::Selected: bound.kind = BoundQuery::Kind::Selected; break;
      case Expression::Kind::InSet: in_set(expression, bound); break;
      case Expression::Kind::Graph:
        bound.kind = BoundQuery::Kind::Graph;
        bound.reach = expression.reach;
        bound.hops = expression.hops;
        bound.within = expression.within;
        bound.min_synapses = expression.min_synapses;
        break;
    }
    for (Expression& child : expression.children) bound.children.push_back(node(child));
    return bound;
  }

  void neuron(Expression& expression, BoundQuery& bound) {
    const QueryWord& word = expression.values.front();
    const auto id = integer(word.text);
    bound.kind = BoundQuery::Kind::Neuron;
    if (id) bound.id = NeuronId{*id};
    if (!id || (table_.has_ids() && !table_.find_id(bound.id))) {
      fail(word.where, "No neuron has the id " + quoted(word.text) + ".");
    }
  }

  void in_set(Expression& expression, BoundQuery& bound) {
    QueryWord& word = expression.values.front();
    bound.kind = BoundQuery::Kind::InSet;
    const auto found = find_name(word.text, set_names_);
    if (!found) {
      return fail_name(word,
                       set_names_.empty() ? "There is no set " + quoted(word.text) +
                                                " yet; select neurons and keep them as a set"
                                          : "There is no set " + quoted(word.text),
                       set_names_, false);
    }
    word.text = bound.set = set_names_[*found];
  }

  std::optional<std::uint32_t> find_column(QueryWord& word) {
    auto found = find_name(word.text, column_names_);
    for (const ShortName& alias : kShortNames) {
      if (found || !same_but_case(alias.name, word.text)) continue;
      const auto column = table_.find(alias.role);
      if (column) found = *column;
    }
    if (found) {
      word.text = column_names_[*found];
      return static_cast<std::uint32_t>(*found);
    }
    std::vector<std::string> names = column_names_;
    for (const ShortName& alias : kShortNames) {
      if (table_.find(alias.role)) names.emplace_back(alias.name);
    }
    fail_name(word, "There is no column " + quoted(word.text), names, false);
    return std::nullopt;
  }

  void condition(Expression& expression, BoundQuery& bound) {
    const auto column = find_column(expression.column);
    if (!column) return;
    bound.column = *column;
    switch (table_.columns()[*column].kind) {
      case ColumnKind::Category: codes(expression, bound); break;
      case ColumnKind::Integer:
        bound.kind = BoundQuery::Kind::Integers;
        integers(expression, bound);
        break;
      case ColumnKind::Real:
        bound.kind = BoundQuery::Kind::Reals;
        for (const RealRange& range : real_ranges(expression)) {
          if (range.min <= range.max) bound.real_ranges.push_back(range);
        }
        break;
    }
  }

  void codes(Expression& expression, BoundQuery& bound) {
    const Column& column = table_.columns()[bound.column];
    bound.kind = BoundQuery::Kind::Codes;
    const bool names = expression.kind == Expression::Kind::In ||
                       (expression.kind == Expression::Kind::Compare &&
                        (expression.comparison == Comparison::Equal ||
                         expression.comparison == Comparison::NotEqual));
    if (!names) {
      return fail(expression.where, "The column " + quoted(column.name) +
                                        " holds names, not numbers; write  =  !=  or  in {…}.");
    }
    const bool inverted = expression.kind == Expression::Kind::Compare &&
                          expression.comparison == Comparison::NotEqual;
    bound.passes.assign(column.categories.size(), inverted ? 1 : 0);
    for (QueryWord& word : expression.values) {
      const auto found = find_name(word.text, column.categories);
      if (!found) {
        return fail_name(word, "The column " + quoted(column.name) + " has no " + quoted(word.text),
                         column.categories, true);
      }
      word.text = column.categories[*found];
      // Nothing keeps an input from giving one name to two codes: the name means both.
      for (std::size_t code = 0; code < column.categories.size(); ++code) {
        if (column.categories[code] == word.text) bound.passes[code] = inverted ? 0 : 1;
      }
    }
  }

  static std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
  }

  double number(const Expression& expression, const QueryWord& word) {
    const auto value = parse_number(word.text);
    if (!value) {
      fail(word.where, "The column " + quoted(expression.column.text) + " holds numbers, and " +
                           quoted(word.text) + " is none.");
    }
    return value.value_or(0);
  }

  /// Ids pass 2^53, where doubles cannot tell numbers apart: whole numbers are compared as such.
  void integers(const Expression& expression, BoundQuery& bound) {
    for (const QueryWord& word : expression.values) {
      if (!integer(word.text)) {
        for (const RealRange& range : real_ranges(expression)) {
          if (const auto whole = whole_numbers(range.min, range.max)) {
            bound.integer_ranges.push_back(*whole);
          }
        }
        return;
      }
    }
    const auto add = [&](std::int64_t min, std::int64_t max) {
      if (min <= max) bound.integer_ranges.push_back({min, max});
    };
    const auto value = [&](std::size_t i) { return *integer(expression.values[i].text); };
    if (expression.kind == Expression::Kind::Between) return add(value(0), value(1));
    if (expression.kind == Expression::Kind::In) {
      for (std::size_t i = 0; i < expression.values.size(); ++i) add(value(i), value(i));
      return;
    }
    const std::int64_t limit = value(0);
    const bool lowest = limit == INT64_MIN, highest = limit == INT64_MAX;
    switch (expression.comparison) {
      case Comparison::Equal: return add(limit, limit);
      case Comparison::NotEqual:
        if (!lowest) add(INT64_MIN, limit - 1);
        if (!highest) add(limit + 1, INT64_MAX);
        return;
      case Comparison::Less:
        if (!lowest) add(INT64_MIN, limit - 1);
        return;
      case Comparison::LessEqual: return add(INT64_MIN, limit);
      case Comparison::Greater:
        if (!highest) add(limit + 1, INT64_MAX);
        return;
      case Comparison::GreaterEqual: return add(limit, INT64_MAX);
    }
  }

  /// Closed ranges; a strict limit ends at the next double.
  std::vector<RealRange> real_ranges(const Expression& expression) {
    std::vector<double> values;
    for (const QueryWord& word : expression.values) values.push_back(number(expression, word));
    if (error_) return {};
    if (expression.kind == Expression::Kind::Between) return {{values[0], values[1]}};
    if (expression.kind == Expression::Kind::In) {
      std::vector<RealRange> ranges;
      for (const double value : values) ranges.push_back({value, value});
      return ranges;
    }
    const double limit = values.front();
    const RealRange below{-kInfinity, std::nextafter(limit, -kInfinity)},
        above{std::nextafter(limit, kInfinity), kInfinity};
    switch (expression.comparison) {
      case Comparison::Equal: return {{limit, limit}};
      case Comparison::NotEqual: return {below, above};
      case Comparison::Less: return {below};
      case Comparison::LessEqual: return {{-kInfinity, limit}};
      case Comparison::Greater: return {above};
      case Comparison::GreaterEqual: return {{limit, kInfinity}};
    }
    return {};
  }

  const NeuronTable& table_;
  std::span<const NamedSet> sets_;
  std::vector<std::string> column_names_, set_names_;
  std::optional<QueryError> error_;
};

}  // namespace

QueryError explained_error(QueryError error, const NeuronTable& table) {
  if (!error.lone_word) return error;
  return Binder(table, {}).explained(std::move(error));
}

BindResult bind_query(Expression& expression, const NeuronTable& table,
                      std::span<const NamedSet> sets) {
  return Binder(table, sets).bind(expression);
}

bool asks_for_selected(const BoundQuery& query) {
  return query.kind == BoundQuery::Kind::Selected ||
         std::any_of(query.children.begin(), query.children.end(), asks_for_selected);
}

bool has_graph(const BoundQuery& query) {
  return query.kind == BoundQuery::Kind::Graph ||
         std::any_of(query.children.begin(), query.children.end(), has_graph);
}

}  // namespace cnx
