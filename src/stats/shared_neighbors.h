#pragma once
// shared_neighbors.h — how many partners two vertices share, in connected pairs and in others,
// against what their degrees alone would give. Definitions: docs/statistics.md.

#include <array>
#include <cstdint>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/block_sides.h"
#include "stats/neighbor_rows.h"

namespace cnx {

/// What counts as a partner.
enum class PartnerKind : std::uint8_t { Targets, Sources, Either };
inline constexpr std::size_t kPartnerKindCount = 3;

/// Sums over unordered pairs {i, j} of different vertices that can have such partners.
struct SharedSums {
  std::uint64_t pairs = 0;
  std::uint64_t shared = 0;  // vertices that are partners of both
  // Partners of i other than j, times partners of j other than i; by how many of the two are
  // themselves among those that can be partners: 2 but in a block of two sets.
  std::array<std::uint64_t, 3> products{};

  bool operator==(const SharedSums&) const = default;
};

struct SharedNeighborCounts {
  std::array<std::uint64_t, kPartnerKindCount> candidates{};  // vertices that can be partners
  std::array<SharedSums, kPartnerKindCount> connected, unconnected;  // by PartnerKind

  bool operator==(const SharedNeighborCounts&) const = default;
};

/// What the pairs of `sums` would share by chance. What one pair shares is hypergeometric: of the
/// candidates other than the two themselves, so many are drawn by i, and so many by j.
double expected_shared(const SharedSums& sums, std::uint64_t candidates);

/// Counts in slices. With `sides` of a block of two sets, targets are those of pairs that both send
/// and are looked for among those that receive, sources the other way round; `Either` stays that of
/// all pairs and all vertices. Connected pairs are looked at one by one, all pairs together follow
/// from degrees. Time: Σ over connected pairs of the smaller of the two degrees; memory: 1 byte a
/// vertex.
class SharedNeighborCounter {
 public:
  /// `rows`, and what `sides` look at, outlive the counter. Preconditions: fewer than 2^31
  /// connected pairs; sides by vertex of the rows, all of whose edges lie in the block.
  explicit SharedNeighborCounter(const NeighborRows& rows, const BlockSides& sides = {});
  /// The same but for `Either`, of which nothing is counted, from both halves of a graph: what
  /// these look at outlives the counter. Precondition: no self-loops.
  explicit SharedNeighborCounter(const CsrGraph& halves, const BlockSides& sides = {});

  /// Goes on until about `work` entries were looked at; true when all is counted.
  bool advance(std::uint64_t work);
  double share_done() const;
  /// Precondition: advance() has said true.
  const SharedNeighborCounts& counts() const { return counts_; }

 private:
  /// How many partners two vertices share.
  struct Found {
    std::uint32_t targets = 0, sources = 0, either = 0;
  };

  SharedNeighborCounter(const NeighborRows* rows, const CsrGraph& halves, const BlockSides& sides);
  Vertex vertex_count() const { return static_cast<Vertex>(out_.size()); }
  bool counts_either() const { return rows_ != nullptr; }
  std::uint64_t row_size(Vertex v) const;
  template <typename Visit>
  void for_each_partner(Vertex u, Visit visit) const;
  Found shared_with(Vertex v) const;
  void count_row(Vertex u);
  bool has_partners(PartnerKind kind, Vertex v) const;
  bool is_candidate(PartnerKind kind, Vertex v) const;
  void finish();

  const NeighborRows* rows_;  // null: they are in the halves
  CsrGraph halves_;
  BlockSides sides_;
  Vertex next_ = 0;
  std::uint64_t work_ = 0;
  std::vector<std::uint8_t> directions_;  // [vertices] of the row at hand; else 0
  std::vector<std::uint32_t> out_, in_;   // [vertices] degrees
  SharedNeighborCounts counts_;
};

}  // namespace cnx
