#include "query/evaluate_query.h"

#include <algorithm>
#include <utility>

namespace cnx {

namespace {

/// mask[i] = the value i lies in one of the ranges. NaN lies in none.
template <typename Number>
NeuronMask in_ranges(std::span<const Number> values,
                     const std::vector<BoundQuery::Range<Number>>& ranges) {
  NeuronMask mask(values.size(), 0);
  for (const auto& [min, max] : ranges) {
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const unsigned inside = static_cast<unsigned>(values[i] >= min) & (values[i] <= max);
      mask[i] = static_cast<std::uint8_t>(mask[i] | inside);
    }
  }
  return mask;
}

class Evaluator {
 public:
  explicit Evaluator(const QueryContext& context) : context_(context) {}

  QueryResult evaluate(const BoundQuery& query) {
    result_.mask = node(query);
    if (!result_.complete) result_.mask.assign(context_.neurons.neuron_count(), 1);
    return std::move(result_);
  }

 private:
  NeuronMask nothing() const { return NeuronMask(context_.neurons.neuron_count(), 0); }

  NeuronMask node(const BoundQuery& query) {
    switch (query.kind) {
      case BoundQuery::Kind::And:
      case BoundQuery::Kind::Or: {
        NeuronMask mask = node(query.children.front());
        for (std::size_t c = 1; c < query.children.size(); ++c) {
          const NeuronMask other = node(query.children[c]);
          const bool all = query.kind == BoundQuery::Kind::And;
          for (std::size_t i = 0; i < mask.size(); ++i) {
            mask[i] = static_cast<std::uint8_t>(all ? mask[i] & other[i] : mask[i] | other[i]);
          }
        }
        return mask;
      }
      case BoundQuery::Kind::Not: {
        NeuronMask mask = node(query.children.front());
        for (std::uint8_t& value : mask) value ^= 1;
        return mask;
      }
      case BoundQuery::Kind::Codes: return arrived(query) ? codes(query) : nothing();
      case BoundQuery::Kind::Integers:
        if (!arrived(query)) return nothing();
        return in_ranges(context_.neurons.integers(query.column), query.integer_ranges);
      case BoundQuery::Kind::Reals:
        if (!arrived(query)) return nothing();
        return in_ranges(context_.neurons.reals(query.column), query.real_ranges);
      case BoundQuery::Kind::Neuron: return neuron(query);
      case BoundQuery::Kind::Selected: return context_.selected;
      case BoundQuery::Kind::InSet: {
        for (const NamedSet& set : context_.sets) {
          if (set.name == query.set) return set.neurons.mask(context_.neurons.neuron_count());
        }
        return nothing();
      }
      case BoundQuery::Kind::Graph: return graph(query);
    }
    return nothing();
  }

  bool arrived(const BoundQuery& query) {
    if (context_.neurons.has(query.column)) return true;
    result_.complete = false;
    if (std::find(result_.columns.begin(), result_.columns.end(), query.column) ==
        result_.columns.end()) {
      result_.columns.push_back(query.column);
    }
    return false;
  }

  NeuronMask codes(const BoundQuery& query) const {
    const auto values = context_.neurons.codes(query.column);
    NeuronMask mask(values.size());
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = query.passes[values[i]];
    return mask;
  }

  NeuronMask neuron(const BoundQuery& query) {
    NeuronMask mask = nothing();
    if (!context_.neurons.has_ids()) {
      result_.complete = false;
    } else if (const auto index = context_.neurons.find_id(query.id)) {
      mask[*index] = 1;
    }
    return mask;
  }

  NeuronMask graph(const BoundQuery& query) {
    const bool before = std::exchange(result_.complete, true);
    GraphQuestion question;
    question.from = node(query.children.front());
    const bool operand_known = result_.complete;
    result_.complete = result_.complete && before;
    if (!operand_known) return nothing();
    question.reach = query.reach;
    question.hops = query.hops;
    question.within = query.within;
    question.min_synapses = query.min_synapses > 0 ? query.min_synapses : context_.min_synapses;
    if (const NeuronMask* answer = context_.answer(question)) return *answer;
    result_.complete = false;
    if (std::find(result_.missing.begin(), result_.missing.end(), question) ==
        result_.missing.end()) {
      result_.missing.push_back(std::move(question));
    }
    return nothing();
  }

  const QueryContext& context_;
  QueryResult result_;
};

}  // namespace

QueryResult evaluate_query(const BoundQuery& query, const QueryContext& context) {
  return Evaluator(context).evaluate(query);
}

}  // namespace cnx
