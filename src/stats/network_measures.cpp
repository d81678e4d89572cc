// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/network_measures.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "base/units.h"
#include "stats/core_numbers.h"

namespace cnx {
namespace {

double real(std::uint64_t count) { return static_cast<double>(count); }

/// The numbers of degrees, of what is shared and of lengths.
void add_degrees(const NetworkTotals& totals, bool counts, std::vector<NetworkMeasure>& list) {
  const DegreeShape& shape = *totals.degrees;
  for (const auto& [direction, sums] :
       {std::pair<const char*, const DegreeSums&>{"out", shape.out}, {"in", shape.in}}) {
    if (totals.degrees_kept) break;
    const bool defined = sums.vertices >= 2;
    const double base = !defined ? 0 : counts ? 1 : sums.mean();
    list.push_back({std::string(direction) + (counts ? "_degree_sd" : "_degree_cv"),
                    {defined ? sums.sd() : 0, base},
                    real(sums.vertices),
                    false,
                    true});
  }
  for (std::size_t c = 0; c < shape.clubs.size(); ++c) {
    const double pairs = real(shape.clubs[c].pairs);
    list.push_back({"density_of_richest_" + std::to_string(kRichestPercents[c]),
                    {real(shape.clubs[c].edges), pairs},
                    pairs});
  }
}

void add_shared(const SharedNeighborCounts& shared, bool counts,
                std::vector<NetworkMeasure>& list) {
  for (const auto& [kind, name] : {std::pair{PartnerKind::Targets, "shared_targets"},
                                   {PartnerKind::Sources, "shared_sources"}}) {
    const auto k = static_cast<std::size_t>(kind);
    for (const bool connected : {true, false}) {
      const SharedSums& sums = connected ? shared.connected[k] : shared.unconnected[k];
      list.push_back({std::string(name) + (connected ? "" : "_of_unconnected") +
                          (counts ? "" : "_over_expected"),
                      {real(sums.shared),
                       counts ? real(sums.pairs) : expected_shared(sums, shared.candidates[k])},
                      real(sums.pairs)});
    }
  }
}

/// Calls visit(u, e) for every chosen edge e of u that is no self-loop.
template <typename Visit>
void for_each_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                     const EdgeChoice& choice, Visit visit) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u]) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v != u && choice.post[v] && weights[e] >= choice.min_weight) visit(u, e);
    }
  }
}

}  // namespace

std::optional<SizeTotals> NetworkTotals::size_totals() const {
  if (!each_synapse) return sizes;
  return SizeTotals{each_synapse->size_sum, each_synapse->synapses};
}

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

SimplexDimensions widest(const SimplexDimensions& a, const SimplexDimensions& b) {
  return {std::max(a.directed, b.directed), std::max(a.reciprocal, b.reciprocal),
          std::max(a.of_edges, b.of_edges)};
}

SimplexDimensions largest_simplices(const NetworkTotals& totals) {
  SimplexDimensions largest;
  if (totals.simplices) {
    largest.directed = totals.simplices->directed.size() - 1;
    largest.reciprocal = totals.simplices->reciprocal.size() - 1;
  }
  if (totals.participation) largest.of_edges = totals.participation->edges.size();
  return largest;
}

