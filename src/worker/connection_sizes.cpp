#include "worker/connection_sizes.h"

#include <utility>

#include "base/check.h"

namespace cnx {

ConnectionSizes::ConnectionSizes(std::shared_ptr<const ConnectionGraph> graph)
    : graph_(std::move(graph)),
      known_(graph_->edges.out.vertex_count(), 0),
      sums_(std::make_shared<EdgeSums>(graph_->synapse_counts.size())) {}

bool ConnectionSizes::add(const SynapseRows& rows, NeuronIndex first_post) {
  const CsrGraph edges = graph_->edges.view();
  const std::size_t count = rows.offsets.size() - 1;
  CNX_CHECK(first_post <= known_.size() && count <= known_.size() - first_post);
  CNX_CHECK(rows.size.size() == rows.offsets.back());
  bool fits = true;
  for (std::size_t r = 0; r < count; ++r) {
    const auto post = static_cast<NeuronIndex>(first_post + r);
    std::uint64_t entry = rows.offsets[r];
    const std::uint64_t end = rows.offsets[r + 1];
    for (const Vertex pre : edges.in_neighbors(post)) {
      const auto edge = static_cast<std::uint32_t>(find_edge(edges, pre, post));
      const std::uint64_t next = entry + graph_->synapse_counts[edge];
      if (next > end) {
        entry = UINT64_MAX;
        break;
      }
      std::uint64_t sum = 0;
      for (; entry < next; ++entry) sum += rows.size[static_cast<std::size_t>(entry)];
      sums_->set(edge, sum);
    }
    known_[post] = entry == end ? 1 : 0;
    fits = fits && entry == end;
  }
  return fits;
}

bool ConnectionSizes::is_large(std::uint32_t edge, SizeLimits limits) const {
  if (known_[graph_->edges.out.targets[edge]] == 0) return false;
  const std::uint64_t sum = (*sums_)[edge], synapses = graph_->synapse_counts[edge];
  return sum >= limits.sum && sum >= limits.mean * synapses;
}

ConnectionGraph ConnectionSizes::large_enough(SizeLimits limits) const {
  const CsrHalf& out = graph_->edges.out;
  ConnectionGraph large;
  CsrHalf half;
  half.offsets.reserve(out.offsets.size());
  for (std::size_t pre = 0; pre < out.vertex_count(); ++pre) {
    for (std::uint32_t e = out.offsets[pre]; e < out.offsets[pre + 1]; ++e) {
      if (!is_large(e, limits)) continue;
      half.targets.push_back(out.targets[e]);
      large.synapse_counts.push_back(graph_->synapse_counts[e]);
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  large.edges = graph_from_out_half(std::move(half));
  return large;
}

void ConnectionSizes::keep_large(SizeLimits limits, ConnectionGraph& graph) {
  CNX_CHECK(&graph == graph_.get());
  graph.edges.in = CsrHalf();
  CsrHalf& out = graph.edges.out;
  std::uint32_t kept = 0, e = 0;
  for (std::size_t pre = 0; pre < out.vertex_count(); ++pre) {
    out.offsets[pre] = kept;
    for (; e < out.offsets[pre + 1]; ++e) {
      if (!is_large(e, limits)) continue;
      out.targets[kept] = out.targets[e];
      graph.synapse_counts[kept] = graph.synapse_counts[e];
      sums_->set(kept, (*sums_)[e]);
      ++kept;
    }
  }
  out.offsets.back() = kept;
  out.targets.resize(kept);
  graph.synapse_counts.resize(kept);
  sums_->keep(kept);
  graph.edges = graph_from_out_half(std::move(out));
}

EdgeSums ConnectionSizes::sums_of_large(SizeLimits limits) const {
  EdgeSums large;
  for (std::uint32_t e = 0; e < sums_->size(); ++e) {
    if (is_large(e, limits)) large.push_back((*sums_)[e]);
  }
  return large;
}

}  // namespace cnx
