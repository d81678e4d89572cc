#pragma once
// connection_sizes.h — how large the synapses of every connection are, from the tiles of synapses,
// and where; and the graph of those that are large enough.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "format/synapse_rows.h"
#include "graph/edge_sums.h"
#include "stats/edge_synapses.h"
#include "worker/job.h"
#include "worker/synapse_places.h"

namespace cnx {

class ConnectionSizes {
 public:
  explicit ConnectionSizes(std::shared_ptr<const ConnectionGraph> graph);

  const std::shared_ptr<const ConnectionGraph>& graph() const { return graph_; }

  /// From now on each synapse of a tile is taken down by itself, its size and where it is, and not
  /// sums of them. What was added before has to be added again. O(neurons + connections +
  /// synapses).
  void look_at_each(SynapsePlaces places, SynapseShape shape);
  /// What each() is of; none: nobody looks at each.
  const std::optional<SynapsePlaces>& places() const { return places_; }

  /// Takes a tile with sizes; row 0 is of neuron `first_post`. False when rows are not as long as
  /// the connections say: their sizes stay unknown. Precondition: the rows are of neurons of the
  /// graph. O(synapses + connections of the rows * log of the out-degrees).
  bool add(const SynapseRows& rows, NeuronIndex first_post);

  /// The connections of which all sizes are known and reach the limits, and their synapse counts.
  /// O(neurons + connections).
  ConnectionGraph large_enough(SizeLimits limits) const;

  /// Leaves the same connections, with their sums or synapses, and nothing else, in the place of
  /// all. Precondition: `graph` is that of these sizes, and nobody else looks at it or at the sums.
  /// O(neurons + connections); memory: 4 bytes a neuron, 1 a connection.
  void keep_large(SizeLimits limits, ConnectionGraph& graph);

  /// The synapses of each connection, from look_at_each() on, of those that are not known yet
  /// nothing; null before. Shared: add() changes what is not known.
  std::shared_ptr<const EdgeSynapses> each() const { return each_; }
  /// The same of large_enough(limits). Precondition: look_at_each() was called.
  /// O(connections + synapses).
  EdgeSynapses each_of_large(SizeLimits limits) const;

 private:
  bool is_large(std::uint32_t edge, SizeLimits limits) const;
  std::vector<std::uint8_t> large_edges(SizeLimits limits) const;

  std::shared_ptr<const ConnectionGraph> graph_;
  std::vector<std::uint8_t> known_;  // [neurons] 1: the sizes of its inputs are
  EdgeSums sums_;                    // [edges], or none once each synapse is looked at
  std::optional<SynapsePlaces> places_;
  std::shared_ptr<EdgeSynapses> each_;
  ClumpCounter clumps_;
  SynapsesInNm in_nm_;
};

}  // namespace cnx
