#include "worker/protocol.h"

#include <doctest/doctest.h>

#include <random>

#include "format/hostile_bytes.h"
#include "stats/null_models.h"
#include "worker/synapse_tiles.h"
#include "worker/tiles.h"

using namespace cnx;
using namespace cnx::test;

namespace {

OpenDataset open_dataset(std::uint32_t neurons, std::uint32_t block) {
  return {neurons,
          {block, any_edge_model_bytes(neurons)},
          OpenDataset::Family{block, any_edge_model_bytes(neurons)},
          std::nullopt};
}

StatisticsRequest some_statistics_request() {
  StatisticsRequest request;
  request.chosen = {1, 0, 1, 1};
  request.groups = {0, 2, 1, 258};
  request.group_count = 300;
  request.analyzable_axon = {0, 0, 1, 1};
  request.post = {0, 1, 1, 0};
  request.post_groups = {1, 0, 0, 1};
  request.post_group_count = 2;
  request.min_synapses = 3;
  return request;
}

JobRequest some_job_request() {
  JobRequest request;
  request.subset = some_statistics_request();
  request.block_b = {{0, 1, 1, 0}, {1, 0, 0, 0}};
  request.group_names.assign(300, "23P");
  request.grouped_by = "region";
  request.groups_why_not = "Too many.";
  request.post_group_names = {"a", ""};
  request.positions_nm = {0, 1500, -2, 3, 4, 5, 6, 7, 8, 9, 10, 1 << 30};
  request.distance = {DistanceMeasure::Deeper, 20'000};
  request.nulls = {NullModel::Distance,
                   250,
                   0x1234567890abcdefu,
                   true,
                   false,
                   true,
                   true,
                   false,
                   true,
                   true,
                   true,
                   true,
                   true,
                   {},
                   "depth"};
  request.nulls.match.assign(request.subset.chosen.size(), 50);
  request.nulls.match[0] = kNoLabel;
  request.labels = {91};
  request.experiment = {350, 8, 60};
  request.synapses = {70, 12, {4, 5, 1u << 31}};
  request.soma_in_voxel_nm = {0, 3, 1 << 30, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  request.edge_places = {{-1, 1ll << 60, 3, 4, 5, 6, 7, 8}, {-70, 9}, {4, 1ll << 40}};
  request.per_neuron = true;
  return request;
}

ReachRequest some_reach_request() { return {{1, 0, 1}, ReachWay::Reciprocal, 2, true, 3}; }

Partners some_partners() {
  Partners partners;
  partners.neuron = 70000;
  partners.afferents = {{1, 2, true}, {3, 70000, false}};
  partners.efferents = {{1, 9, true}};
  partners.afferents_complete = true;
  return partners;
}

StatisticsReply some_statistics_reply() {
  StatisticsReply reply;
  LocalStatistics& s = reply.statistics;
  s.neurons = 5;
  s.connections = 1ull << 40;
  s.synapses = 3;
  s.autapses = 4;
  s.reciprocal_pairs = 6;
  s.pairs = 20;
  s.out_degrees = {1, 2, 3};
  s.in_degrees = {6};
  s.groups = {2,      {2, 3},       {1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, 2,
              {1, 4}, {5, 6, 7, 9}, {2, 0, 8, 1}, {1, 1, 1, 2}, {3, 3, 3, 4}};
  s.pre_neurons = 4;
  s.post_neurons = 3;
  s.answered = 11;
  s.out_strengths = {0, 7};
  s.in_strengths = {1, 2};
  s.synapses_per_connection = {0, 5};
  s.analyzable_pre_neurons = 7;
  s.analyzable_connections = 8;
  s.analyzable_pairs = 9;
  reply.tiles_missing = 1;
  reply.tiles_total = 15;
  return reply;
}

NeuronSynapses some_synapses() {
  NeuronSynapses synapses;
  synapses.neuron = 70000;
  synapses.inputs = {{1, 70000, {-3, 1ll << 40, 0}, 512}};
  synapses.outputs = {{70000, 2, {1, 2, 3}, 4}, {70000, 3, {5, 6, 7}, 8}};
  synapses.inputs_total = 1;
  synapses.outputs_total = 7;
  synapses.inputs_known = true;
  return synapses;
}

CommonPartners some_common_partners() {
  return {{3, 4}, true, {{9, 2, 3, 1ull << 35}}, {{8, 2, 1, 2}, {11, 2, 5, 60}}};
}

PathsAnswer some_paths() {
  return {{1, 2, 3, 50}, true, {2, ~0ull, {{{1, 5, 2}, 4}, {{1, 6, 2}, 3}}}};
}

Subnetwork some_subnetwork() { return {{{7, 8}, 500}, true, 2, {{7, 8, 3}, {8, 8, 1}}}; }

std::vector<WorkerRequest> every_request() {
  return {OpenDataset{60048, {4096, bytes({1, 2})}, std::nullopt, std::nullopt},
          OpenDataset{60048,
                      {4096, {}},
                      OpenDataset::Family{2048, {}},
                      SynapseStore::Family{128, {true, false}}},
          DropTile{TileKind::Synapses, 5},
          AskNeurons{11, AskSynapses{60047}},
          AskNeurons{12, AskCommonPartners{{4, 60047, 5}}},
          AskNeurons{13, AskPaths{1, 60047, 5, 50}},
          AskNeurons{14, AskSubnetwork{{7, 8}, 500}},
          AskNeurons{15, AskDegrees{}},
          AskNeurons{16, AskInnerDegrees{{0, 1, 1}, {1, 0, 1}, 4}},
          LimitSizes{{2500, 7}},
          AddTile{7, {std::byte{1}, std::byte{255}}},
          DropTile{TileKind::ConnectionsIn, 3},
          DropTile{TileKind::ConnectionsOut, 4},
          AskPartners{9, 60047},
          AskStatistics{10, some_statistics_request()},
          AskJob{11, some_job_request()},
          CancelJob{12},
          AskReach{13, some_reach_request()}};
}

std::vector<WorkerReply> every_reply() {
  return {TileAdded{7, ""},
          TileAdded{8, "edge rows, byte 48"},
          PartnersReply{9, some_partners()},
          StatisticsAnswer{10, some_statistics_reply()},
          JobProgress{11, 0.25f, "{}"},
          JobResult{11, "{\"a\":1}"},
          ReachAnswer{13, {{0, 1, 1}, 2, 15}},
          NeuronsReply{11, some_synapses()},
          NeuronsReply{12, some_common_partners()},
          NeuronsReply{13, some_paths()},
          NeuronsReply{14, PathsAnswer{}},
          NeuronsReply{15, some_subnetwork()},
          NeuronsReply{16, Degrees{true, {1, 0}, {0, 1}}},
          NeuronsReply{17, InnerDegrees{true, {2, 0}, {0, 2}}}};
}

}  // namespace

TEST_CASE("two questions are the same when every part of them is") {
  const StatisticsRequest asked = some_statistics_request();
  CHECK(asked == some_statistics_request());
  const auto differs = [&](auto change) {
    StatisticsRequest other = asked;
    change(other);
    return !(other == asked);
  };
  CHECK(differs([](StatisticsRequest& r) { r.chosen.back() ^= 1; }));
  CHECK(differs([](StatisticsRequest& r) { r.groups.push_back(0); }));
  CHECK(differs([](StatisticsRequest& r) { r.group_count += 1; }));
  CHECK(differs([](StatisticsRequest& r) { r.analyzable_axon.push_back(1); }));
  CHECK(differs([](StatisticsRequest& r) { r.post.push_back(1); }));
  CHECK(differs([](StatisticsRequest& r) { r.post_groups.push_back(2); }));
  CHECK(differs([](StatisticsRequest& r) { r.post_group_count += 1; }));
  CHECK(differs([](StatisticsRequest& r) { r.min_synapses += 1; }));
}

TEST_CASE("every request comes back as it was sent") {
  for (const WorkerRequest& request : every_request()) {
    CAPTURE(request.index());
    const auto bytes = encode_request(request);
    const auto decoded = decode_request(bytes);
    REQUIRE(decoded.ok());
    CHECK(decoded.value().index() == request.index());
    CHECK(encode_request(decoded.value()) == bytes);
  }
  const auto open = decode_request(encode_request(every_request().front()));
  CHECK(std::get<OpenDataset>(open.value()).neuron_count == 60048);
  CHECK(std::get<OpenDataset>(open.value()).out.block_neurons == 4096);
  CHECK(std::get<OpenDataset>(open.value()).out.model == bytes({1, 2}));
  CHECK_FALSE(std::get<OpenDataset>(open.value()).in.has_value());
  CHECK_FALSE(std::get<OpenDataset>(open.value()).synapses.has_value());
  const auto with_synapses = decode_request(encode_request(every_request()[1]));
  CHECK(std::get<OpenDataset>(with_synapses.value()).in->block_neurons == 2048);
  CHECK(std::get<OpenDataset>(with_synapses.value()).in->model.empty());
  CHECK(std::get<OpenDataset>(with_synapses.value()).synapses->block_neurons == 128);
  CHECK(std::get<OpenDataset>(with_synapses.value()).synapses->shape == SynapseShape{true, false});
  const auto drop = decode_request(encode_request(DropTile{TileKind::ConnectionsIn, 3}));
  CHECK(std::get<DropTile>(drop.value()).kind == TileKind::ConnectionsIn);
  CHECK(std::get<DropTile>(drop.value()).tile_index == 3);
  const auto ask = decode_request(encode_request(AskStatistics{10, some_statistics_request()}));
  CHECK(std::get<AskStatistics>(ask.value()).ticket == 10);
  CHECK(std::get<AskStatistics>(ask.value()).request == some_statistics_request());
  const auto job = decode_request(encode_request(AskJob{11, some_job_request()}));
  CHECK(std::get<AskJob>(job.value()).ticket == 11);
  CHECK(std::get<AskJob>(job.value()).request == some_job_request());
  const auto cancel = decode_request(encode_request(CancelJob{12}));
  CHECK(std::get<CancelJob>(cancel.value()).ticket == 12);
  const auto reach = decode_request(encode_request(AskReach{11, some_reach_request()}));
  CHECK(std::get<AskReach>(reach.value()).ticket == 11);
  CHECK(std::get<AskReach>(reach.value()).request == some_reach_request());
}

TEST_CASE("every reply comes back as it was sent") {
  for (const WorkerReply& reply : every_reply()) {
    CAPTURE(reply.index());
    const auto bytes = encode_reply(reply);
    const auto decoded = decode_reply(bytes);
    REQUIRE(decoded.ok());
    CHECK(decoded.value().index() == reply.index());
    CHECK(encode_reply(decoded.value()) == bytes);
  }
  const auto added = decode_reply(encode_reply(TileAdded{8, "edge rows, byte 48"}));
  CHECK(std::get<TileAdded>(added.value()).error == "edge rows, byte 48");
  const auto partners = decode_reply(encode_reply(PartnersReply{9, some_partners()}));
  CHECK(std::get<PartnersReply>(partners.value()).partners == some_partners());
  const auto reached = decode_reply(encode_reply(ReachAnswer{11, {{0, 1, 1}, 2, 15}}));
  CHECK(std::get<ReachAnswer>(reached.value()).ticket == 11);
  CHECK(std::get<ReachAnswer>(reached.value()).reply == ReachReply{{0, 1, 1}, 2, 15});
  const auto answer = decode_reply(encode_reply(StatisticsAnswer{10, some_statistics_reply()}));
  CHECK(std::get<StatisticsAnswer>(answer.value()).reply == some_statistics_reply());
  const auto progress = decode_reply(encode_reply(JobProgress{11, 0.25f, "{}"}));
  CHECK(std::get<JobProgress>(progress.value()).share_done == 0.25f);
  CHECK(std::get<JobProgress>(progress.value()).partial_json == "{}");
  const auto result = decode_reply(encode_reply(JobResult{11, "{\"a\":1}"}));
  CHECK(std::get<JobResult>(result.value()).ticket == 11);
  CHECK(std::get<JobResult>(result.value()).json == "{\"a\":1}");
  const auto answer_of = [](const NeuronAnswer& sent) {
    return std::get<NeuronsReply>(decode_reply(encode_reply(NeuronsReply{11, sent})).value())
        .answer;
  };
  CHECK(std::get<NeuronSynapses>(answer_of(some_synapses())) == some_synapses());
  CHECK(std::get<CommonPartners>(answer_of(some_common_partners())) == some_common_partners());
  CHECK(std::get<PathsAnswer>(answer_of(some_paths())) == some_paths());
  CHECK(std::get<Subnetwork>(answer_of(some_subnetwork())) == some_subnetwork());
}

TEST_CASE("messages cut off at any byte, or with a byte too many, are refused") {
  const auto check = [](const std::vector<std::byte>& bytes, auto decode) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(decode(std::span(bytes).first(length)).ok());
    }
    std::vector<std::byte> longer = bytes;
    longer.push_back(std::byte{0});
    const auto decoded = decode(std::span<const std::byte>(longer));
    REQUIRE_FALSE(decoded.ok());
    CHECK(decoded.error().code == ErrorCode::TrailingBytes);
  };
  for (const WorkerRequest& request : every_request()) {
    CAPTURE(request.index());
    check(encode_request(request), decode_request);
  }
  for (const WorkerReply& reply : every_reply()) {
    CAPTURE(reply.index());
    check(encode_reply(reply), decode_reply);
  }
}

TEST_CASE("messages with any one byte changed are refused or read as another message") {
  const auto check = [](const std::vector<std::byte>& bytes, auto decode, auto encode) {
    std::mt19937 random(1);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (int trial = 0; trial < 8; ++trial) {
        CAPTURE(at);
        std::vector<std::byte> changed = bytes;
        changed[at] = static_cast<std::byte>(random());
        const auto decoded = decode(std::span<const std::byte>(changed));
        if (decoded.ok()) CHECK(encode(decoded.value()) == changed);
      }
    }
  };
  for (const WorkerRequest& request : every_request()) {
    check(encode_request(request), decode_request, encode_request);
  }
  for (const WorkerReply& reply : every_reply()) {
    check(encode_reply(reply), decode_reply, encode_reply);
  }
}

