#include "app/connection_choice.h"

#include <cmath>

#include "report/numbers.h"

namespace cnx {

ConnectionChoice::ConnectionChoice(const ViewState& view, std::span<const float> positions_um,
                                   std::uint32_t neuron_count)
    : filter_(view.connections), positions_um_(positions_um) {
  for (const NamedSet& set : view.sets) {
    if (set.name == filter_.pre_set) pre_ = set.neurons.mask(neuron_count);
    if (set.name == filter_.post_set) post_ = set.neurons.mask(neuron_count);
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

std::string connection_filter_text(const ConnectionFilter& filter) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (filter.min_synapses > 1) add("at least " + counted(filter.min_synapses, "synapse"));
  const bool near = filter.max_distance_um != UINT32_MAX;
  if (near && filter.min_distance_um > 0) {
    add(with_separators(filter.min_distance_um) + " to " + with_separators(filter.max_distance_um) +
        " µm apart");
  } else if (near) {
    add("at most " + with_separators(filter.max_distance_um) + " µm apart");
  } else if (filter.min_distance_um > 0) {
    add("at least " + with_separators(filter.min_distance_um) + " µm apart");
  }
  if (!filter.pre_set.empty()) add("from set " + filter.pre_set);
  if (!filter.post_set.empty()) add("onto set " + filter.post_set);
  return text;
}

}  // namespace cnx
