#pragma once
// distance_fall.h — how connection probability falls with distance, as a few numbers of a network
// (stats/distance_profile.h). Definitions: docs/statistics.md, numbers of a network.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "stats/block_sides.h"
#include "stats/distance_profile.h"

namespace cnx {

struct DistanceFall {
  std::vector<std::uint64_t> pairs;   // ordered, by bin; empty: too far apart for bins, or no pair
  std::vector<std::uint64_t> edges;   // of those pairs
  std::optional<ExponentialFit> fit;  // none: fewer than two bins with edges
  bool too_far = false;

  bool operator==(const DistanceFall&) const = default;
};

/// Where vertices are, and which bins their distances have.
struct DistancePlaces {
  std::span<const std::int32_t> positions_nm;  // [3 * vertices] x, y, z of each
  std::uint32_t bin_nm = 0;                    // at least 1
  // DistanceFall::pairs of the same vertices, sides and bins, which are not counted again then.
  std::span<const std::uint64_t> pairs = {};
};

/// Counts them in slices. What the arguments look at outlives it.
/// O(pairs + edges), or O(edges) where pairs are known; memory: 17 bytes a vertex.
class DistanceFallCounter {
 public:
  /// Preconditions: no self-loops; sides that fit the graph.
  DistanceFallCounter(const CsrHalf& graph, const DistancePlaces& places, const BlockSides& sides);
  DistanceFallCounter(const DistanceFallCounter&) = delete;  // the profile looks at what is here
  DistanceFallCounter& operator=(const DistanceFallCounter&) = delete;

  /// Looks at about `work` more pairs; true when all were.
  bool advance(std::uint64_t work);
  /// Precondition: advance() has said true.
  DistanceFall result() const;

 private:
  std::vector<std::int32_t> x_nm_, y_nm_, z_nm_;
  std::vector<std::uint8_t> everyone_;
  std::optional<DistanceProfileJob> profile_;  // none: too far apart
};

}  // namespace cnx
