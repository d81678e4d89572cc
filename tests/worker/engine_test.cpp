#include "worker/engine.h"

#include <doctest/doctest.h>

#include <random>

#include "graph/random_graph.h"
#include "worker/tiles.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kOutBlock = 4, kInBlock = 3;

struct Dataset {
  std::uint32_t neuron_count = 0;
  WeightedRows out, in;
  std::vector<std::vector<std::byte>> out_tiles, in_tiles;
};

Dataset make_dataset(std::uint32_t seed, std::uint32_t n, std::uint32_t edge_count) {
  Dataset dataset;
  dataset.neuron_count = n;
  dataset.out = random_rows(seed, n, edge_count);
  dataset.in = transpose(dataset.out);
  dataset.out_tiles = make_tiles(TileKind::ConnectionsOut, dataset.out, kOutBlock);
  dataset.in_tiles = make_tiles(TileKind::ConnectionsIn, dataset.in, kInBlock);
  return dataset;
}

Engine make_engine(const Dataset& dataset) {
  const EdgeModel model = any_edge_model(dataset.neuron_count);
  return Engine(dataset.neuron_count, {kOutBlock, model}, {kInBlock, model});
}

void add(Engine& engine, const std::vector<std::byte>& tile) {
  REQUIRE(engine.add_tile(tile).ok());
}

/// What the engine must say of a neuron's side, straight from the rows.
std::vector<Partner> row_of(const WeightedRows& rows, NeuronIndex neuron) {
  std::vector<Partner> partners;
  for (const auto& [partner, count] : rows[neuron]) partners.push_back({partner, count, false});
  return partners;
}

Partners expected_partners(const Dataset& dataset, NeuronIndex neuron, bool afferents,
                           bool efferents) {
  Partners expected;
  expected.neuron = neuron;
  expected.afferents_complete = afferents;
  expected.efferents_complete = efferents;
  if (afferents) expected.afferents = row_of(dataset.in, neuron);
  if (efferents) expected.efferents = row_of(dataset.out, neuron);
  if (afferents && efferents) {
    for (Partner& a : expected.afferents) {
      for (Partner& e : expected.efferents) {
        if (a.neuron == e.neuron) a.reciprocal = e.reciprocal = true;
      }
    }
  }
  return expected;
}

StatisticsRequest everyone(const Dataset& dataset) {
  StatisticsRequest request;
  request.chosen.assign(dataset.neuron_count, 1);
  return request;
}

/// Statistics of `rows`, without an engine.
LocalStatistics statistics_of(const WeightedRows& rows, const StatisticsRequest& request) {
  CsrHalf half;
  std::vector<std::uint32_t> counts;
  for (const auto& row : rows) {
    for (const auto& [target, count] : row) {
      half.targets.push_back(target);
      counts.push_back(count);
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  const OwnedGraph graph = graph_from_out_half(half);
  LocalStatisticsInput input;
  input.graph = graph.view();
  input.synapse_counts = counts;
  input.chosen = request.chosen;
  input.groups = request.groups;
  input.group_count = request.group_count;
  input.analyzable_axon = request.analyzable_axon;
  input.post = request.post;
  return local_statistics(input);
}

}  // namespace

TEST_CASE("partners come from the tiles that are there, and say which side is complete") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 23;
    const Dataset dataset = make_dataset(seed, n, n * (seed % 6));
    Engine engine = make_engine(dataset);
    std::vector<bool> out_there(dataset.out_tiles.size()), in_there(dataset.in_tiles.size());
    std::mt19937 random(seed);
    for (int step = 0; step < 40; ++step) {
      CAPTURE(step);
      const bool out_side = random() % 2 == 0;
      auto& there = out_side ? out_there : in_there;
      const std::uint32_t tile = random() % static_cast<std::uint32_t>(there.size());
      if (random() % 4 == 0) {
        engine.drop_tile(out_side ? TileKind::ConnectionsOut : TileKind::ConnectionsIn, tile);
        there[tile] = false;
      } else {
        add(engine, (out_side ? dataset.out_tiles : dataset.in_tiles)[tile]);
        there[tile] = true;
      }
      const bool all_out = std::find(out_there.begin(), out_there.end(), false) == out_there.end();
      for (NeuronIndex neuron = 0; neuron < n; ++neuron) {
        CAPTURE(neuron);
        const bool afferents = all_out || in_there[neuron / kInBlock];
        const bool efferents = out_there[neuron / kOutBlock];
        CHECK(engine.partners(neuron) == expected_partners(dataset, neuron, afferents, efferents));
      }
    }
  }
}

