#include "worker/neuron_questions.h"

#include <doctest/doctest.h>

#include "format/hostile_bytes.h"
#include "worker/protocol.h"
#include "worker/synapse_tiles.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr SynapseShape kShapes[] = {{true, false}, {false, true}, {true, true}};

/// Rows of connections both ways, their synapses, and an engine and a store for their tiles.
struct AskedDataset {
  AskedDataset(std::uint32_t seed, std::uint32_t neurons, std::uint32_t draws,
               SynapseShape synapse_shape = {true, true})
      : out(random_rows(seed, neurons, draws)),
        in(transpose(out)),
        shape(synapse_shape),
        synapses(random_synapses(seed, in, shape)),
        engine(neurons, {kBlock, any_edge_model(neurons)}, {kBlock + 3, any_edge_model(neurons)}),
        store(neurons, {kSynapseBlock, shape}) {}

  void add(TileKind kind) {
    const auto neurons = static_cast<std::uint32_t>(in.size());
    if (kind == TileKind::Synapses) {
      for (const auto& tile : make_synapse_tiles(synapses, neurons, kSynapseBlock, shape)) {
        REQUIRE(store.add_tile(tile).ok());
      }
      return;
    }
    const bool outgoing = kind == TileKind::ConnectionsOut;
    const std::uint32_t block = outgoing ? kBlock : kBlock + 3;
    for (const auto& tile : make_tiles(kind, outgoing ? out : in, block)) {
      REQUIRE(engine.add_tile(tile).ok());
    }
  }

  NeuronSynapses ask(NeuronIndex neuron) const {
    return std::get<NeuronSynapses>(answer(AskSynapses{neuron}, engine, &store));
  }
  /// By looking at every synapse there is.
  std::vector<Synapse> slow(NeuronIndex neuron, bool inputs) const {
    std::vector<Synapse> found;
    for (const Synapse& synapse : synapses) {
      if ((inputs ? synapse.post : synapse.pre) == neuron) found.push_back(synapse);
    }
    return found;
  }

  static constexpr std::uint32_t kBlock = 7, kSynapseBlock = 4;
  WeightedRows out, in;
  SynapseShape shape;
  std::vector<Synapse> synapses;
  Engine engine;
  SynapseStore store;
};

}  // namespace

TEST_CASE("the synapses of a neuron are those of looking at all, on random tiles of each shape") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed % 30;
    AskedDataset data(seed, neurons, neurons * (seed % 5), kShapes[seed % 3]);
    data.add(TileKind::Synapses);
    // With every ConnectionsOut tile there is a graph; with ConnectionsIn alone there is none, and
    // outputs are not known.
    const bool graph = seed % 2 == 0;
    data.add(graph ? TileKind::ConnectionsOut : TileKind::ConnectionsIn);
    for (NeuronIndex neuron = 0; neuron < neurons; ++neuron) {
      const NeuronSynapses found = data.ask(neuron);
      CHECK(found.neuron == neuron);
      CHECK_FALSE(found.damaged);
      CHECK(found.inputs_known);
      CHECK(found.inputs == data.slow(neuron, true));
      CHECK(found.inputs_total == found.inputs.size());
      CHECK(found.outputs_known == graph);
      CHECK(found.outputs == (graph ? data.slow(neuron, false) : std::vector<Synapse>{}));
      CHECK(found.outputs_total == found.outputs.size());
    }
  }
}

TEST_CASE("what is not there yet is missing from the list, and the total says so") {
  AskedDataset data(1, 20, 120);
  const NeuronIndex neuron = 10;
  CHECK_FALSE(data.ask(neuron).inputs_known);
  data.add(TileKind::ConnectionsOut);
  CHECK(data.ask(neuron).inputs.empty());
  CHECK(data.ask(neuron).inputs_total == data.slow(neuron, true).size());
  CHECK(std::get<NeuronSynapses>(answer(AskSynapses{neuron}, data.engine, nullptr)).inputs_total ==
        data.slow(neuron, true).size());

  // One tile of synapses: only outputs to its neurons can be located.
  const auto tiles = make_synapse_tiles(data.synapses, 20, AskedDataset::kSynapseBlock, data.shape);
  REQUIRE(data.store.add_tile(tiles[1]).ok());
  std::vector<Synapse> expected;
  for (const Synapse& synapse : data.slow(neuron, false)) {
    if (synapse.post / AskedDataset::kSynapseBlock == 1) expected.push_back(synapse);
  }
  REQUIRE_FALSE(expected.empty());
  CHECK(data.ask(neuron).outputs == expected);
  CHECK(data.ask(neuron).outputs_total == data.slow(neuron, false).size());
  data.store.drop_tile(1);
  CHECK(data.ask(neuron).outputs.empty());
}

