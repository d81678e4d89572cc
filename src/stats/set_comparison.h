#pragma once
// set_comparison.h — two sets of neurons, A and B: each one's own network counted, and the same
// after the labels A and B were dealt out anew among all of them, for a permutation test.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "graph/csr_graph.h"
#include "stats/random.h"

namespace cnx {

/// What is counted of the network that a set's own neurons form; ratios are made where they are
/// shown. Self-loops do not count.
struct SetCounts {
  std::uint64_t neurons = 0;
  std::uint64_t connections = 0;
  std::uint64_t answered = 0;  // connections whose reverse is there
  std::uint64_t synapses = 0;
  std::uint64_t size_sum = 0;  // of the synapses; 0 where sizes are not known

  bool operator==(const SetCounts&) const = default;
};
/// Of an edge of a graph, what the sizes of its synapses add up to.
using EdgeSizes = std::function<std::uint64_t(std::size_t edge)>;
using PairOfSets = std::array<SetCounts, 2>;  // A, B

/// The connections among the neurons of A or B, ready to be counted for any way to label them.
class SetComparison {
 public:
  /// `a` and `b` [vertices] are 1 in the sets; a vertex of both is left out of both. Connections of
  /// fewer than `min_synapses` do not exist. `size_sum_of` an edge, of its synapses; null: not
  /// known. O(vertices + edges of the sets).
  SetComparison(const CsrGraph& graph, std::span<const std::uint32_t> synapse_counts,
                std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                std::uint32_t min_synapses, const EdgeSizes& size_sum_of = nullptr);

  std::uint64_t shared() const { return shared_; }  // neurons of both sets
  /// Of the sets as they are. O(edges).
  PairOfSets observed() const { return count(labels_); }
  /// Of sets of the same sizes, dealt out among the same neurons. O(neurons + edges).
  PairOfSets permuted(Random& random) const { return count(dealt(random)); }

  /// [neurons of A or B] 0: A, 1: B; and which vertices they are, rising.
  const std::vector<std::uint8_t>& labels() const { return labels_; }
  const std::vector<Vertex>& members() const { return members_; }
  /// The labels of a permutation. O(neurons).
  std::vector<std::uint8_t> dealt(Random& random) const;
  PairOfSets count(const std::vector<std::uint8_t>& labels) const;
  /// Edges of both sets from each group to each other, [groups * groups] row by row. `groups`
  /// [neurons of A or B] below group_count. O(neurons + edges + groups^2).
  std::array<std::vector<std::uint64_t>, 2> count_cells(const std::vector<std::uint8_t>& labels,
                                                        std::span<const std::uint16_t> groups,
                                                        std::uint32_t group_count) const;
  /// The edges among those with this label, numbered as they follow each other; without
  /// self-loops. O(neurons + edges).
  CsrHalf network(const std::vector<std::uint8_t>& labels, std::uint8_t label) const;
  /// How many neurons and edges one count looks at.
  std::uint64_t work() const { return labels_.size() + targets_.size(); }

 private:
  std::uint64_t shared_ = 0;
  std::vector<Vertex> members_;           // [neurons of A or B] rising
  std::vector<std::uint8_t> labels_;      // [neurons of A or B] 0: A, 1: B
  std::vector<std::uint32_t> offsets_;    // [neurons + 1]
  std::vector<Vertex> targets_;           // [edges], numbers of labels_
  std::vector<std::uint32_t> synapses_;   // [edges]
  std::vector<std::uint32_t> size_sums_;  // [edges] or empty; UINT32_MAX and above as that
  /// What the few largest sums have beyond that.
  struct Excess {
    Vertex from = 0;
    std::uint32_t edge = 0;
    std::uint64_t size = 0;
  };
  std::vector<Excess> excess_;
  std::vector<std::uint8_t> has_reverse_;  // [edges]
};

}  // namespace cnx
