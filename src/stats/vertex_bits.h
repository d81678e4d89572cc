#pragma once
// vertex_bits.h — a set of vertices as bits, with a summary that finds the few set ones quickly
// and in rising order: a row of random targets is sorted by putting it in and taking it out.

#include <bit>
#include <cstdint>
#include <vector>

#include "graph/csr_graph.h"

namespace cnx {

class VertexBits {
 public:
  explicit VertexBits(std::size_t vertices)
      : words_((vertices + 63) / 64, 0), summary_((words_.size() + 63) / 64, 0) {}

  bool has(Vertex v) const { return (words_[v / 64] >> (v % 64) & 1) != 0; }
  /// False when it was there already.
  bool insert(Vertex v) {
    const std::uint64_t bit = std::uint64_t{1} << (v % 64);
    std::uint64_t& word = words_[v / 64];
    if (word & bit) return false;
    word |= bit;
    summary_[v / 4096] |= std::uint64_t{1} << (v / 64 % 64);
    return true;
  }
  /// False when it was not there.
  bool remove(Vertex v) {
    const std::uint64_t bit = std::uint64_t{1} << (v % 64);
    std::uint64_t& word = words_[v / 64];
    if (!(word & bit)) return false;
    word &= ~bit;
    return true;
  }
  /// The same when nobody asks whether it was there.
  void mark(Vertex v) {
    words_[v / 64] |= std::uint64_t{1} << (v % 64);
    summary_[v / 4096] |= std::uint64_t{1} << (v / 64 % 64);
  }
  /// Writes all members in rising order from `into` on, empties the set, and returns the end of
  /// what it wrote. O(members + vertices / 4096).
  Vertex* drain(Vertex* into) {
    drain_each([&](Vertex v) { *into++ = v; });
    return into;
  }
  /// The same, appended.
  void drain(std::vector<Vertex>& into) {
    drain_each([&](Vertex v) { into.push_back(v); });
  }

 private:
  template <typename Use>
  void drain_each(const Use& use) {
    for (std::size_t s = 0; s < summary_.size(); ++s) {
      for (std::uint64_t words = summary_[s]; words != 0; words &= words - 1) {
        const std::size_t w = s * 64 + static_cast<std::size_t>(std::countr_zero(words));
        for (std::uint64_t bits = words_[w]; bits != 0; bits &= bits - 1) {
          use(static_cast<Vertex>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
        }
        words_[w] = 0;
      }
      summary_[s] = 0;
    }
  }

  std::vector<std::uint64_t> words_, summary_;
};

}  // namespace cnx
