#include "worker/connection_sizes.h"

#include <doctest/doctest.h>

#include <map>
#include <utility>

#include "stats/edge_synapses.h"
#include "worker/engine.h"
#include "worker/synapse_tiles.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kBlock = 7, kSynapseBlock = 4;
constexpr SynapseShape kSized{true, true};

Engine engine_of(std::uint32_t neurons) {
  return Engine(neurons, {kBlock, any_edge_model(neurons)});
}

void add_connections(Engine& engine, const WeightedRows& out) {
  for (const auto& tile : make_tiles(TileKind::ConnectionsOut, out, kBlock)) {
    REQUIRE(engine.add_tile(tile).ok());
  }
}

/// The connections of which the limits hold and the post neuron is below `known`, by looking at
/// each synapse there is.
WeightedRows large_ones(const WeightedRows& out, const std::vector<Synapse>& synapses,
                        SizeLimits limits, NeuronIndex known) {
  std::map<std::pair<NeuronIndex, NeuronIndex>, std::uint64_t> sums;
  for (const Synapse& synapse : synapses) sums[{synapse.pre, synapse.post}] += synapse.size;
  WeightedRows large(out.size());
  for (NeuronIndex pre = 0; pre < out.size(); ++pre) {
    for (const auto& [post, count] : out[pre]) {
      const std::uint64_t sum = sums[{pre, post}];
      if (post < known && sum >= limits.sum && sum >= std::uint64_t{limits.mean} * count) {
        large[pre][post] = count;
      }
    }
  }
  return large;
}

StatisticsRequest everybody(std::uint32_t neurons) {
  StatisticsRequest request;
  request.chosen.assign(neurons, 1);
  return request;
}

}  // namespace

TEST_CASE("with limits on sizes an engine counts what one without the small connections counts") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t neurons = 1 + random() % 40;
    const WeightedRows out = random_rows(seed, neurons, neurons * (seed % 6));
    const auto synapses = random_synapses(seed, transpose(out), kSized);
    const auto tiles = make_synapse_tiles(synapses, neurons, kSynapseBlock, kSized);
    const SizeLimits limits{static_cast<std::uint32_t>(random() % 3000),
                            static_cast<std::uint32_t>(random() % 6000)};

    Engine engine = engine_of(neurons);
    const auto store =
        std::make_shared<SynapseStore>(neurons, SynapseStore::Family{kSynapseBlock, kSized});
    engine.limit_sizes(limits, store);
    add_connections(engine, out);
    for (std::size_t tile = 0; tile <= tiles.size(); ++tile) {
      CAPTURE(tile);
      const auto known = static_cast<NeuronIndex>(tile * kSynapseBlock);
      Engine twin = engine_of(neurons);
      add_connections(twin, large_ones(out, synapses, limits, known));
      const auto missing = static_cast<std::uint32_t>(tiles.size() - tile);

      const StatisticsRequest request = everybody(neurons);
      const StatisticsReply reply = engine.statistics(request);
      CHECK(reply.statistics == twin.statistics(request).statistics);
      CHECK(reply.tiles_missing == missing);
      ReachRequest reach;
      reach.from.assign(neurons, 0);
      reach.from[seed % neurons] = 1;
      reach.hops = 2;
      CHECK(engine.reach(reach).reached == twin.reach(reach).reached);
      CHECK(engine.reach(reach).tiles_missing == missing);
      JobRequest about;
      about.subset = request;
      const JobInput job = engine.job_input(about);
      CHECK(job.connections->edges.out == twin.job_input(about).connections->edges.out);
      CHECK(job.tiles_missing == missing);
      CHECK(job.sizes == limits);

      const auto counted = engine.counted_graph();
      CHECK(counted.has_value() == (missing == 0 || !limits.any()));
      if (missing == 0) {
        std::vector<NeuronIndex> all(neurons);
        for (NeuronIndex i = 0; i < neurons; ++i) all[i] = i;
        const AskSubnetwork ask{all, 100'000};
        CHECK(answer(ask, engine, store.get()) == answer(ask, twin, nullptr));
        const AskInnerDegrees degrees{request.chosen, {}, 2};
        CHECK(answer(degrees, engine, store.get()) == answer(degrees, twin, nullptr));
        break;
      }
      REQUIRE(store->add_tile(tiles[tile]).ok());
    }

    // Other limits, and none.
    const SizeLimits others{0, 2500};
    engine.limit_sizes(others, store);
    Engine twin = engine_of(neurons);
    add_connections(twin, large_ones(out, synapses, others, neurons));
    CHECK(engine.statistics(everybody(neurons)).statistics ==
          twin.statistics(everybody(neurons)).statistics);
    engine.limit_sizes({}, store);
    Engine all = engine_of(neurons);
    add_connections(all, out);
    CHECK(engine.statistics(everybody(neurons)) == all.statistics(everybody(neurons)));
  }
}