TEST_CASE("messages of another build, of no known kind, or with codes out of range are refused") {
  auto bytes = encode_request(AskPartners{1, 2});
  bytes[0] = std::byte{200};
  CHECK(decode_request(bytes).error().code == ErrorCode::UnsupportedVersion);
  bytes = encode_request(AskPartners{1, 2});
  bytes[1] = std::byte{250};
  CHECK(decode_request(bytes).error().code == ErrorCode::OutOfRange);
  bytes = encode_reply(TileAdded{});
  bytes[1] = std::byte{250};
  CHECK(decode_reply(bytes).error().code == ErrorCode::OutOfRange);
  CHECK(decode_request(encode_request(OpenDataset{5, {0, {}}, std::nullopt})).error().code ==
        ErrorCode::OutOfRange);

  const auto code_of = [](const StatisticsRequest& request) {
    return decode_request(encode_request(AskStatistics{1, request})).error().code;
  };
  StatisticsRequest request = some_statistics_request();
  request.groups[0] = 300;
  CHECK(code_of(request) == ErrorCode::OutOfRange);
  request = some_statistics_request();
  request.chosen[0] = 2;
  CHECK(code_of(request) == ErrorCode::OutOfRange);
  request = some_statistics_request();
  request.analyzable_axon.pop_back();
  CHECK(code_of(request) == ErrorCode::OutOfRange);
  request = some_statistics_request();
  request.group_count = kMaxStatisticsGroups + 1;
  CHECK(code_of(request) == ErrorCode::OutOfRange);
}

