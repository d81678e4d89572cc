#pragma once
// network_measures.h — the list of numbers that say what a network is like, one number each: what
// random controls and permutations are compared by. Definitions: docs/statistics.md, numbers of a
// network.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/csr_build.h"
#include "graph/induced_subgraph.h"
#include "stats/block_sides.h"
#include "stats/components.h"
#include "stats/degree_shape.h"
#include "stats/distance_fall.h"
#include "stats/edge_participation.h"
#include "stats/edge_synapses.h"
#include "stats/modularity.h"
#include "stats/network_counts.h"
#include "stats/oriented_graph.h"
#include "stats/shared_neighbors.h"
#include "stats/simplex_counts.h"
#include "stats/triad_census.h"

namespace cnx {

/// What is counted of a network besides its edges, by what it costs.
struct MeasureChoice {
  bool triads = false;         // the 16 kinds, transitivity, transitive share, both clusterings
  bool simplices = false;      // by dimension, directed, reciprocal; in a dense network for hours
  bool structure = false;      // components and cores
  bool degrees = false;        // how unequal they are, and the density among the highest
  bool shared = false;         // partners that two vertices share, of connected pairs and of others
  bool lengths = false;        // distances between the vertices of edges
  bool distance = false;       // how the connection probability falls with distance: all pairs
  bool participation = false;  // edges by the largest simplex that holds them; as simplices

  bool any() const {
    return triads || simplices || structure || degrees || shared || places() || participation;
  }
  /// Whether it needs to know where the vertices are.
  bool places() const { return lengths || distance; }
  bool operator==(const MeasureChoice&) const = default;
};

struct NetworkParts {
  std::uint32_t core = 0;         // the largest core number
  ComponentSummary weak, strong;  // components

  bool operator==(const NetworkParts&) const = default;
};

/// The largest dimensions of simplices: of directed ones, of those with all pairs reciprocal, and
/// of those that edges were found in.
struct SimplexDimensions {
  std::size_t directed = 0, reciprocal = 0, of_edges = 0;

  bool operator==(const SimplexDimensions&) const = default;
};
/// What holds both, kind by kind.
SimplexDimensions widest(const SimplexDimensions& a, const SimplexDimensions& b);

/// Where the edges are those of a block of two sets of vertices: what could be there.
struct BlockBase {
  std::uint64_t pairs = 0;             // ordered, of different vertices
  std::uint64_t both_ways = 0;         // of those, with the way back in the block, too
  std::uint64_t answerable_edges = 0;  // edges of such pairs

  bool operator==(const BlockBase&) const = default;
};

/// How many edges have a largest simplex of each dimension, from 1 on; no trailing 0.
struct EdgesByDimension {
  std::vector<std::uint64_t> edges;
  bool truncated = false;  // there are larger simplices than were looked at

  bool operator==(const EdgesByDimension&) const = default;
};

/// How large synapses are: the sizes of so many in sum.
struct SizeTotals {
  std::uint64_t sum = 0, synapses = 0;

  bool operator==(const SizeTotals&) const = default;
};

/// What the numbers are made of; what was not counted is not there. Self-loops do not count.
struct NetworkTotals {
  std::uint64_t vertices = 0, edges = 0, reciprocal_pairs = 0;
  std::optional<BlockBase> block;             // none: any vertex may have an edge to any other
  std::optional<std::uint64_t> synapses;      // of the edges
  std::optional<SizeTotals> sizes;            // of those synapses
  std::optional<SynapseTotals> each_synapse;  // of the same, one by one; then `sizes` need not be
  std::optional<GroupTotals> groups;          // of the edges, for the modularity
  std::optional<TriadCensus> triads;
  std::optional<SimplexCounts> simplices;
  std::optional<NetworkParts> structure;
  std::optional<DegreeShape> degrees;
  bool degrees_kept = false;  // all networks at hand have these degrees: their spread tells nothing
  std::optional<SharedNeighborCounts> shared;
  std::optional<double> lengths_nm;  // sum over the edges
  std::optional<DistanceFall> distance;
  std::optional<EdgesByDimension> participation;

