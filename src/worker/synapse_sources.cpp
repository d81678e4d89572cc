#include "worker/synapse_sources.h"

#include <utility>

namespace cnx {

SynapseSources::SynapseSources(std::shared_ptr<const ConnectionGraph> connections)
    : connections_(std::move(connections)) {
  const CsrGraph edges = connections_->edges.view();
  next_edge_.assign(edges.out_offsets.begin(), edges.out_offsets.end() - 1);
}

void SynapseSources::next() {
  pre_ = connections_->edges.view().in_neighbors(post_++);
  counts_.clear();
  synapses_ = 0;
  for (const Vertex pre : pre_) {
    counts_.push_back(connections_->synapse_counts[next_edge_[pre]++]);
    synapses_ += counts_.back();
  }
}

}  // namespace cnx
