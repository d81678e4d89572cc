#pragma once
// block_comparison.h — two blocks of connections, A and B, each from a set of neurons onto a set of
// neurons: each one counted, and the same after who sends in A and who in B was dealt out anew, and
// who receives, for a permutation test.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "graph/csr_graph.h"
#include "stats/block_sides.h"
#include "stats/random.h"
#include "stats/set_comparison.h"

namespace cnx {

/// What is counted of a block; ratios are made where they are shown. Self-loops do not count.
struct BlockCounts {
  std::uint64_t pre_neurons = 0, post_neurons = 0;
  std::uint64_t pairs = 0;  // ordered, of different neurons, one of each side
  std::uint64_t connections = 0;
  std::uint64_t answered = 0;  // connections whose reverse is in the graph, in the block or not
  std::uint64_t synapses = 0;
  std::uint64_t size_sum = 0;  // of the synapses; 0 where sizes are not known

  bool operator==(const BlockCounts&) const = default;
};
using PairOfBlocks = std::array<BlockCounts, 2>;  // A, B

/// Who is dealt out on one side: neurons of that side in one of the blocks alone.
struct DealtSide {
  std::uint64_t a = 0, b = 0;  // of A alone, of B alone
  std::uint64_t both = 0;      // they stay in both

  /// Whether another deal can be another choice.
  bool exchanges() const { return a > 0 && b > 0; }
  bool operator==(const DealtSide&) const = default;
};

/// One block of a deal as a network of the neurons of its sides.
struct BlockNetwork {
  CsrHalf half;
  std::vector<std::uint8_t> pre, post;  // [vertices]
  std::vector<Vertex> original;         // [vertices] rising

  BlockSides sides() const { return {pre, post}; }
};

class BlockComparison {
 public:
  /// Who is on the sides, by member: bit 0 in A, bit 1 in B.
  struct Deal {
    std::vector<std::uint8_t> pre, post;

    bool operator==(const Deal&) const = default;
  };

  /// `blocks`: A and B, sides of the graph's vertices, none of them empty. Connections of fewer
  /// than `min_synapses` do not exist. `size_sum_of` an edge, of its synapses; null: not known.
  /// O(vertices + edges); memory: 9 bytes an edge from a pre to a post neuron of either, 17 with
  /// sizes.
  BlockComparison(const CsrGraph& graph, std::span<const std::uint32_t> synapse_counts,
                  const std::array<BlockSides, 2>& blocks, std::uint32_t min_synapses,
                  const EdgeSizes& size_sum_of = nullptr);

  DealtSide dealt_pre() const { return dealt_side(observed_.pre); }
  DealtSide dealt_post() const { return dealt_side(observed_.post); }
  /// The blocks as they are.
  const Deal& observed() const { return observed_; }
  /// Blocks with as many neurons on each side: those who send in one block alone are dealt out
  /// among each other, and on their own those who receive in one alone. O(members).
  Deal dealt(Random& random) const;
  /// O(members + edges).
  PairOfBlocks count(const Deal& deal) const;
  /// Edges of both from each group to each other, [groups * groups] row by row. `groups` [members]
  /// below group_count. O(members + edges + groups^2).
  std::array<std::vector<std::uint64_t>, 2> count_cells(const Deal& deal,
                                                        std::span<const std::uint16_t> groups,
                                                        std::uint32_t group_count) const;
  /// Block 0: A, 1: B. O(members + edges).
  BlockNetwork network(const Deal& deal, unsigned block) const;
  /// [members] the vertices that are on a side, rising.
  const std::vector<Vertex>& members() const { return members_; }
  /// How many neurons and edges one count looks at.
  std::uint64_t work() const { return members_.size() + targets_.size(); }

 private:
  static DealtSide dealt_side(const std::vector<std::uint8_t>& side);

  std::vector<Vertex> members_;
  Deal observed_;
  std::vector<std::uint32_t> offsets_;   // [members + 1]
  std::vector<Vertex> targets_;          // [edges] numbers of members
  std::vector<std::uint32_t> synapses_;  // [edges]
  std::vector<std::uint64_t> sizes_;     // [edges] or empty
  std::vector<std::uint8_t> answered_;   // [edges]
};

}  // namespace cnx
