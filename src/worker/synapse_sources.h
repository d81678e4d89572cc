#pragma once
// synapse_sources.h — whose the synapses of a tile are: a row has those of one post neuron, by pre
// neuron, and how many of each only the connections tell.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "worker/job.h"

namespace cnx {

/// Walks through the post neurons of a dataset in their order.
class SynapseSources {
 public:
  /// Precondition: these are all connections of the dataset; of rows of others synapses() will
  /// differ from what the tile has. O(neurons).
  explicit SynapseSources(std::shared_ptr<const ConnectionGraph> connections);

  /// Goes to the next post neuron, the first time to the first. Precondition: there is one.
  /// O(its inputs).
  void next();
  /// Its pre neurons, rising, and the synapses of each: so many entries of the row, in this order.
  std::span<const Vertex> pre() const { return pre_; }
  std::span<const std::uint32_t> counts() const { return counts_; }
  std::uint64_t synapses() const { return synapses_; }

 private:
  std::shared_ptr<const ConnectionGraph> connections_;
  Vertex post_ = 0;  // that comes next
  // [vertices] walking through post neurons in order meets the connections of each pre neuron in
  // order
  std::vector<std::uint32_t> next_edge_;
  std::span<const Vertex> pre_;
  std::vector<std::uint32_t> counts_;
  std::uint64_t synapses_ = 0;
};

}  // namespace cnx
