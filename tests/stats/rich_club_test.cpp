#include "stats/rich_club.h"

#include <doctest/doctest.h>

#include "graph/random_graph.h"
#include "stats/random.h"
#include "stats/rewiring.h"

using namespace cnx;
using namespace cnx::test;

namespace {

CsrHalf without_loops(std::uint32_t vertices, EdgeList edges) {
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  return make_half(vertices, std::move(edges));
}

struct Ends {
  std::vector<Vertex> sources, targets;
};

Ends ends_of(const CsrHalf& half) {
  Ends ends;
  for (Vertex u = 0; u < half.vertex_count(); ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      ends.sources.push_back(u);
      ends.targets.push_back(half.targets[e]);
    }
  }
  return ends;
}

std::vector<std::uint32_t> degrees_of(const CsrHalf& half) {
  std::vector<std::uint32_t> degrees(half.vertex_count(), 0);
  const Ends ends = ends_of(half);
  for (const Vertex v : ends.sources) ++degrees[v];
  for (const Vertex v : ends.targets) ++degrees[v];
  return degrees;
}

/// Ordered pairs of different vertices of degree k or more, from one of pre to one of post.
std::uint64_t pairs_in_club(const std::vector<std::uint32_t>& degree, std::uint32_t k,
                            const std::vector<std::uint8_t>& pre,
                            const std::vector<std::uint8_t>& post) {
  std::uint64_t pairs = 0;
  for (std::size_t u = 0; u < degree.size(); ++u) {
    for (std::size_t v = 0; v < degree.size(); ++v) {
      pairs += u != v && degree[u] >= k && degree[v] >= k && pre[u] && post[v];
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("clubs and their edges equal those counted one by one, whatever the step of k") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed;
    CsrHalf half = without_loops(n, random_edges(seed, n, n * (seed % 9) * (1 + seed / 20)));
    std::vector<std::uint8_t> pre(n, 1), post(n, 1);
    if (seed % 3 != 0) {  // a block of two sets, which overlap in two of three
      Random random(seed);
      for (std::uint32_t v = 0; v < n; ++v) {
        pre[v] = static_cast<std::uint8_t>(random.below(2));
        post[v] = seed % 3 == 1 ? !pre[v] : static_cast<std::uint8_t>(random.below(3) > 0);
      }
      EdgeList inside;
      for (Vertex u = 0; u < n; ++u) {
        for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
          if (pre[u] && post[half.targets[e]]) inside.emplace_back(u, half.targets[e]);
        }
      }
      half = make_half(n, inside);
    }
    const RichClub club(half, seed % 3 == 0 ? BlockSides{} : BlockSides{pre, post});
    const Ends ends = ends_of(half);
    const auto degree = degrees_of(half);
    const auto edges = club.edges_within(ends.sources, ends.targets);
    REQUIRE(edges.size() == club.degrees().size());
    REQUIRE(club.members().size() == club.degrees().size());
    CHECK(club.degrees().size() <= kMaxRichClubSteps);
    for (std::size_t k = 0; k < club.degrees().size(); ++k) {
      std::uint32_t members = 0;
      for (const std::uint32_t d : degree) members += d >= club.degrees()[k];
      const std::uint64_t pairs = pairs_in_club(degree, club.degrees()[k], pre, post);
      std::uint64_t within = 0;
      for (std::size_t e = 0; e < ends.sources.size(); ++e) {
        within += degree[ends.sources[e]] >= club.degrees()[k] &&
                  degree[ends.targets[e]] >= club.degrees()[k];
      }
      CHECK(club.members()[k] == members);
      CHECK(club.pairs()[k] == pairs);
      CHECK(pairs >= 1);
      CHECK(edges[k] == within);
      CHECK(club.density(k, edges[k]) == static_cast<double>(within) / static_cast<double>(pairs));
    }
    // Another step, and another club would have had no pair.
    if (!club.degrees().empty()) {
      const std::uint32_t step =
          club.degrees().size() > 1 ? club.degrees()[1] - club.degrees()[0] : 1;
      CHECK(pairs_in_club(degree, club.degrees().back() + step, pre, post) == 0);
    }
  }
}

TEST_CASE("a network without two connected vertices has no club") {
  CHECK(RichClub(make_half(0, {})).degrees().empty());
  CHECK(RichClub(make_half(3, {})).degrees().empty());
}

namespace {

/// Of `controls` rewired networks: in how many the club `k` has at least as many edges.
std::uint32_t at_least_as_dense(const CsrHalf& half, std::size_t k, std::uint32_t controls,
                                Random& random) {
  const RichClub club(half);
  const Ends ends = ends_of(half);
  const std::uint64_t observed = club.edges_within(ends.sources, ends.targets)[k];
  Rewiring rewiring(half);
  rewiring.advance(10 * half.targets.size(), random);
  std::uint32_t as_dense = 0;
  for (std::uint32_t control = 0; control < controls; ++control) {
    rewiring.advance(3 * half.targets.size(), random);
    as_dense += club.edges_within(rewiring.sources(), rewiring.targets())[k] >= observed;
  }
  return as_dense;
}

}  // namespace

TEST_CASE("a planted club is denser than in every rewired network, a rewired one as often as not") {
  // Vertices 0 to 11 send to all of themselves, and everybody gets 12 more edges anywhere.
  EdgeList edges;
  Random random(7);
  for (Vertex u = 0; u < 12; ++u) {
    for (Vertex v = 0; v < 12; ++v) edges.emplace_back(u, v);
  }
  for (Vertex u = 0; u < 200; ++u) {
    for (int i = 0; i < 12; ++i) edges.emplace_back(u, random.below(200));
  }
  const CsrHalf half = without_loops(200, edges);
  const RichClub club(half);
  std::size_t k = 0;
  while (club.members()[k] > 12) ++k;
  CHECK(at_least_as_dense(half, k, 40, random) == 0);
  Rewiring rewiring(half);
  std::uint32_t as_dense = 0;
  for (int network = 0; network < 20; ++network) {
    rewiring.advance(10 * half.targets.size(), random);
    as_dense += at_least_as_dense(rewiring.graph(), k, 19, random);
  }
  // Of 380; 190 would be even, ties push it up.
  CHECK(as_dense > 120);
  CHECK(as_dense < 280);
}
