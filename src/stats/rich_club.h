#pragma once
// rich_club.h — are the vertices of high degree connected with each other? The density among the
// vertices of degree k or more, for rising k (Colizza, Flammini, Serrano and Vespignani 2006,
// Detecting rich-club ordering in complex networks, Nature Physics 2; here for directed networks).

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "stats/block_sides.h"

namespace cnx {

/// At most so many values of k.
inline constexpr std::uint32_t kMaxRichClubSteps = 100;

/// The club of each k; a rewired network that keeps all degrees has the same clubs.
class RichClub {
 public:
  /// k rises from 1 in equal steps as long as the club has a pair, that is, two vertices of degree
  /// k or more; the step is the smallest that needs no more than kMaxRichClubSteps. The degree is
  /// in-degree plus out-degree. With `sides` pairs are those of a block of two sets alone.
  /// Preconditions: no self-loops; sides that fit the graph. O(vertices + edges).
  explicit RichClub(const CsrHalf& graph, const BlockSides& sides = {});

  const std::vector<std::uint32_t>& degrees() const { return degrees_; }  // k, rising
  const std::vector<std::uint32_t>& members() const { return members_; }  // vertices of the club
  const std::vector<std::uint64_t>& pairs() const { return pairs_; }      // ordered, at least 1
  /// [k] edges between members of the club in a network with these degrees, as its edges' ends.
  /// O(edges).
  std::vector<std::uint64_t> edges_within(std::span<const Vertex> sources,
                                          std::span<const Vertex> targets) const;
  /// Edges divided by the club's pairs: ordered, of different members.
  double density(std::size_t k, std::uint64_t edges) const;

 private:
  std::vector<std::uint32_t> degrees_, members_;
  std::vector<std::uint64_t> pairs_;
  std::vector<std::uint8_t> clubs_;  // [vertices] how many of the clubs hold it
};

}  // namespace cnx
