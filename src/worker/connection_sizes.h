#pragma once
// connection_sizes.h — how large the synapses of every connection are, from the tiles of synapses,
// and the graph of those that are large enough.

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "format/synapse_rows.h"
#include "worker/job.h"

namespace cnx {

class ConnectionSizes {
 public:
  explicit ConnectionSizes(std::shared_ptr<const ConnectionGraph> graph);

  const std::shared_ptr<const ConnectionGraph>& graph() const { return graph_; }

  /// Takes a tile with sizes; row 0 is of neuron `first_post`. False when rows are not as long as
  /// the connections say: their sizes stay unknown. Precondition: the rows are of neurons of the
  /// graph. O(synapses + connections of the rows * log of the out-degrees).
  bool add(const SynapseRows& rows, NeuronIndex first_post);

  /// The connections of which all sizes are known and reach the limits, and their synapse counts.
  /// O(neurons + connections).
  ConnectionGraph large_enough(SizeLimits limits) const;

 private:
  std::uint64_t sum_of(std::uint32_t edge) const;

  std::shared_ptr<const ConnectionGraph> graph_;
  std::vector<std::uint8_t> known_;  // [neurons] 1: the sizes of its inputs are
  std::vector<std::uint32_t> sums_;  // [edges] UINT32_MAX: the sum is in long_sums_
  std::unordered_map<std::uint32_t, std::uint64_t> long_sums_;
};

}  // namespace cnx