TEST_CASE("a row of synapses that does not fit the connections is left out, and said") {
  AskedDataset data(3, 12, 60);
  AskedDataset other(4, 12, 60);
  data.add(TileKind::ConnectionsOut);
  for (const auto& tile : make_synapse_tiles(other.synapses, 12, 4, other.shape)) {
    REQUIRE(data.store.add_tile(tile).ok());
  }
  for (NeuronIndex neuron = 0; neuron < 12; ++neuron) {
    if (data.slow(neuron, true).size() == other.slow(neuron, true).size()) continue;
    CHECK(data.ask(neuron).damaged);
    CHECK(data.ask(neuron).inputs.empty());
  }
}

TEST_CASE("tiles that do not belong to the store are refused") {
  AskedDataset data(5, 12, 60);
  const auto tiles = make_synapse_tiles(data.synapses, 12, 6, data.shape);
  CHECK(data.store.add_tile(tiles[1]).error().code == ErrorCode::OutOfRange);  // another block
  CHECK(data.store.add_tile(make_tiles(TileKind::ConnectionsIn, data.in, 4)[0]).error().code ==
        ErrorCode::OutOfRange);
  const auto good = make_synapse_tiles(data.synapses, 12, 4, data.shape)[0];
  for (std::size_t length = 0; length < good.size(); ++length) {
    CHECK_FALSE(data.store.add_tile(std::span(good).first(length)).ok());
  }
  CHECK_FALSE(data.store.has(0));
}

TEST_CASE("common partners and paths wait for every connection") {
  AskedDataset data(6, 20, 100);
  const auto common = [&] {
    return std::get<CommonPartners>(answer(AskCommonPartners{{1, 2}}, data.engine, nullptr));
  };
  const auto paths = [&] {
    return std::get<PathsAnswer>(answer(AskPaths{1, 2, 1, 50}, data.engine, nullptr));
  };
  CHECK_FALSE(common().complete);
  CHECK_FALSE(paths().complete);
  CHECK(paths().paths == ShortestPaths{});
  data.add(TileKind::ConnectionsOut);
  CHECK(common().complete);
  CHECK(common().neurons == std::vector<NeuronIndex>{1, 2});
  CHECK(paths().asked == AskPaths{1, 2, 1, 50});
  const CountedGraph graph = *data.engine.whole_graph();
  CHECK(paths().paths == shortest_paths(graph.edges, graph.synapse_counts, {1, 2, 1, 50}));
  std::vector<CommonNeighbor> shared;
  for (NeuronIndex pre = 0; pre < 20; ++pre) {
    if (pre == 1 || pre == 2) continue;
    const auto& row = data.out[pre];
    if (row.count(1) == 0 || row.count(2) == 0) continue;
    shared.push_back({pre, 2, std::min(row.at(1), row.at(2)), row.at(1) + row.at(2)});
  }
  std::vector<CommonNeighbor> found = common().inputs;
  std::erase_if(found, [](const CommonNeighbor& c) { return c.vertex == 1 || c.vertex == 2; });
  CHECK(found == shared);
}

TEST_CASE("a worker answers for synapses from the tiles it was sent") {
  AskedDataset data(7, 15, 80);
  WorkerCore core;
  const auto model = any_edge_model_bytes(15);
  core.handle(encode_request(OpenDataset{
      15, {5, model}, OpenDataset::Family{5, model}, SynapseStore::Family{4, data.shape}}));
  const auto add = [&](const std::vector<std::byte>& tile) {
    const auto reply = decode_reply(core.handle(encode_request(AddTile{1, tile})));
    return std::get<TileAdded>(reply.value()).error;
  };
  const auto ask = [&] {
    const auto reply = decode_reply(core.handle(encode_request(AskNeurons{3, AskSynapses{9}})));
    REQUIRE(reply.ok());
    return std::get<NeuronSynapses>(std::get<NeuronsReply>(reply.value()).answer);
  };
  for (const auto& tile : make_tiles(TileKind::ConnectionsOut, data.out, 5)) CHECK(add(tile) == "");
  for (const auto& tile : make_synapse_tiles(data.synapses, 15, 4, data.shape)) {
    CHECK(add(tile) == "");
  }
  CHECK(ask().inputs == data.slow(9, true));
  CHECK(ask().outputs == data.slow(9, false));
  core.handle(encode_request(DropTile{TileKind::Synapses, 9 / 4}));
  CHECK(ask().inputs.empty());
  CHECK(add(make_synapse_tiles(data.synapses, 15, 5, data.shape)[1]) != "");
}

