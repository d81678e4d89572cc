// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/edge_synapses.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::size_t kBlockEdges = 64;
constexpr std::size_t kHalves = std::size_t{1} << 16;  // values of half a size

/// Calls visit(edge, first synapse) for every chosen edge that is no self-loop.
template <typename Visit>
void for_each_chosen(const CsrGraph& graph, std::span<const std::uint32_t> counts,
                     const EdgeSynapses& synapses, const EdgeChoice& choice, Visit visit) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  for (Vertex u = 0; u < n; ++u) {
    if (!choice.pre[u]) continue;
    std::size_t first = synapses.first(counts, graph.out_offsets[u]);
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      if (v != u && choice.post[v] && counts[e] >= choice.min_weight) visit(e, first);
      first += counts[e];
    }
  }
}

/// A value, and the rank among those that have it.
struct Ranked {
  std::uint32_t value = 0;
  std::uint64_t rank = 0;
};
/// `found` [values] how many there are of each. Precondition: rank < all of them.
Ranked value_at(std::span<const std::uint64_t> found, std::uint64_t rank) {
  std::uint32_t value = 0;
  while (rank >= found[value]) rank -= found[value++];
  return {value, rank};
}

/// Of the two middle sizes, which are equal where their number is odd. Precondition: there are
/// synapses.
template <typename ForEach>
double median(const EdgeSynapses& all, std::uint64_t synapses, ForEach for_each) {
  const std::array<std::uint64_t, 2> ranks = {(synapses - 1) / 2, synapses / 2};
  std::vector<std::uint64_t> found(kHalves, 0);
  constexpr std::uint32_t kRest = kHalves - 1;  // all that are as large, or larger
  for_each([&](std::size_t synapse) { ++found[std::min(all.size(synapse), kRest)]; });
  std::uint64_t sum = 0;
  if (value_at(found, ranks[1]).value < kRest) {
    for (const std::uint64_t rank : ranks) sum += value_at(found, rank).value;
    return static_cast<double>(sum) / 2;
  }
  // Those of the ranks by their upper halves, then among the sizes with these by their lower ones.
  std::fill(found.begin(), found.end(), 0);
  for_each([&](std::size_t synapse) { ++found[all.size(synapse) >> 16]; });
  std::array<Ranked, 2> middle;
  for (std::size_t i = 0; i < 2; ++i) middle[i] = value_at(found, ranks[i]);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint32_t high = middle[i].value;
    if (i == 0 || high != middle[0].value) {
      std::fill(found.begin(), found.end(), 0);
      for_each([&](std::size_t synapse) {
        const std::uint32_t size = all.size(synapse);
        found[size & kRest] += size >> 16 == high ? 1 : 0;
      });
    }
    sum += (std::uint64_t{high} << 16) + value_at(found, middle[i].rank).value;
  }
  return static_cast<double>(sum) / 2;
}

}  // namespace

EdgeSynapses::EdgeSynapses(std::span<const std::uint32_t> counts, Known known)
    : edges_(counts.size()),
      known_(known),
      near_(known.near ? counts.size() : 0),
      clumped_(known.clumped ? counts.size() : 0) {
  index(counts);
  small_ = EdgeNumbers<std::uint16_t>(first(counts, edges_));
}

void EdgeSynapses::index(std::span<const std::uint32_t> counts) {
  block_first_.clear();
  block_first_.reserve(counts.size() / kBlockEdges + 1);
  std::uint64_t first = 0;
  for (std::size_t e = 0; e < counts.size(); ++e) {
    if (e % kBlockEdges == 0) block_first_.push_back(first);
    first += counts[e];
  }
  if (counts.size() % kBlockEdges == 0) block_first_.push_back(first);
}

std::size_t EdgeSynapses::first(std::span<const std::uint32_t> counts, std::size_t edge) const {
  CNX_CHECK(counts.size() == edges_ && edge <= edges_);
  const std::size_t block = edge / kBlockEdges;
  return static_cast<std::size_t>(
      std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(block * kBlockEdges),
                      counts.begin() + static_cast<std::ptrdiff_t>(edge), block_first_[block]));
}