TEST_CASE("limits on sizes leave partners and the whole graph as they are") {
  const WeightedRows out = random_rows(5, 20, 60);
  Engine engine = engine_of(20), twin = engine_of(20);
  add_connections(engine, out);
  add_connections(twin, out);
  engine.limit_sizes({UINT32_MAX, UINT32_MAX},
                     std::make_shared<SynapseStore>(20, SynapseStore::Family{5, kSized}));
  CHECK(engine.partners(3) == twin.partners(3));
  CHECK(engine.whole_graph()->edges.edge_count() == twin.whole_graph()->edges.edge_count());
  CHECK_FALSE(engine.counted_graph().has_value());
  engine.limit_sizes({1, 1}, nullptr);
  CHECK(engine.counted_graph().has_value());
}

TEST_CASE(
    "while connections are missing no size is known, and the answer says how many tiles are") {
  const WeightedRows out = random_rows(6, 20, 60);
  const auto synapses = random_synapses(6, transpose(out), kSized);
  const auto store = std::make_shared<SynapseStore>(20, SynapseStore::Family{5, kSized});
  for (const auto& tile : make_synapse_tiles(synapses, 20, 5, kSized)) {
    REQUIRE(store->add_tile(tile).ok());
  }
  Engine engine = engine_of(20);
  engine.limit_sizes({0, 1}, store);
  const auto tiles = make_tiles(TileKind::ConnectionsOut, out, kBlock);
  for (std::size_t t = 0; t + 1 < tiles.size(); ++t) REQUIRE(engine.add_tile(tiles[t]).ok());
  const StatisticsReply partial = engine.statistics(everybody(20));
  CHECK(partial.statistics.connections == 0);
  CHECK(partial.tiles_missing == 1 + 4);
  CHECK(partial.tiles_total == 3 + 4);
  REQUIRE(engine.add_tile(tiles.back()).ok());
  const StatisticsReply complete = engine.statistics(everybody(20));
  CHECK(complete.tiles_missing == 0);
  CHECK(complete.statistics.connections > 0);
  // Without one of its tiles the graph is taken apart, and what was known of it forgotten.
  engine.drop_tile(TileKind::ConnectionsOut, 0);
  CHECK(engine.statistics(everybody(20)).statistics.connections == 0);
}

TEST_CASE("a tile whose rows are not as long as the connections say leaves its sizes unknown") {
  auto graph = std::make_shared<ConnectionGraph>();
  graph->edges = graph_from_out_half({{0, 2, 3, 3}, {1, 2, 2}});  // 0 -> 1, 0 -> 2, 1 -> 2
  graph->synapse_counts = {2, 1, 3};
  SynapseRows rows;
  rows.offsets = {0, 0, 2, 6};
  rows.size = {5, 6, 7, 1, 2, 3};
  ConnectionSizes fitting(graph);
  CHECK(fitting.add(rows, 0));
  CHECK(fitting.large_enough({}).synapse_counts == std::vector<std::uint32_t>{2, 1, 3});
  CHECK(fitting.large_enough({2, 7}).synapse_counts == std::vector<std::uint32_t>{2, 1});
  CHECK(fitting.large_enough({0, 8}).edges.out.targets == std::vector<Vertex>{1});
  CHECK(fitting.large_enough({3, 0}).synapse_counts == std::vector<std::uint32_t>{2, 1});

  for (const std::vector<std::uint32_t>& offsets :
       {std::vector<std::uint32_t>{0, 0, 1, 6}, {0, 1, 2, 6}, {0, 0, 2, 5}}) {
    ConnectionSizes damaged(graph);
    rows.offsets = offsets;
    rows.size.resize(offsets.back(), 1);
    CHECK_FALSE(damaged.add(rows, 0));
    CHECK(damaged.large_enough({}).synapse_counts.size() < 3);
  }
}