TEST_CASE("a sub-network has every connection among its neurons, or none and how many there are") {
  AskedDataset data(8, 25, 200);
  const AskSubnetwork ask{{3, 9, 4, 20, 11, 0}, 1000};
  const auto found = [&](const AskSubnetwork& question) {
    return std::get<Subnetwork>(answer(question, data.engine, nullptr));
  };
  CHECK_FALSE(found(ask).complete);
  data.add(TileKind::ConnectionsOut);
  std::vector<Subnetwork::Connection> expected;
  for (const NeuronIndex pre : ask.neurons) {
    for (const auto& [post, count] : data.out[pre]) {
      if (std::find(ask.neurons.begin(), ask.neurons.end(), post) != ask.neurons.end()) {
        expected.push_back({pre, post, count});
      }
    }
  }
  REQUIRE(expected.size() > 2);
  CHECK(found(ask).connections == expected);
  CHECK(found(ask).connection_count == expected.size());
  const auto too_many = found({ask.neurons, static_cast<std::uint32_t>(expected.size() - 1)});
  CHECK(too_many.connections.empty());
  CHECK(too_many.connection_count == expected.size());
  CHECK(found({{}, 10}).connection_count == 0);
}

TEST_CASE("inner degrees are those that the statistics of the same neurons count") {
  AskedDataset data(10, 40, 500);
  AskInnerDegrees ask{std::vector<std::uint8_t>(40, 0), {}, 2};
  for (NeuronIndex i = 0; i < 40; ++i) ask.chosen[i] = i % 3 != 0;
  SUBCASE("of one set") {}
  SUBCASE("of a block") {
    ask.post.assign(40, 0);
    for (NeuronIndex i = 0; i < 40; ++i) ask.post[i] = i % 4 == 0;
  }
  const std::vector<std::uint8_t> post = ask.post.empty() ? ask.chosen : ask.post;
  const auto degrees = [&] { return std::get<InnerDegrees>(answer(ask, data.engine, nullptr)); };
  CHECK(degrees() == InnerDegrees{});
  data.add(TileKind::ConnectionsOut);
  const InnerDegrees found = degrees();
  CHECK(found.complete);
  StatisticsRequest request;
  request.chosen = ask.chosen;
  request.post = ask.post;
  request.min_synapses = ask.min_synapses;
  const LocalStatistics counted = data.engine.statistics(request).statistics;
  const auto histogram = [&](const std::vector<std::uint32_t>& of,
                             const std::vector<std::uint8_t>& side) {
    DegreeHistogram counts;
    for (NeuronIndex i = 0; i < 40; ++i) {
      if (side[i] == 0) {
        CHECK(of[i] == 0);
        continue;
      }
      if (of[i] >= counts.size()) counts.resize(of[i] + 1, 0);
      counts[of[i]] += 1;
    }
    return counts;
  };
  REQUIRE(counted.in_degrees.size() > 2);
  CHECK(histogram(found.in, post) == counted.in_degrees);
  CHECK(histogram(found.out, ask.chosen) == counted.out_degrees);
}

TEST_CASE("degrees count partners and leave autapses out") {
  AskedDataset data(9, 25, 200);
  const auto degrees = [&] {
    return std::get<Degrees>(answer(AskDegrees{}, data.engine, nullptr));
  };
  CHECK(degrees() == Degrees{});
  data.add(TileKind::ConnectionsOut);
  const Degrees found = degrees();
  CHECK(found.complete);
  REQUIRE(found.in.size() == 25);
  for (NeuronIndex neuron = 0; neuron < 25; ++neuron) {
    const std::size_t autapse = data.out[neuron].count(neuron);
    CHECK(found.out[neuron] == data.out[neuron].size() - autapse);
    CHECK(found.in[neuron] == data.in[neuron].size() - autapse);
  }
}
