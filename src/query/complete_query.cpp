#include "query/complete_query.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "query/bind_query.h"
#include "query/parse_query.h"
#include "query/query_text.h"

namespace cnx {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

/// Where the word begins that ends at the end of `text`: after a space, a bracket, a comma or an
/// operator; inside open quotes, at the quote.
std::size_t word_begin(std::string_view text) {
  bool quoted = false;
  std::size_t quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
      quote = i;
    }
  }
  if (quoted) return quote;
  const std::size_t before = text.find_last_of(" \t\r\n(){},=<>!\"");
  return before == std::string_view::npos ? 0 : before + 1;
}

class Candidates {
 public:
  explicit Candidates(std::string_view typed) : typed_(lowered(typed)) {}

  /// `text` as it would be put in, `name` as it is compared.
  void add(std::string text, std::string_view name, std::string detail) {
    const std::size_t at = lowered(name).find(typed_);
    if (at == std::string::npos) return;
    (at == 0 ? first_ : inside_).push_back({std::move(text), std::move(detail)});
  }
  void add(std::string_view text, std::string_view detail) {
    add(std::string(text), text, std::string(detail));
  }

  std::vector<Completion> finish() && {
    first_.insert(first_.end(), std::make_move_iterator(inside_.begin()),
                  std::make_move_iterator(inside_.end()));
    if (first_.size() > kMaxCompletions) first_.resize(kMaxCompletions);
    return std::move(first_);
  }

 private:
  std::string typed_;
  std::vector<Completion> first_, inside_;
};

void add_terms(Candidates& candidates, const NeuronTable& table, std::span<const NamedSet> sets) {
  for (const Column& column : table.columns()) {
    const char* const detail =
        column.kind == ColumnKind::Category ? "column of names" : "column of numbers";
    candidates.add(query_name(column.name), column.name, detail);
  }
  candidates.add("upstream of", "neurons with connections onto …");
  candidates.add("downstream of", "neurons that receive connections from …");
  candidates.add("reciprocal with", "neurons with connections both ways");
  candidates.add("within 2 hops of", "neurons that are near in the network");
  candidates.add("selected", "the selected neurons");
  for (const NamedSet& set : sets) {
    candidates.add("in set " + query_name(set.name), "in set " + set.name, "set");
  }
  candidates.add("not", "the others");
}

void add_values(Candidates& candidates, const NeuronTable& table, const std::string& name) {
  Expression probe;  // finds the column by its role too
  probe.kind = Expression::Kind::In;
  probe.column.text = name;
  const BindResult bound = bind_query(probe, table, {});
  if (!bound.query || bound.query->kind != BoundQuery::Kind::Codes) return;
  for (const std::string& category : table.columns()[bound.query->column].categories) {
    candidates.add(query_name(category, true), category, "");
  }
}

void add_operators(Candidates& candidates, const NeuronTable& table, const std::string& name) {
  Expression probe;
  probe.kind = Expression::Kind::In;
  probe.column.text = name;
  const BindResult bound = bind_query(probe, table, {});
  if (!bound.query) return;
  candidates.add("=", "equal to");
  candidates.add("!=", "not equal to");
  if (bound.query->kind == BoundQuery::Kind::Codes) {
    candidates.add("in {", "one of");
    candidates.add("not in {", "none of");
    return;
  }
  candidates.add("<=", "at most");
  candidates.add(">=", "at least");
  candidates.add("<", "less than");
  candidates.add(">", "more than");
  candidates.add("between", "from … to …, both included");
}

}  // namespace

Completions complete_query(std::string_view text, std::size_t cursor, const NeuronTable& table,
                           std::span<const NamedSet> sets) {
  Completions result;
  text = text.substr(0, cursor);
  result.begin = word_begin(text);
  result.end = text.size();
  std::string_view typed = text.substr(result.begin);
  if (typed.starts_with('"')) typed.remove_prefix(1);

  const ParsedQuery before = parse_query(text.substr(0, result.begin));
  // A mistake before the word, not merely an end that comes too soon: nothing sensible can be said
  // about what follows it.
  if (before.error && before.error->where.begin != before.error->where.end) return result;
  Candidates candidates(typed);
  switch (before.expects) {
    case QueryExpects::Term: add_terms(candidates, table, sets); break;
    case QueryExpects::Operator: add_operators(candidates, table, before.column); break;
    case QueryExpects::Value: add_values(candidates, table, before.column); break;
    case QueryExpects::ValueList:
      candidates.add(",", "another one");
      candidates.add("}", "end of the list");
      break;
    case QueryExpects::Brace: candidates.add("{", "a list"); break;
    case QueryExpects::BetweenAnd: candidates.add("and", "the other limit"); break;
    case QueryExpects::SetName:
      for (const NamedSet& set : sets) candidates.add(query_name(set.name), set.name, "set");
      break;
    case QueryExpects::Operand:
      candidates.add("selected", "the selected neurons");
      for (const NamedSet& set : sets) {
        candidates.add("set " + query_name(set.name), set.name, "set");
      }
      candidates.add("(", "a query");
      break;
    case QueryExpects::Of:
      candidates.add("of", "");
      candidates.add("with", "");
      candidates.add("upstream of", "against the connections");
      candidates.add("downstream of", "along the connections");
      break;
    case QueryExpects::HopCount:
      for (const char* const count : {"1", "2", "3"}) candidates.add(count, "");
      break;
    case QueryExpects::Hops: candidates.add("hops", ""); break;
    case QueryExpects::AtLeast: candidates.add(">=", ""); break;
    case QueryExpects::Count: break;
    case QueryExpects::Synapses: candidates.add("synapses", ""); break;
    case QueryExpects::By:
      candidates.add("by >= 3 synapses", "only connections of so many");
      [[fallthrough]];
    case QueryExpects::Connective:
      candidates.add("and", "both must hold");
      candidates.add("or", "one must hold");
      break;
  }
  result.all = std::move(candidates).finish();
  return result;
}

}  // namespace cnx
