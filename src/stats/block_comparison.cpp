#include "stats/block_comparison.h"

#include "base/check.h"
#include "stats/local_statistics.h"

namespace cnx {
namespace {

constexpr std::uint8_t kInA = 1, kInB = 2;

/// Deals out who is in A alone and who in B alone; those of both stay where they are.
void deal_side(std::vector<std::uint8_t>& side, Random& random) {
  std::vector<std::uint8_t> labels;
  for (const std::uint8_t code : side) {
    if (code == kInA || code == kInB) labels.push_back(code);
  }
  shuffle(labels, random);
  std::size_t next = 0;
  for (std::uint8_t& code : side) {
    if (code == kInA || code == kInB) code = labels[next++];
  }
}

}  // namespace

BlockComparison::BlockComparison(const CsrGraph& graph,
                                 std::span<const std::uint32_t> synapse_counts,
                                 const std::array<BlockSides, 2>& blocks,
                                 std::uint32_t min_synapses, const EdgeSizes& size_sum_of) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(synapse_counts.size() == graph.edge_count());
  for (const BlockSides& block : blocks) {
    CNX_CHECK(block.pre.size() == n && block.post.size() == n);
  }
  std::vector<Vertex> number(n, 0);
  for (Vertex v = 0; v < n; ++v) {
    const auto code_of = [&](std::span<const std::uint8_t> in_a,
                             std::span<const std::uint8_t> in_b) {
      return static_cast<std::uint8_t>((in_a[v] != 0 ? kInA : 0) | (in_b[v] != 0 ? kInB : 0));
    };
    const std::uint8_t pre = code_of(blocks[0].pre, blocks[1].pre),
                       post = code_of(blocks[0].post, blocks[1].post);
    if ((pre | post) == 0) continue;
    number[v] = static_cast<Vertex>(members_.size());
    members_.push_back(v);
    observed_.pre.push_back(pre);
    observed_.post.push_back(post);
  }
  const std::vector<std::uint64_t> answered = answered_edges(graph, synapse_counts, min_synapses);
  offsets_.reserve(members_.size() + 1);
  offsets_.push_back(0);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Vertex u = members_[i];
    const std::uint32_t end = observed_.pre[i] != 0 ? graph.out_offsets[u + 1] : 0;
    for (std::uint32_t e = graph.out_offsets[u]; e < end; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v == u || synapse_counts[e] < min_synapses) continue;
      // Of a deal any of those who receive can be a target.
      if (blocks[0].post[v] == 0 && blocks[1].post[v] == 0) continue;
      targets_.push_back(number[v]);
      synapses_.push_back(synapse_counts[e]);
      answered_.push_back(static_cast<std::uint8_t>(answered[e / 64] >> (e % 64) & 1));
      if (size_sum_of != nullptr) sizes_.push_back(size_sum_of(e));
    }
    offsets_.push_back(static_cast<std::uint32_t>(targets_.size()));
  }
}

DealtSide BlockComparison::dealt_side(const std::vector<std::uint8_t>& side) {
  DealtSide counts;
  for (const std::uint8_t code : side) {
    counts.a += code == kInA;
    counts.b += code == kInB;
    counts.both += code == (kInA | kInB);
  }
  return counts;
}

BlockComparison::Deal BlockComparison::dealt(Random& random) const {
  Deal deal = observed_;
  deal_side(deal.pre, random);
  deal_side(deal.post, random);
  return deal;
}

PairOfBlocks BlockComparison::count(const Deal& deal) const {
  CNX_CHECK(deal.pre.size() == members_.size() && deal.post.size() == members_.size());
  // By who is on both sides of a pair: nowhere, in A, in B, in both. No branch asks for it, since
  // it cannot be foreseen.
  std::array<BlockCounts, 4> sums{};
  const bool sized = !sizes_.empty();
  for (std::size_t u = 0; u < members_.size(); ++u) {
    sums[deal.pre[u]].pre_neurons += 1;
    sums[deal.post[u]].post_neurons += 1;
    sums[deal.pre[u] & deal.post[u]].pairs += 1;  // with itself: taken off below
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
      BlockCounts& sum = sums[deal.pre[u] & deal.post[targets_[e]]];
      sum.connections += 1;
      sum.answered += answered_[e];
      sum.synapses += synapses_[e];
      if (sized) sum.size_sum += sizes_[e];
    }
  }
  PairOfBlocks blocks{};
  for (unsigned block = 0; block < 2; ++block) {
    BlockCounts& counts = blocks[block];
    for (const std::size_t code : {std::size_t{1} << block, std::size_t{kInA | kInB}}) {
      counts.pre_neurons += sums[code].pre_neurons;
      counts.post_neurons += sums[code].post_neurons;
      counts.pairs += sums[code].pairs;
      counts.connections += sums[code].connections;
      counts.answered += sums[code].answered;
      counts.synapses += sums[code].synapses;
      counts.size_sum += sums[code].size_sum;
    }
    counts.pairs = counts.pre_neurons * counts.post_neurons - counts.pairs;
  }
  return blocks;
}

std::array<std::vector<std::uint64_t>, 2> BlockComparison::count_cells(
    const Deal& deal, std::span<const std::uint16_t> groups, std::uint32_t group_count) const {
  CNX_CHECK(deal.pre.size() == members_.size() && groups.size() == members_.size());
  std::array<std::vector<std::uint64_t>, 2> cells;
  for (auto& of_block : cells) of_block.assign(std::size_t{group_count} * group_count, 0);
  for (std::size_t u = 0; u < members_.size(); ++u) {
    const std::size_t row = std::size_t{groups[u]} * group_count;
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
      const std::uint8_t code = deal.pre[u] & deal.post[targets_[e]];
      cells[0][row + groups[targets_[e]]] += code & kInA;
      cells[1][row + groups[targets_[e]]] += code >> 1;
    }
  }
  return cells;
}

BlockNetwork BlockComparison::network(const Deal& deal, unsigned block) const {
  CNX_CHECK(deal.pre.size() == members_.size() && deal.post.size() == members_.size());
  const unsigned bit = 1u << block;
  BlockNetwork network;
  std::vector<Vertex> number(members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i) {
    number[i] = static_cast<Vertex>(network.original.size());
    if (((deal.pre[i] | deal.post[i]) & bit) == 0) continue;
    network.original.push_back(members_[i]);
    network.pre.push_back((deal.pre[i] & bit) != 0);
    network.post.push_back((deal.post[i] & bit) != 0);
  }
  network.half.offsets.reserve(network.original.size() + 1);
  for (std::size_t u = 0; u < members_.size(); ++u) {
    if (((deal.pre[u] | deal.post[u]) & bit) == 0) continue;
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) {
      if ((deal.pre[u] & deal.post[targets_[e]] & bit) != 0) {
        network.half.targets.push_back(number[targets_[e]]);
      }
    }
    network.half.offsets.push_back(static_cast<std::uint32_t>(network.half.targets.size()));
  }
  return network;
}

}  // namespace cnx
