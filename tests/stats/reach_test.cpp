#include "stats/reach.h"

#include <doctest/doctest.h>

#include <random>

#include "graph/csr_build.h"

using namespace cnx;

namespace {

using Matrix = std::vector<std::vector<std::uint32_t>>;  // [pre][post] synapses; 0: no connection

struct Weighted {
  OwnedGraph graph;
  std::vector<std::uint32_t> counts;
};

Weighted weighted_graph(const Matrix& matrix) {
  CsrHalf half;
  Weighted result;
  for (const auto& row : matrix) {
    for (Vertex v = 0; v < row.size(); ++v) {
      if (row[v] == 0) continue;
      half.targets.push_back(v);
      result.counts.push_back(row[v]);
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  result.graph = graph_from_out_half(std::move(half));
  return result;
}

/// One step, straight from docs/query.md, by looking at every pair.
std::vector<std::uint8_t> slow_step(const Matrix& matrix, const std::vector<std::uint8_t>& from,
                                    ReachWay way, std::uint32_t min) {
  const std::size_t n = matrix.size();
  std::vector<std::uint8_t> reached(n, 0);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t x = 0; x < n; ++x) {
      if (a == x || from[x] == 0) continue;
      const bool onto = matrix[a][x] >= min, back = matrix[x][a] >= min;
      const bool hit = way == ReachWay::Upstream     ? onto
                       : way == ReachWay::Downstream ? back
                       : way == ReachWay::Reciprocal ? onto && back
                                                     : onto || back;
      if (hit) reached[a] = 1;
    }
  }
  return reached;
}

std::vector<std::uint8_t> slow_reach(const Matrix& matrix, std::vector<std::uint8_t> from,
                                     ReachWay way, std::uint32_t hops, bool within,
                                     std::uint32_t min) {
  std::vector<std::uint8_t> reached = within ? from : std::vector<std::uint8_t>(from.size());
  for (std::uint32_t hop = 0; hop < hops; ++hop) {
    const auto next = slow_step(matrix, from, way, min);
    for (std::size_t i = 0; i < next.size(); ++i) {
      reached[i] |= next[i];
      from[i] |= next[i];
    }
  }
  return reached;
}

}  // namespace

TEST_CASE("what is reached agrees with a matrix of all pairs") {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t n = random() % 14;
    Matrix matrix(n, std::vector<std::uint32_t>(n));
    for (auto& row : matrix) {
      for (auto& count : row) count = random() % 4 == 0 ? 1 + random() % 4 : 0;
    }
    std::vector<std::uint8_t> from(n);
    for (auto& value : from) value = random() % 3 == 0;
    const Weighted weighted = weighted_graph(matrix);
    for (std::uint8_t way = 0; way < kReachWays; ++way) {
      for (const std::uint32_t hops : {1u, 2u, 5u}) {
        const std::uint32_t min = 1 + random() % 4;
        const bool within = random() % 2 == 0;
        CAPTURE(int{way});
        CAPTURE(hops);
        CAPTURE(min);
        CAPTURE(within);
        ReachInput input;
        input.graph = weighted.graph.view();
        input.synapse_counts = weighted.counts;
        input.from = from;
        input.way = static_cast<ReachWay>(way);
        input.hops = hops;
        input.within = within;
        input.min_synapses = min;
        CHECK(reach(input) == slow_reach(matrix, from, input.way, hops, within, min));
      }
    }
  }
}

TEST_CASE("nothing is reached in no steps, from nowhere, or in a graph without edges") {
  const Weighted weighted = weighted_graph({{0, 1, 0}, {0, 0, 1}, {0, 0, 5}});
  ReachInput input;
  input.graph = weighted.graph.view();
  input.synapse_counts = weighted.counts;
  const std::vector<std::uint8_t> first = {1, 0, 0}, nowhere(3), last = {0, 0, 1};
  input.from = first;
  input.hops = 0;
  CHECK(reach(input) == nowhere);
  input.within = true;
  CHECK(reach(input) == first);
  input.hops = 10;
  CHECK(reach(input) == std::vector<std::uint8_t>{1, 1, 1});
  input.from = nowhere;
  CHECK(reach(input) == nowhere);
  input.within = false;
  input.from = last;  // only an autapse leaves it
  CHECK(reach(input) == nowhere);
  input.graph = {};
  input.synapse_counts = {};
  input.from = {};
  CHECK(reach(input).empty());
}
