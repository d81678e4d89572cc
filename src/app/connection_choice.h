#pragma once
// connection_choice.h — the view's connection filter, ready to be asked of single connections.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dataset/neuron_mask.h"
#include "view/view_state.h"

namespace cnx {

class ConnectionChoice {
 public:
  /// `positions_um` as NeuronTable has them; while they are not there, distance says nothing.
  /// A set that the view does not have leaves its side open. O(neurons).
  ConnectionChoice(const ViewState& view, std::span<const float> positions_um,
                   std::uint32_t neuron_count);

  bool passes(NeuronIndex pre, NeuronIndex post, std::uint32_t synapses) const;

  /// Whether its synapses are large enough, of which the sizes of `sized` are known and have this
  /// sum; nothing when that takes sizes which are not known.
  std::optional<bool> passes_sizes(std::uint32_t synapses, std::uint32_t sized,
                                   std::uint64_t size_sum) const;

 private:
  ConnectionFilter filter_;
  NeuronMask pre_, post_;  // empty: any neuron
  std::span<const float> positions_um_;
};

}  // namespace cnx
