#include "stats/oriented_graph.h"

#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "base/check.h"
#include "stats/neighbor_walk.h"

namespace cnx {
namespace {

constexpr std::uint32_t kNoRank = UINT32_MAX;
/// With so few chosen, a graph of them alone is made first: no array is as long as the whole.
constexpr std::size_t kFewShare = 16;

/// Some vertices, and the number of each among them.
class Members {
 public:
  /// None when more than one in kFewShare is chosen. O(vertices / 8).
  static std::optional<Members> if_few(const EdgeChoice& choice) {
    const std::size_t n = choice.pre.size();
    Members members(n);
    constexpr std::size_t kAtOnce = 8;
    const auto add = [&](std::size_t begin, std::size_t end) {
      for (std::size_t v = begin; v < end; ++v) {
        if (choice.pre[v] != 0 || choice.post[v] != 0) members.add(static_cast<Vertex>(v));
      }
    };
    for (std::size_t v = 0; v < n; v += kAtOnce) {
      if (n - v < kAtOnce) {
        add(v, n);
        break;
      }
      std::uint64_t pre, post;
      std::memcpy(&pre, choice.pre.data() + v, kAtOnce);
      std::memcpy(&post, choice.post.data() + v, kAtOnce);
      if ((pre | post) != 0) add(v, v + kAtOnce);
      if (members.all_.size() * kFewShare > n) return std::nullopt;
    }
    if (members.all_.size() * kFewShare > n) return std::nullopt;
    std::uint32_t before = 0;
    for (std::size_t w = 0; w < members.bits_.size(); ++w) {
      members.before_[w] = before;
      before += static_cast<std::uint32_t>(std::popcount(members.bits_[w]));
    }
    return members;
  }

  const std::vector<Vertex>& all() const { return all_; }  // rising
  bool has(Vertex v) const { return (bits_[v / 64] >> (v % 64) & 1) != 0; }
  /// Precondition: has(v).
  Vertex number(Vertex v) const {
    const std::uint64_t below = bits_[v / 64] & ((std::uint64_t{1} << (v % 64)) - 1);
    return before_[v / 64] + static_cast<Vertex>(std::popcount(below));
  }

 private:
  explicit Members(std::size_t vertices)
      : bits_(vertices / 64 + 1, 0), before_(vertices / 64 + 1, 0) {}
  void add(Vertex v) {
    bits_[v / 64] |= std::uint64_t{1} << (v % 64);
    all_.push_back(v);
  }

  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> before_;  // [words] members in the words before
  std::vector<Vertex> all_;
};

/// Ranks by rising degree, equal degrees by number; kNoRank where the vertex is not chosen.
std::vector<std::uint32_t> ranks_by_degree(const std::vector<std::uint32_t>& degrees,
                                           const EdgeChoice& choice,
                                           std::vector<Vertex>& original) {
  std::vector<std::uint32_t> starts;  // by degree
  for (std::size_t v = 0; v < degrees.size(); ++v) {
    if (!choice.pre[v] && !choice.post[v]) continue;
    if (starts.size() < std::size_t{degrees[v]} + 2) starts.resize(std::size_t{degrees[v]} + 2, 0);
    ++starts[degrees[v] + 1];
  }
  for (std::size_t d = 1; d < starts.size(); ++d) starts[d] += starts[d - 1];
  original.resize(starts.empty() ? 0 : starts.back());
  std::vector<std::uint32_t> ranks(degrees.size(), kNoRank);
  for (std::size_t v = 0; v < degrees.size(); ++v) {
    if (!choice.pre[v] && !choice.post[v]) continue;
    ranks[v] = starts[degrees[v]]++;
    original[ranks[v]] = static_cast<Vertex>(v);
  }
  return ranks;
}

OrientedGraph orient_all_weights(const CsrGraph& graph, const EdgeChoice& choice) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  const auto for_each_edge = [&](auto found) {
    for (Vertex u = 0; u < n; ++u) {
      if (!choice.pre[u]) continue;
      for (const Vertex v : graph.out_neighbors(u)) {
        if (v != u && choice.post[v]) found(u, v);
      }
    }
  };
  OrientedGraph result;
  std::vector<std::uint32_t> ranks;
  {
    // A reciprocal neighbor counts twice: as good an order, and found without a merge.
    std::vector<std::uint32_t> degrees(n, 0);
    for_each_edge([&](Vertex u, Vertex v) { ++degrees[u], ++degrees[v]; });
    ranks = ranks_by_degree(degrees, choice, result.original);
  }
  const std::uint32_t count = result.vertex_count();
  // Room for each row: a reciprocal pair is counted twice, and closed up below.
  std::vector<std::uint32_t> next(std::size_t{count} + 1, 0);
  for_each_edge([&](Vertex u, Vertex v) {
    ++next[(ranks[u] < ranks[v] ? ranks[u] : ranks[v]) + std::size_t{1}];
  });
  for (std::uint32_t r = 0; r < count; ++r) next[r + 1] += next[r];
  result.offsets = next;
  result.entries.resize(next[count]);
  result.only_out.resize(count);
  result.only_in.resize(count);
  result.mutual.resize(count);

