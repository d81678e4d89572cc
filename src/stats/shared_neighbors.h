#pragma once
// shared_neighbors.h — how many partners two vertices share, in connected pairs and in others,
// against what their degrees alone would give. Definitions: docs/statistics.md.

#include <array>
#include <cstdint>
#include <vector>

#include "stats/neighbor_rows.h"

namespace cnx {

/// Sums over unordered pairs {i, j} of different vertices.
struct SharedSums {
  std::uint64_t shared = 0;    // vertices that are partners of both
  std::uint64_t products = 0;  // partners of i other than j, times partners of j other than i

  bool operator==(const SharedSums&) const = default;
};

/// What counts as a partner.
enum class PartnerKind : std::uint8_t { Targets, Sources, Either };
inline constexpr std::size_t kPartnerKindCount = 3;

struct SharedNeighborCounts {
  std::uint64_t vertices = 0;
  std::uint64_t connected_pairs = 0, unconnected_pairs = 0;
  std::array<SharedSums, kPartnerKindCount> connected, unconnected;  // by PartnerKind

  /// What one pair with `product` shares by chance is hypergeometric with the mean
  /// product / (vertices - 2): so many of the other vertices are drawn by i, and so many by j.
  bool operator==(const SharedNeighborCounts&) const = default;
};

/// Counts in slices. Connected pairs are looked at one by one, all pairs together follow from
/// degrees. Time: Σ over connected pairs of the smaller of the two degrees; memory: 1 byte a
/// vertex.
class SharedNeighborCounter {
 public:
  /// `rows` outlives the counter. Precondition: fewer than 2^31 connected pairs.
  explicit SharedNeighborCounter(const NeighborRows& rows);

  /// Goes on until about `work` entries were looked at; true when all is counted.
  bool advance(std::uint64_t work);
  double share_done() const;
  /// Precondition: advance() has said true.
  const SharedNeighborCounts& counts() const { return counts_; }

 private:
  void count_row(Vertex u);
  void finish();

  const NeighborRows& rows_;
  Vertex next_ = 0;
  std::uint64_t work_ = 0;
  std::vector<std::uint8_t> directions_;  // [vertices] of the row at hand; else 0
  std::vector<std::uint32_t> out_, in_;   // [vertices] degrees
  SharedNeighborCounts counts_;
};

}  // namespace cnx
