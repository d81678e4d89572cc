#pragma once
// edge_synapses.h — the synapses of every edge, one by one: how large each is, and how many of an
// edge's lie near a soma and clumped. For numbers that no sum over the edges tells, of any choice
// of edges: a median. Definitions: docs/statistics.md, synapses one by one.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "graph/csr_graph.h"
#include "graph/edge_sums.h"
#include "graph/induced_subgraph.h"

namespace cnx {

/// Memory: 2 bytes a synapse, 4 where more than a few are larger than 65,534; 2 bytes and a little
/// an edge. `counts` [edges] says how many synapses each edge has; nobody else keeps it, so it is
/// handed in wherever it is looked at, and is the same each time.
class EdgeSynapses {
 public:
  /// What is known of places.
  struct Known {
    bool near = false, clumped = false;

    bool operator==(const Known&) const = default;
  };

  EdgeSynapses(std::span<const std::uint32_t> counts, Known known);

  std::size_t edge_count() const { return edges_; }
  const Known& known() const { return known_; }
  /// Of an edge; 0 where nothing is known.
  std::uint64_t near(std::size_t edge) const { return known_.near ? near_[edge] : 0; }
  std::uint64_t clumped(std::size_t edge) const { return known_.clumped ? clumped_[edge] : 0; }
  /// Where the sizes of an edge begin, also behind the last edge. O(1).
  std::size_t first(std::span<const std::uint32_t> counts, std::size_t edge) const;
  std::uint32_t size(std::size_t synapse) const {
    return sizes_.empty() ? static_cast<std::uint32_t>(small_[synapse]) : sizes_[synapse];
  }
  std::size_t synapse_count() const { return sizes_.empty() ? small_.size() : sizes_.size(); }
  /// Of all synapses of an edge. O(its synapses).
  std::uint64_t size_sum(std::span<const std::uint32_t> counts, std::size_t edge) const;

  /// Precondition: as many sizes as the edge has synapses, or none (they are 0); as many near and
  /// clumped at most. O(sizes).
  void set(std::span<const std::uint32_t> counts, std::size_t edge,
           std::span<const std::uint32_t> sizes, std::uint64_t near, std::uint64_t clumped);
  /// Leaves the edges that `kept` [edges] marks, in their order. O(edges + synapses).
  void keep(std::span<const std::uint32_t> counts, std::span<const std::uint8_t> kept);

 private:
  void index(std::span<const std::uint32_t> counts);
  void set_size(std::size_t synapse, std::uint32_t size);

  std::size_t edges_ = 0;
  Known known_;
  std::vector<std::uint64_t> block_first_;  // of every kBlockEdges-th edge the first synapse
  EdgeNumbers<std::uint16_t> small_;        // [synapses] sizes where nearly all are small
  std::vector<std::uint32_t> sizes_;        // [synapses] else
  EdgeNumbers<std::uint8_t> near_, clumped_;
};

/// Of the synapses of chosen edges; ratios are made where they are shown.
struct SynapseTotals {
  std::uint64_t synapses = 0;
  std::uint64_t size_sum = 0;
  std::uint64_t multiple = 0;            // of edges with two or more
  std::optional<std::uint64_t> near;     // none: not known
  std::optional<std::uint64_t> clumped;  // of the multiple ones; none: not known
  std::optional<double> size_median;     // none: there are no synapses

  bool operator==(const SynapseTotals&) const = default;
};

/// Of the chosen edges, self-loops left out; `counts` [edges] are their synapses. Exact.
/// O(vertices + synapses of the edges of pre).
SynapseTotals synapses_inside(const CsrGraph& graph, std::span<const std::uint32_t> counts,
                              const EdgeSynapses& synapses, const EdgeChoice& choice);

}  // namespace cnx
