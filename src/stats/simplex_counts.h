#pragma once
// simplex_counts.h — all-to-all connected groups of neurons: directed simplices of every dimension.
//
// A directed simplex of dimension k is an ordered (v0 … vk) with vi -> vj for all i < j. Cliques of
// the undirected shape are listed along the degree order (kClist: Danisch, Balalau & Sozio,
// "Listing k-cliques in sparse real-world graphs", WWW 2018); how many simplices a clique holds is
// the number of orders in which each vertex sends to all that follow, counted over the sets that
// can follow.

#include <array>
#include <cstdint>
#include <vector>

#include "stats/oriented_graph.h"

namespace cnx {

/// Cliques with more vertices than this are not listed (a number for each subset is too much).
inline constexpr std::size_t kMaxCliqueVertices = 20;

struct SimplexCounts {
  // By dimension from 0; no trailing zeros but for dimension 0 of an empty graph.
  std::vector<std::uint64_t> directed;    // ordered; a reciprocal pair is two of dimension 1
  std::vector<std::uint64_t> cliques;     // groups of dimension + 1 vertices, any direction will do
  std::vector<std::uint64_t> reciprocal;  // cliques with both directions between all of them
  bool truncated = false;                 // there are cliques too large to be listed
};

/// Counts in slices. Time: that of the triad census, and for each clique of n vertices n² where it
/// has no reciprocal pair, 2^n · n where it has nothing else; memory: 8 bytes a vertex and
/// dimension, and the square of the longest row.
class SimplexCounter {
 public:
  /// `graph` outlives the counter. Larger cliques than `max_vertices` (4 or more) are not listed.
  explicit SimplexCounter(const OrientedGraph& graph,
                          std::size_t max_vertices = kMaxCliqueVertices);

  /// Goes on until about `work` steps are done; true when all is counted. It can stop in the middle
  /// of a clique's cliques, of which a dense network has more than anybody can wait for.
  bool advance(std::uint64_t work);
  double share_done() const;
  /// Precondition: advance() has said true.
  SimplexCounts counts() const;
  /// [dimension][rank] directed simplices that hold the vertex. Precondition: as counts().
  const std::vector<std::vector<std::uint64_t>>& participation() const { return participation_; }

 private:
  void begin_row();
  bool count_edge(std::uint64_t work);
  bool extend(std::uint64_t work);
  void push(std::size_t members, std::uint32_t position);
  void pop(std::size_t members);
  std::uint64_t orders_of(std::uint32_t set);
  void add(std::size_t members, std::uint64_t orders, bool mutual);
  std::uint32_t directions(std::size_t member, std::uint32_t position) const;

  const OrientedGraph& graph_;
  std::size_t max_vertices_;
  std::uint32_t row_ = 0, position_ = 0;  // the next edge to do
  std::uint64_t work_ = 0;

  // The row's neighborhood: who of its entries is connected with which later entry.
  std::uint32_t length_ = 0, words_ = 0;
  std::vector<std::uint64_t> marked_;      // bit set over ranks
  std::vector<std::uint32_t> place_;       // [vertices] position in the row, where marked
  std::vector<std::uint64_t> later_;       // [length * words] bit set of positions
  std::vector<std::uint8_t> between_;      // [length * length] directions, where a bit is set
  std::vector<std::uint64_t> candidates_;  // [depth * words]

  // The clique at hand: its vertices, and to whom of them each sends.
  std::array<std::uint32_t, kMaxCliqueVertices> member_{};     // position; the first is the row
  std::array<std::uint32_t, kMaxCliqueVertices> receivers_{};  // bit set of members
  struct Known {
    std::uint64_t orders = 0;
    std::uint64_t clique = 0;  // the clique that it was counted for, by number
  };
  std::vector<Known> known_;  // [2^members] orders of sets that were met
  std::uint64_t clique_ = 0;

  /// Where the walk over the candidates of a level is: the next ones are the bits of `left`, then
  /// those of the words behind `word`.
  struct Level {
    std::uint32_t word = 0;
    std::uint64_t left = 0;
    bool mutual = false;  // of the members before it
  };
  std::array<Level, kMaxCliqueVertices + 1> levels_{};  // by members
  std::size_t level_ = 0;                               // 0: no edge is begun; 2: at triangles
  bool edge_pushed_ = false;                            // the edge's ends are members

  std::vector<std::uint64_t> directed_, cliques_, reciprocal_;
  std::vector<std::vector<std::uint64_t>> participation_;
  bool truncated_ = false;
};

}  // namespace cnx
