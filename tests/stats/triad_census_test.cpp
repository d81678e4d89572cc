#include "stats/triad_census.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

TriadCensus count(const ChosenGraph& whole, std::uint64_t work = UINT64_MAX) {
  const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
  TriadCounter counter(oriented);
  double before = 0;
  while (!counter.advance(work)) {
    CHECK(counter.share_done() >= before);
    before = counter.share_done();
  }
  CHECK(counter.share_done() == 1);
  return counter.census();
}

/// The kind of one triad, from its words: numbers of mutual, asymmetric and null pairs, and Down,
/// Up, Cyclic or Transitive where those leave a choice (Holland & Leinhardt 1970).
std::string kind(const ChosenGraph& whole, Vertex a, Vertex b, Vertex c) {
  const Vertex of[3] = {a, b, c};
  int mutual = 0, asymmetric = 0;
  for (int i = 0; i < 3; ++i) {
    const bool goes = whole.has(of[i], of[(i + 1) % 3]), comes = whole.has(of[(i + 1) % 3], of[i]);
    mutual += goes && comes;
    asymmetric += goes != comes;
  }
  std::string name =
      std::to_string(mutual) + std::to_string(asymmetric) + std::to_string(3 - mutual - asymmetric);
  const auto any_order = [&](auto holds) {
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) {
        if (i != j && holds(of[i], of[j], of[3 - i - j])) return true;
      }
    }
    return false;
  };
  const auto one_way = [&](Vertex u, Vertex v) { return whole.has(u, v) && !whole.has(v, u); };
  const auto two_way = [&](Vertex u, Vertex v) { return whole.has(u, v) && whole.has(v, u); };
  if (name == "021" || name == "120") {
    if (any_order([&](Vertex x, Vertex y, Vertex z) { return one_way(x, y) && one_way(x, z); })) {
      return name + "D";
    }
    if (any_order([&](Vertex x, Vertex y, Vertex z) { return one_way(y, x) && one_way(z, x); })) {
      return name + "U";
    }
    return name + "C";
  }
  if (name == "111") {
    return name +
           (any_order([&](Vertex x, Vertex y, Vertex z) { return two_way(x, y) && one_way(z, x); })
                ? "D"
                : "U");
  }
  if (name == "030") {
    return name + (any_order([&](Vertex x, Vertex y, Vertex z) {
             return one_way(x, y) && one_way(y, z) && one_way(z, x);
           })
                       ? "C"
                       : "T");
  }
  return name;
}

void check_against_slow(const ChosenGraph& whole) {
  std::vector<Vertex> members;
  for (Vertex v = 0; v < whole.vertex_count(); ++v) {
    if (whole.pre[v] || whole.post[v]) members.push_back(v);
  }
  const TriadCensus census = count(whole);
  // Of each vertex by its number, here and below; NaN where there is none.
  const OrientedGraph oriented = orient(whole.view(), whole.weights, whole.choice());
  TriadCounter counter(oriented);
  while (!counter.advance(UINT64_MAX)) {
  }
  std::vector<double> local(whole.vertex_count()), of_transitive(whole.vertex_count());
  for (std::size_t rank = 0; rank < oriented.vertex_count(); ++rank) {
    local[oriented.original[rank]] = counter.clustering()[rank];
    of_transitive[oriented.original[rank]] = counter.transitive_clustering()[rank];
  }
  std::array<std::uint64_t, 16> expected = {};
  std::uint64_t triangles = 0, triples = 0, transitive = 0, paths = 0;
  double clustering = 0, transitive_clustering = 0;
  std::uint64_t clustering_n = 0, transitive_n = 0;
  const auto either = [&](Vertex u, Vertex v) { return whole.has(u, v) || whole.has(v, u); };
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j < members.size(); ++j) {
      for (std::size_t k = j + 1; k < members.size(); ++k) {
        const std::string name = kind(whole, members[i], members[j], members[k]);
        for (std::size_t t = 0; t < 16; ++t) expected[t] += kTriadNames[t] == name;
      }
    }
  }
  for (const Vertex v : members) {
    std::uint64_t neighbors = 0, closed = 0, out = 0, in = 0, both = 0, simplices = 0;
    for (const Vertex a : members) {
      neighbors += either(v, a);
      out += whole.has(v, a);
      in += whole.has(a, v);
      both += whole.has(v, a) && whole.has(a, v);
      for (const Vertex b : members) {
        if (a == b || a == v || b == v) continue;
        closed += a < b && either(v, a) && either(v, b) && either(a, b);
        triples += a < b && either(v, a) && either(v, b);
        paths += whole.has(a, v) && whole.has(v, b);
        transitive += whole.has(a, v) && whole.has(v, b) && whole.has(a, b);
        simplices += whole.has(v, a) && whole.has(a, b) && whole.has(v, b);  // v first
        simplices += whole.has(a, v) && whole.has(v, b) && whole.has(a, b);  // v between
        simplices += whole.has(a, b) && whole.has(b, v) && whole.has(a, v);  // v last
      }
    }
    triangles += closed;
    if (neighbors >= 2) {
      clustering +=
          static_cast<double>(closed) / (static_cast<double>(neighbors * (neighbors - 1)) / 2);
      ++clustering_n;
      CHECK(local[v] == doctest::Approx(static_cast<double>(2 * closed) /
                                        static_cast<double>(neighbors * (neighbors - 1))));
    } else {
      CHECK(std::isnan(local[v]));
    }
    const double possible = static_cast<double>((in + out) * (in + out)) -
                            static_cast<double>(in + out) - static_cast<double>(in * out + both);
    if (possible > 0) {
      transitive_clustering += static_cast<double>(simplices) / possible;
      ++transitive_n;
      CHECK(of_transitive[v] == doctest::Approx(static_cast<double>(simplices) / possible));
    } else {
      CHECK(std::isnan(of_transitive[v]));
    }
  }
  CHECK(census.vertices == members.size());
  CHECK(census.triads == expected);
  CHECK(census.triangles == triangles / 3);
  CHECK(census.connected_triples == triples);
  CHECK(census.transitive_triples == transitive);
  CHECK(census.two_paths == paths);
  CHECK(census.clustering_vertices == clustering_n);
  CHECK(census.clustering_sum == doctest::Approx(clustering).epsilon(1e-12));
  CHECK(census.transitive_clustering_vertices == transitive_n);
  CHECK(census.transitive_clustering_sum == doctest::Approx(transitive_clustering).epsilon(1e-12));
}

}  // namespace

TEST_CASE("the triad census equals that of looking at every three vertices") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    check_against_slow(random_chosen_graph(seed, 1 + seed % 16));
  }
}

TEST_CASE("a complete graph has reciprocal triads only, an empty one none") {
  EdgeList edges;
  for (Vertex u = 0; u < 9; ++u) {
    for (Vertex v = 0; v < 9; ++v) edges.emplace_back(u, v);
  }
  const TriadCensus complete = count(whole_graph(make_graph(9, edges)));
  CHECK(complete.triads[15] == 9 * 8 * 7 / 6);
  CHECK(complete.triads[0] == 0);
  const TriadCensus empty = count(whole_graph(make_graph(9, {})));
  CHECK(empty.triads[0] == 9 * 8 * 7 / 6);
  CHECK(count(whole_graph(make_graph(0, {}))).triads == std::array<std::uint64_t, 16>{});
}

TEST_CASE("slices of any size come to the same census") {
  const ChosenGraph whole = random_chosen_graph(5, 60);
  const TriadCensus at_once = count(whole);
  for (const std::uint64_t work : {1, 7, 100}) CHECK(count(whole, work).triads == at_once.triads);
}
