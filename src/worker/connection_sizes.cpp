#include "worker/connection_sizes.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cnx {

ConnectionSizes::ConnectionSizes(std::shared_ptr<const ConnectionGraph> graph)
    : graph_(std::move(graph)),
      known_(graph_->edges.out.vertex_count(), 0),
      sums_(graph_->synapse_counts.size()) {}

void ConnectionSizes::look_at_each(SynapsePlaces places, SynapseShape shape) {
  places_ = std::move(places);
  std::fill(known_.begin(), known_.end(), std::uint8_t{0});
  sums_ = EdgeSums();
  each_.reset();  // not beside another
  each_ = std::make_shared<EdgeSynapses>(
      graph_->synapse_counts, EdgeSynapses::Known{places_->near(shape), places_->clumped(shape)});
}

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
      if (each_) {
        const SynapseOptions& options = places_->options;
        const ConnectionSynapses synapses =
            in_nm_.of(rows, static_cast<std::size_t>(entry), graph_->synapse_counts[edge], post,
                      options, places_->soma_in_voxel_nm);
        each_->set(graph_->synapse_counts, edge, synapses.sizes,
                   each_->known().near ? count_near(synapses, options.near_um * 1000) : 0,
                   each_->known().clumped ? clumps_.count(synapses, options.clump_um * 1000) : 0);
      }
      std::uint64_t sum = 0;
      for (; entry < next; ++entry) sum += rows.size[static_cast<std::size_t>(entry)];
      if (!each_) sums_.set(edge, sum);
    }
    known_[post] = entry == end ? 1 : 0;
    fits = fits && entry == end;
  }
  return fits;
}

bool ConnectionSizes::is_large(std::uint32_t edge, SizeLimits limits) const {
  if (known_[graph_->edges.out.targets[edge]] == 0) return false;
  const std::uint64_t synapses = graph_->synapse_counts[edge],
                      sum = each_ ? each_->size_sum(graph_->synapse_counts, edge) : sums_[edge];
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
  const std::vector<std::uint8_t> large = large_edges(limits);
  if (each_) each_->keep(graph.synapse_counts, large);
  graph.edges.in = CsrHalf();
  CsrHalf& out = graph.edges.out;
  std::uint32_t kept = 0, e = 0;
  for (std::size_t pre = 0; pre < out.vertex_count(); ++pre) {
    out.offsets[pre] = kept;
    for (; e < out.offsets[pre + 1]; ++e) {
      if (large[e] == 0) continue;
      out.targets[kept] = out.targets[e];
      graph.synapse_counts[kept] = graph.synapse_counts[e];
      if (!each_) sums_.set(kept, sums_[e]);
      ++kept;
    }
  }
  out.offsets.back() = kept;
  out.targets.resize(kept);
  graph.synapse_counts.resize(kept);
  if (!each_) sums_.keep(kept);
  graph.edges = graph_from_out_half(std::move(out));
}

std::vector<std::uint8_t> ConnectionSizes::large_edges(SizeLimits limits) const {
  std::vector<std::uint8_t> large(graph_->synapse_counts.size());
  for (std::uint32_t e = 0; e < large.size(); ++e) large[e] = is_large(e, limits) ? 1 : 0;
  return large;
}

EdgeSynapses ConnectionSizes::each_of_large(SizeLimits limits) const {
  CNX_CHECK(each_ != nullptr);
  EdgeSynapses large = *each_;
  large.keep(graph_->synapse_counts, large_edges(limits));
  return large;
}

}  // namespace cnx