TEST_CASE("without tiles of inputs, a neuron's inputs are known once all outputs are there") {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed * 3;
    const Dataset dataset = make_dataset(seed, n, n * (seed % 6));
    Engine engine(n, {kOutBlock, any_edge_model(n)});
    CHECK_FALSE(engine.add_tile(dataset.in_tiles[0]).ok());
    for (std::size_t tile = 0; tile < dataset.out_tiles.size(); ++tile) {
      add(engine, dataset.out_tiles[tile]);
      const bool all = tile + 1 == dataset.out_tiles.size();
      for (NeuronIndex neuron = 0; neuron < n; ++neuron) {
        CHECK(engine.partners(neuron) ==
              expected_partners(dataset, neuron, all, neuron / kOutBlock <= tile));
      }
    }
    engine.drop_tile(TileKind::ConnectionsOut, 0);
    CHECK_FALSE(engine.partners(0).afferents_complete);
    add(engine, dataset.out_tiles[0]);
    CHECK(engine.partners(0) == expected_partners(dataset, 0, true, true));
  }
}

TEST_CASE("statistics are those of the rows that are there, and say how many tiles are missing") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 23;
    const Dataset dataset = make_dataset(seed, n, n * (seed % 6));
    StatisticsRequest request;
    std::mt19937 random(seed);
    for (std::uint32_t v = 0; v < n; ++v) {
      request.chosen.push_back(random() % 3 != 0);
      request.groups.push_back(random() % 2);
      request.analyzable_axon.push_back(random() % 2);
    }
    request.group_count = 2;
    if (seed % 2 == 1) {  // a block: who answers, the rows of the post side say
      for (std::uint32_t v = 0; v < n; ++v) request.post.push_back(v < n / 4);
    }

    Engine engine = make_engine(dataset);
    WeightedRows rows_there(n);
    for (std::size_t arrived = 0; arrived <= dataset.out_tiles.size(); ++arrived) {
      CAPTURE(arrived);
      std::uint32_t wanted = 0, missing = 0;
      for (std::uint32_t tile = 0; tile < dataset.out_tiles.size(); ++tile) {
        bool needed = false;
        for (std::uint32_t v = tile * kOutBlock; v < n && v < (tile + 1) * kOutBlock; ++v) {
          needed = needed || request.chosen[v] || (!request.post.empty() && request.post[v]);
        }
        wanted += needed;
        missing += needed && tile >= arrived;
      }
      const StatisticsReply reply = engine.statistics(request);
      CHECK(reply.tiles_total == wanted);
      CHECK(reply.tiles_missing == missing);
      CHECK(reply.statistics == statistics_of(rows_there, request));

      if (arrived == dataset.out_tiles.size()) break;
      add(engine, dataset.out_tiles[arrived]);
      for (auto v = static_cast<std::uint32_t>(arrived) * kOutBlock;
           v < n && v < (arrived + 1) * kOutBlock; ++v) {
        rows_there[v] = dataset.out[v];
      }
    }
  }
}

TEST_CASE(
    "what was counted of all neurons serves again, with other groups and no other threshold") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 23;
    const Dataset dataset = make_dataset(seed, n, n * 5);
    const Dataset another = make_dataset(seed + 100, n, n * 5);
    Engine engine = make_engine(dataset);
    for (const auto& tile : dataset.out_tiles) add(engine, tile);
    std::mt19937 random(seed);
    StatisticsRequest request;
    request.chosen.assign(n, 1);
    for (int question = 0; question < 12; ++question) {
      CAPTURE(question);
      request.group_count = 1 + random() % 3;
      request.groups.clear();
      for (std::uint32_t v = 0; v < n; ++v) {
        request.groups.push_back(static_cast<std::uint16_t>(random() % request.group_count));
      }
      request.chosen[random() % n] = random() % 3 != 0;
      if (question % 4 == 3) request.chosen.assign(n, 1);
      if (question == 6) {
        for (const auto& tile : another.out_tiles) add(engine, tile);
      }
      const WeightedRows& rows = question < 6 ? dataset.out : another.out;
      CHECK(engine.statistics(request).statistics == statistics_of(rows, request));
    }
  }
}

TEST_CASE("statistics are complete when the missing tiles hold no chosen neuron") {
  const Dataset dataset = make_dataset(5, 12, 60);
  Engine engine = make_engine(dataset);
  add(engine, dataset.out_tiles[1]);
  StatisticsRequest request;
  request.chosen = {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0};
  const StatisticsReply reply = engine.statistics(request);
  CHECK(reply.tiles_total == 1);
  CHECK(reply.tiles_missing == 0);
  CHECK(reply.statistics == statistics_of(dataset.out, request));
}