TEST_CASE("a sum of sizes past 32 bits is exact") {
  auto graph = std::make_shared<ConnectionGraph>();
  graph->edges = graph_from_out_half({{0, 1, 1}, {1}});
  graph->synapse_counts = {3};
  SynapseRows rows;
  rows.offsets = {0, 0, 3};
  rows.size = {UINT32_MAX, UINT32_MAX, UINT32_MAX - 1};
  ConnectionSizes sizes(graph);
  REQUIRE(sizes.add(rows, 0));
  CHECK(sizes.large_enough({UINT32_MAX - 1, UINT32_MAX}).synapse_counts.size() == 1);
  CHECK(sizes.large_enough({UINT32_MAX, 0}).synapse_counts.empty());
}

TEST_CASE("sizes that are taken tile by tile, and large connections alone, say the same") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed * 2;
    const WeightedRows out = random_rows(seed, neurons, neurons * 4);
    const auto synapses = random_synapses(seed, transpose(out), kSized);
    const auto tiles = make_synapse_tiles(synapses, neurons, kSynapseBlock, kSized);
    const SizeLimits limits{seed % 3 == 0 ? 0u : 1000u, 2500};
    Engine at_once = engine_of(neurons), by_tile = engine_of(neurons);
    const auto all =
        std::make_shared<SynapseStore>(neurons, SynapseStore::Family{kSynapseBlock, kSized});
    const auto one =
        std::make_shared<SynapseStore>(neurons, SynapseStore::Family{kSynapseBlock, kSized});
    add_connections(at_once, out);
    add_connections(by_tile, out);
    at_once.limit_sizes(limits, all);
    by_tile.limit_sizes(limits, one);
    JobRequest request;
    request.statistic = Statistic::Compare;
    request.subset = everybody(neurons);
    request.nulls.sizes = true;
    request.synapses.voxel_nm = {40, 40, 50};
    request.soma_in_voxel_nm.assign(std::size_t{3} * neurons, 7);
    by_tile.look_at_each(request);
    for (std::uint32_t tile = 0; tile < tiles.size(); ++tile) {
      REQUIRE(all->add_tile(tiles[tile]).ok());
      REQUIRE(one->add_tile(tiles[tile]).ok());
      by_tile.take_sizes(tile);
      one->drop_tile(tile);
    }
    for (const bool kept : {false, true}) {
      if (kept) by_tile.keep_large();
      CHECK(by_tile.statistics(request.subset) == at_once.statistics(request.subset));
      const JobInput a = at_once.job_input(request), b = by_tile.job_input(request);
      CHECK(a.connections->edges.out == b.connections->edges.out);
      CHECK(a.connections->edges.in == b.connections->edges.in);
      CHECK(a.connections->synapse_counts == b.connections->synapse_counts);
      CHECK(a.sizes == b.sizes);
      CHECK(a.tiles_missing == b.tiles_missing);
      REQUIRE(a.each_synapse);
      REQUIRE(b.each_synapse);
      const auto& counts = a.connections->synapse_counts;
      REQUIRE(a.each_synapse->edge_count() == b.each_synapse->edge_count());
      for (std::size_t e = 0; e < counts.size(); ++e) {
        CHECK(a.each_synapse->size_sum(counts, e) == b.each_synapse->size_sum(counts, e));
      }
      const auto each = [&](const JobInput& input) {
        const EdgeChoice any{request.subset.chosen, request.subset.chosen, 1};
        return synapses_inside(input.connections->edges.view(), input.connections->synapse_counts,
                               *input.each_synapse, any);
      };
      CHECK(each(a) == each(b));
    }
  }
}

