#include "app/connection_choice.h"

#include <cmath>

#include "view/named_sets.h"

namespace cnx {

ConnectionChoice::ConnectionChoice(const ViewState& view, std::span<const float> positions_um,
                                   std::uint32_t neuron_count)
    : filter_(view.connections), positions_um_(positions_um) {
  if (const NamedSet* const set = set_named(view, filter_.pre_set)) {
    pre_ = set->neurons.mask(neuron_count);
  }
  if (const NamedSet* const set = set_named(view, filter_.post_set)) {
    post_ = set->neurons.mask(neuron_count);
  }
}

bool ConnectionChoice::passes(NeuronIndex pre, NeuronIndex post, std::uint32_t synapses) const {
  if (synapses < filter_.min_synapses) return false;
  if (!pre_.empty() && pre_[pre] == 0) return false;
  if (!post_.empty() && post_[post] == 0) return false;
  if (filter_.min_distance_um == 0 && filter_.max_distance_um == UINT32_MAX) return true;
  if (positions_um_.empty()) return true;
  double squares = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double apart = double{positions_um_[3 * std::size_t{pre} + axis]} -
                         double{positions_um_[3 * std::size_t{post} + axis]};
    squares += apart * apart;
  }
  const double distance_um = std::sqrt(squares);
  return distance_um >= filter_.min_distance_um && distance_um <= filter_.max_distance_um;
}

std::optional<bool> ConnectionChoice::passes_sizes(std::uint32_t synapses, std::uint32_t sized,
                                                   std::uint64_t size_sum) const {
  const bool known = sized == synapses && synapses > 0;
  const bool sum_is_enough = size_sum >= filter_.min_size_sum;  // more synapses only add to it
  if (known && !sum_is_enough) return false;
  if (!known && (!sum_is_enough || filter_.min_mean_size > 0)) return std::nullopt;
  return filter_.min_mean_size == 0 ||
         size_sum >= std::uint64_t{filter_.min_mean_size} * std::uint64_t{synapses};
}

}  // namespace cnx