std::vector<NetworkMeasure> measures_of(const NetworkTotals& totals, MeasureScale scale,
                                        const SimplexDimensions& largest) {
  const bool counts = scale == MeasureScale::Counts;
  const double neurons = real(totals.vertices), edges = real(totals.edges);
  const double pairs = totals.block           ? real(totals.block->pairs)
                       : totals.vertices == 0 ? 0
                                              : real(totals.vertices * (totals.vertices - 1));
  const double answerable = totals.block ? real(totals.block->answerable_edges) : edges;
  const bool has_reciprocity = !totals.block || totals.block->both_ways > 0;
  std::vector<NetworkMeasure> list;
  const auto add = [&](std::string name, double events, double base, double n) {
    list.push_back({std::move(name), {events, base}, n});
  };
  const auto add_reciprocity = [&] {
    if (!has_reciprocity) return;
    add("reciprocity", 2 * real(totals.reciprocal_pairs), answerable, answerable);
  };
  if (counts) {
    add("connections", edges, 1, pairs);
    add("reciprocal_pairs", real(totals.reciprocal_pairs), 1, edges);
    add_reciprocity();
    add("connection_probability", edges, pairs, pairs);
  } else {
    add("connection_probability", edges, pairs, pairs);
    add_reciprocity();
    add("mean_degree", edges, neurons, neurons);
  }
  if (totals.synapses) add("synapses_per_connection", real(*totals.synapses), edges, edges);
  if (const auto sizes = totals.size_totals()) {
    const double synapses = real(sizes->synapses);
    list.push_back({"mean_synapse_size", {real(sizes->sum), synapses}, synapses, false});
  }
  if (totals.each_synapse) {
    const SynapseTotals& each = *totals.each_synapse;
    const double synapses = real(each.synapses), multiple = real(each.multiple);
    list.push_back({"median_synapse_size",
                    {each.size_median.value_or(0), each.size_median ? 1.0 : 0.0},
                    synapses,
                    false});
    if (each.near) add("near_soma_share", real(*each.near), synapses, synapses);
    if (each.clumped) add("clumped_share", real(*each.clumped), multiple, multiple);
  }
  if (totals.groups) {
    const bool defined = totals.groups->total > 0;
    list.push_back({"modularity",
                    {defined ? modularity(*totals.groups) : 0, defined ? 1.0 : 0.0},
                    edges,
                    false,
                    true});
  }
  if (totals.triads) {
    const TriadCensus& census = *totals.triads;
    const double triples = neurons < 3 ? 0 : neurons * (neurons - 1) * (neurons - 2) / 6;
    // Of millions of triples: most kinds are rare, and shares would begin with many zeros.
    const double millions = neurons < 3 ? 0 : neurons * (neurons - 1) * (neurons - 2) / 6e6;
    for (std::size_t kind = 0; kind < census.triads.size(); ++kind) {
      add(std::string("triad_") + kTriadNames[kind] + (counts ? "" : "_per_million"),
          real(census.triads[kind]), counts ? 1 : millions, triples);
    }
    const double connected = real(census.connected_triples), paths = real(census.two_paths);
    add("transitivity", 3 * real(census.triangles), connected, connected);
    add("transitive_share", real(census.transitive_triples), paths, paths);
    const double clustered = real(census.clustering_vertices);
    list.push_back({"mean_clustering", {census.clustering_sum, clustered}, clustered, false, true});
    const double defined = real(census.transitive_clustering_vertices);
    list.push_back({"mean_transitive_clustering",
                    {census.transitive_clustering_sum, defined},
                    defined,
                    false,
                    true});
  }
  if (totals.simplices) {
    const std::vector<std::uint64_t>&directed = totals.simplices->directed,
          &reciprocal = totals.simplices->reciprocal;
    const auto add_simplices = [&](const char* name, const std::vector<std::uint64_t>& found,
                                   std::size_t last) {
      for (std::size_t k = 2; k <= last; ++k) {
        add(name + std::to_string(k) + (counts ? "" : "_per_neuron"),
            k < found.size() ? real(found[k]) : 0, counts ? 1 : neurons, neurons);
      }
    };
    add_simplices("simplices_", directed, largest.directed);
    add_simplices("reciprocal_simplices_", reciprocal, largest.reciprocal);
    list.push_back({"largest_simplex", {real(directed.size() - 1), 1}, neurons, false});
  }
  if (totals.participation) {
    const std::vector<std::uint64_t>& found = totals.participation->edges;
    for (std::size_t k = 1; k <= largest.of_edges; ++k) {
      add("connections_in_simplices_" + std::to_string(k),
          k <= found.size() ? real(found[k - 1]) : 0, edges, edges);
    }
  }
  if (totals.structure) {
    const NetworkParts& parts = *totals.structure;
    list.push_back({"largest_core", {real(parts.core), 1}, neurons, false});
    for (const auto& [kind, found] :
         {std::pair<std::string, const ComponentSummary&>{"weak", parts.weak},
          {"strong", parts.strong}}) {
      add("largest_" + kind + (counts ? "_component" : "_share"), found.largest,
          counts ? 1 : neurons, neurons);
      add(kind + (counts ? "_components" : "_components_per_neuron"), found.count,
          counts ? 1 : neurons, neurons);
    }
  }
  if (totals.degrees) add_degrees(totals, counts, list);
  if (totals.shared) add_shared(*totals.shared, counts, list);
  if (totals.lengths_nm) {
    list.push_back({"mean_length_um", {*totals.lengths_nm / kNmPerUm, edges}, edges, false, true});
  }
  if (totals.distance) {
    const DistanceFall& fall = *totals.distance;
    list.push_back({"distance_fit_b_per_um",
                    {fall.fit ? fall.fit->b : 0, fall.fit ? 1.0 : 0.0},
                    edges,
                    false,
                    true});
    const double near = fall.pairs.empty() ? 0 : real(fall.pairs[0]);
    add("first_bin_probability", fall.edges.empty() ? 0 : real(fall.edges[0]), near, near);
  }
  return list;
}

NetworkMeasurer::NetworkMeasurer(CsrHalf graph, const MeasureChoice& choice,
                                 const MeasureBase& base)
    : choice_(choice), base_(base) {
  CNX_CHECK(base.sides.fits(graph.vertex_count()));
  choice_.lengths = choice.lengths && !base.places.positions_nm.empty();
  choice_.distance = choice.distance && !base.places.positions_nm.empty();
  graph_.out = std::move(graph);
  if (!wants(stage_)) go_on();
}

