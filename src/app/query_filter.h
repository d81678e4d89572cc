#pragma once
// query_filter.h — the part of the filters that is a query: from its text to a mask.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/reach_inquiries.h"
#include "query/query_facets.h"
#include "view/command.h"
#include "view/view_state.h"

namespace cnx {

/// What "selected" means in a query: the selection, or the neuron in focus while it is empty.
NeuronMask selected_mask(const ViewState& view, std::optional<NeuronIndex> focused,
                         std::uint32_t neuron_count);

class QueryFilter {
 public:
  struct Input {
    const NeuronTable& neurons;
    const ViewState& view;
    std::optional<NeuronIndex> focused;
    std::uint32_t neurons_version = 0;
    bool connections_settled = false;  // all have arrived, or given up
  };
  /// Brings the mask up to date; asks `reach` what it needs to know. True when the mask changed.
  bool update(const Input& input, ReachInquiries& reach);

  /// [neuron_count]; empty: there is no query.
  const NeuronMask& mask() const { return mask_; }
  std::uint32_t version() const { return version_; }
  /// An answer, a column or connections are on their way; until then the query hides nothing.
  bool waiting() const { return waiting_; }
  bool needs_connections() const { return needs_connections_; }
  /// The view's query, unless it is left out.
  const std::string& in_force() const { return in_force_; }
  /// Why it is left out, or only a part of the answer; a sentence for people, or empty.
  const std::string& note() const { return note_; }

 private:
  bool first_ = true;
  std::string text_;
  std::vector<NamedSet> sets_;
  NeuronSet selection_;
  std::optional<NeuronIndex> focused_;
  std::uint32_t min_synapses_ = 1, neurons_version_ = 0, reach_version_ = 0;
  bool connections_settled_ = false;

  NeuronMask mask_;
  std::uint32_t version_ = 0;
  bool waiting_ = false, needs_connections_ = false;
  std::string in_force_, note_;
};

/// What happened to a typed query.
struct TypedQuery {
  std::optional<SetFilterExpression> command;  // none: there is an error
  std::optional<QueryError> error;
};
TypedQuery read_typed_query(const std::string& text, const NeuronTable& neurons,
                            const ViewState& view);

}  // namespace cnx
