#include "worker/job.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "worker/job_inputs.h"
#include "worker/job_json.h"
#include "worker/protocol.h"
#include "worker/tiles.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kNeurons = 40;

JobRequest request_of(Statistic statistic) {
  JobRequest request;
  request.statistic = statistic;
  request.subset.chosen.assign(kNeurons, 1);
  request.group_names = {"all"};
  return request;
}

/// A core with all tiles of a random connectome but those named.
WorkerCore core_without(std::vector<std::size_t> missing) {
  WorkerCore core;
  const auto model = any_edge_model_bytes(kNeurons);
  core.handle(encode_request(OpenDataset{kNeurons, {16, model}, OpenDataset::Family{16, model}}));
  const auto tiles = make_tiles(TileKind::ConnectionsOut, random_rows(3, kNeurons, 400), 16);
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    if (std::find(missing.begin(), missing.end(), t) != missing.end()) continue;
    core.handle(encode_request(AddTile{0, tiles[t]}));
  }
  return core;
}

std::optional<WorkerReply> work_off(WorkerCore& core) {
  while (core.has_work()) {
    const auto bytes = core.work();
    if (!bytes.empty()) return decode_reply(bytes).value();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a job is worked off in slices and answers with its ticket") {
  WorkerCore core = core_without({});
  CHECK(!core.has_work());
  CHECK(core.handle(encode_request(AskJob{7, request_of(Statistic::Triads)})).empty());
  REQUIRE(core.has_work());
  CHECK(core.work().empty());  // the first slice only prepares
  const auto progress = decode_reply(core.progress()).value();
  CHECK(std::get<JobProgress>(progress).ticket == 7);
  const auto reply = work_off(core);
  REQUIRE(reply);
  const JobResult& result = std::get<JobResult>(*reply);
  CHECK(result.ticket == 7);
  const auto json = nlohmann::json::parse(result.json);
  CHECK(json["about"]["neurons"] == kNeurons);
  CHECK(json["about"]["partial"]["tiles_missing"] == 0);
  CHECK(json["triad_census"].size() == 16);
  CHECK(!core.has_work());
}

TEST_CASE("what a job has of all neurons is told before it counts those with analyzable axons") {
  WorkerCore core = core_without({});
  JobRequest request = request_of(Statistic::Triads);
  request.subset.analyzable_axon.assign(kNeurons, 1);
  for (std::uint32_t v = 0; v < kNeurons; v += 3) request.subset.analyzable_axon[v] = 0;
  core.handle(encode_request(AskJob{7, request}));
  const auto first = work_off(core);
  REQUIRE(first);
  const JobProgress& news = std::get<JobProgress>(*first);
  CHECK(news.ticket == 7);
  CHECK(news.share_done > 0.5f);
  CHECK(news.share_done < 1);
  const auto told = nlohmann::json::parse(news.partial_json);
  CHECK(!told.contains("analyzable"));
  CHECK(core.has_work());
  const auto second = work_off(core);
  REQUIRE(second);
  auto json = nlohmann::json::parse(std::get<JobResult>(*second).json);
  CHECK(json["analyzable"]["triad_census"].size() == 16);
  json.erase("analyzable");
  CHECK(json == told);
  CHECK(!core.has_work());
}

TEST_CASE("a canceled job never answers, and the next one is taken up") {
  WorkerCore core = core_without({});
  core.handle(encode_request(AskJob{1, request_of(Statistic::Triads)}));
  core.handle(encode_request(AskJob{2, request_of(Statistic::Triads)}));
  CHECK(core.work().empty());
  core.handle(encode_request(CancelJob{1}));
  core.handle(encode_request(CancelJob{99}));  // long gone
  const auto reply = work_off(core);
  REQUIRE(reply);
  CHECK(std::get<JobResult>(*reply).ticket == 2);
  CHECK(!core.has_work());
}

TEST_CASE("a job counts on the tiles that were there when it was asked for") {
  WorkerCore whole = core_without({});
  whole.handle(encode_request(AskJob{1, request_of(Statistic::Triads)}));
  const std::string expected = std::get<JobResult>(*work_off(whole)).json;

  WorkerCore core = core_without({});
  core.handle(encode_request(AskJob{1, request_of(Statistic::Triads)}));
  CHECK(core.work().empty());
  core.handle(encode_request(DropTile{TileKind::ConnectionsOut, 1}));
  CHECK(std::get<JobResult>(*work_off(core)).json == expected);

  core.handle(encode_request(AskJob{2, request_of(Statistic::Triads)}));
  const auto json = nlohmann::json::parse(std::get<JobResult>(*work_off(core)).json);
  CHECK(json["about"]["partial"]["tiles_missing"] == 1);
  CHECK(json["about"]["partial"]["tiles_total"] == 3);
}

TEST_CASE("what a result is about is counted of each set, whatever its length") {
  for (std::uint32_t n = 0; n < 40; ++n) {
    CAPTURE(n);
    JobInput input = job_input(Statistic::Triads, n, {});
    StatisticsRequest& subset = input.request.subset;
    for (std::uint32_t v = 0; v < n; ++v) subset.chosen[v] = (v * 7 + n) % 3 == 0 ? 1 : 0;
    subset.analyzable_axon.assign(n, 0);
    for (std::uint32_t v = 0; v < n; v += 2) subset.analyzable_axon[v] = 1;
    for (const bool block : {false, true}) {
      if (block) {
        subset.post.assign(n, 0);
        for (std::uint32_t v = 0; v < n; v += 3) subset.post[v] = 1;
      }
      const EdgeChoice choice = subset.choice();
      std::uint64_t pre = 0, post = 0, any = 0, analyzable = 0;
      for (std::uint32_t v = 0; v < n; ++v) {
        pre += choice.pre[v];
        post += choice.post[v];
        any += choice.pre[v] | choice.post[v];
        analyzable += choice.pre[v] & subset.analyzable_axon[v];
      }
      const nlohmann::json about = about_json(input);
      CHECK(about["neurons"] == any);
      CHECK(about["pre_neurons"] == pre);
      CHECK(about["post_neurons"] == post);
      CHECK(about["analyzable_pre_neurons"] == analyzable);
    }
  }
}