TEST_CASE("the worker's core answers as its engine does") {
  const std::uint32_t n = 11;
  const WeightedRows rows = random_rows(4, n, 50);
  const auto tiles = make_tiles(TileKind::ConnectionsOut, rows, 4);
  const EdgeModel model = any_edge_model(n);
  Engine engine(n, {4, model}, {4, model});
  WorkerCore core;
  CHECK(core.handle(encode_request(open_dataset(n, 4))).empty());
  for (std::uint32_t i = 0; i < tiles.size(); ++i) {
    REQUIRE(engine.add_tile(tiles[i]).ok());
    const auto reply = decode_reply(core.handle(encode_request(AddTile{i, tiles[i]})));
    CHECK(std::get<TileAdded>(reply.value()).ticket == i);
    CHECK(std::get<TileAdded>(reply.value()).error.empty());
  }
  const auto partners = decode_reply(core.handle(encode_request(AskPartners{40, 3})));
  CHECK(std::get<PartnersReply>(partners.value()).ticket == 40);
  CHECK(std::get<PartnersReply>(partners.value()).partners == engine.partners(3));

  StatisticsRequest request;
  request.chosen.assign(n, 1);
  const auto answer = decode_reply(core.handle(encode_request(AskStatistics{41, request})));
  CHECK(std::get<StatisticsAnswer>(answer.value()).ticket == 41);
  CHECK(std::get<StatisticsAnswer>(answer.value()).reply == engine.statistics(request));

  CHECK(core.handle(encode_request(DropTile{TileKind::ConnectionsOut, 0})).empty());
  const auto partial = decode_reply(core.handle(encode_request(AskStatistics{42, request})));
  CHECK(std::get<StatisticsAnswer>(partial.value()).reply.tiles_missing == 1);
}

