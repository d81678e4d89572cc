#pragma once
// bind_query.h — a query meets a dataset: names become columns, codes and limits.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "query/expression.h"
#include "view/view_state.h"

namespace cnx {

/// A query that can be asked of every neuron, whatever it was called.
struct BoundQuery {
  enum class Kind : std::uint8_t {
    And,       // children
    Or,        // children
    Not,       // one child
    Codes,     // column, passes
    Integers,  // column, integer_ranges
    Reals,     // column, real_ranges
    Neuron,    // id
    Selected,
    InSet,  // set
    Graph,  // reach, hops, within, min_synapses (0: not said), one child
  };
  template <typename Number>
  struct Range {
    Number min, max;  // closed

    bool operator==(const Range&) const = default;
  };

  Kind kind = Kind::And;
  std::uint32_t column = 0;
  std::vector<std::uint8_t> passes;                 // [category] 1: a neuron of it passes
  std::vector<Range<std::int64_t>> integer_ranges;  // a value in any of them passes
  std::vector<Range<double>> real_ranges;           // the same; NaN is in none
  NeuronId id{};
  std::string set;
  Reach reach = Reach::Upstream;
  std::uint32_t hops = 1;
  bool within = false;
  std::uint32_t min_synapses = 0;
  std::vector<BoundQuery> children;
};

struct BindResult {
  std::optional<BoundQuery> query;  // none: there is an error
  std::optional<QueryError> error;
};

/// Binds `expression` and puts the dataset's own spelling into its names: a column may be named by
/// its role (class, region, axon, dendrite, id, x, y, z), and columns, categories and sets without
/// regard to case where only one fits. Errors: a name that is not there (with the nearest ones), a
/// comparison that the column's kind does not have, a number that is none, a neuron that does not
/// exist (as long as ids have not arrived, any could). O(size * log categories).
BindResult bind_query(Expression& expression, const NeuronTable& table,
                      std::span<const NamedSet> sets);

/// An error of parse_query, with what the dataset says of its word: a word that no column has is
/// no column without a comparison. It may be a value: then the condition on its column is offered.
QueryError explained_error(QueryError error, const NeuronTable& table);

/// True when the query asks for the selected neurons.
bool asks_for_selected(const BoundQuery& query);

/// True when the query asks for connections.
bool has_graph(const BoundQuery& query);

}  // namespace cnx
