#pragma once
// edge_participation.h — which directed simplices hold each connection: all-to-all connected groups
// of neurons in an order (v0 … vk) with vi -> vj for all i < j. A simplex of dimension k holds the
// k (k + 1) / 2 edges of its order; the answer of a reciprocal pair is part of another order.
//
// Simplices are walked through as a tree of orders, below each first vertex within its targets as
// bit sets, of which only words with a bit are kept where the targets are too many for a square of
// them. An edge is charged once for a whole branch, where its second end enters the order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "graph/csr_build.h"
#include "stats/simplex_counts.h"

namespace cnx {

/// 12 MB of a row and those in it: rows of up to 8,192 targets.
inline constexpr std::size_t kSquareWords = std::size_t{1} << 20;

/// Finds in slices how large simplices get around each edge, or how many of each dimension hold it.
/// Time: a look at each target of each target of a vertex, and some steps for each simplex and
/// vertex in it. Memory: 1 byte an edge, and of the longest row 1.5 times its square in bits, but
/// 12 bytes a word of `square_words` at most, and up to 20 bytes for each edge among its targets;
/// for the numbers 8 bytes an edge more, and 4 for each edge and dimension that it is in.
class EdgeParticipation {
 public:
  /// Finds the largest dimensions. `out` outlives this and has no self-loops. Orders of more than
  /// `max_vertices` (2 or more) are cut there. Rows whose square has more than `square_words` words
  /// of 64 bits are counted with less memory and somewhat more time.
  explicit EdgeParticipation(const CsrHalf& out, std::size_t max_vertices = kMaxCliqueVertices,
                             std::size_t square_words = kSquareWords);
  /// Finds the numbers. `largest` is what the first walk over the same edges has found.
  EdgeParticipation(const CsrHalf& out, std::vector<std::uint8_t> largest,
                    std::size_t max_vertices = kMaxCliqueVertices,
                    std::size_t square_words = kSquareWords);

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
  /// 64 positions of the row, of which there are some.
  struct Word {
    std::uint64_t bits = 0;
    std::uint32_t index = 0;
    std::uint32_t edges_before = 0;  // of a target's words: inner edges before the first of these
  };
  /// Where the walk over those who can come next is: the bits of `left`, of the words from `first`
  /// to `end` those behind `word`. What was met below the vertex that opened the level is gathered
  /// beside it.
  struct Level {
    std::size_t first = 0, word = 0, end = 0;  // in candidates_
    std::uint64_t left = 0;
    std::uint32_t position = 0;  // of that vertex in the row; the first vertex has none
    std::size_t deepest = 0;     // dimension
    std::array<std::uint64_t, kMaxCliqueVertices> simplices{};  // by dimension, where counted
  };

  void begin_row();
  void begin_targets();
  bool walk_row(std::uint64_t work);
  std::size_t keep_targets(const Level& level, std::uint32_t position);
  void charge(std::size_t members, std::uint32_t position, const Level& branch);
  std::uint32_t edge_between(std::uint32_t from, std::uint32_t to) const;

  const CsrHalf& out_;
  std::size_t max_vertices_, square_words_;
  std::uint32_t source_ = 0;  // the next first vertex
  std::uint64_t work_ = 0;

  // The targets of the first vertex, by position in its row, and the edges among them: as a square
  // of words, or where that is too large as the words that have a bit.
  std::uint32_t length_ = 0, words_ = 0;
  bool square_ = true;
  std::vector<std::uint64_t> marked_;        // bit set over vertices
  std::vector<std::uint32_t> place_;         // [vertices] position, where marked
  std::vector<std::uint64_t> targets_;       // [length * words] bit sets of positions
  std::vector<std::uint32_t> edges_before_;  // [length * words] inner edges before the word's first
  std::vector<Word> few_targets_;            // of one position after the other, by index
  std::vector<std::size_t> first_word_;      // [length + 1] in few_targets_
  std::vector<std::uint32_t> inner_edges_;   // their numbers in `out`
  std::vector<Word> candidates_;             // who can come next, of one level after the other

  std::array<Level, kMaxCliqueVertices + 1> levels_{};  // by members
  std::size_t members_ = 0;                             // 0: no row is begun

  std::vector<std::uint8_t> largest_;
  std::vector<std::size_t> first_count_;  // [edges + 1], or empty
  std::vector<std::uint32_t> counts_;     // of each edge, by dimension from 2
  bool truncated_ = false;
};

}  // namespace cnx
