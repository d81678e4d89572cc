#pragma once
// distance_graph.h — random networks in which distance alone decides how likely a connection is.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "stats/block_sides.h"
#include "stats/distance_pairs.h"
#include "stats/random.h"

namespace cnx {

/// Each ordered pair of different vertices is connected independently with the probability of the
/// bin of its distance: probabilities[k] for [k w, (k + 1) w), 0 beyond the last. Pairs at
/// distance 0 are never connected. The distance-dependent model of Connectome-utilities, with the
/// observed probabilities instead of a fitted curve. With `sides` only the pairs of a block of two
/// sets of vertices are.
///
/// Equal states of `random` give equal networks on every machine (portable_log.h).
/// Vertices are packed into blocks of 32 close ones; a pair of blocks knows the largest probability
/// that it can hold and draws how many pairs to skip, so that the cost is about that of the
/// connections: O((vertices / 32)² + draws), some 0.5 s for 65,000 vertices.
/// Preconditions: can_bin_distances for all vertices; 0 <= p <= 1.
CsrHalf random_distance_graph(const SomaPositions& positions, std::span<const double> probabilities,
                              std::uint32_t bin_nm, Random& random, const BlockSides& sides = {});

}  // namespace cnx