TEST_CASE("a tile that cannot be read is reported with its ticket and the reason") {
  WorkerCore core;
  core.handle(encode_request(open_dataset(11, 4)));
  const auto reply = decode_reply(core.handle(encode_request(AddTile{77, {std::byte{3}}})));
  CHECK(std::get<TileAdded>(reply.value()).ticket == 77);
  CHECK_FALSE(std::get<TileAdded>(reply.value()).error.empty());
}

namespace {

constexpr std::uint32_t kSizedNeurons = 30, kProtocolBlock = 4;
constexpr std::uint32_t kSynapseTiles = 8;
constexpr SynapseShape kWithSize{true, true};

/// A core and its twin with every tile of connections and synapses, sizes limited.
struct SizedCore {
  SizedCore() {
    const WeightedRows out = random_rows(4, kSizedNeurons, 200);
    OpenDataset open = open_dataset(kSizedNeurons, 7);
    open.synapses = SynapseStore::Family{kProtocolBlock, kWithSize};
    core.handle(encode_request(open));
    store = std::make_shared<SynapseStore>(kSizedNeurons, *open.synapses);
    for (const auto& tile : make_tiles(TileKind::ConnectionsOut, out, 7)) {
      core.handle(encode_request(AddTile{0, tile}));
      REQUIRE(twin.add_tile(tile).ok());
    }
    const auto synapses = random_synapses(4, transpose(out), kWithSize);
    for (const auto& tile :
         make_synapse_tiles(synapses, kSizedNeurons, kProtocolBlock, kWithSize)) {
      core.handle(encode_request(AddTile{0, tile}));
      REQUIRE(store->add_tile(tile).ok());
    }
    core.handle(encode_request(LimitSizes{{2000, 3000}}));
    twin.limit_sizes({2000, 3000}, store);
    everybody.chosen.assign(kSizedNeurons, 1);
  }
  JobRequest job() const {
    JobRequest request;
    request.subset = everybody;
    request.group_names = {"all"};
    return request;
  }