TEST_CASE("a job that asks for sizes has those of the connections within the limits") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 2 + seed;
    const WeightedRows out = random_rows(seed, neurons, neurons * 4);
    const auto synapses = random_synapses(seed, transpose(out), kSized);
    const auto store =
        std::make_shared<SynapseStore>(neurons, SynapseStore::Family{kSynapseBlock, kSized});
    Engine engine = engine_of(neurons);
    JobRequest request;
    request.statistic = Statistic::Compare;
    request.subset = everybody(neurons);
    CHECK_FALSE(engine.job_input(request).each_synapse);
    CHECK(engine.job_input(request).sizes_why_not.empty());  // nobody asked
    request.nulls.sizes = true;
    CHECK(engine.job_input(request).sizes_why_not == "The dataset has no sizes of synapses.");
    engine.limit_sizes({}, store);
    CHECK(engine.job_input(request).sizes_why_not ==
          "Some of the connections are not here, so nobody knows of all synapses whose they are.");
    add_connections(engine, out);
    for (const auto& tile : make_synapse_tiles(synapses, neurons, kSynapseBlock, kSized)) {
      CHECK(engine.job_input(request).sizes_why_not == "Not all sizes of synapses are here.");
      CHECK_FALSE(engine.has_sizes_to_sum(&request));  // some are of no use
      REQUIRE(store->add_tile(tile).ok());
    }
    CHECK_FALSE(engine.has_sizes_to_sum());
    CHECK(engine.has_sizes_to_sum(&request));
    std::map<std::pair<NeuronIndex, NeuronIndex>, std::uint64_t> sums;
    for (const Synapse& synapse : synapses) sums[{synapse.pre, synapse.post}] += synapse.size;
    for (const SizeLimits limits : {SizeLimits{}, SizeLimits{1000, 2500}, SizeLimits{}}) {
      engine.limit_sizes(limits, store);
      const JobInput input = engine.job_input(request);
      CHECK(input.sizes_why_not.empty());
      CHECK_FALSE(engine.has_sizes_to_sum(&request));
      REQUIRE(input.each_synapse);
      const CsrHalf& half = input.connections->edges.out;
      REQUIRE(input.each_synapse->edge_count() == half.targets.size());
      if (!limits.any()) CHECK(half.targets.size() == sums.size());
      for (NeuronIndex pre = 0; pre < neurons; ++pre) {
        for (std::uint32_t e = half.offsets[pre]; e < half.offsets[pre + 1]; ++e) {
          CHECK(input.each_synapse->size_sum(input.connections->synapse_counts, e) ==
                sums.at({pre, half.targets[e]}));
        }
      }
    }
    // Sums stay when their tiles go, and are of no use beside other connections.
    for (std::uint32_t tile = 0; tile < store->tile_count(); ++tile) store->drop_tile(tile);
    CHECK(engine.job_input(request).each_synapse);
    engine.drop_tile(TileKind::ConnectionsOut, 0);
    CHECK_FALSE(engine.job_input(request).each_synapse);
    request.statistic = Statistic::Nulls;
    request.nulls.model = NullModel::Blocks;  // random connections have none
    CHECK_FALSE(asks_for_sizes(request));
  }
}

