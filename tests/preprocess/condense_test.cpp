#include "build/condense.h"

#include "build/adjacency.h"
#include "build/synapse_order.h"
#include "preprocess/random_connectome.h"

using namespace cnx;
using namespace cnx::test;

namespace {

bool same(const RawConnections& a, const RawConnections& b) {
  return a.pre == b.pre && a.post == b.post && a.synapse_count == b.synapse_count;
}

RawConnections connections(std::vector<std::array<std::uint32_t, 3>> triples) {
  RawConnections result;
  for (const auto& [pre, post, count] : triples) {
    result.pre.push_back(pre);
    result.post.push_back(post);
    result.synapse_count.push_back(count);
  }
  return result;
}

}  // namespace

TEST_CASE("synapses condense to pairs in order, with their counts, autapses included") {
  RawSynapses synapses;
  synapses.pre = {2, 0, 2, 1, 2, 0};
  synapses.post = {1, 0, 0, 2, 1, 2};
  CHECK(same(condense(synapses, 3),
             connections({{0, 0, 1}, {0, 2, 1}, {1, 2, 1}, {2, 0, 1}, {2, 1, 2}})));
}

TEST_CASE("nothing condenses to nothing") {
  CHECK(same(condense({}, 0), {}));
  CHECK(same(condense({}, 5), {}));
}

TEST_CASE("condense agrees with a map of pairs on random synapses") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed % 23;
    const auto raw = random_connectome(seed, neurons, seed * 5);
    CHECK(same(condense(*raw.synapses, neurons), slow_condense(*raw.synapses)));
  }
}

TEST_CASE("the first difference to the condensed group is named") {
  const auto made = connections({{0, 1, 2}, {1, 0, 1}, {4, 2, 1}});
  CHECK(first_difference(made, made) == std::nullopt);
  CHECK(*first_difference(made, connections({{0, 1, 2}, {1, 0, 3}, {4, 2, 9}})) ==
        "from row 1 to row 0 there are 1 synapses, and the condensed group says 3");
  CHECK(*first_difference(made, connections({{0, 1, 2}, {4, 2, 1}})) ==
        "from row 1 to row 0 there are 1 synapses, and the condensed group has no such connection");
  CHECK(*first_difference(made, connections({{0, 0, 1}, {0, 1, 2}, {1, 0, 1}, {4, 2, 1}})) ==
        "the condensed group has a connection from row 0 to row 0, and there are no synapses from "
        "one to the other");
  CHECK(*first_difference(connections({}), made) ==
        "the condensed group has a connection from row 0 to row 1, and there are no synapses from "
        "one to the other");
  CHECK(first_difference(made, connections({})).has_value());
}

TEST_CASE("both halves of the adjacency say the same, sorted, under the neurons' new names") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed % 19;
    const auto raw = random_connectome(seed, neurons, seed * 4);
    std::vector<std::uint32_t> index_of(neurons);
    for (std::uint32_t i = 0; i < neurons; ++i) index_of[i] = i;
    std::shuffle(index_of.begin(), index_of.end(), std::mt19937{seed});

    PairCounts expected_out, expected_in;
    for (const auto& [pair, count] : slow_counts(*raw.synapses)) {
      expected_out[{index_of[pair.first], index_of[pair.second]}] = count;
      expected_in[{index_of[pair.second], index_of[pair.first]}] = count;
    }
    const auto flat = [](const PairCounts& counts, std::uint32_t rows) {
      EdgeRows result;
      result.offsets.assign(rows + 1, 0);
      for (const auto& [pair, count] : counts) {
        result.offsets[pair.first + 1] += 1;
        result.targets.push_back(pair.second);
        result.synapse_counts.push_back(count);
      }
      for (std::uint32_t r = 0; r < rows; ++r) result.offsets[r + 1] += result.offsets[r];
      return result;
    };
    const Adjacency adjacency = make_adjacency(*raw.connections, index_of);
    CHECK(adjacency.out == flat(expected_out, neurons));
    CHECK(adjacency.in == flat(expected_in, neurons));
    CHECK(count_synapses(adjacency.in) == raw.synapses->pre.size());
    std::uint64_t autapses = 0;
    for (const auto& [pair, count] : expected_out) autapses += pair.first == pair.second;
    CHECK(count_autapses(adjacency.out) == autapses);

    // Slices are the whole, cut.
    EdgeRows joined;
    for (std::uint32_t first = 0; first < neurons; first += 4) {
      append(joined, slice_rows(adjacency.out, first, std::min(4u, neurons - first)));
    }
    CHECK(joined == adjacency.out);
  }
}

TEST_CASE("the voxel grid is the coarsest that holds every position") {
  const auto grid = [](std::vector<std::int64_t> x, std::vector<std::int64_t> y) {
    return detect_voxel_grid({x, y, std::vector<std::int64_t>(x.size(), -7)});
  };
  CHECK(grid({8, 20, -4}, {3, 43, 123}) ==
        VoxelGrid{.origin_nm = {8, 3, 0}, .step_nm = {12, 40, 1}});
  CHECK(grid({-5, -9}, {1, 2}) == VoxelGrid{.origin_nm = {3, 0, 0}, .step_nm = {4, 1, 1}});
  CHECK(detect_voxel_grid({}) == VoxelGrid{});
}

TEST_CASE("the order of synapses does not depend on their order in the input") {
  const auto raw = random_connectome(5, 9, 400);
  std::vector<std::uint32_t> index_of = {3, 1, 0, 2, 8, 7, 5, 6, 4};
  std::vector<std::int64_t> zeros(9);
  const std::array<std::span<const std::int64_t>, 3> soma_nm = {zeros, zeros, zeros};
  const auto rows = slice_synapses(order_synapses(*raw.synapses, index_of), soma_nm, 0, 9);

  RawSynapses reversed = *raw.synapses;
  std::reverse(reversed.pre.begin(), reversed.pre.end());
  std::reverse(reversed.post.begin(), reversed.post.end());
  std::reverse(reversed.size.begin(), reversed.size.end());
  for (auto& axis : reversed.position_nm) std::reverse(axis.begin(), axis.end());
  CHECK(slice_synapses(order_synapses(reversed, index_of), soma_nm, 0, 9) == rows);
}