  // Visited by rising rank, each vertex adds itself to the rows below: rows rise without a sort.
  for (std::uint32_t r = 0; r < count; ++r) {
    std::uint32_t out = 0, in = 0, both = 0;
    for_each_neighbor(graph, choice, result.original[r], [&](Vertex v, bool goes, bool comes) {
      both += goes && comes;
      out += goes && !comes;
      in += comes && !goes;
      const std::uint32_t lower = ranks[v];
      if (lower > r) return;
      result.entries[next[lower]++] = r << 2 | (comes ? kUp : 0) | (goes ? kDown : 0);
    });
    result.only_out[r] = out;
    result.only_in[r] = in;
    result.mutual[r] = both;
  }
  std::uint32_t end = 0;
  for (std::uint32_t r = 0; r < count; ++r) {
    const std::uint32_t begin = result.offsets[r];
    result.offsets[r] = end;
    for (std::uint32_t e = begin; e < next[r]; ++e) result.entries[end++] = result.entries[e];
  }
  result.offsets[count] = end;
  result.entries.resize(end);
  return result;
}

/// O(vertices / 8 + edges of the members).
OrientedGraph orient_few(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice, const Members& members) {
  CsrHalf half;
  std::vector<std::uint8_t> pre, post;
  std::vector<std::uint32_t> found;  // edges to a member
  for (const Vertex u : members.all()) {
    pre.push_back(choice.pre[u]);
    post.push_back(choice.post[u]);
    if (choice.pre[u] != 0) {
      // Who is a member cannot be foreseen, so no branch asks for it.
      const std::uint32_t begin = graph.out_offsets[u], end = graph.out_offsets[u + 1];
      if (found.size() < end - begin) found.resize(end - begin);
      std::size_t count = 0;
      for (std::uint32_t e = begin; e < end; ++e) {
        found[count] = e;
        count += members.has(graph.out_targets[e]) ? 1 : 0;
      }
      for (std::size_t i = 0; i < count; ++i) {
        const Vertex v = graph.out_targets[found[i]];
        if (choice.post[v] == 0 || v == u || weights[found[i]] < choice.min_weight) continue;
        half.targets.push_back(members.number(v));
      }
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  const OwnedGraph alone = graph_from_out_half(std::move(half));
  OrientedGraph result = orient_all_weights(alone.view(), EdgeChoice{pre, post, 1});
  for (Vertex& v : result.original) v = members.all()[v];
  return result;
}

}  // namespace

OrientedGraph orient(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                     const EdgeChoice& choice) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(n <= std::size_t{1} << 30);
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  if (const auto members = Members::if_few(choice)) {
    return orient_few(graph, weights, choice, *members);
  }
  return with_strong_edges(graph, weights, choice, [&](const CsrGraph& strong) {
    return orient_all_weights(strong, choice);
  });
}

}  // namespace cnx