  WorkerCore core;
  std::shared_ptr<SynapseStore> store;
  Engine twin = Engine(kSizedNeurons, {7, any_edge_model(kSizedNeurons)});
  StatisticsRequest everybody;
};

}  // namespace

TEST_CASE("sizes are summed a tile at a time before what counts large connections is answered") {
  SizedCore sized;
  WorkerCore& core = sized.core;
  CHECK_FALSE(core.has_work());  // nobody has asked
  CHECK(core.handle(encode_request(AskStatistics{1, sized.everybody})).empty());
  ReachRequest reach;
  reach.from.assign(kSizedNeurons, 0);
  reach.from[3] = 1;
  CHECK(core.handle(encode_request(AskReach{2, reach})).empty());
  CHECK(core.handle(encode_request(AskJob{3, sized.job()})).empty());
  const AskInnerDegrees degrees{sized.everybody.chosen, {}, 1};
  CHECK(core.handle(encode_request(AskNeurons{4, degrees})).empty());
  // What is not about large connections does not wait.
  CHECK_FALSE(core.handle(encode_request(AskPartners{5, 3})).empty());
  CHECK_FALSE(core.handle(encode_request(AskNeurons{6, AskDegrees{}})).empty());

  for (std::uint32_t tile = 0; tile < kSynapseTiles; ++tile) {
    CAPTURE(tile);
    REQUIRE(core.has_work());
    CHECK(core.progress().empty());
    CHECK(core.work().empty());
  }
  const auto statistics = std::get<StatisticsAnswer>(decode_reply(core.work()).value());
  CHECK(statistics.ticket == 1);
  CHECK(statistics.reply == sized.twin.statistics(sized.everybody));
  CHECK(statistics.reply.tiles_missing == 0);
  CHECK(statistics.reply.statistics.connections > 0);
  const auto reached = std::get<ReachAnswer>(decode_reply(core.work()).value());
  CHECK(reached.ticket == 2);
  CHECK(reached.reply.reached == sized.twin.reach(reach).reached);
  CHECK(core.work().empty());  // the job joins the jobs
  const auto neurons = std::get<NeuronsReply>(decode_reply(core.work()).value());
  CHECK(neurons.ticket == 4);
  CHECK(neurons.answer == answer(degrees, sized.twin, nullptr));
  std::string json;
  while (core.has_work()) {
    const auto bytes = core.work();
    if (!bytes.empty()) json = std::get<JobResult>(decode_reply(bytes).value()).json;
  }
  CHECK(json == run_job(sized.twin.job_input(sized.job())));
  // All is known now: nothing waits.
  CHECK_FALSE(core.handle(encode_request(AskStatistics{7, sized.everybody})).empty());
}