bool NetworkMeasurer::wants(Stage stage) const {
  switch (stage) {
    case Stage::Degrees: return choice_.degrees;
    case Stage::Lengths: return choice_.lengths;
    case Stage::Distance: return choice_.distance;
    case Stage::Participation: return choice_.participation;
    case Stage::Weak:
    case Stage::Strong:
    case Stage::Core: return choice_.structure;
    case Stage::WayBack:
    case Stage::Shared: return choice_.shared;
    case Stage::Orient: return choice_.triads || choice_.simplices;
    case Stage::Triads: return choice_.triads;
    case Stage::Simplices: return choice_.simplices;
    case Stage::Done: break;
  }
  return true;
}

bool NetworkMeasurer::go_on() {
  do {
    stage_ = static_cast<Stage>(static_cast<std::uint8_t>(stage_) + 1);
  } while (!wants(stage_));
  // What is not needed any more goes at once: networks are large.
  const bool graph_needed = stage_ <= (wants(Stage::Orient) ? Stage::Orient : Stage::Shared);
  if (!graph_needed) graph_ = OwnedGraph();
  if (stage_ == Stage::Done) oriented_ = OrientedGraph();
  return stage_ == Stage::Done;
}

bool NetworkMeasurer::advance(std::uint64_t work) {
  switch (stage_) {
    case Stage::Degrees: degrees_ = degree_shape(graph_.out, base_.sides); return go_on();
    case Stage::Lengths:
      lengths_nm_ = sum_of_lengths_nm(graph_.out, base_.places.positions_nm);
      return go_on();
    case Stage::Distance:
      if (!fall_counter_) fall_counter_.emplace(graph_.out, base_.places, base_.sides);
      if (!fall_counter_->advance(work)) return false;
      distance_ = fall_counter_->result();
      fall_counter_.reset();
      return go_on();
    case Stage::Participation: {
      if (!edge_counter_) edge_counter_.emplace(graph_.out);
      if (!edge_counter_->advance(work)) return false;
      EdgesByDimension found;
      for (const std::uint8_t dimension : edge_counter_->largest()) {
        if (found.edges.size() < dimension) found.edges.resize(dimension, 0);
        ++found.edges[dimension - std::size_t{1}];
      }
      found.truncated = edge_counter_->truncated();
      participation_ = std::move(found);
      edge_counter_.reset();
      return go_on();
    }
    case Stage::Weak: parts_.weak = weak_component_summary(graph_.out); return go_on();
    case Stage::Strong: parts_.strong = strong_component_summary(graph_.out); return go_on();
    case Stage::Core:
      graph_.in = transpose(graph_.out);
      for (const std::uint32_t core : core_numbers(graph_.view())) {
        parts_.core = core > parts_.core ? core : parts_.core;
      }
      return go_on();
    case Stage::WayBack:
      if (!choice_.structure) graph_.in = transpose(graph_.out);  // else the cores had it made
      shared_counter_.emplace(graph_.view(), base_.sides);
      return go_on();
    case Stage::Shared:
      if (!shared_counter_->advance(work)) return false;
      shared_ = shared_counter_->counts();
      shared_counter_.reset();
      return go_on();
    case Stage::Orient:
      graph_.in = CsrHalf();  // the cores had it made, or what is shared
      oriented_ = orient_all(graph_.out);
      graph_ = OwnedGraph();
      if (choice_.triads) triad_counter_.emplace(oriented_);
      return go_on();
    case Stage::Triads:
      if (!triad_counter_->advance(work)) return false;
      triads_ = triad_counter_->census();
      triad_counter_.reset();
      return go_on();
    case Stage::Simplices:
      if (!simplex_counter_) simplex_counter_.emplace(oriented_);
      if (!simplex_counter_->advance(work)) return false;
      simplices_ = simplex_counter_->counts();
      simplex_counter_.reset();
      return go_on();
    case Stage::Done: return true;
  }
  CNX_CHECK(false);
}

void NetworkMeasurer::put(NetworkTotals& totals) const {
  CNX_CHECK(stage_ == Stage::Done);
  totals.triads = triads_;
  totals.simplices = simplices_;
  if (choice_.structure) totals.structure = parts_;
  totals.degrees = degrees_;
  totals.shared = shared_;
  totals.lengths_nm = lengths_nm_;
  totals.distance = distance_;
  totals.participation = participation_;
}

std::uint64_t weight_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                            const EdgeChoice& choice) {
  std::uint64_t sum = 0;
  for_each_inside(graph, weights, choice, [&](Vertex, std::uint32_t e) { sum += weights[e]; });
  return sum;
}

std::vector<std::uint64_t> weight_by_block(const CsrGraph& graph,
                                           std::span<const std::uint32_t> weights,
                                           const EdgeChoice& choice,
                                           std::span<const std::uint16_t> groups,
                                           std::uint32_t group_count) {
  CNX_CHECK(groups.size() == graph.vertex_count());
  std::vector<std::uint64_t> sums(std::size_t{group_count} * group_count, 0);
  for_each_inside(graph, weights, choice, [&](Vertex u, std::uint32_t e) {
    sums[std::size_t{groups[u]} * group_count + groups[graph.out_targets[e]]] += weights[e];
  });
  return sums;
}

}  // namespace cnx
