// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/network_measures.h"

#include <limits>
#include <utility>

#include "base/check.h"
#include "stats/components.h"
#include "stats/core_numbers.h"

namespace cnx {
namespace {

double real(std::uint64_t count) { return static_cast<double>(count); }

}  // namespace

double NetworkMeasure::number() const {
  return value.base == 0 ? std::numeric_limits<double>::quiet_NaN() : value.events / value.base;
}

std::uint64_t count_answerable(const CsrHalf& graph, const BlockSides& sides) {
  CNX_CHECK(sides.fits(graph.vertex_count()));
  if (sides.everything()) return graph.targets.size();
  std::uint64_t count = 0;
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    if (!sides.sends(u) || !sides.receives(u)) continue;
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      count += sides.pre[graph.targets[e]];  // it receives: an edge ends at it
    }
  }
  return count;
}

std::size_t largest_simplex(const NetworkTotals& totals) {
  return totals.simplices ? totals.simplices->directed.size() - 1 : 0;
}

std::vector<NetworkMeasure> measures_of(const NetworkTotals& totals, MeasureScale scale,
                                        std::size_t largest_dimension) {
  const bool counts = scale == MeasureScale::Counts;
  const double neurons = real(totals.vertices), edges = real(totals.edges);
  const double pairs = totals.block           ? real(totals.block->pairs)
                       : totals.vertices == 0 ? 0
                                              : real(totals.vertices * (totals.vertices - 1));
  const double answerable = totals.block ? real(totals.block->answerable_edges) : edges;
  const bool has_reciprocity = !totals.block || totals.block->both_ways > 0;
  std::vector<NetworkMeasure> list;
  const auto add = [&](std::string name, double events, double base) {
    list.push_back({std::move(name), {events, base}});
  };
  if (counts) {
    add("connections", edges, 1);
    add("reciprocal_pairs", real(totals.reciprocal_pairs), 1);
    if (has_reciprocity) add("reciprocity", 2 * real(totals.reciprocal_pairs), answerable);
    add("connection_probability", edges, pairs);
  } else {
    add("connection_probability", edges, pairs);
    if (has_reciprocity) add("reciprocity", 2 * real(totals.reciprocal_pairs), answerable);
    add("mean_degree", edges, neurons);
  }
  if (totals.synapses) add("synapses_per_connection", real(*totals.synapses), edges);
  if (totals.groups) {
    const bool defined = totals.groups->total > 0;
    list.push_back(
        {"modularity", {defined ? modularity(*totals.groups) : 0, defined ? 1.0 : 0.0}, true});
  }
  if (totals.triads) {
    const TriadCensus& census = *totals.triads;
    // Of millions of triples: most kinds are rare, and shares would begin with many zeros.
    const double millions = neurons < 3 ? 0 : neurons * (neurons - 1) * (neurons - 2) / 6e6;
    for (std::size_t kind = 0; kind < census.triads.size(); ++kind) {
      add(std::string("triad_") + kTriadNames[kind] + (counts ? "" : "_per_million"),
          real(census.triads[kind]), counts ? 1 : millions);
    }
    add("transitivity", 3 * real(census.triangles), real(census.connected_triples));
    list.push_back(
        {"mean_clustering", {census.clustering_sum, real(census.clustering_vertices)}, true});
  }
  if (totals.simplices) {
    const std::vector<std::uint64_t>& directed = totals.simplices->directed;
    for (std::size_t k = 2; k <= largest_dimension; ++k) {
      add("simplices_" + std::to_string(k) + (counts ? "" : "_per_neuron"),
          k < directed.size() ? real(directed[k]) : 0, counts ? 1 : neurons);
    }
    add("largest_simplex", real(directed.size() - 1), 1);
  }
  if (totals.structure) {
    const LargestParts& parts = *totals.structure;
    add("largest_core", parts.core, 1);
    add(counts ? "largest_weak_component" : "largest_weak_share", parts.weak, counts ? 1 : neurons);
    add(counts ? "largest_strong_component" : "largest_strong_share", parts.strong,
        counts ? 1 : neurons);
  }
  return list;
}

NetworkMeasurer::NetworkMeasurer(CsrHalf graph, const MeasureChoice& choice) : choice_(choice) {
  graph_.out = std::move(graph);
  if (!choice_.structure) stage_ = Stage::Orient;
  if (!choice_.any()) stage_ = Stage::Done;
}

bool NetworkMeasurer::advance(std::uint64_t work) {
  switch (stage_) {
    case Stage::Weak:
      parts_.weak = largest_weak_component(graph_.out);
      stage_ = Stage::Strong;
      return false;
    case Stage::Strong:
      parts_.strong = largest_strong_component(graph_.out);
      stage_ = Stage::Core;
      return false;
    case Stage::Core:
      graph_.in = transpose(graph_.out);
      transposed_ = true;
      for (const std::uint32_t core : core_numbers(graph_.view())) {
        parts_.core = core > parts_.core ? core : parts_.core;
      }
      stage_ = choice_.triads || choice_.simplices ? Stage::Orient : Stage::Done;
      if (stage_ == Stage::Done) graph_ = OwnedGraph();
      return stage_ == Stage::Done;
    case Stage::Orient:
      if (!transposed_) graph_.in = transpose(graph_.out);
      oriented_ = orient_all(graph_.view());
      graph_ = OwnedGraph();  // is not needed any more, and networks are large
      if (choice_.triads) {
        triad_counter_.emplace(oriented_);
        stage_ = Stage::Triads;
      } else {
        simplex_counter_.emplace(oriented_);
        stage_ = Stage::Simplices;
      }
      return false;
    case Stage::Triads:
      if (!triad_counter_->advance(work)) return false;
      triads_ = triad_counter_->census();
      triad_counter_.reset();
      if (choice_.simplices) {
        simplex_counter_.emplace(oriented_);
        stage_ = Stage::Simplices;
        return false;
      }
      oriented_ = OrientedGraph();
      stage_ = Stage::Done;
      return true;
    case Stage::Simplices:
      if (!simplex_counter_->advance(work)) return false;
      simplices_ = simplex_counter_->counts();
      simplex_counter_.reset();
      oriented_ = OrientedGraph();
      stage_ = Stage::Done;
      return true;
    case Stage::Done: return true;
  }
  CNX_CHECK(false);
}

void NetworkMeasurer::put(NetworkTotals& totals) const {
  CNX_CHECK(stage_ == Stage::Done);
  totals.triads = triads_;
  totals.simplices = simplices_;
  if (choice_.structure) totals.structure = parts_;
}

std::uint64_t weight_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                            const EdgeChoice& choice) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  std::uint64_t sum = 0;
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u]) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v != u && choice.post[v] && weights[e] >= choice.min_weight) sum += weights[e];
    }
  }
  return sum;
}

}  // namespace cnx
