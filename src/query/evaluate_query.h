#pragma once
// evaluate_query.h — BoundQuery × neurons → mask.

#include <cstdint>
#include <functional>
#include <vector>

#include "dataset/neuron_mask.h"
#include "query/bind_query.h"

namespace cnx {

/// What only the holder of the connections can answer: which neurons are reached from these?
struct GraphQuestion {
  NeuronMask from;
  Reach reach = Reach::Upstream;
  std::uint32_t hops = 1;
  bool within = false;  // the neurons of `from` are in the answer
  std::uint32_t min_synapses = 1;

  bool operator==(const GraphQuestion&) const = default;
};

struct QueryContext {
  const NeuronTable& neurons;
  NeuronMask selected;  // [neuron_count] what "selected" means
  std::span<const NamedSet> sets;
  std::uint32_t min_synapses = 1;  // of a graph operator that says nothing else
  /// The answer, or nullptr as long as it is not known.
  std::function<const NeuronMask*(const GraphQuestion&)> answer;
};

struct QueryResult {
  NeuronMask mask;                     // [neuron_count]; when incomplete, all ones
  bool complete = true;                // false: something below is missing
  std::vector<GraphQuestion> missing;  // to be asked; answers may lead to more questions
  std::vector<std::uint32_t> columns;  // that have not arrived
};

/// A neuron without a value in a numeric column passes no comparison of it, != included.
/// O(neurons * nodes), and the answers' own cost.
QueryResult evaluate_query(const BoundQuery& query, const QueryContext& context);

}  // namespace cnx