TEST_CASE("a job that asks for sizes has them summed a tile at a time, though nothing is limited") {
  SizedCore sized;
  WorkerCore& core = sized.core;
  core.handle(encode_request(LimitSizes{}));
  CHECK_FALSE(core.handle(encode_request(AskStatistics{1, sized.everybody})).empty());
  JobRequest request = sized.job();
  request.statistic = Statistic::Thresholds;
  request.nulls.sizes = true;
  CHECK(core.handle(encode_request(AskJob{2, request})).empty());
  for (std::uint32_t tile = 0; tile < kSynapseTiles; ++tile) CHECK(core.work().empty());
  std::string json;
  while (core.has_work()) {
    const auto bytes = core.work();
    if (!bytes.empty()) json = std::get<JobResult>(decode_reply(bytes).value()).json;
  }
  CHECK(json.find("\"size_sum\"") != std::string::npos);
  sized.twin.limit_sizes({}, sized.store);
  CHECK(json == run_job(sized.twin.job_input(request)));
}

TEST_CASE(
    "what waits for sizes is cancelled, freed of its limits, and forgotten with its dataset") {
  SizedCore cancelled;
  cancelled.core.handle(encode_request(AskJob{3, cancelled.job()}));
  REQUIRE(cancelled.core.has_work());
  cancelled.core.handle(encode_request(CancelJob{3}));
  CHECK_FALSE(cancelled.core.has_work());

  SizedCore freed;
  freed.core.handle(encode_request(AskStatistics{1, freed.everybody}));
  freed.core.handle(encode_request(LimitSizes{}));
  freed.twin.limit_sizes({}, nullptr);
  const auto all = std::get<StatisticsAnswer>(decode_reply(freed.core.work()).value());
  CHECK(all.reply == freed.twin.statistics(freed.everybody));

  SizedCore opened;
  opened.core.handle(encode_request(AskStatistics{1, opened.everybody}));
  opened.core.handle(encode_request(open_dataset(kSizedNeurons, 7)));
  CHECK_FALSE(opened.core.has_work());
}