std::uint64_t EdgeSynapses::size_sum(std::span<const std::uint32_t> counts,
                                     std::size_t edge) const {
  std::uint64_t sum = 0;
  const std::size_t begin = first(counts, edge);
  for (std::size_t i = begin; i < begin + counts[edge]; ++i) sum += size(i);
  return sum;
}

void EdgeSynapses::set(std::span<const std::uint32_t> counts, std::size_t edge,
                       std::span<const std::uint32_t> sizes, std::uint64_t near,
                       std::uint64_t clumped) {
  CNX_CHECK(edge < edges_ && (sizes.empty() || sizes.size() == counts[edge]));
  CNX_CHECK(near <= counts[edge] && clumped <= counts[edge]);
  if (known_.near) near_.set(edge, near);
  if (known_.clumped) clumped_.set(edge, clumped);
  const std::size_t begin = first(counts, edge);
  for (std::size_t i = 0; i < sizes.size(); ++i) set_size(begin + i, sizes[i]);
}

void EdgeSynapses::set_size(std::size_t synapse, std::uint32_t size) {
  if (!sizes_.empty()) {
    sizes_[synapse] = size;
    return;
  }
  small_.set(synapse, size);
  // Each of the few costs as much as some thirty others.
  constexpr std::size_t kFew = 1000, kFewShare = 32;
  if (small_.large_count() <= kFew + small_.size() / kFewShare) return;
  std::vector<std::uint32_t> all(small_.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = this->size(i);
  small_ = EdgeNumbers<std::uint16_t>();
  sizes_ = std::move(all);
}

void EdgeSynapses::keep(std::span<const std::uint32_t> counts, std::span<const std::uint8_t> kept) {
  CNX_CHECK(counts.size() == edges_ && kept.size() == edges_);
  std::vector<std::uint32_t> kept_counts;
  std::size_t from = 0, to = 0;
  for (std::size_t e = 0; e < edges_; ++e) {
    const std::size_t count = counts[e], edge = kept_counts.size();
    if (kept[e] != 0) {
      if (known_.near) near_.set(edge, near_[e]);
      if (known_.clumped) clumped_.set(edge, clumped_[e]);
      for (std::size_t i = 0; i < count; ++i) set_size(to + i, size(from + i));
      kept_counts.push_back(counts[e]);
      to += count;
    }
    from += count;
  }
  edges_ = kept_counts.size();
  if (known_.near) near_.keep(edges_);
  if (known_.clumped) clumped_.keep(edges_);
  if (sizes_.empty()) {
    small_.keep(to);
  } else {
    sizes_.resize(to);
  }
  index(kept_counts);
}

SynapseTotals synapses_inside(const CsrGraph& graph, std::span<const std::uint32_t> counts,
                              const EdgeSynapses& synapses, const EdgeChoice& choice) {
  CNX_CHECK(counts.size() == graph.edge_count() && synapses.edge_count() == counts.size());
  CNX_CHECK(choice.pre.size() == graph.vertex_count());
  CNX_CHECK(choice.post.size() == graph.vertex_count());
  SynapseTotals totals;
  std::uint64_t near = 0, clumped = 0;
  for_each_chosen(graph, counts, synapses, choice, [&](std::uint32_t e, std::size_t first) {
    totals.synapses += counts[e];
    for (std::size_t i = first; i < first + counts[e]; ++i) totals.size_sum += synapses.size(i);
    totals.multiple += counts[e] >= 2 ? counts[e] : 0;
    near += synapses.near(e);
    clumped += synapses.clumped(e);
  });
  if (synapses.known().near) totals.near = near;
  if (synapses.known().clumped) totals.clumped = clumped;
  if (totals.synapses == 0) return totals;
  totals.size_median = median(synapses, totals.synapses, [&](auto visit) {
    for_each_chosen(graph, counts, synapses, choice, [&](std::uint32_t e, std::size_t first) {
      for (std::size_t i = first; i < first + counts[e]; ++i) visit(i);
    });
  });
  return totals;
}

}  // namespace cnx