TEST_CASE("tiles that are dropped and come back leave the answers as they were") {
  const Dataset dataset = make_dataset(7, 20, 90);
  Engine engine = make_engine(dataset);
  for (const auto& tile : dataset.in_tiles) add(engine, tile);
  for (const auto& tile : dataset.out_tiles) add(engine, tile);
  const StatisticsReply before = engine.statistics(everyone(dataset));
  CHECK(before.statistics == statistics_of(dataset.out, everyone(dataset)));

  engine.drop_tile(TileKind::ConnectionsOut, 2);
  engine.drop_tile(TileKind::ConnectionsOut, 2);  // gone already: nothing happens
  CHECK(engine.statistics(everyone(dataset)).tiles_missing == 1);
  CHECK(engine.partners(0) == expected_partners(dataset, 0, true, true));
  CHECK(engine.partners(2 * kOutBlock) == expected_partners(dataset, 2 * kOutBlock, true, false));

  add(engine, dataset.out_tiles[2]);
  CHECK(engine.statistics(everyone(dataset)) == before);
}

TEST_CASE("a tile that is there already is replaced, before and after the graph is built") {
  const Dataset dataset = make_dataset(1, 9, 30);
  const Dataset other = make_dataset(2, 9, 30);
  REQUIRE(dataset.out_tiles[1] != other.out_tiles[1]);
  Engine engine = make_engine(dataset);
  add(engine, other.out_tiles[0]);
  for (const auto& tile : dataset.out_tiles) add(engine, tile);
  CHECK(engine.statistics(everyone(dataset)).statistics ==
        statistics_of(dataset.out, everyone(dataset)));

  add(engine, other.out_tiles[1]);
  WeightedRows mixed = dataset.out;
  for (std::uint32_t v = kOutBlock; v < 2 * kOutBlock; ++v) mixed[v] = other.out[v];
  CHECK(engine.statistics(everyone(dataset)).statistics == statistics_of(mixed, everyone(dataset)));
}

TEST_CASE("the engine refuses a tile that does not fit the dataset, and keeps what it had") {
  const Dataset dataset = make_dataset(3, 10, 40);
  const auto code_of = [&](const std::vector<std::byte>& tile) {
    Engine engine = make_engine(dataset);
    add(engine, dataset.out_tiles[0]);
    const auto added = engine.add_tile(tile);
    CHECK(engine.partners(0).efferents == row_of(dataset.out, 0));
    CHECK(engine.statistics(everyone(dataset)).tiles_missing == dataset.out_tiles.size() - 1);
    REQUIRE_FALSE(added.ok());
    return added.error().code;
  };
  const auto payload = [&](std::uint32_t first, std::uint32_t count) {
    return encode_edge_rows(cut(dataset.out, first, count), 10, any_edge_model(10));
  };
  // of another family; not at the start of a block; past the end; a block too short
  CHECK(code_of(encode_tile(TileKind::Synapses, 4, 4, payload(4, 4))) == ErrorCode::OutOfRange);
  CHECK(code_of(encode_tile(TileKind::ConnectionsOut, 2, 4, payload(2, 4))) ==
        ErrorCode::OutOfRange);
  CHECK(code_of(encode_tile(TileKind::ConnectionsOut, 12, 1, payload(4, 1))) ==
        ErrorCode::OutOfRange);
  CHECK(code_of(encode_tile(TileKind::ConnectionsOut, 4, 3, payload(4, 3))) ==
        ErrorCode::OutOfRange);
  // a partner that the dataset does not have
  EdgeRows rows = cut(dataset.out, 4, 4);
  rows.offsets = {0, 1, 1, 1, 1};
  rows.targets = {10};
  rows.synapse_counts = {1};
  CHECK(code_of(encode_tile(TileKind::ConnectionsOut, 4, 4,
                            encode_edge_rows(rows, 11, any_edge_model(10)))) ==
        ErrorCode::OutOfRange);
  // cut off
  std::vector<std::byte> tile = dataset.out_tiles[1];
  tile.pop_back();
  CHECK(code_of(tile) == ErrorCode::Truncated);
  CHECK(code_of({}) == ErrorCode::Truncated);
}

TEST_CASE("a dataset without neurons has complete statistics of nothing") {
  Engine engine(0, {16, {}}, {16, {}});
  const StatisticsReply reply = engine.statistics(StatisticsRequest{});
  CHECK(reply.tiles_total == 0);
  CHECK(reply.tiles_missing == 0);
  CHECK(reply.statistics.neurons == 0);
}