  /// None where neither was counted.
  std::optional<SizeTotals> size_totals() const;
  /// Whether simplices were met that are too large to be listed.
  bool truncated() const {
    return (simplices && simplices->truncated) || (participation && participation->truncated);
  }
};

/// One number: events / base, NaN where the base is 0.
struct NetworkMeasure {
  std::string name;  // its word in JSON
  Ratio value;
  double n = 0;  // how many vertices, edges, pairs or triples it rests on
  bool events_are_counts = true;
  bool sums_reals = false;  // rounding makes equal ones unequal in the last digits

  double number() const;
};

/// The same network with other edges has counts to compare; two networks of unlike sizes need them
/// for each neuron, as shares.
enum class MeasureScale : std::uint8_t { Counts, Shares };

/// All numbers that the totals have, in one order: of networks that were counted alike the n-th
/// is the same. In a block the connection probability is over its pairs, the reciprocity over the
/// edges that can be answered, and left out where there is no pair that could be. Simplices have
/// dimensions 2 to the `largest` of their kind; larger ones are in none of the counts, only in
/// "largest_simplex". Of shares the spread of degrees is over their mean, and what two vertices
/// share over what is expected. O(1) but for the groups of the modularity.
std::vector<NetworkMeasure> measures_of(const NetworkTotals& totals, MeasureScale scale,
                                        const SimplexDimensions& largest);

/// Edges from a vertex on both sides to another one. Precondition: sides that fit the graph.
/// O(vertices + edges of those on both sides).
std::uint64_t count_answerable(const CsrHalf& graph, const BlockSides& sides);

/// The largest dimensions of the totals' simplices; 0 where none were counted.
SimplexDimensions largest_simplices(const NetworkTotals& totals);

/// What a network has besides its edges. What the spans look at outlives the measurer.
struct MeasureBase {
  BlockSides sides;       // of a block
  DistancePlaces places;  // for the lengths and the distance; empty: none
};

/// Counts what was chosen in slices, and frees the graph as soon as it can.
class NetworkMeasurer {
 public:
  /// Without positions there are no lengths and no distance. Precondition: no self-loops; a base
  /// that fits.
  NetworkMeasurer(CsrHalf graph, const MeasureChoice& choice, const MeasureBase& base = {});
  NetworkMeasurer(const NetworkMeasurer&) = delete;  // counters look at oriented_
  NetworkMeasurer& operator=(const NetworkMeasurer&) = delete;

  /// Goes on for about `work` looks at a neighbor; degrees, lengths, components, cores and getting
  /// ready are a slice each. True when all is counted. Time: that of the kernels; memory: 8 bytes
  /// an edge with the graph for the structure and for what is shared, 8 while triads or simplices
  /// get ready and 4 while they are counted.
  bool advance(std::uint64_t work);
  /// Puts what was counted into the totals. Precondition: advance() has said true.
  void put(NetworkTotals& totals) const;

 private:
  enum class Stage : std::uint8_t {
    Degrees,
    Lengths,
    Distance,
    Participation,
    Weak,
    Strong,
    Core,
    WayBack,
    Shared,
    Orient,
    Triads,
    Simplices,
    Done
  };

  bool wants(Stage stage) const;
  bool go_on();  // to the next stage that is wanted; true when that is Done

  MeasureChoice choice_;
  MeasureBase base_;
  Stage stage_ = Stage::Degrees;
  OwnedGraph graph_;
  OrientedGraph oriented_;
  std::optional<TriadCounter> triad_counter_;
  std::optional<SimplexCounter> simplex_counter_;
  std::optional<TriadCensus> triads_;
  std::optional<SimplexCounts> simplices_;
  NetworkParts parts_;
  std::optional<DegreeShape> degrees_;
  std::optional<double> lengths_nm_;
  std::optional<DistanceFallCounter> fall_counter_;
  std::optional<DistanceFall> distance_;
  std::optional<EdgeParticipation> edge_counter_;
  std::optional<EdgesByDimension> participation_;
  std::optional<SharedNeighborCounter> shared_counter_;
  std::optional<SharedNeighborCounts> shared_;
};

/// Weights of the chosen edges, self-loops left out. O(vertices + edges of pre).
std::uint64_t weight_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                            const EdgeChoice& choice);

/// The same from each group to each other, [group_count²]. Precondition: groups [vertices] below
/// group_count.
std::vector<std::uint64_t> weight_by_block(const CsrGraph& graph,
                                           std::span<const std::uint32_t> weights,
                                           const EdgeChoice& choice,
                                           std::span<const std::uint16_t> groups,
                                           std::uint32_t group_count);

}  // namespace cnx