TEST_CASE("a job that asks for sizes has each synapse: its size, whether near, whether clumped") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 2 + seed;
    const WeightedRows out = random_rows(seed, neurons, neurons * 4);
    const auto synapses = random_synapses(seed, transpose(out), kSized);
    const auto store =
        std::make_shared<SynapseStore>(neurons, SynapseStore::Family{kSynapseBlock, kSized});
    Engine engine = engine_of(neurons);
    add_connections(engine, out);
    for (const auto& tile : make_synapse_tiles(synapses, neurons, kSynapseBlock, kSized)) {
      REQUIRE(store->add_tile(tile).ok());
    }
    JobRequest request;
    request.statistic = Statistic::Thresholds;
    request.subset = everybody(neurons);
    request.nulls.sizes = true;
    request.synapses.voxel_nm = {40, 40, 50};
    for (std::uint32_t i = 0; i < 3 * neurons; ++i) {
      request.soma_in_voxel_nm.push_back(static_cast<std::int32_t>(i % 40));
    }
    // One after the other in one engine: other distances, other limits, no places at all.
    for (const std::uint32_t um : {30u, 12u}) {
      for (const SizeLimits limits : {SizeLimits{}, SizeLimits{1000, 2500}}) {
        engine.limit_sizes(limits, store);
        request.synapses.near_um = um;
        request.synapses.clump_um = um / 2;
        const JobInput input = engine.job_input(request);
        REQUIRE(input.each_synapse);
        CHECK_FALSE(engine.has_sizes_to_sum(&request));
        CHECK(input.each_synapse->known() == EdgeSynapses::Known{true, true});
        const CsrGraph graph = input.connections->edges.view();
        REQUIRE(input.each_synapse->edge_count() == graph.edge_count());
        for (const Synapse& synapse : synapses) {
          const std::size_t e = find_edge(graph, synapse.pre, synapse.post);
          if (e == graph.edge_count()) continue;  // it is too small
          std::vector<std::uint32_t> sizes;
          std::uint64_t near = 0, clumped = 0;
          const auto square_nm = [&](auto difference) {
            std::int64_t sum = 0;
            for (std::size_t axis = 0; axis < 3; ++axis) {
              const std::int64_t nm = difference(axis);
              sum += nm * nm;
            }
            return sum;
          };
          const auto within = [](std::int64_t square, std::int64_t limit_um) {
            return square <= limit_um * limit_um * 1'000'000;
          };
          for (const Synapse& one : synapses) {
            if (one.pre != synapse.pre || one.post != synapse.post) continue;
            sizes.push_back(one.size);
            const auto nm = [&](const Synapse& at, std::size_t axis) {
              return at.residual[axis] * request.synapses.voxel_nm[axis];
            };
            near += within(square_nm([&](std::size_t axis) {
                             return nm(one, axis) -
                                    request.soma_in_voxel_nm[std::size_t{3} * one.post + axis];
                           }),
                           um);
            bool beside = false;
            for (const Synapse& other : synapses) {
              if (&other == &one || other.pre != one.pre || other.post != one.post) continue;
              beside = beside || within(square_nm([&](std::size_t axis) {
                                          return nm(one, axis) - nm(other, axis);
                                        }),
                                        um / 2);
            }
            clumped += beside ? 1 : 0;
          }
          CHECK(input.each_synapse->near(e) == near);
          CHECK(input.each_synapse->clumped(e) == clumped);
          const std::size_t first = input.each_synapse->first(input.connections->synapse_counts, e);
          for (std::size_t i = 0; i < sizes.size(); ++i) {
            CHECK(input.each_synapse->size(first + i) == sizes[i]);
          }
        }
      }
    }
    request.soma_in_voxel_nm.clear();
    CHECK(engine.job_input(request).each_synapse->known() == EdgeSynapses::Known{false, true});
    request.synapses.voxel_nm = {0, 0, 0};
    const JobInput nowhere = engine.job_input(request);
    CHECK(nowhere.each_synapse->known() == EdgeSynapses::Known{false, false});
    // What is asked for next cannot be told once the tiles are gone.
    for (std::uint32_t tile = 0; tile < store->tile_count(); ++tile) store->drop_tile(tile);
    CHECK(engine.job_input(request).each_synapse);
    request.synapses.near_um += 1;
    CHECK_FALSE(engine.job_input(request).each_synapse);
    CHECK(engine.job_input(request).sizes_why_not == "Not all sizes of synapses are here.");
  }
}

TEST_CASE("sizes that are not those of the connections are not told") {
  Engine engine = engine_of(12);
  add_connections(engine, random_rows(1, 12, 40));
  const auto store = std::make_shared<SynapseStore>(12, SynapseStore::Family{5, kSized});
  const auto others = random_synapses(2, transpose(random_rows(2, 12, 30)), kSized);
  for (const auto& tile : make_synapse_tiles(others, 12, 5, kSized)) {
    REQUIRE(store->add_tile(tile).ok());
  }
  engine.limit_sizes({}, store);
  JobRequest request;
  request.statistic = Statistic::Thresholds;
  request.subset = everybody(12);
  request.nulls.sizes = true;
  CHECK(engine.job_input(request).sizes_why_not ==
        "Some of the synapses are not those of the connections.");
}
