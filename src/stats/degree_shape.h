#pragma once
// degree_shape.h — how unequal the degrees of a network are, and how densely the vertices of the
// highest degree are connected with each other. Definitions: docs/statistics.md, numbers of a
// network.

#include <array>
#include <cstdint>
#include <span>

#include "graph/csr_build.h"
#include "stats/block_sides.h"

namespace cnx {

/// Of the degrees of one direction, over the vertices that may have edges in it.
struct DegreeSums {
  std::uint64_t vertices = 0, sum = 0, squares = 0;

  double mean() const;  // NaN without a vertex
  double sd() const;    // with n - 1; NaN with fewer than two vertices
  bool operator==(const DegreeSums&) const = default;
};

/// The vertices of degree `degree` or more: the fewest that are at least a share of all.
struct RichestClub {
  std::uint32_t degree = 0;   // in plus out
  std::uint32_t members = 0;  // more than the share where several have the same degree
  std::uint64_t pairs = 0;    // ordered, of different members; in a block those of the block
  std::uint64_t edges = 0;    // between members

  bool operator==(const RichestClub&) const = default;
};

/// The shares of vertices that clubs are made of.
inline constexpr std::array<std::uint32_t, 2> kRichestPercents = {10, 1};

struct DegreeShape {
  DegreeSums out, in;                                      // of those that send, that receive
  std::array<RichestClub, kRichestPercents.size()> clubs;  // by kRichestPercents

  bool operator==(const DegreeShape&) const = default;
};

/// Preconditions: no self-loops; sides that fit the graph. O(vertices + edges).
DegreeShape degree_shape(const CsrHalf& graph, const BlockSides& sides = {});

/// Sum over the edges of the distances between their vertices, nm, in the order of the edges: equal
/// everywhere. `positions_nm` [3 * vertices] x, y, z of each. O(vertices + edges).
double sum_of_lengths_nm(const CsrHalf& graph, std::span<const std::int32_t> positions_nm);

}  // namespace cnx
