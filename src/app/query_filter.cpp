#include "app/query_filter.h"

#include <utility>

#include "query/bind_query.h"
#include "query/parse_query.h"
#include "view/quoted.h"

namespace cnx {

NeuronMask selected_mask(const ViewState& view, std::optional<NeuronIndex> focused,
                         std::uint32_t neuron_count) {
  if (!view.selection.empty()) return view.selection.mask(neuron_count);
  NeuronMask mask(neuron_count, 0);
  if (focused && *focused < neuron_count) mask[*focused] = 1;
  return mask;
}

bool QueryFilter::update(const Input& input, ReachInquiries& reach) {
  const ViewState& view = input.view;
  const bool changed =
      first_ || view.query != text_ || view.sets != sets_ || view.selection != selection_ ||
      input.focused != focused_ || view.connections.min_synapses != min_synapses_ ||
      input.neurons_version != neurons_version_ || reach.version() != reach_version_ ||
      input.connections_settled != connections_settled_;
  if (!changed) return false;
  first_ = false;
  text_ = view.query;
  sets_ = view.sets;
  selection_ = view.selection;
  focused_ = input.focused;
  min_synapses_ = view.connections.min_synapses;
  neurons_version_ = input.neurons_version;
  reach_version_ = reach.version();
  connections_settled_ = input.connections_settled;

  NeuronMask mask;
  waiting_ = needs_connections_ = false;
  note_.clear();
  ParsedQuery parsed = parse_query(text_);
  std::optional<QueryError> error = std::move(parsed.error);
  if (error) error = explained_error(std::move(*error), input.neurons);
  if (parsed.expression) {
    BindResult bound = bind_query(*parsed.expression, input.neurons, sets_);
    error = std::move(bound.error);
    if (bound.query) {
      const QueryContext context{
          input.neurons, selected_mask(view, focused_, input.neurons.neuron_count()), sets_,
          min_synapses_, [&](const GraphQuestion& question) { return reach.find(question); }};
      if (asks_for_selected(*bound.query) && input.neurons.has_ids() &&
          count_shown(context.selected) == 0) {
        note_ =
            "The query asks for the selected neurons, and none is selected: clear the query, "
            "select some, and ask again.";
      }
      QueryResult result = evaluate_query(*bound.query, context);
      needs_connections_ = has_graph(*bound.query);
      waiting_ = !result.complete;
      if (connections_settled_) {
        for (const GraphQuestion& question : result.missing) reach.ask(question);
      }
      if (needs_connections_ && result.complete && reach.tiles_missing() > 0) {
        note_ = "The query could follow only a part of the connections: " +
                std::to_string(reach.tiles_missing()) + " of their tiles did not load.";
      }
      mask = std::move(result.mask);
    }
  }
  in_force_ = error ? "" : text_;
  if (error) note_ = "The query " + cnx::quoted(text_) + " was left out. " + error->message;
  if (mask == mask_) return false;
  mask_ = std::move(mask);
  version_ += 1;
  return true;
}

TypedQuery read_typed_query(const std::string& text, const NeuronTable& neurons,
                            const ViewState& view) {
  ParsedQuery parsed = parse_query(text);
  if (parsed.error) return {std::nullopt, explained_error(std::move(*parsed.error), neurons)};
  if (!parsed.expression) return {SetFilterExpression{}, std::nullopt};
  BindResult bound = bind_query(*parsed.expression, neurons, view.sets);
  if (bound.error) return {std::nullopt, std::move(bound.error)};
  SplitQuery split = split_query(*parsed.expression, neurons);
  return {SetFilterExpression{std::move(split.category_filters), std::move(split.range_filters),
                              std::move(split.rest)},
          std::nullopt};
}

}  // namespace cnx
