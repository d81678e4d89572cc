#pragma once
// null_models.h — random networks that keep something of an observed one. Definitions and what
// each model keeps: docs/statistics.md. All are networks without self-loops and parallel edges,
// and equal states of `random` give equal networks on every machine: only whole numbers, basic
// arithmetic and square roots decide.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "stats/block_sides.h"
#include "stats/random.h"

namespace cnx {

/// More groups than this make blocks with a handful of pairs, which a model would only copy.
inline constexpr std::uint32_t kMaxBlockGroups = 128;

/// Stochastic block model with exact counts: for each pair of groups (a, b), a uniformly random
/// choice of block_edges[a * group_count + b] of the ordered pairs of different vertices in it
/// (the microcanonical model; Holland, Laskey and Leinhardt 1983 for the one with probabilities).
/// One group gives the random graph of Erdős and Rényi 1959 with exactly that number of edges.
/// With `sides` the pairs are those of a block of two sets of vertices alone.
/// Preconditions: groups [vertices] below group_count <= kMaxBlockGroups; no block has more edges
/// than pairs. O(vertices * groups + edges).
CsrHalf random_block_graph(std::span<const std::uint16_t> groups, std::uint32_t group_count,
                           std::span<const std::uint64_t> block_edges, Random& random,
                           const BlockSides& sides = {});

/// Edges from each group to each other in a graph, for random_block_graph. Self-loops are left out.
/// With `answerable` sides of a block only edges whose way back is in the block, too.
std::vector<std::uint64_t> count_block_edges(const CsrHalf& graph,
                                             std::span<const std::uint16_t> groups,
                                             std::uint32_t group_count,
                                             const BlockSides& answerable = {});

/// Of the same edges those whose reverse is there, too. They sum to twice the reciprocal pairs.
/// Precondition and cost: as count_reciprocal_pairs.
std::vector<std::uint64_t> count_block_answers(const CsrHalf& graph,
                                               std::span<const std::uint16_t> groups,
                                               std::uint32_t group_count);

/// The configuration model of Connectome-utilities: the targets of all edges are shuffled, then
/// self-loops and repeated edges are dropped, which leaves slightly fewer edges. Who sends none
/// still sends none, and who receives none receives none: a block of two sets stays one.
struct ConfigurationGraph {
  CsrHalf half;
  std::uint64_t self_loops = 0, repeats = 0;  // dropped
};
ConfigurationGraph configuration_graph(const CsrHalf& observed, Random& random);

/// A random subset of `pool` that holds as many members of each label as `chosen` does. Labels at
/// or above label_count are never drawn, and chosen vertices with one are not replaced.
/// Preconditions: all arrays are [vertices]; for each label, the pool has enough. O(vertices).
std::vector<std::uint8_t> random_matched_subset(std::span<const std::uint8_t> chosen,
                                                std::span<const std::uint8_t> pool,
                                                std::span<const std::uint16_t> labels,
                                                std::uint32_t label_count, Random& random);

/// The sides of a block drawn anew: vertices of pre alone and of both from `pre_pool`, those of
/// post alone from `post_pool`. Each of the three parts holds as many members of each label as
/// before, and no vertex is in two of them; of one pool all such choices are equally likely.
/// Preconditions: the post pool holds the pre pool; as random_matched_subset for pre, and for both
/// sides together; sides that are not everything. O(vertices).
struct MatchedSides {
  std::vector<std::uint8_t> pre, post;  // [vertices]
};
MatchedSides random_matched_sides(const BlockSides& sides, std::span<const std::uint8_t> pre_pool,
                                  std::span<const std::uint8_t> post_pool,
                                  std::span<const std::uint16_t> labels, std::uint32_t label_count,
                                  Random& random);

inline constexpr std::uint16_t kNoLabel = 0xffff;

/// Labels for random_matched_subset by a number: the bin of each value in a histogram of
/// `bin_count` equal bins between the smallest and the largest value among the chosen, the last
/// bin closed; `bin_count` for NaN, which is matched with NaN; kNoLabel outside of the bins.
/// Connectome-utilities takes 50. O(vertices).
std::vector<std::uint16_t> histogram_labels(std::span<const double> values,
                                            std::span<const std::uint8_t> chosen,
                                            std::uint32_t bin_count);

/// Unordered pairs {u, v}, u != v, with both edges. Precondition: rows rise. O(edges + vertices)
/// in a sparse graph, O(edges log degree) in any; memory: at most 2 bytes an edge and 8 a vertex.
std::uint64_t count_reciprocal_pairs(const CsrHalf& graph);

}  // namespace cnx
