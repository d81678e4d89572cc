#include "stats/degree_shape.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Marks {
  std::vector<std::uint8_t> pre, post;
};

/// A random network whose edges run from one of pre to another one of post; every third seed all.
CsrHalf some_block(std::uint32_t seed, std::uint32_t n, Marks& marks) {
  std::mt19937 random(seed + 1000);
  for (std::uint32_t v = 0; v < n; ++v) {
    marks.pre.push_back(seed % 3 == 0 || random() % 3 != 0);
    marks.post.push_back(seed % 3 == 0 || random() % 3 != 0);
  }
  EdgeList edges = random_edges(seed, n, n * (seed % 5));
  edges.erase(std::remove_if(edges.begin(), edges.end(),
                             [&](const auto& edge) {
                               return edge.first == edge.second || !marks.pre[edge.first] ||
                                      !marks.post[edge.second];
                             }),
              edges.end());
  return make_half(n, edges);
}

bool has_edge(const CsrHalf& half, Vertex u, Vertex v) {
  return std::find(half.targets.begin() + half.offsets[u],
                   half.targets.begin() + half.offsets[u + 1],
                   v) != half.targets.begin() + half.offsets[u + 1];
}

/// With n - 1, by the squares of the differences.
double plain_sd(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (static_cast<double>(values.size()) - 1));
}

void check_sums(const DegreeSums& sums, const std::vector<double>& degrees) {
  REQUIRE(sums.vertices == degrees.size());
  if (degrees.size() < 2) {
    CHECK(std::isnan(sums.sd()));
    return;
  }
  CHECK(sums.sd() == doctest::Approx(plain_sd(degrees)).epsilon(1e-12));
}

}  // namespace

TEST_CASE("spreads and clubs are those of a look at every pair of vertices") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 40;
    Marks marks;
    const CsrHalf half = some_block(seed, n, marks);
    const bool whole = seed % 3 == 0;
    const DegreeShape shape =
        whole ? degree_shape(half) : degree_shape(half, {marks.pre, marks.post});
    CHECK((!whole || shape == degree_shape(half, {marks.pre, marks.post})));
    std::vector<double> out, in;
    std::vector<std::uint32_t> degree(n, 0);
    for (Vertex u = 0; u < n; ++u) {
      double sends = 0, receives = 0;
      for (Vertex v = 0; v < n; ++v) {
        sends += has_edge(half, u, v);
        receives += has_edge(half, v, u);
      }
      degree[u] = static_cast<std::uint32_t>(sends + receives);
      if (marks.pre[u]) out.push_back(sends);
      if (marks.post[u]) in.push_back(receives);
    }
    check_sums(shape.out, out);
    check_sums(shape.in, in);
    for (std::size_t c = 0; c < shape.clubs.size(); ++c) {
      const RichestClub& club = shape.clubs[c];
      const double wanted = std::max(std::min(n, 2u) * 1.0, n * kRichestPercents[c] / 100.0);
      const auto with = [&](std::uint32_t k) {
        return std::count_if(degree.begin(), degree.end(),
                             [k](std::uint32_t own) { return own >= k; });
      };
      CHECK(club.members == with(club.degree));
      CHECK(static_cast<double>(club.members) >= wanted);          // enough
      CHECK(static_cast<double>(with(club.degree + 1)) < wanted);  // and no more than that
      std::uint64_t pairs = 0, edges = 0;
      for (Vertex u = 0; u < n; ++u) {
        for (Vertex v = 0; v < n; ++v) {
          if (u == v || degree[u] < club.degree || degree[v] < club.degree) continue;
          pairs += marks.pre[u] && marks.post[v];
          edges += has_edge(half, u, v);
        }
      }
      CHECK(club.pairs == pairs);
      CHECK(club.edges == edges);
    }
  }
}

TEST_CASE("no vertex, one vertex and no edge have no spread to tell of") {
  const DegreeShape nothing = degree_shape(make_half(0, {}));
  CHECK(nothing == DegreeShape());
  CHECK(std::isnan(nothing.out.mean()));
  const DegreeShape alone = degree_shape(make_half(1, {}));
  CHECK(alone.out.mean() == 0);
  CHECK(std::isnan(alone.out.sd()));
  CHECK(alone.clubs[0].members == 1);
  CHECK(alone.clubs[0].pairs == 0);
  const DegreeShape apart = degree_shape(make_half(5, {}));
  CHECK(apart.in.sd() == 0);
  CHECK(apart.clubs[1].members == 5);  // nobody has a higher degree than another
  CHECK(apart.clubs[1].pairs == 20);
}

TEST_CASE("equal degrees have no spread, whatever they are") {
  for (const std::uint32_t degree : {1u, 3u, 50u}) {
    EdgeList edges;
    for (Vertex v = 0; v < 101; ++v) {
      for (std::uint32_t step = 1; step <= degree; ++step) edges.emplace_back(v, (v + step) % 101);
    }
    const DegreeShape shape = degree_shape(make_half(101, edges));
    CHECK(shape.out.sd() == doctest::Approx(0).epsilon(1e-6));
    CHECK(shape.in.mean() == degree);
  }
}

TEST_CASE("lengths are the distances between the somata of all edges") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed;
    Marks marks;
    const CsrHalf half = some_block(seed, n, marks);
    std::mt19937 random(seed);
    std::vector<std::int32_t> places;
    for (std::uint32_t i = 0; i < 3 * n; ++i) {
      // Far apart: squares of differences do not fit in 32 bits.
      places.push_back(static_cast<std::int32_t>(random() % 4'000'000'000u) / 2);
    }
    double expected = 0;
    for (Vertex u = 0; u < n; ++u) {
      for (Vertex v = 0; v < n; ++v) {
        if (!has_edge(half, u, v)) continue;
        double squares = 0;
        for (std::uint32_t axis = 0; axis < 3; ++axis) {
          squares += std::pow(1.0 * places[3 * u + axis] - places[3 * v + axis], 2);
        }
        expected += std::sqrt(squares);
      }
    }
    CHECK(sum_of_lengths_nm(half, places) == doctest::Approx(expected).epsilon(1e-12));
  }
  CHECK(sum_of_lengths_nm(make_half(2, {{0, 1}}), std::vector<std::int32_t>{0, 0, 0, 2, 3, 6}) ==
        7);
}
