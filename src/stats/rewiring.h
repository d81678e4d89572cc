#pragma once
// rewiring.h — random networks with exactly the in- and out-degrees of an observed one.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "stats/random.h"

namespace cnx {

/// A Markov chain over the networks without self-loops and parallel edges that have given degrees.
/// A step draws two edges a -> b and c -> d and makes them a -> d and c -> b; one step in 16 draws
/// a path u -> v -> w and reverses the triangle when w -> u closes it and no edge runs the other
/// way. What would make a self-loop or a parallel edge leaves the network as it is, which counts
/// as a step. With the triangles every network can be reached (Rao, Jana and Bandyopadhyay 1996,
/// A Markov chain Monte Carlo method for generating random (0, 1)-matrices with given marginals,
/// Sankhyā A 58), and because each move is as likely as its reverse, all become equally likely.
///
/// A block of two sets of vertices stays one, and the chain is that of the networks in the block.
/// Who is not in pre sends nothing, who is not in post receives nothing: these degrees of 0 are
/// kept like all others, so that every network with the degrees lies in the block. (The corners of
/// a triangle all send and receive inside the block, so all three are on both sides.) The theorem
/// is about any degrees, 0 among them.
///
/// Whether an edge is there is found by looking through the row of its vertex, but only where a
/// table of counters does not rule it out: one counter of four bits for each edge by its hash, of
/// which a quarter at most are in use, so that most answers cost one look. The chain is the same.
/// A step is O(1) on average where edges are new; memory: 10 to 12 bytes an edge.
class Rewiring {
 public:
  /// At rest, until it is advanced. Precondition: no self-loops.
  explicit Rewiring(CsrHalf graph);

  /// Makes `steps` steps; how many of them changed the network.
  std::uint64_t advance(std::uint64_t steps, Random& random);
  /// The network as it is now. O(edges + vertices).
  CsrHalf graph() const;
  /// Frees more than half of the memory while something large is counted of the network; advance()
  /// makes it again, in O(edges).
  void rest() {
    sources_ = std::vector<Vertex>();  // {} would keep the memory
    counters_ = std::vector<std::uint8_t>();
  }
  /// [edges] The ends of its edges, in no order: for what needs no rows. They change with
  /// advance(), and there are no sources at rest: wake() makes them, in O(edges).
  void wake() {
    if (sources_.empty()) find_sources();
  }
  std::span<const Vertex> sources() const { return sources_; }
  std::span<const Vertex> targets() const { return targets_; }

 private:
  void find_sources();
  void fill_counters();
  std::size_t counter_of(Vertex u, Vertex v) const {
    return static_cast<std::size_t>(((std::uint64_t{u} << 32 | v) * 0x9e3779b97f4a7c15u) >> shift_);
  }
  bool may_have_edge(Vertex u, Vertex v) const;
  /// An edge that was not there, and one that is: a counter that is full stays so.
  void count_edge(Vertex u, Vertex v);
  void forget_edge(Vertex u, Vertex v);
  bool has_edge(Vertex u, Vertex v) const;
  /// What a step will try, drawn ahead so that the memory it needs can be asked for early.
  struct Draw {
    bool triangle = false;
    std::uint32_t e = 0, f = 0;  // edges; a triangle needs e alone
  };
  bool swap_targets(std::uint32_t e, std::uint32_t f);
  bool reverse_triangle(std::uint32_t uv, Random& random);
  /// Where v is in the row of u, or the row's end.
  std::uint32_t find(Vertex u, Vertex v) const;

  std::vector<std::uint32_t> offsets_;
  std::vector<Vertex> targets_;         // rows in any order
  std::vector<Vertex> sources_;         // [edges]
  std::vector<std::uint8_t> counters_;  // two in a byte; 15 is 15 or more
  int shift_ = 0;                       // of a hash of 64 bits to the number of a counter
};

}  // namespace cnx
