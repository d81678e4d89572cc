#include "stats/oriented_graph.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "stats/neighbor_walk.h"
#include "stats/vertex_bits.h"

namespace cnx {
namespace {

constexpr std::uint32_t kNoRank = UINT32_MAX;
/// With one of so many chosen or fewer, no array is as long as the whole graph.
constexpr std::size_t kFewShare = 16;

/// Whether so few are chosen that a graph of them alone is made first. O(vertices / 8) where they
/// are.
bool are_few(const EdgeChoice& choice) {
  constexpr std::size_t kAtOnce = 8;
  const std::size_t n = choice.pre.size();
  std::size_t chosen = 0, v = 0;
  const auto look_until = [&](std::size_t end) {
    for (; v < end; ++v) chosen += choice.pre[v] != 0 || choice.post[v] != 0 ? 1 : 0;
  };
  while (n - v >= kAtOnce && chosen * kFewShare <= n) {
    std::uint64_t pre, post;
    std::memcpy(&pre, choice.pre.data() + v, kAtOnce);
    std::memcpy(&post, choice.post.data() + v, kAtOnce);
    if ((pre | post) == 0) {
      v += kAtOnce;
    } else {
      look_until(v + kAtOnce);
    }
  }
  if (n - v < kAtOnce) look_until(n);
  return chosen * kFewShare <= n;
}

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

/// Calls found(u, v) for every edge that is no self-loop.
template <typename Found>
void for_each_edge_of(const CsrHalf& out, Found found) {
  for (Vertex u = 0; u < out.vertex_count(); ++u) {
    for (std::uint32_t e = out.offsets[u]; e < out.offsets[u + std::size_t{1}]; ++e) {
      if (out.targets[e] != u) found(u, out.targets[e]);
    }
  }
}

/// Room for the rows of `result`, whose `original` is there. Returns where the first entry of each
/// goes. A reciprocal pair is counted twice: whoever fills the rows closes them up.
template <typename ForEachEdge>
std::vector<std::uint32_t> make_room(const std::vector<std::uint32_t>& ranks,
                                     const ForEachEdge& for_each_edge, OrientedGraph& result) {
  const std::uint32_t count = result.vertex_count();
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
  return next;
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
  std::vector<std::uint32_t> next = make_room(ranks, for_each_edge, result);

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

/// O(vertices / 8 + edges of those who are chosen).
OrientedGraph orient_few(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                         const EdgeChoice& choice) {
  InducedHalf few = induced_half(graph, weights, choice, false);
  std::vector<std::uint8_t> pre, post;
  for (const Vertex v : few.original) {
    pre.push_back(choice.pre[v]);
    post.push_back(choice.post[v]);
  }
  const OwnedGraph alone = graph_from_out_half(std::move(few.out));
  OrientedGraph result = orient_all_weights(alone.view(), EdgeChoice{pre, post, 1});
  for (Vertex& v : result.original) v = few.original[v];
  return result;
}

}  // namespace

OrientedGraph orient(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                     const EdgeChoice& choice) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(n <= std::size_t{1} << 30);
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  if (are_few(choice)) return orient_few(graph, weights, choice);
  return with_strong_edges(graph, weights, choice, [&](const CsrGraph& strong) {
    return orient_all_weights(strong, choice);
  });
}

OrientedGraph orient_all(const CsrHalf& out) {
  const auto n = static_cast<Vertex>(out.vertex_count());
  CNX_CHECK(out.vertex_count() <= std::size_t{1} << 30);
  OrientedGraph result;
  std::vector<std::uint32_t> ranks;
  {
    std::vector<std::uint32_t> degrees(n, 0);
    for_each_edge_of(out, [&](Vertex u, Vertex v) { ++degrees[u], ++degrees[v]; });
    const std::vector<std::uint8_t> everyone(n, 1);
    ranks = ranks_by_degree(degrees, {everyone, everyone, 1}, result.original);
  }
  std::vector<std::uint32_t> next = make_room(
      ranks, [&](auto visit) { for_each_edge_of(out, visit); }, result);

  // Visited by rising rank, each vertex adds itself to the rows below that it sends to.
  for (std::uint32_t r = 0; r < n; ++r) {
    const Vertex u = result.original[r];
    for (std::uint32_t e = out.offsets[u]; e < out.offsets[u + std::size_t{1}]; ++e) {
      const std::uint32_t lower = ranks[out.targets[e]];
      if (lower < r) result.entries[next[lower]++] = r;
    }
  }
  // What a row's own vertex sends up is put in order beside these, and both are merged.
  VertexBits above(n);
  std::vector<std::uint32_t> up, down;
  std::uint32_t end = 0;
  for (std::uint32_t r = 0; r < n; ++r) {
    const auto row = result.entries.begin();
    down.assign(row + result.offsets[r], row + next[r]);
    const Vertex u = result.original[r];
    for (std::uint32_t e = out.offsets[u]; e < out.offsets[u + std::size_t{1}]; ++e) {
      const std::uint32_t rank = ranks[out.targets[e]];
      if (rank > r) above.mark(rank);
    }
    up.clear();
    above.drain(up);
    result.offsets[r] = end;
    for (auto a = up.begin(), b = down.begin(); a != up.end() || b != down.end();) {
      const std::uint32_t goes_to = a == up.end() ? kNoRank : *a,
                          comes_from = b == down.end() ? kNoRank : *b,
                          other = goes_to < comes_from ? goes_to : comes_from;
      const bool goes = goes_to == other, comes = comes_from == other;
      a += goes;
      b += comes;
      result.entries[end++] = other << 2 | (goes ? kUp : 0) | (comes ? kDown : 0);
      result.mutual[r] += goes && comes;
      result.mutual[other] += goes && comes;
      result.only_out[goes ? r : other] += goes != comes;
      result.only_in[goes ? other : r] += goes != comes;
    }
  }
  result.offsets[n] = end;
  result.entries.resize(end);
  return result;
}

}  // namespace cnx
