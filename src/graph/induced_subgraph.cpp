#include "graph/induced_subgraph.h"

#include <bit>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

/// The chosen vertices, and the number of each among them.
class Members {
 public:
  /// O(vertices / 8 + chosen ones).
  explicit Members(const EdgeChoice& choice)
      : bits_(choice.pre.size() / 64 + 1, 0), before_(bits_.size(), 0) {
    const std::size_t n = choice.pre.size();
    constexpr std::size_t kAtOnce = 8;
    const auto add = [&](std::size_t begin, std::size_t end) {
      for (std::size_t v = begin; v < end; ++v) {
        if (choice.pre[v] == 0 && choice.post[v] == 0) continue;
        bits_[v / 64] |= std::uint64_t{1} << (v % 64);
        all_.push_back(static_cast<Vertex>(v));
      }
    };
    std::size_t v = 0;
    for (; n - v >= kAtOnce; v += kAtOnce) {
      std::uint64_t pre, post;
      std::memcpy(&pre, choice.pre.data() + v, kAtOnce);
      std::memcpy(&post, choice.post.data() + v, kAtOnce);
      if ((pre | post) != 0) add(v, v + kAtOnce);
    }
    add(v, n);
    std::uint32_t before = 0;
    for (std::size_t w = 0; w < bits_.size(); ++w) {
      before_[w] = before;
      before += static_cast<std::uint32_t>(std::popcount(bits_[w]));
    }
  }

  const std::vector<Vertex>& all() const { return all_; }  // rising
  std::vector<Vertex> take_all() { return std::move(all_); }
  bool has(Vertex v) const { return (bits_[v / 64] >> (v % 64) & 1) != 0; }
  /// Precondition: has(v).
  Vertex number(Vertex v) const {
    const std::uint64_t below = bits_[v / 64] & ((std::uint64_t{1} << (v % 64)) - 1);
    return before_[v / 64] + static_cast<Vertex>(std::popcount(below));
  }

 private:
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> before_;  // [words] members in the words before
  std::vector<Vertex> all_;
};

InducedHalf choose(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                   const EdgeChoice& choice, bool keep_loops, bool keep_weights) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  Members members(choice);

  // Finds the edges of a row that count, as numbers in the whole graph.
  std::vector<std::uint32_t> found;
  const auto find_row = [&](Vertex u) {
    const std::uint32_t begin = graph.out_offsets[u], end = graph.out_offsets[u + 1];
    if (choice.pre[u] == 0) return std::size_t{0};
    if (found.size() < end - begin) found.resize(end - begin);
    // Who is a member cannot be foreseen, so no branch asks for it.
    std::size_t count = 0, kept = 0;
    for (std::uint32_t e = begin; e < end; ++e) {
      found[count] = e;
      count += members.has(graph.out_targets[e]) ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t e = found[i];
      const Vertex v = graph.out_targets[e];
      found[kept] = e;
      kept += choice.post[v] != 0 && weights[e] >= choice.min_weight && (keep_loops || v != u);
    }
    return kept;
  };

  // Growing an array as it is filled needs half as much memory again: where many are chosen, the
  // edges are counted first.
  constexpr std::size_t kFewShare = 16;
  std::size_t edges = 0;
  const bool few = members.all().size() * kFewShare <= n;
  for (const Vertex u : members.all()) {
    if (!few) edges += find_row(u);
  }
  InducedHalf result;
  result.out.offsets.reserve(members.all().size() + 1);
  result.out.targets.reserve(edges);
  if (keep_weights) result.weights.reserve(edges);
  for (const Vertex u : members.all()) {
    const std::size_t count = find_row(u);
    for (std::size_t i = 0; i < count; ++i) {
      result.out.targets.push_back(members.number(graph.out_targets[found[i]]));
      if (keep_weights) result.weights.push_back(weights[found[i]]);
    }
    result.out.offsets.push_back(static_cast<std::uint32_t>(result.out.targets.size()));
  }
  result.original = members.take_all();
  return result;
}

}  // namespace

InducedHalf induced_half(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, bool keep_loops) {
  return choose(graph, weights, choice, keep_loops, true);
}

InducedSubgraph induced_subgraph(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                                 const EdgeChoice& choice, bool keep_loops) {
  InducedHalf half = choose(graph, weights, choice, keep_loops, true);
  return {graph_from_out_half(std::move(half.out)), std::move(half.weights),
          std::move(half.original)};
}

CsrHalf induced_out_half(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, bool keep_loops) {
  return choose(graph, weights, choice, keep_loops, false).out;
}

}  // namespace cnx
