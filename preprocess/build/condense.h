#pragma once
// condense.h — synapses to connections: one per ordered pair of neurons, with its synapse count.

#include <cstdint>
#include <optional>
#include <string>

#include "read/raw_connectome.h"

namespace cnx {

/// The connections that `synapses` make, in RawConnections' order.
/// Precondition: pre and post are below neuron_count; fewer than 2^32 synapses.
/// O(synapses + neurons): two counting sorts; 8 bytes of scratch for each synapse.
RawConnections condense(const RawSynapses& synapses, std::uint32_t neuron_count);

/// How `from_synapses` and the connections that the input itself holds differ first, as a
/// sentence for people; nothing when they are the same pairs with the same counts.
std::optional<std::string> first_difference(const RawConnections& from_synapses,
                                            const RawConnections& in_file);

}  // namespace cnx
