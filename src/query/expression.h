#pragma once
// expression.h — a query as a tree (docs/query.md), before it meets a dataset.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cnx {

/// Bytes [begin, end) of the text that a part was read from; 0, 0 for a part that was made.
struct TextSpan {
  std::size_t begin = 0, end = 0;
};

/// A name or a number, as it is meant: quotes and escapes are gone.
struct QueryWord {
  std::string text;
  TextSpan where;

  /// The place does not matter.
  bool operator==(const QueryWord& other) const { return text == other.text; }
};

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

/// From which side of the operand's neurons the others are reached.
enum class Reach : std::uint8_t {
  Upstream,    // those that have a connection onto one of them
  Downstream,  // those onto which one of them has a connection
  Reciprocal,  // both, with the same one
  Either,      // along connections in any direction
};

struct Expression {
  enum class Kind : std::uint8_t {
    And,       // children, two or more
    Or,        // children, two or more
    Not,       // one child
    Compare,   // column, comparison, values[0]
    In,        // column, values: any number of them
    Between,   // column, values[0], values[1]
    Neuron,    // values[0]: its id
    Selected,  // the selection, or the neuron in focus while nothing is selected
    InSet,     // values[0]: the set's name
    Graph,     // reach, hops, min_synapses, one child
  };

  Kind kind = Kind::And;
  QueryWord column;
  Comparison comparison = Comparison::Equal;
  std::vector<QueryWord> values;
  Reach reach = Reach::Upstream;
  std::uint32_t hops = 1;          // 1 .. kMaxHops
  bool within = false;             // "within 1 hop upstream of": with the operand's own neurons
  std::uint32_t min_synapses = 0;  // 0: not said
  std::vector<Expression> children;
  TextSpan where;

  /// The same meaning word for word; places do not matter.
  bool operator==(const Expression& other) const {
    return kind == other.kind && column == other.column && comparison == other.comparison &&
           values == other.values && reach == other.reach && hops == other.hops &&
           within == other.within && min_synapses == other.min_synapses &&
           children == other.children;
  }
};

inline constexpr std::uint32_t kMaxHops = 10;
inline constexpr std::size_t kMaxQueryBytes = 16384;
inline constexpr std::size_t kMaxQueryDepth = 64;  // brackets, nots and operands in each other

/// What is wrong with a query, where, and what to do.
struct QueryError {
  TextSpan where;
  std::string message;                   // one sentence
  std::vector<std::string> suggestions;  // texts that could stand at `where` instead
  /// A word where a column stands, without what has to follow one; it may be none of the dataset's.
  std::optional<QueryWord> lone_word = std::nullopt;

  bool operator==(const QueryError& other) const {
    return where.begin == other.where.begin && where.end == other.where.end &&
           message == other.message && suggestions == other.suggestions;
  }
};

}  // namespace cnx
