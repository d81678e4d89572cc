#pragma once
// connection_sizes.h — how large the synapses of every connection are, from the tiles of synapses,
// and the graph of those that are large enough.

#include <cstdint>
#include <memory>
#include <vector>

#include "base/ids.h"
#include "format/synapse_rows.h"
#include "graph/edge_sums.h"
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

  /// Leaves the same connections, with their sums, and nothing else, in the place of all.
  /// Precondition: `graph` is that of these sizes, and nobody else looks at it or at the sums.
  /// O(neurons + connections); memory: 4 bytes a neuron.
  void keep_large(SizeLimits limits, ConnectionGraph& graph);

  /// [edges] what the sizes of each connection's synapses add up to; of those that are not known
  /// yet, nothing. Shared: add() changes what is not known.
  std::shared_ptr<const EdgeSums> sums() const { return sums_; }
  /// The same of large_enough(limits). O(connections).
  EdgeSums sums_of_large(SizeLimits limits) const;

 private:
  bool is_large(std::uint32_t edge, SizeLimits limits) const;

  std::shared_ptr<const ConnectionGraph> graph_;
  std::vector<std::uint8_t> known_;  // [neurons] 1: the sizes of its inputs are
  std::shared_ptr<EdgeSums> sums_;
};

}  // namespace cnx
