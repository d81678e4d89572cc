#pragma once
// edge_participation.h — which directed simplices hold each connection: all-to-all connected groups
// of neurons in an order (v0 … vk) with vi -> vj for all i < j. A simplex of dimension k holds the
// k (k + 1) / 2 edges of its order; the answer of a reciprocal pair is part of another order.
//
// Simplices are walked through as a tree of orders, below each first vertex within its targets as
// bit sets. An edge is charged once for a whole branch, where its second end enters the order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "graph/csr_build.h"
#include "stats/simplex_counts.h"

namespace cnx {

/// Finds in slices how large simplices get around each edge, or how many of each dimension hold it.
/// Time: a look at each target of each target of a vertex, and some steps for each simplex and
/// vertex in it. Memory: 1 byte an edge, and of the longest row the square in bits and its inner
/// edges; for the numbers 8 bytes an edge more, and 4 for each edge and dimension that it is in.
class EdgeParticipation {
 public:
  /// Finds the largest dimensions. `out` outlives this and has no self-loops. Orders of more than
  /// `max_vertices` (2 or more) are cut there.
  explicit EdgeParticipation(const CsrHalf& out, std::size_t max_vertices = kMaxCliqueVertices);
  /// Finds the numbers. `largest` is what the first walk over the same edges has found.
  EdgeParticipation(const CsrHalf& out, std::vector<std::uint8_t> largest,
                    std::size_t max_vertices = kMaxCliqueVertices);

  /// Goes on until about `work` steps are done; true when all is counted.
  bool advance(std::uint64_t work);
  double share_done() const;

  // Precondition of what follows: advance() has said true.

  /// [edges] the largest dimension of a simplex that holds the edge; 1: it is in no triangle.
  std::span<const std::uint8_t> largest() const { return largest_; }
  /// [largest()[edge] - 1] simplices of dimension 2, 3 … that hold the edge; 2^32 - 1 stands for
  /// that many or more. Empty where it was made for the largest dimensions.
  std::span<const std::uint32_t> counts(std::size_t edge) const {
    if (first_count_.empty()) return {};
    return std::span(counts_).subspan(first_count_[edge],
                                      first_count_[edge + 1] - first_count_[edge]);
  }
  /// As they are, for the walk that finds the numbers.
  std::vector<std::uint8_t> take_largest() { return std::move(largest_); }
  /// There are larger simplices than were looked at.
  bool truncated() const { return truncated_; }

 private:
  /// Where the walk over those who can come next is: the bits of `left`, then the words behind
  /// `word`. What was met below the vertex that opened the level is gathered beside it.
  struct Level {
    std::uint32_t word = 0;
    std::uint64_t left = 0;
    std::uint32_t position = 0;  // of that vertex in the row; the first vertex has none
    std::size_t deepest = 0;     // dimension
    std::array<std::uint64_t, kMaxCliqueVertices> simplices{};  // by dimension, where counted
  };

  void begin_row();
  bool walk_row(std::uint64_t work);
  void charge(std::size_t members, std::uint32_t position, const Level& branch);
  std::uint32_t edge_between(std::uint32_t from, std::uint32_t to) const;

  const CsrHalf& out_;
  std::size_t max_vertices_;
  std::uint32_t source_ = 0;  // the next first vertex
  std::uint64_t work_ = 0;

  // The targets of the first vertex, by position in its row, and the edges among them.
  std::uint32_t length_ = 0, words_ = 0;
  std::vector<std::uint64_t> marked_;        // bit set over vertices
  std::vector<std::uint32_t> place_;         // [vertices] position, where marked
  std::vector<std::uint64_t> targets_;       // [length * words] bit sets of positions
  std::vector<std::uint32_t> edges_before_;  // [length * words] inner edges before the word's first
  std::vector<std::uint32_t> inner_edges_;   // their numbers in `out`
  std::vector<std::uint64_t> candidates_;    // [members * words] who can come next

  std::array<Level, kMaxCliqueVertices + 1> levels_{};  // by members
  std::size_t members_ = 0;                             // 0: no row is begun

  std::vector<std::uint8_t> largest_;
  std::vector<std::size_t> first_count_;  // [edges + 1], or empty
  std::vector<std::uint32_t> counts_;     // of each edge, by dimension from 2
  bool truncated_ = false;
};

}  // namespace cnx
