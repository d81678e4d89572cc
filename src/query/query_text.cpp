#include "query/query_text.h"

#include <string_view>

#include "query/parse_query.h"

namespace cnx {

namespace {

std::string_view symbol(Comparison comparison) {
  switch (comparison) {
    case Comparison::Equal: return "=";
    case Comparison::NotEqual: return "!=";
    case Comparison::Less: return "<";
    case Comparison::LessEqual: return "<=";
    case Comparison::Greater: return ">";
    case Comparison::GreaterEqual: return ">=";
  }
  return "=";
}

std::string value_text(const QueryWord& word) { return query_name(word.text, true); }

/// In brackets unless it stands well alone.
std::string bracketed(const Expression& expression, bool needed) {
  const std::string text = query_text(expression);
  return needed ? "(" + text + ")" : text;
}

bool is_chain(const Expression& expression) {
  return expression.kind == Expression::Kind::And || expression.kind == Expression::Kind::Or;
}

std::string graph_text(const Expression& expression) {
  std::string text;
  if (expression.within) {
    text =
        "within " + std::to_string(expression.hops) + (expression.hops == 1 ? " hop " : " hops ");
  }
  switch (expression.reach) {
    case Reach::Upstream: text += "upstream of "; break;
    case Reach::Downstream: text += "downstream of "; break;
    case Reach::Reciprocal: text += "reciprocal with "; break;
    case Reach::Either: text += "of "; break;
  }
  const Expression& operand = expression.children.front();
  switch (operand.kind) {
    case Expression::Kind::Selected: text += "selected"; break;
    case Expression::Kind::Neuron: text += operand.values.front().text; break;
    case Expression::Kind::InSet: text += "set " + query_name(operand.values.front().text); break;
    default: text += "(" + query_text(operand) + ")";
  }
  if (expression.min_synapses > 0) {
    text += " by >= " + std::to_string(expression.min_synapses) +
            (expression.min_synapses == 1 ? " synapse" : " synapses");
  }
  return text;
}

}  // namespace

std::string query_name(const std::string& name, bool value) {
  const bool digits =
      value &&
      name.find_first_not_of("0123456789", name.starts_with('-') ? 1 : 0) == std::string::npos;
  if ((digits && !name.empty()) || !needs_quotes(name)) return name;
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string query_text(const Expression& expression) {
  switch (expression.kind) {
    case Expression::Kind::And:
    case Expression::Kind::Or: {
      const bool all = expression.kind == Expression::Kind::And;
      std::string text;
      for (const Expression& child : expression.children) {
        if (!text.empty()) text += all ? " and " : " or ";
        // "and" binds closer than "or"; a chain in a chain of its own kind keeps its brackets, so
        // that the text gives the same tree again.
        const bool inner = is_chain(child) && (all || child.kind == Expression::Kind::Or);
        text += bracketed(child, inner);
      }
      return text;
    }
    case Expression::Kind::Not: {
      const Expression& child = expression.children.front();
      if (child.kind == Expression::Kind::In) {
        std::string text = query_name(child.column.text) + " not in {";
        for (const QueryWord& word : child.values) {
          text += (&word == child.values.data() ? "" : ", ") + value_text(word);
        }
        return text + "}";
      }
      return "not " + bracketed(child, is_chain(child));
    }
    case Expression::Kind::Compare:
      return query_name(expression.column.text) + " " + std::string(symbol(expression.comparison)) +
             " " + value_text(expression.values.front());
    case Expression::Kind::In: {
      std::string text = query_name(expression.column.text) + " in {";
      for (const QueryWord& word : expression.values) {
        text += (&word == expression.values.data() ? "" : ", ") + value_text(word);
      }
      return text + "}";
    }
    case Expression::Kind::Between:
      return query_name(expression.column.text) + " between " + value_text(expression.values[0]) +
             " and " + value_text(expression.values[1]);
    case Expression::Kind::Neuron: return expression.values.front().text;
    case Expression::Kind::Selected: return "selected";
    case Expression::Kind::InSet: return "in set " + query_name(expression.values.front().text);
    case Expression::Kind::Graph: return graph_text(expression);
  }
  return "";
}

}  // namespace cnx
